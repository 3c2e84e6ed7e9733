/* Ticks that survive a bad line. A tick is first written down in the browser, then sent, and struck out only when the
   server has answered for it; each carries an id of its own, so that one sent twice counts once. The rows show what is
   true: ticked and stored, or ticked and waiting. Pages without rows send what waits as well. Without this module the
   box is a button that posts its form. */

import { TROUBLE, tell } from "../events.js";
import { forget, read, ticksOf, write as keep } from "../kept.js";
import { ask, newId, retrying } from "../net.js";

const root = document.querySelector("[data-ticks]");
const words = root ? root.dataset : {};
const KEY = ticksOf(words.ticks);
const REFUSED = 403;
const FINAL = new Set([200, 400, REFUSED, 404, 409, 410]);
const retry = retrying(flush);
let unkept = null; // the queue of a browser that keeps nothing
let sending = false;
let again = false;
let expired = false;

function queue() {
  if (unkept) return unkept;
  try {
    return JSON.parse(read(KEY) || "[]");
  } catch {
    return [];
  }
}

/* Always read afresh before writing: another tab may have sent or added some. */
function write(change) {
  const ticks = change(queue());
  if (!ticks.length) forget(KEY);
  // No room, or storage is forbidden: the page itself is all there is.
  else if (unkept || !keep(KEY, JSON.stringify(ticks))) unkept = ticks;
  if (unkept) unkept = ticks;
}

function rowOf(tick) {
  return document.querySelector(`form[data-tick][action="${tick.url}"]`)?.closest("[data-item]") ?? null;
}

/* The place where a row says that it waits: made when it first does, since a list has forty rows. */
function waitsOf(row) {
  const what = row.querySelector(".what");
  if (!what.querySelector("[data-waits]")) what.append(document.getElementById("waits").content.cloneNode(true));
  return what.querySelector("[data-waits]");
}

/* A row shows the newest tick that waits for it. */
function paint(row, tick) {
  row.querySelector("[role=checkbox]").setAttribute("aria-checked", String(tick.done));
  row.classList.toggle("done", tick.done);
  row.classList.add("is-waiting");
  const place = waitsOf(row);
  place.hidden = false;
  place.querySelector("span").textContent = sending && navigator.onLine ? words.sending : unkept ? words.waitingUnkept : words.waiting;
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
  if (unkept) say(expired ? words.expiredUnkept : words.unkept, "bad");
  else if (expired) say(words.expired, "bad");
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

function send(tick) {
  const values = { client_id: tick.id, at: tick.at, ...(tick.done && { done: "1" }) };
  // The query says which filter the page shows, so that its numbers come back for it.
  return ask(rowOf(tick) ? `${tick.url}${location.search}` : tick.url, { values, person: words.ticks });
}

async function flush() {
  retry.rest();
  if (sending) {
    again = true;
    return;
  }
  sending = true;
  let tick = queue()[0];
  const had = Boolean(tick);
  while (tick) {
    const answer = await send(tick);
    expired = Boolean(answer?.isSignedOut);
    if (!answer || expired || !FINAL.has(answer.status)) break;
    const { id } = tick;
    write((ticks) => ticks.filter((one) => one.id !== id));
    if (answer.status === 200 || answer.status === 409) swap(answer.text);
    else restore(tick, answer.status === 410 ? answer.text : words.gone);
    paintAll();
    [tick] = queue();
  }
  sending = false;
  if (tick) {
    paintAll();
    sayHowItStands();
    retry.later();
  } else {
    retry.arrived();
    if (had) say(words.sent, "ok");
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
    waitsOf(row).hidden = true;
  }
  tell(TROUBLE, { message });
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
  window.addEventListener("offline", () => {
    paintAll();
    sayHowItStands();
  });
  window.addEventListener("beforeunload", (event) => {
    if (unkept?.length) event.preventDefault();
  });
  paintAll();
  sayHowItStands();
  flush();
}
