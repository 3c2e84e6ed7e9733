/* The text editor is three quarters of the scripts of a page. It is fetched at the first sign that somebody works there:
   a pointer that moves, a key, a touch, a field that is entered. Until then, and without it, the text areas stand. */

import { ask } from "./net.js";

const SIGNS = ["pointermove", "pointerdown", "touchstart", "keydown", "focusin", "scroll", "hashchange"];
const FIELD = "textarea[data-editor]";
const parts = document.getElementById("editor-parts");

const AGAIN = 10000;

let typing = null;

const note = ({ target }) => {
  if (target.matches?.(FIELD)) typing = target;
};

/* Nobody's cursor is moved in the midst of a word: a field in which one has begun to type is left first. */
function left() {
  return new Promise((resolve) => {
    if (typing && typing === document.activeElement) typing.addEventListener("blur", resolve, { once: true });
    else resolve();
  });
}

/* The buttons and their words; without them the text areas stay, and the next sign of work tries again. */
async function fetchParts() {
  const answered = await ask(parts.dataset.parts);
  if (answered?.status !== 200) return false;
  parts.innerHTML = answered.text;
  return true;
}

function watch() {
  for (const sign of SIGNS) addEventListener(sign, fetchEditor, { capture: true, passive: true });
}

async function fetchEditor() {
  for (const sign of SIGNS) removeEventListener(sign, fetchEditor, { capture: true });
  const ahead = document.createElement("link");
  ahead.rel = "modulepreload";
  ahead.href = parts.dataset.module;
  const loaded = new Promise((resolve) => {
    ahead.onload = ahead.onerror = resolve;
    setTimeout(resolve, 5000);
  });
  document.head.append(ahead);
  const [areThere] = await Promise.all([fetchParts(), loaded]);
  if (!areThere) {
    setTimeout(watch, AGAIN);
    return;
  }
  await left();
  removeEventListener("input", note, { capture: true });
  import(parts.dataset.module);
}

if (parts) {
  addEventListener("input", note, { capture: true });
  watch();
  // What an address points at is where one begins, and a choice of the last visit moves no field later on.
  if (location.hash.length > 1) fetchEditor();
}
