/* Saves each question by itself: a second after the last key, and when its card is left.
   The server answers with the card's foot, which says what is true: saved, wrong, or changed by a colleague.
   Without this module the page's Save button does the same. */

const REST = 1000;
const SOON = 150;
const RETRY = 10000;
const root = document.querySelector("[data-workbook]");
const words = root ? root.dataset : {};
const cards = new Map();
let leaving = false;
let savedWords = "";

function stateOf(section) {
  if (!cards.has(section.dataset.question)) {
    cards.set(section.dataset.question, { dirty: false, busy: null, timer: 0, again: false, trouble: "", lost: [] });
  }
  return cards.get(section.dataset.question);
}

function sectionOf(element) {
  return element instanceof Element ? element.closest("section[data-question]") : null;
}

function cookie(name) {
  const found = document.cookie.split("; ").find((pair) => pair.startsWith(`${name}=`));
  return found ? decodeURIComponent(found.slice(name.length + 1)) : "";
}

/* What the card says about itself, and what the form bar says aloud for the whole page. */
function say(section, text, kind = "") {
  const place = section.querySelector(".q-foot .save-state");
  if (place) {
    place.className = `save-state ${kind}`.trim();
    place.textContent = text;
  }
  sayForAll();
}

function sayForAll() {
  const all = [...cards.values()];
  const trouble = all.find((card) => card.trouble && card.trouble !== "invalid");
  let text = "";
  let kind = "";
  if (trouble) [text, kind] = [trouble.trouble, "bad"];
  else if (all.some((card) => card.busy)) text = words.wordsSaving;
  else if (root.querySelector("section.is-conflict") || all.some((card) => card.trouble === "invalid"))
    [text, kind] = [words.wordsSomeWrong, "bad"];
  else if (all.some((card) => card.dirty)) text = words.wordsUnsaved;
  else [text, kind] = [savedWords || words.wordsSaved, "ok"];
  sayInBar(text, kind);
}

function sayInBar(text, kind) {
  const bar = document.getElementById("form-status");
  if (!bar || bar.textContent === text) return;
  bar.className = `save-state ${kind}`.trim();
  bar.textContent = text;
}

function gather(section) {
  const data = new FormData();
  for (const field of section.querySelectorAll("[name]")) {
    if (field.tagName === "BUTTON" || field.disabled) continue;
    if ((field.type === "radio" || field.type === "checkbox") && !field.checked) continue;
    data.append(field.name, field.value);
  }
  return data;
}

function send(section, data, options = {}) {
  return fetch(section.dataset.answerUrl, {
    method: "POST",
    body: new URLSearchParams(data),
    headers: { "X-CSRFToken": cookie("csrftoken"), "HX-Request": "true", "X-Person": words.user },
    credentials: "same-origin",
    ...options,
  });
}

/* The fragment that answers, or nothing: networks that want to be signed in to (a train's, a hotel's) answer everything
   with a page of their own, and what they were sent is not saved. */
async function fragment(response, section) {
  const html = await response.text();
  return html.includes(`id="after-${section.dataset.question}"`) ? html : "";
}

/* Puts each element of the answer where the page has one with its id; a field that has the focus stays. */
function swap(html) {
  const incoming = new DOMParser().parseFromString(`<body>${html}</body>`, "text/html");
  for (const part of [...incoming.body.children]) {
    const old = part.id && document.getElementById(part.id);
    if (!old) continue;
    const fresh = document.importNode(part, true);
    old.replaceWith(fresh);
    if (window.htmx) window.htmx.process(fresh);
  }
}

/* A card comes back whole when there is more in it than was sent: a colleague's words in the other language. They are put
   into the fields that have not been touched since, so that one can go on writing in the others. */
function partsOf(html, section, sent) {
  const { body } = new DOMParser().parseFromString(`<body>${html}</body>`, "text/html");
  const card = body.querySelector(`#${section.id}`);
  if (!card || !section.contains(document.activeElement) || section.querySelector("table[data-table]")) return html;
  for (const field of section.querySelectorAll("input[name^='a-'], textarea[name^='a-']")) {
    const fresh = card.querySelector(`[name="${field.name}"]`);
    if (fresh && field.value === sent.get(field.name) && field.value !== fresh.value) field.value = fresh.value;
  }
  card.replaceWith(card.querySelector(".q-after"));
  return body.innerHTML;
}

