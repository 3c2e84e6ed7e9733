/* Signing out with something unsent: it stays in this browser for the person whose it is, and they are told so first.
   What autosave is just about to send gets a moment to arrive. */

import { forget, unsentOf } from "./kept.js";

const MOMENT = 1500;
const STEP = 100;
const agreed = new WeakSet();

const person = document.getElementById("trouble")?.dataset.person;
const dialog = document.getElementById("unsent-dialog");

async function arrives() {
  for (let waited = 0; waited < MOMENT && unsentOf(person).length; waited += STEP) {
    await new Promise((done) => setTimeout(done, STEP));
  }
  return !unsentOf(person).length;
}

function go(form) {
  agreed.add(form);
  form.requestSubmit();
}

async function askFirst(form) {
  if (await arrives()) return go(form);
  dialog.addEventListener(
    "close",
    () => {
      const { returnValue } = dialog;
      if (returnValue === "delete") for (const name of unsentOf(person)) forget(name);
      if (["keep", "delete"].includes(returnValue)) go(form);
    },
    { once: true },
  );
  dialog.returnValue = "";
  return dialog.showModal();
}

if (person && dialog) {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || !form.action.includes("/account/logout/") || agreed.has(form) || !unsentOf(person).length) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (!dialog.open) askFirst(form);
  });
}
