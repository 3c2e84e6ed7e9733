/* Ticks that survive a bad line. A tick is first written down in the browser, then sent, and struck out only when the
   server has answered for it; each carries an id of its own, so that one sent twice counts once. The rows show what is
   true: ticked and stored, or ticked and waiting. Pages without rows send what waits as well. Without this module the
   box is a button that posts its form. */

const root = document.querySelector("[data-ticks]");
const KEY = root ? `checklist-ticks:${root.dataset.ticks}` : "";
const RETRY = 10000;
const PATIENCE = 15000;
const words = root ? root.dataset : {};
const FINAL = new Set([200, 400, 404, 409, 410]);
let unkept = null; // the queue of a browser that keeps nothing
let sending = false;
let again = false;
let timer = 0;
let expired = false;

function queue() {
  if (unkept) return unkept;
  try {
    return JSON.parse(localStorage.getItem(KEY) || "[]");
  } catch {
    return [];
  }
}

/* Always read afresh before writing: another tab may have sent or added some. */
function write(change) {
  const ticks = change(queue());
  if (!unkept) {
    try {
      if (ticks.length) localStorage.setItem(KEY, JSON.stringify(ticks));
      else localStorage.removeItem(KEY);
      return;
    } catch {
      // No room, or storage is forbidden: the page itself is all there is.
    }
  }
  unkept = ticks;
}

function newId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

function cookie(name) {
  const found = document.cookie.split("; ").find((pair) => pair.startsWith(`${name}=`));
  return found ? decodeURIComponent(found.slice(name.length + 1)) : "";
}

function rowOf(tick) {
  return document.querySelector(`form[data-tick][action="${tick.url}"]`)?.closest("[data-item]") ?? null;
}

/* A row shows the newest tick that waits for it. */
function paint(row, tick) {
  row.querySelector("[role=checkbox]").setAttribute("aria-checked", String(tick.done));
  row.classList.toggle("done", tick.done);
  row.classList.add("is-waiting");
  const place = row.querySelector("[data-waits]");
  place.hidden = false;
  place.querySelector("span").textContent = sending && navigator.onLine ? words.sending : words.waiting;
}

function paintAll() {
  const newest = new Map(queue().map((tick) => [tick.url, tick]));
  for (const tick of newest.values()) {
    const row = rowOf(tick);
    if (row) paint(row, tick);
  }
}

function say(text, kind = "") {
  const place = document.getElementById("tick-state");
  if (!place || place.textContent === text) return;
  place.className = `tick-state ${kind}`.trim();
  place.textContent = text;
}

function sayHowItStands() {
  const { length } = queue();
  if (!length) return;
  if (expired) say(words.expired, "bad");
  else if (unkept) say(words.unkept, "bad");
  else say(length === 1 ? words.one : words.many.replace("{n}", length), "warn");
}

/* Puts each element of the answer where the page has one with its id; who stood on the box stays on it. */
function swap(html) {
  const incoming = new DOMParser().parseFromString(`<body><ul>${html}</ul></body>`, "text/html");
  for (const part of incoming.querySelectorAll("[id^=item-], #progress")) {
    const old = document.getElementById(part.id);
    if (!old) continue;
    const focused = old.contains(document.activeElement) ? document.activeElement.id : "";
    old.replaceWith(document.importNode(part, true));
    if (focused) document.getElementById(focused)?.focus();
  }
}

async function send(tick) {
  const body = new URLSearchParams({ client_id: tick.id, at: tick.at });
  if (tick.done) body.set("done", "1");
  let answer;
  try {
    // The query says which filter the page shows, so that its numbers come back for it.
    answer = await fetch(rowOf(tick) ? `${tick.url}${location.search}` : tick.url, {
      method: "POST",
      body,
      headers: { "X-CSRFToken": cookie("csrftoken"), "HX-Request": "true" },
      credentials: "same-origin",
      signal: AbortSignal.timeout(PATIENCE),
    });
    tick.text = FINAL.has(answer.status) ? await answer.text() : "";
  } catch {
    return 0;
  }
  // With its token the request was ours: it is the person who may no longer write here.
  return answer.status === 403 && cookie("csrftoken") ? 404 : answer.status;
}

function trouble(message) {
  document.dispatchEvent(new CustomEvent("trouble", { detail: { message } }));
}

async function flush() {
  clearTimeout(timer);
  if (sending) {
    again = true;
    return;
  }
  sending = true;
  let tick = queue()[0];
  const had = Boolean(tick);
  while (tick) {
    const status = await send(tick);
    expired = status === 401 || status === 403;
    if (!FINAL.has(status)) break;
    const { id } = tick;
    write((ticks) => ticks.filter((one) => one.id !== id));
    if (status === 200 || status === 409) swap(tick.text);
    else restore(tick, status === 410 ? tick.text : words.gone);
    paintAll();
    [tick] = queue();
  }
  sending = false;
  if (tick) {
    paintAll();
    sayHowItStands();
    timer = setTimeout(flush, RETRY);
  } else if (had) {
    say(words.sent, "ok");
  }
  if (again) {
    again = false;
    flush();
  }
}

/* A tick that cannot be: the row goes back to what it was, and the page says why. */
function restore(tick, message) {
  const row = rowOf(tick);
  if (row) {
    row.classList.remove("is-waiting");
    row.classList.toggle("done", !tick.done);
    row.querySelector("[role=checkbox]").setAttribute("aria-checked", String(!tick.done));
    row.querySelector("[data-waits]").hidden = true;
  }
  trouble(message);
}

if (root) {
  document.addEventListener("submit", (event) => {
    const form = event.target.closest("form[data-tick]");
    if (!form) return;
    event.preventDefault();
    const row = form.closest("[data-item]");
    const done = form.querySelector("[role=checkbox]").getAttribute("aria-checked") !== "true";
    const url = form.getAttribute("action");
    write((ticks) => [...ticks, { id: newId(), url, done, at: new Date().toISOString() }]);
    paint(row, { done });
    if (!navigator.onLine) sayHowItStands();
    flush();
  });
  window.addEventListener("online", flush);
  window.addEventListener("offline", () => {
    paintAll();
    sayHowItStands();
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") flush();
  });
  window.addEventListener("beforeunload", (event) => {
    if (unkept?.length) event.preventDefault();
  });
  paintAll();
  sayHowItStands();
  flush();
}