function mark(section) {
  const after = section.querySelector(".q-after");
  const state = after ? after.dataset.state : "";
  if (state === "saved") savedWords = after.querySelector(".save-state").textContent.trim();
  section.classList.toggle("is-conflict", state === "conflict");
  section.classList.toggle("is-error", state === "invalid" || (state !== "conflict" && !!after.querySelector("[data-for]")));
  const wrong = new Set([...section.querySelectorAll("[data-for]")].map((message) => message.dataset.for));
  for (const field of section.querySelectorAll("[name^='a-']")) {
    const isWrong = wrong.has(field.id) || wrong.has(field.name);
    if (["INPUT", "TEXTAREA", "SELECT"].includes(field.tagName) && field.type !== "radio" && field.type !== "checkbox") {
      field.classList.toggle("is-invalid", isWrong);
    }
    if (isWrong) {
      field.setAttribute("aria-invalid", "true");
      field.setAttribute("aria-errormessage", `e-${field.id}`);
    } else {
      field.removeAttribute("aria-invalid");
      field.removeAttribute("aria-errormessage");
    }
  }
  return state;
}

function progress(header) {
  for (const pair of (header || "").split(" ")) {
    const [key, percent] = pair.split("=");
    if (!percent) continue;
    for (const meter of document.querySelectorAll(`progress[data-progress="${key}"]`)) meter.value = Number(percent);
    for (const text of document.querySelectorAll(`[data-percent="${key}"]`)) text.textContent = `${percent}\u00a0%`;
  }
}

async function save(section) {
  const card = stateOf(section);
  clearTimeout(card.timer);
  if (!card.dirty || section.classList.contains("is-conflict")) return;
  if (card.busy) {
    card.again = true;
    return;
  }
  card.dirty = false;
  delete section.dataset.dirty;
  card.busy = attempt(section, card);
  say(section, words.wordsSaving);
  await card.busy;
  card.busy = null;
  sayForAll();
  if (card.again || (card.dirty && !card.trouble)) {
    card.again = false;
    save(section);
  }
}

async function attempt(section, card) {
  let data = gather(section);
  let response;
  let html;
  try {
    if (card.lost.length) {
      await goOnFromLost(section, card);
      data = gather(section);
    }
    section.dispatchEvent(new CustomEvent("workbook:sending", { bubbles: true }));
    response = await send(section, data);
    html = await fragment(response, section);
  } catch {
    card.lost = [...card.lost.slice(-4), asStored(data)];
    return later(section, card, words.wordsOffline);
  }
  if (isSignedOut(response)) return later(section, card, words.wordsExpired);
  if (response.status === 403) return later(section, card, words.wordsRefused);
  if (response.status >= 500) card.lost = [...card.lost.slice(-4), asStored(data)];
  if (response.status >= 500 || response.status === 429) return later(section, card, words.wordsOffline);
  if (![200, 409, 422].includes(response.status)) {
    card.trouble = words.wordsGone;
    return say(section, words.wordsGone, "bad");
  }
  if (!html) return later(section, card, words.wordsOffline);
  card.trouble = "";
  card.lost = [];
  swap(partsOf(html, section, data));
  progress(response.headers.get("X-Progress"));
  const state = mark(document.getElementById(section.id));
  if (state === "invalid") card.trouble = "invalid";
  if (card.dirty) say(section, words.wordsUnsaved);
  else if (state === "saved" || state === "unanswered") clean(section.dataset.question);
  document.dispatchEvent(new CustomEvent("workbook:saved", { detail: { key: section.dataset.question, state } }));
  if (state === "saved" || state === "unanswered") retryWrong(section);
  return undefined;
}

/* A save whose answer never came back may have arrived all the same. Then what stands there is this page's own text, and
   no conflict: the next save goes on from there. */
async function goOnFromLost(section, card) {
  const stands = await fetch(section.dataset.answerUrl, { headers: { "HX-Request": "true" }, credentials: "same-origin" });
  const html = await fragment(stands, section);
  const found = new DOMParser().parseFromString(`<body>${html}</body>`, "text/html").getElementById(section.id);
  if (!found || !card.lost.includes(asStored(gather(found)))) return;
  const name = `rev-${section.dataset.question}`;
  section.querySelector(`[name="${name}"]`).value = found.querySelector(`[name="${name}"]`).value;
}

/* What was filled in, as it comes back when it has been stored. */
function asStored(data) {
  const pairs = [...data].filter(([name]) => name.startsWith("a-"));
  return JSON.stringify(pairs.map(([name, value]) => [name, value.replace(/\r\n/g, "\n").trim()]));
}

/* Whoever has signed out in another tab, or whose cookies are gone, is told so; else a right has been taken away. */
function isSignedOut(response) {
  return response.status === 401 || (response.status === 403 && !cookie("csrftoken"));
}

/* Nothing of this card is waiting any more: its draft can go, and other tabs can show it. */
function clean(key) {
  document.dispatchEvent(new CustomEvent("workbook:clean", { detail: { key } }));
}

