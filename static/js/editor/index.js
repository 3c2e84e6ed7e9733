/* An editor for every text area that asks for one with data-editor, also in what the server swaps in later.
   The markup of its buttons, their words and the dialog stand in the page (templates/components/editor.html). */

import { Field } from "./field.js";
import { clean } from "./paste/clean.js";
import { read } from "./reading.js";
import { write } from "./writing.js";

const ASKS = "textarea[data-editor]";
const MEMORY = "editor:plain";
const parts = document.getElementById("editor-parts")?.content;
const fields = new Map();
const bars = new Map();

function remembered() {
  try {
    return localStorage.getItem(MEMORY) === "yes";
  } catch {
    return false; // storage may be off
  }
}

function remember(isPlain) {
  try {
    if (isPlain) localStorage.setItem(MEMORY, "yes");
    else localStorage.removeItem(MEMORY);
  } catch {
    /* then it is asked again on the next page */
  }
}

let isPlain = remembered();

const pieces = () => ({ toolbar: parts.querySelector("[role=toolbar]"), dialog: parts.querySelector("dialog") });

function mount(textarea) {
  if (fields.has(textarea) || bars.has(textarea)) return;
  if (!isPlain) {
    fields.set(textarea, new Field(textarea, pieces(), () => change(true, textarea)));
    return;
  }
  const bar = parts.querySelector("[data-plain-bar]").cloneNode(true);
  bar.querySelector("button").addEventListener("click", () => change(false, textarea));
  textarea.before(bar);
  bars.set(textarea, bar);
}

function unmount(textarea) {
  fields.get(textarea)?.remove();
  bars.get(textarea)?.remove();
  fields.delete(textarea);
  bars.delete(textarea);
}

/* The choice is for all the fields; the one where it was made keeps the focus. */
function change(toPlain, chosen) {
  isPlain = toPlain;
  remember(toPlain);
  const all = [...fields.keys(), ...bars.keys()];
  for (const textarea of all) unmount(textarea);
  for (const textarea of all) mount(textarea);
  chosen.focus();
}

/* Many fields are made a few at a time, so that a long page can be used at once; the one in use comes first. */
const waiting = [];

function work() {
  const until = performance.now() + 12;
  while (waiting.length && performance.now() < until) {
    const textarea = waiting.shift();
    if (textarea.isConnected) mount(textarea);
  }
  if (waiting.length) setTimeout(work, 0);
}

function gather(root) {
  const found = root.matches?.(ASKS) ? [root] : [...root.querySelectorAll(ASKS)];
  if (!found.length) return;
  waiting.push(...found);
  work();
}

function goTo(hash) {
  const target = hash.length > 1 && document.getElementById(decodeURIComponent(hash.slice(1)));
  if (target && target.matches(ASKS)) target.focus();
}

if (parts) {
  gather(document);
  document.addEventListener("focusin", (event) => event.target.matches(ASKS) && mount(event.target));
  // A label, and a link from the list of what is wrong, lead to the text area; it passes the focus on.
  document.addEventListener("click", (event) => {
    const label = event.target.closest("label[for]");
    if (label && !event.target.closest("a, button") && fields.has(label.control)) label.control.focus();
    const link = event.target.closest("a[href^='#']");
    if (link) setTimeout(() => goTo(link.hash), 0);
  });
  addEventListener("hashchange", () => goTo(location.hash));
  goTo(location.hash);
  new MutationObserver((changes) => {
    for (const { addedNodes, removedNodes, target } of changes) {
      if (target.closest?.(".editor-text")) continue;
      for (const node of addedNodes) if (node.nodeType === Node.ELEMENT_NODE) gather(node);
      if (removedNodes.length) for (const textarea of [...fields.keys(), ...bars.keys()]) if (!textarea.isConnected) unmount(textarea);
    }
  }).observe(document.body, { childList: true, subtree: true });
}

/* For the tests: Markdown through the editor's document and back, and HTML of a clipboard as it is taken in. */
export const roundTrip = (source) => write(read(source).doc);
export const untouched = (source) => {
  const { doc, sources } = read(source);
  return write(doc, sources);
};
export { clean };
