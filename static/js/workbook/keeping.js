/* What is not saved yet, and what colleagues have saved meanwhile.

   Drafts: keeps what has not been saved yet in this browser: per person, workbook, question and the revision it is based on.
   It is put back when the page is opened again and sent like anything else; if a colleague was first meanwhile, the
   server shows both texts. Forgotten when it is saved, and after 30 days; somebody else's sign-out leaves it alone.

   Presence: says every half minute that the page is open, shows who else is here, and brings in what they have saved. A
   card that nobody is writing in is replaced; the others are left alone, and a save then shows both texts. Tabs of one
   person tell each other at once. */

import { CLEAN, DIRTY, KEPT, PUT_BACK, SAVED, SENDING, SET_ROWS, SWAP, tell } from "../events.js";
import { draftsOf, forget as drop, names, read, write } from "../kept.js";
import { ask } from "../net.js";

const root = document.querySelector("[data-workbook]");
const DAY = 24 * 3600 * 1000;
const KEPT_FOR = 30 * DAY;
const prefix = root ? `${draftsOf(root.dataset.user)}${root.dataset.workbook}:` : "";
const waiting = new Map();
const underWay = new Map();
const sizes = new Map();

function revision(section) {
  return section.querySelector(`[name="rev-${section.dataset.question}"]`)?.value || "0";
}

function fieldsOf(section) {
  const pairs = [];
  for (const field of section.querySelectorAll("[name^='a-']")) {
    if ((field.type === "radio" || field.type === "checkbox") && !field.checked) continue;
    pairs.push([field.name, field.value]);
  }
  return pairs;
}

function keep(section) {
  const sent = underWay.get(section.dataset.question);
  const where = { url: section.dataset.answerUrl, page: location.pathname };
  const draft = { fields: fieldsOf(section), revision: revision(section), sent, at: Date.now(), ...where };
  const text = JSON.stringify(draft);
  sizes.set(section.dataset.question, text.length);
  tell(KEPT, { isKept: write(prefix + section.dataset.question, text) }, section);
}

function forget(key) {
  clearTimeout(waiting.get(key));
  drop(prefix + key);
}

function clean() {
  for (const name of names("draft:")) {
    let at = 0;
    try {
      ({ at } = JSON.parse(read(name)));
    } catch {
      /* not ours to read: it goes */
    }
    if (!(Date.now() - at < KEPT_FOR)) drop(name);
  }
}

function fill(section, draft) {
  const table = section.querySelector("table[data-table]");
  if (table) {
    const ids = draft.fields.filter(([name]) => name === `${table.dataset.table}-rows`).map(([, value]) => value);
    tell(SET_ROWS, { ids }, table);
  }
  const list = section.querySelector("[data-country-list]");
  const seen = new Map();
  for (const [name, value] of draft.fields) {
    let fields = [...section.querySelectorAll(`[name="${CSS.escape(name)}"]`)];
    if (["radio", "checkbox"].includes(fields[0]?.type)) {
      if (!seen.has(name)) for (const field of fields) field.checked = false;
      seen.set(name, 1);
      for (const field of fields) if (field.value === value) field.checked = true;
      continue;
    }
    const place = seen.get(name) || 0;
    if (list && place >= fields.length) {
      list.lastElementChild.dispatchEvent(new Event("input", { bubbles: true }));
      fields = [...section.querySelectorAll(`[name="${CSS.escape(name)}"]`)];
    }
    if (fields[place] && fields[place].type !== "hidden") fields[place].value = value;
    seen.set(name, place + 1);
  }
}

function same(a, b) {
  const stored = (pairs) => JSON.stringify(pairs.map(([name, value]) => [name, value.replace(/\r\n/g, "\n").trim()]));
  return stored(a) === stored(b);
}

function putBack() {
  for (const section of root.querySelectorAll("section[data-question]")) {
    const key = section.dataset.question;
    const text = read(prefix + key);
    // What somebody writes at this moment is newer than what this browser has kept.
    if (!text || section.dataset.dirty) continue;
    let draft;
    try {
      draft = JSON.parse(text);
    } catch {
      forget(key);
      continue;
    }
    if (same(draft.fields, fieldsOf(section))) {
      forget(key);
      continue;
    }
    // What was under way when the page was closed has arrived, and the draft goes on from there.
    const isOnTop = Boolean(draft.sent) && same(draft.sent, fieldsOf(section));
    fill(section, draft);
    const hidden = section.querySelector(`[name="rev-${key}"]`);
    if (hidden && !isOnTop) hidden.value = draft.revision;
    tell(PUT_BACK, {}, section);
  }
}

if (root) {
  clean();
  root.addEventListener(DIRTY, (event) => {
    const section = event.target;
    const key = section.dataset.question;
    clearTimeout(waiting.get(key));
    // At once, since the tab may be closed right after the last key; long texts a moment later.
    if ((sizes.get(key) || 0) < 5000) keep(section);
    else waiting.set(key, setTimeout(() => keep(section), 200));
  });
  root.addEventListener(SENDING, (event) => underWay.set(event.target.dataset.question, fieldsOf(event.target)));
  document.addEventListener(SAVED, (event) => underWay.delete(event.detail.key));
  document.addEventListener(CLEAN, (event) => forget(event.detail.key));
  window.addEventListener("pagehide", () => {
    for (const section of root.querySelectorAll("section[data-question][data-dirty]")) keep(section);
  });
  // After the other modules have begun to listen.
  queueMicrotask(() => setTimeout(putBack, 0));
}

/* ---- presence */

const BEAT = 30000;
const channel = root && "BroadcastChannel" in window ? new BroadcastChannel(`workbook-${root.dataset.workbook}`) : null;
let timer = 0;

function post(values, options) {
  return ask(root.dataset.presenceUrl, { values, ...options });
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
  const answer = await ask(section.dataset.answerUrl);
  if (answer?.status !== 200 || !answer.text.includes(`id="q-${key}"`) || !isFree(section)) return;
  tell(SWAP, { html: answer.text, key });
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
  const answer = await post({ section: root.dataset.section });
  if (answer?.status !== 200) return; // the card that is written in says what is wrong
  const state = JSON.parse(answer.text);
  show(state);
  compare(state.revisions);
}

if (root && root.dataset.presenceUrl) {
  beat();
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") beat();
  });
  window.addEventListener("pagehide", () => {
    post({ leaves: "1" }, { keepalive: true });
  });
  if (channel) {
    channel.addEventListener("message", (event) => refresh(event.data.key));
    document.addEventListener(CLEAN, (event) => channel.postMessage({ key: event.detail.key }));
  }
}
