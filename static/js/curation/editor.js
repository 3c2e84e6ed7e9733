/* The editor of drafts: what is typed is sent field by field, a moment after the last key. Without this script the page
   is a form with a button. */

import { typedEarly } from "../early.js";
import { TROUBLE } from "../events.js";
import { ask, retrying } from "../net.js";

const PAUSE = 1000;
const desk = document.getElementById("ed");
const dirty = new Set();
let timer = 0;
let sending = null;
document.body.dataset.scripted = "";

const theForm = () => document.getElementById("ed-form");
const pathOf = (name) => name.slice(2);

/* What belongs to one value: the parts of a condition, a box and that it stands there, several boxes of one name. */
function groupOf(name) {
  const path = pathOf(name);
  return name[0] === "c" || name[0] === "r" ? `${name[0]}/${path.slice(0, path.lastIndexOf("/"))}` : `f/${path}`;
}

function valuesOf(group) {
  const [kind, path] = [group[0], pathOf(group)];
  const found = [];
  for (const [name, value] of new FormData(theForm())) {
    const mine = kind === "f" ? /^[fbm]$/.test(name[0]) && pathOf(name) === path : name.startsWith(`${group}/`);
    if (mine && name[1] === "/") found.push([name, value]);
  }
  return found;
}

function say(words, kind = "") {
  const line = document.getElementById("ed-saved");
  if (!line) return;
  line.className = `save-state ${kind}`.trim();
  line.querySelector("[data-words]").textContent = words;
}

/* Puts the parts of an answer where they belong, and leaves the field alone in which somebody writes. */
function put(text) {
  const parts = new DOMParser().parseFromString(text, "text/html");
  // A whole page, after a conflict, has these further in; what it says of the revision is what the next change is based on.
  for (const id of ["ed-saved", "ed-faults", "ed-undo"]) {
    const part = parts.getElementById(id);
    if (part) document.getElementById(id)?.replaceWith(part);
  }
  for (const part of [...parts.body.children]) {
    if (part.dataset.removes) document.getElementById(part.dataset.removes)?.remove();
    else if (part.dataset.after) document.getElementById(part.dataset.after)?.after(part);
    else if (part.id === "ed-row-now") document.querySelector(".outline [aria-current]")?.replaceWith(...part.childNodes);
    else document.getElementById(part.id)?.replaceWith(part);
  }
  for (const place of document.querySelectorAll("[data-faults][id]")) {
    const field = document.getElementById(place.id.replace(/-e$/, ""));
    field?.classList.toggle("is-invalid", place.childElementCount > 0);
    if (place.childElementCount) field?.setAttribute("aria-invalid", "true");
    else field?.removeAttribute("aria-invalid");
  }
  const revision = document.getElementById("ed-saved")?.dataset.revision;
  if (revision) for (const field of document.querySelectorAll("input[name=revision]")) field.value = revision;
}

async function send() {
  clearTimeout(timer);
  if (sending || !dirty.size) return;
  const form = theForm();
  const groups = [...dirty];
  dirty.clear();
  const values = [["revision", form.elements.revision.value], ["at", form.elements.at.value]];
  for (const group of groups) values.push(...valuesOf(group));
  say(desk.dataset.saving);
  sending = ask(desk.dataset.change, { values, person: desk.dataset.person });
  const answer = await sending;
  sending = null;
  if (answer === null || answer.status >= 500) {
    for (const group of groups) dirty.add(group);
    say(desk.dataset.again, "bad");
    again.later();
    return;
  }
  again.arrived();
  if (answer.isSignedOut) {
    for (const group of groups) dirty.add(group);
    say(desk.dataset.unsaved, "bad");
    document.dispatchEvent(new CustomEvent(TROUBLE, { detail: { message: desk.dataset.signedOut } }));
    return;
  }
  put(answer.text);
  if (dirty.size) later();
}
const again = retrying(send);

function later() {
  clearTimeout(timer);
  timer = setTimeout(send, PAUSE);
}

