/* Says every half minute that the page is open, shows who else is here, and brings in what colleagues have saved:
   a card that nobody is writing in is replaced; the others are left alone, and a save then shows both texts.
   Tabs of one person tell each other at once. */

const root = document.querySelector("[data-workbook]");
const BEAT = 30000;
const channel = root && "BroadcastChannel" in window ? new BroadcastChannel(`workbook-${root.dataset.workbook}`) : null;
let timer = 0;

function cookie(name) {
  const found = document.cookie.split("; ").find((pair) => pair.startsWith(`${name}=`));
  return found ? decodeURIComponent(found.slice(name.length + 1)) : "";
}

function post(values, options = {}) {
  return fetch(root.dataset.presenceUrl, {
    method: "POST",
    body: new URLSearchParams(values),
    headers: { "X-CSRFToken": cookie("csrftoken"), "HX-Request": "true" },
    credentials: "same-origin",
    ...options,
  });
}

function show(state) {
  const place = document.getElementById("present");
  if (!place) return;
  place.hidden = !state.here.length && !state.elsewhere.length;
  const names = (list) => list.join(", ");
  place.querySelector("[data-here]").textContent = names(state.here);
  place.querySelector("[data-here]").parentElement.hidden = !state.here.length;
  place.querySelector("[data-elsewhere]").textContent = names(state.elsewhere);
  place.querySelector("[data-elsewhere]").parentElement.hidden = !state.elsewhere.length;
}

function isFree(section) {
  return !section.dataset.dirty && !section.contains(document.activeElement) && !section.matches(".is-conflict, .is-error");
}

async function refresh(key) {
  const section = document.getElementById(`q-${key}`);
  if (!section || !isFree(section)) return;
  try {
    const response = await fetch(section.dataset.answerUrl, { headers: { "HX-Request": "true" }, credentials: "same-origin" });
    if (!response.ok || !isFree(section)) return;
    document.dispatchEvent(new CustomEvent("workbook:swap", { detail: { html: await response.text(), key } }));
  } catch {
    /* the next beat tries again */
  }
}

function compare(revisions) {
  for (const section of root.querySelectorAll("section[data-question]")) {
    const key = section.dataset.question;
    const mine = Number(section.querySelector(`[name="rev-${key}"]`)?.value || 0);
    if ((revisions[key] || 0) > mine) refresh(key);
  }
}

async function beat() {
  clearTimeout(timer);
  timer = setTimeout(beat, BEAT);
  if (document.visibilityState === "hidden") return;
  try {
    const response = await post({ section: root.dataset.section });
    if (!response.ok) return;
    const state = await response.json();
    show(state);
    compare(state.revisions);
  } catch {
    /* no connection: the card that is written in says so */
  }
}

if (root && root.dataset.presenceUrl) {
  beat();
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") beat();
  });
  window.addEventListener("pagehide", () => {
    post({ leaves: "1" }, { keepalive: true }).catch(() => {});
  });
  if (channel) {
    channel.addEventListener("message", (event) => refresh(event.data.key));
    document.addEventListener("workbook:clean", (event) => channel.postMessage({ key: event.detail.key }));
  }
}
