/* While a form is on its way: its button says so and keeps its width, a second click does nothing, and what stands in
   the form or beside its button is dead. The server counts a form once besides (core.submissions). */

import { cookie } from "./net.js";

const PATIENCE = 20000; // a form whose answer is a file leaves the page standing: it can be used again after this long
const under = new Map(); // form → how to bring it back

/* Somebody who signed in again in another tab has a new token; the form key says whose page this is. */
function renewToken(form) {
  const token = cookie("csrftoken");
  const field = form.querySelector("input[name=csrfmiddlewaretoken]");
  if (token && field) field.value = token;
}

function begin(form, button) {
  const words = button && [...button.childNodes];
  if (button) {
    button.style.minWidth = `${button.getBoundingClientRect().width}px`;
    button.setAttribute("aria-busy", "true");
    if (form.dataset.busy) button.replaceChildren(form.dataset.busy);
  }
  form.dataset.sent = "yes";
  const timer = setTimeout(() => end(form), PATIENCE);
  under.set(form, () => {
    clearTimeout(timer);
    delete form.dataset.sent;
    if (!button) return;
    button.replaceChildren(...words);
    button.removeAttribute("aria-busy");
    button.style.minWidth = "";
  });
}

function end(form) {
  under.get(form)?.();
  under.delete(form);
}

// On the window: whoever takes a form over by script listens further in, and has said so by now.
addEventListener("submit", (event) => {
  const { target: form, submitter } = event;
  if (form.method !== "post") return;
  if (under.has(form)) event.preventDefault();
  if (event.defaultPrevented || form.target) return;
  renewToken(form);
  begin(form, submitter);
});

/* The second click of a double click must not follow a link that stands beside the button. */
function isBeside(target) {
  const row = target.closest?.(".actions");
  return [...under.keys()].some((form) => form.contains(target) || row?.querySelector("[aria-busy=true]"));
}
document.addEventListener(
  "click",
  (event) => {
    if (!isBeside(event.target)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  },
  true,
);

/* Back in the page, as the browser kept it: everything can be used. */
addEventListener("pageshow", () => {
  for (const form of [...under.keys()]) end(form);
});

document.addEventListener("htmx:configRequest", (event) => {
  const token = cookie("csrftoken");
  if (token && event.detail.verb !== "get" && event.detail.parameters.csrfmiddlewaretoken) {
    event.detail.parameters.csrfmiddlewaretoken = token;
  }
});