function touched(event) {
  const { name, form } = event.target;
  if (!name || form !== theForm() || !/^[fbmcr]\//.test(name)) return;
  dirty.add(groupOf(name));
  say(desk.dataset.unsaved);
  if (event.type === "change") send();
  else later();
}
document.addEventListener("input", touched);
document.addEventListener("change", touched);
for (const field of typedEarly(theForm())) touched({ target: field, type: "input" });
addEventListener("pagehide", send);
addEventListener("beforeunload", (event) => {
  if (dirty.size || sending) event.preventDefault();
});
/* Adding, moving, copying and deleting: only what has changed comes back, and one goes on writing where one was. */
async function act(form, button) {
  await sending;
  clearTimeout(timer);
  const groups = [...dirty];
  dirty.clear();
  const values = [...new FormData(form, button)].filter(([name]) => !/^[fbmcr]\//.test(name));
  for (const group of groups) values.push(...valuesOf(group));
  say(desk.dataset.saving);
  sending = ask(desk.dataset.change, { values, person: desk.dataset.person });
  const answer = await sending;
  sending = null;
  if (answer === null || answer.status >= 500 || answer.isSignedOut) {
    for (const group of groups) dirty.add(group);
    const words = answer?.isSignedOut ? desk.dataset.signedOut : desk.dataset.again;
    say(desk.dataset.unsaved, "bad");
    document.dispatchEvent(new CustomEvent(TROUBLE, { detail: { message: words } }));
    return;
  }
  const was = form.elements.at.value;
  if (answer.status >= 400) {
    const told = new DOMParser().parseFromString(answer.text, "text/html").getElementById("main");
    document.getElementById("main").replaceWith(told);
    told.focus();
    return;
  }
  put(answer.text);
  const at = theForm().elements.at.value;
  const name = document.getElementById("ed-name").textContent;
  document.title = `${name} · ${desk.dataset.title}`;
  if (at !== was) history.pushState(null, "", `?at=${encodeURIComponent(at)}`);
  document.querySelector(".outline [aria-current]")?.scrollIntoView({ block: "nearest" });
  goOn(button.value, at === was);
}

/* Where one was: at the same button, at another of its kind, or at the beginning of what is new. */
function goOn(value, isHere) {
  const buttons = [...theForm().querySelectorAll("button[name=act]")];
  const [kind, about] = [value.slice(0, value.indexOf(":")), value.slice(value.indexOf(":") + 1)];
  const again = (words) => buttons.find((one) => one.value === words);
  const same = again(value) ?? (kind === "up" ? again(`down:${about}`) : kind === "down" ? again(`up:${about}`) : null);
  const first = [...theForm().querySelectorAll('.ed-work [name^="f/"]')].find((one) => one.offsetParent);
  const fresh = kind === "add" && isHere ? [...theForm().querySelectorAll(`[name^="f/${about.split("@")[0]}/"]`)].at(-1) : null;
  const place = isHere ? (fresh ?? same ?? first) : kind === "add" || kind === "copy" ? first : null;
  (place?.offsetParent ? place : document.getElementById("main")).focus();
}

document.addEventListener("submit", (event) => {
  if (event.target !== theForm()) return;
  if (event.submitter?.name === "act") {
    event.preventDefault();
    if (!desk.dataset.acting) {
      desk.dataset.acting = "yes";
      act(theForm(), event.submitter).finally(() => delete desk.dataset.acting);
    }
    return;
  }
  dirty.clear();
});
addEventListener("popstate", () => location.reload());

/* A line stays one line: Enter goes on to the next field. */
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !event.target.matches?.("[data-line]")) return;
  event.preventDefault();
  const fields = [...theForm().querySelectorAll("textarea, input:not([type=hidden]), select")];
  fields[fields.indexOf(event.target) + 1]?.focus();
});

/* Enter behind the name of something new adds it. */
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !event.target.matches?.(".ed-new input")) return;
  event.preventDefault();
  event.target.closest(".ed-new").querySelector("button[name=act]").click();
});

/* Undo of the draft, where no field has an undo of its own. */
document.addEventListener("keydown", (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.altKey || event.target.closest("input, textarea, [contenteditable=true]"))
    return;
  const key = event.key.toLowerCase();
  const which = key === "y" || (key === "z" && event.shiftKey) ? "[data-redo]" : key === "z" ? "[data-undo]" : "";
  const button = which && document.querySelector(which);
  if (!button) return;
  event.preventDefault();
  if (button.getAttribute("aria-disabled") !== "true") button.form.requestSubmit(button);
});

/* Finding a thing of the outline by its words. */
document.getElementById("ed-find")?.addEventListener("input", (event) => {
  const words = event.target.value.trim().toLocaleLowerCase();
  for (const line of document.querySelectorAll(".outline > li")) {
    line.hidden = Boolean(words) && !line.textContent.toLocaleLowerCase().includes(words);
  }
});

/* An answer is set into a text of a document, where one was writing and at the end of the other language. */
let lastField = null;
document.addEventListener("focusin", (event) => {
  if (event.target.matches("textarea[data-place]")) lastField = event.target;
});
document.addEventListener("change", (event) => {
  if (!event.target.matches("[data-places]") || !event.target.value) return;
  const placeholder = `{{ ${event.target.value} }}`;
  const first = lastField?.isConnected ? lastField : theForm().querySelector("textarea[data-place]");
  event.target.value = "";
  if (!first) return;
  const place = first.name.slice(0, first.name.lastIndexOf("/") + 1);
  const twins = [...theForm().querySelectorAll("textarea[data-place]")].filter(
    (one) => one !== first && one.name.slice(0, one.name.lastIndexOf("/") + 1) === place,
  );
  for (const field of [first, ...twins]) {
    const at = field === first ? field.selectionStart : field.value.length;
    field.value = `${field.value.slice(0, at)}${placeholder}${field.value.slice(at)}`;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
  first.focus();
});