function dirty(section, card) {
  leaving = false;
  card.dirty = true;
  section.dataset.dirty = "yes";
  section.dispatchEvent(new CustomEvent("workbook:dirty", { bubbles: true }));
}

function later(section, card, text) {
  dirty(section, card);
  card.trouble = text;
  say(section, text, "bad");
  card.timer = setTimeout(() => save(section), RETRY);
}

/* What was wrong because of another answer (an end before its beginning) may be right now. */
function retryWrong(saved) {
  for (const section of root.querySelectorAll("section.is-error[data-question]")) {
    const card = stateOf(section);
    if (section !== saved && card.trouble === "invalid" && !card.busy) {
      card.trouble = "";
      card.dirty = true;
      save(section);
    }
  }
}

function touched(event) {
  const section = sectionOf(event.target);
  if (!section || !event.target.name?.startsWith("a-")) return;
  changed(section, event.type === "change" ? SOON : REST);
}

function changed(section, rest) {
  const card = stateOf(section);
  dirty(section, card);
  clearTimeout(card.timer);
  if (section.classList.contains("is-conflict")) return;
  if (!card.busy) say(section, words.wordsUnsaved);
  card.timer = setTimeout(() => save(section), rest);
}

async function resolve(button) {
  const section = sectionOf(button);
  const data = gather(section);
  data.append("act", button.value);
  let response;
  let html;
  try {
    response = await send(section, data);
    html = await fragment(response, section);
  } catch {
    return say(section, words.wordsOffline, "bad");
  }
  if (isSignedOut(response)) return say(section, words.wordsExpired, "bad");
  if (response.status === 403) return say(section, words.wordsRefused, "bad");
  if (response.status >= 500 || response.status === 429) return say(section, words.wordsOffline, "bad");
  if (![200, 409, 422].includes(response.status)) return say(section, words.wordsGone, "bad");
  if (!html) return say(section, words.wordsOffline, "bad");
  const key = section.dataset.question;
  cards.delete(key);
  swap(html);
  clean(key);
  progress(response.headers.get("X-Progress"));
  const fresh = document.getElementById(`q-${key}`);
  mark(fresh);
  sayForAll();
  fresh.querySelector("textarea, input:not([type=hidden]), select")?.focus();
  return undefined;
}

if (root) {
  root.addEventListener("input", touched);
  root.addEventListener("change", touched);
  root.addEventListener("workbook:put-back", (event) => changed(event.target, SOON));
  document.addEventListener("workbook:swap", (event) => {
    swap(event.detail.html);
    cards.delete(event.detail.key);
    mark(document.getElementById(`q-${event.detail.key}`));
  });
  root.addEventListener("workbook:rows", (event) => changed(sectionOf(event.target), SOON));
  root.addEventListener("focusout", (event) => {
    const section = sectionOf(event.target);
    if (section && sectionOf(event.relatedTarget) !== section) save(section);
  });
  root.addEventListener("click", (event) => {
    const button = event.target.closest("[data-resolve]");
    if (!button) return;
    event.preventDefault();
    resolve(button);
  });

  const unsaved = () => [...root.querySelectorAll("section[data-question]")].filter((section) => stateOf(section).dirty);
  const underWay = () => [...cards.values()].map((card) => card.busy).filter(Boolean);
  const isCutOff = () => !navigator.onLine || [...cards.values()].some((card) => card.dirty && card.trouble);

  // A save under way must end before the whole form goes, or one would be in conflict with oneself. And what cannot be
  // saved now must not be sent off to the browser's own page that says so, from which there may be no way back.
  document.getElementById("section-form").addEventListener("submit", async (event) => {
    const { submitter, target } = event;
    if (!underWay().length && !isCutOff()) {
      for (const card of cards.values()) clearTimeout(card.timer);
      leaving = true;
      return;
    }
    event.preventDefault();
    await Promise.all(underWay());
    await Promise.all(unsaved().map(save));
    if (!isCutOff()) target.requestSubmit(submitter);
    else if (!unsaved().length) sayInBar(document.getElementById("trouble").dataset.offline, "bad");
  });

  window.addEventListener("online", () => unsaved().forEach(save));
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") unsaved().filter((section) => stateOf(section).trouble).forEach(save);
  });
  window.addEventListener("pagehide", () => {
    if (leaving) return;
    for (const section of unsaved()) send(section, gather(section), { keepalive: true }).catch(() => {});
  });
  window.addEventListener("beforeunload", (event) => {
    const stuck = [...cards.values()].some((card) => card.dirty && card.trouble);
    if (!leaving && (stuck || root.querySelector(".is-conflict"))) event.preventDefault();
  });
}
