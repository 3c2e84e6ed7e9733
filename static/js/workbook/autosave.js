/* Saves each question by itself: a second after the last key, and when its card is left.
   The server answers with the card's foot, which says what is true: saved, wrong, or changed by a colleague.
   Without this module the page's Save button does the same. */

import { typedEarly } from "../early.js";
import { CLEAN, DIRTY, KEPT, PUT_BACK, ROWS, SAVED, SENDING, SWAP, tell } from "../events.js";
import { ask, retrying } from "../net.js";

const REST = 1000;
const SOON = 150;
const STORED = ["saved", "unanswered", "borrowed"];
const root = document.querySelector("[data-workbook]");
const words = root ? root.dataset : {};
const cards = new Map();
let leaving = false;
let savedWords = "";

function stateOf(section) {
  if (!cards.has(section.dataset.question)) {
    const retry = retrying(() => save(document.getElementById(section.id) ?? section));
    cards.set(section.dataset.question, { dirty: false, busy: null, timer: 0, again: false, trouble: "", lost: [], retry });
  }
  return cards.get(section.dataset.question);
}

function sectionOf(element) {
  return element instanceof Element ? element.closest("section[data-question]") : null;
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
  return ask(section.dataset.answerUrl, { values: data, person: words.user, ...options });
}

/* The fragment that answers, or nothing. */
function fragment(answer, section) {
  return answer?.text.includes(`id="after-${section.dataset.question}"`) ? answer.text : "";
}

/* What keeps a card from being stored, or nothing. */
function obstacle(answer, html) {
  if (!answer || answer.status >= 500 || answer.status === 429) return "Offline";
  if (answer.isSignedOut) return "Expired";
  if (answer.status === 403) return "Refused";
  if (![200, 409, 422].includes(answer.status)) return "Gone";
  return html ? "" : "Offline";
}

/* How that is said; a browser that keeps nothing is told of, so that nobody closes the page. */
function wordsFor(name, section) {
  return (section.dataset.unkept && words[`words${name}Unkept`]) || words[`words${name}`];
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
    if (isTicked(field)) continue;
    const fresh = card.querySelector(`[name="${field.name}"]`);
    if (fresh && field.value === sent.get(field.name) && field.value !== fresh.value) field.value = fresh.value;
  }
  for (const name of new Set([...section.querySelectorAll("[name^='a-']")].filter(isTicked).map((field) => field.name))) {
    tickAlike([...section.querySelectorAll(`[name="${name}"]`)], [...card.querySelectorAll(`[name="${name}"]`)], sent.getAll(name));
  }
  card.replaceWith(card.querySelector(".q-after"));
  return body.innerHTML;
}

function isTicked(field) {
  return field.type === "radio" || field.type === "checkbox";
}

/* Boxes of one name: those that stand as they were sent are ticked as the answer has them, and none changes its value. */
function tickAlike(fields, answered, sent) {
  if (fields.some((field) => field.checked !== sent.includes(field.value))) return;
  for (const field of fields) field.checked = answered.some((fresh) => fresh.checked && fresh.value === field.value);
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
      field.setAttribute("aria-errormessage", `e-${field.id || field.name}`);
    } else {
      field.removeAttribute("aria-invalid");
      field.removeAttribute("aria-errormessage");
    }
  }
  return state;
}

function progress(header) {
  for (const pair of (header || "").split(" ")) {
    const [key, percent, state] = pair.split("=");
    if (!percent) continue;
    for (const meter of document.querySelectorAll(`progress[data-progress="${key}"]`)) meter.value = Number(percent);
    for (const text of document.querySelectorAll(`[data-percent="${key}"]`)) text.textContent = `${percent}\u00a0%`;
    for (const text of document.querySelectorAll(`[data-state-of="${key}"]`)) text.textContent = decodeURIComponent(state);
    for (const fill of document.querySelectorAll(`.wheel [data-fill="${key}"]`)) fill.setAttribute("stroke-dasharray", `${percent} 200`);
  }
}

async function save(section) {
  const card = stateOf(section);
  clearTimeout(card.timer);
  card.retry.rest();
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
  if (card.lost.length && !(await goOnFromLost(section, card))) return later(section, card, "Offline");
  const data = gather(section);
  tell(SENDING, {}, section);
  const answer = await send(section, data);
  const html = fragment(answer, section);
  const trouble = obstacle(answer, html);
  if (!answer || answer.status >= 500) card.lost = [...card.lost.slice(-4), asStored(data)];
  if (trouble === "Gone") {
    card.name = trouble;
    card.trouble = words.wordsGone;
    return say(section, words.wordsGone, "bad");
  }
  if (trouble) return later(section, card, trouble);
  card.trouble = "";
  card.lost = [];
  card.retry.arrived();
  swap(partsOf(html, section, data));
  progress(answer.header("X-Progress"));
  const state = mark(document.getElementById(section.id));
  if (state === "invalid") card.trouble = "invalid";
  // Kept for the next round: the server has it, and the page goes on saying so.
  if (state === "waiting") card.trouble = document.querySelector(`#${section.id} .q-foot .save-state`).textContent.trim();
  if (card.dirty) say(section, words.wordsUnsaved);
  else if (STORED.includes(state) || state === "waiting") clean(section.dataset.question);
  tell(SAVED, { key: section.dataset.question, state });
  if (STORED.includes(state)) retryWrong(section);
  return undefined;
}

/* A save whose answer never came back may have arrived all the same. Then what stands there is this page's own text, and
   no conflict: the next save goes on from there. Without an answer to that there is no sending either. */
async function goOnFromLost(section, card) {
  const answer = await ask(section.dataset.answerUrl);
  if (!answer || answer.status >= 500) return false;
  const html = fragment(answer, section);
  const found = new DOMParser().parseFromString(`<body>${html}</body>`, "text/html").getElementById(section.id);
  if (!found || !card.lost.includes(asStored(gather(found)))) return true;
  const name = `rev-${section.dataset.question}`;
  section.querySelector(`[name="${name}"]`).value = found.querySelector(`[name="${name}"]`).value;
  return true;
}

/* What was filled in, as it comes back when it has been stored. */
function asStored(data) {
  const pairs = [...data].filter(([name]) => name.startsWith("a-"));
  return JSON.stringify(pairs.map(([name, value]) => [name, value.replace(/\r\n/g, "\n").trim()]));
}

/* Nothing of this card is waiting any more: its draft can go, and other tabs can show it. */
function clean(key) {
  tell(CLEAN, { key });
}

function dirty(section, card) {
  leaving = false;
  card.dirty = true;
  section.dataset.dirty = "yes";
  tell(DIRTY, {}, section);
}

function later(section, card, name) {
  dirty(section, card);
  card.name = name;
  card.trouble = wordsFor(name, section);
  say(section, card.trouble, "bad");
  card.retry.later();
}

/* The browser has kept a card's text, or could not. */
function kept({ target: section, detail }) {
  section.dataset.unkept = detail.isKept ? "" : "yes";
  const card = stateOf(section);
  if (!card.name || !card.trouble || card.trouble === "invalid") return;
  card.trouble = wordsFor(card.name, section);
  say(section, card.trouble, "bad");
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
  const answer = await send(section, data);
  const html = fragment(answer, section);
  const trouble = obstacle(answer, html);
  if (trouble) return say(section, wordsFor(trouble, section), "bad");
  const key = section.dataset.question;
  cards.delete(key);
  swap(html);
  clean(key);
  progress(answer.header("X-Progress"));
  const fresh = document.getElementById(`q-${key}`);
  mark(fresh);
  sayForAll();
  fresh.querySelector("textarea, input:not([type=hidden]), select")?.focus();
  return undefined;
}

if (root) {
  const early = typedEarly(root);
  root.addEventListener("input", touched);
  root.addEventListener("change", touched);
  root.addEventListener(KEPT, kept);
  root.addEventListener(PUT_BACK, (event) => changed(event.target, SOON));
  document.addEventListener(SWAP, (event) => {
    swap(event.detail.html);
    cards.delete(event.detail.key);
    mark(document.getElementById(`q-${event.detail.key}`));
  });
  root.addEventListener(ROWS, (event) => changed(sectionOf(event.target), SOON));
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
  document.getElementById("f").addEventListener("submit", async (event) => {
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

  window.addEventListener("pagehide", () => {
    if (leaving) return;
    for (const section of unsaved()) send(section, gather(section), { keepalive: true });
  });
  window.addEventListener("beforeunload", (event) => {
    const stuck = [...cards.values()].some((card) => card.dirty && card.trouble);
    if (!leaving && (stuck || root.querySelector(".is-conflict"))) event.preventDefault();
  });
  // After the other modules have begun to listen.
  setTimeout(() => early.forEach((field) => touched({ target: field, type: "input" })), 0);
}
