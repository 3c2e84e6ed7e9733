/* Small behaviours, wired by data- attributes. Every page works without them. */

import "./editing.js";
import "./keycards.js";
import "./leaving.js";
import "./sending.js";
import "./terms.js";
import { TOAST, TROUBLE } from "./events.js";
import { draftsOf, names } from "./kept.js";
import { ask, isOurs, token } from "./net.js";

const one = (selector, root = document) => root.querySelector(selector);
const all = (selector, root = document) => root.querySelectorAll(selector);

/* Menus made of <details class="menu">: Escape and a click elsewhere close them; leaving by Tab does too. */
document.addEventListener("click", (event) => {
  for (const menu of all("details.menu[open]")) if (!menu.contains(event.target)) menu.open = false;
});
document.addEventListener("keydown", (event) => {
  const menu = event.key === "Escape" && one("details.menu[open]");
  if (!menu) return;
  menu.open = false;
  one("summary", menu).focus();
});
document.addEventListener("focusin", (event) => {
  for (const menu of all("details.menu[open]")) if (!menu.contains(event.target)) menu.open = false;
});

/* Native dialogs: data-dialog="id" opens, data-close closes; focus returns by itself. */
document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-dialog]");
  if (opener) {
    event.preventDefault(); // the opener may be a link to a page that asks the same
    document.getElementById(opener.dataset.dialog).showModal();
  }
  event.target.closest("[data-close]")?.closest("dialog")?.close();
});

/* "/" goes to the box that finds things, from anywhere but a place where one writes. */
document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  if (event.target.closest("input, textarea, select, [contenteditable=true], dialog")) return;
  const place = one("[data-search-box]") ?? one("[data-search]");
  if (!place) return;
  event.preventDefault();
  if (place.matches("input")) place.select();
  else place.click();
});

/* Toasts: one line, at most with an undo, gone after ten seconds unless somebody is on it. */
function toast({ message, undo }) {
  const region = document.getElementById("toasts");
  if (!region || !message) return;
  const line = document.createElement("div");
  line.className = "toast-it";
  line.append(message);
  if (undo) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn-sm btn-quiet";
    button.textContent = undo.label;
    button.addEventListener("click", () => {
      line.remove();
      if (typeof undo.action === "function") undo.action();
      else post(undo.action);
    });
    line.append(button);
  }
  region.replaceChildren(line);
  const leave = () => (line.matches(":hover, :focus-within") ? setTimeout(leave, 2000) : line.remove());
  setTimeout(leave, 10000);
}
document.addEventListener(TOAST, (event) => toast(event.detail));

/* The theme itself is set by theme.js; a person's choice is kept with them too, for their other devices. */
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-theme-url] [data-theme-set]");
  if (!button) return;
  const address = button.closest("[data-theme-url]").dataset.themeUrl;
  ask(address, { values: { theme: button.dataset.themeSet } });
});

function post(address) {
  const form = document.createElement("form");
  form.method = "post";
  form.action = address;
  const field = document.createElement("input");
  field.type = "hidden";
  field.name = "csrfmiddlewaretoken";
  field.value = token();
  form.append(field);
  document.body.append(form);
  form.submit();
}

/* What goes wrong between browser and server is said at the top of the page, and stays until it is closed. */
function trouble(words, link, stays = false) {
  const region = document.getElementById("trouble");
  if (!region) return;
  const note = document.createElement("div");
  note.className = "note bad";
  note.toggleAttribute("data-stays", stays);
  const text = document.createElement("p");
  text.append(words);
  if (link) text.append(" ", link);
  const close = document.createElement("button");
  close.type = "button";
  close.className = "btn btn-quiet btn-sm";
  close.textContent = region.dataset.close;
  close.addEventListener("click", () => region.replaceChildren());
  note.append(text, close);
  region.replaceChildren(note);
}
/* Whatever arrives shows that the connection is there again; of what waits to be seen to it says nothing. */
function clearTrouble() {
  const region = document.getElementById("trouble");
  if (!region?.querySelector("[data-stays]")) region?.replaceChildren();
}
function refused(answer) {
  const { dataset } = document.getElementById("trouble");
  if (answer.status === 401) {
    const link = document.createElement("a");
    link.href = answer.getResponseHeader("X-Sign-In") || "/";
    link.target = "_blank";
    link.textContent = dataset.signIn;
    trouble(dataset.signedOut, link);
  } else {
    trouble(answer.status === 403 || answer.status === 404 ? dataset.forbidden : dataset.failed);
  }
}
document.addEventListener(TROUBLE, (event) => trouble(event.detail.message, event.detail.link, Boolean(event.detail.link)));
document.addEventListener("htmx:configRequest", (event) => {
  if (event.detail.verb !== "get") event.detail.headers["X-CSRFToken"] = token();
});
document.addEventListener("htmx:responseError", (event) => isOurs(event.detail.xhr) && refused(event.detail.xhr));
document.addEventListener("htmx:sendError", () => trouble(document.getElementById("trouble").dataset.offline));
document.addEventListener("htmx:beforeSwap", (event) => {
  clearTrouble();
  if (isOurs(event.detail.xhr)) return;
  event.detail.shouldSwap = false;
  trouble(document.getElementById("trouble").dataset.offline);
});

/* Counters: <textarea data-count="id" data-words="80"> or data-characters. */
function count(field) {
  const out = document.getElementById(field.dataset.count);
  if (!out) return;
  const words = field.dataset.words;
  const n = words ? field.value.trim().split(/\s+/).filter(Boolean).length : field.value.length;
  out.textContent = out.dataset.tpl.replace("{n}", n).replace("{max}", words ?? field.dataset.characters);
}
document.addEventListener("input", (event) => {
  if (event.target.matches?.("[data-count]")) count(event.target);
  if (event.target.matches?.("textarea")) grow(event.target);
});

/* Areas for text grow with what is in them; newer browsers do it by style sheet alone. */
const growsByItself = CSS.supports("field-sizing", "content");
function grow(field) {
  if (growsByItself || field.hasAttribute("data-fixed")) return;
  field.style.height = "auto";
  field.style.height = `${field.scrollHeight + 4}px`;
}

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-back]")) history.back();
  if (event.target.closest("[data-reload]")) location.reload();
});

/* The drawer closes when one goes somewhere on the same page. */
document.addEventListener("click", (event) => {
  const drawer = event.target.closest("a")?.closest("[popover]");
  if (drawer?.matches(":popover-open")) drawer.hidePopover();
});

/* A fresh page or fragment: errors take the focus, counters count. */
function arrive(root) {
  for (const field of all("[data-count]", root)) count(field);
  if (!growsByItself) for (const field of all("textarea", root)) grow(field);
  const first = one("[data-autofocus]", root) ?? one("main form [aria-invalid=true]", root);
  first?.focus({ preventScroll: false });
}
arrive(document);
document.addEventListener("htmx:load", (event) => {
  if (event.detail.elt !== document.body) arrive(event.detail.elt);
});

/* What was written and not sent is sent from the next page that is opened. */
const { person, unsentModule } = document.getElementById("trouble")?.dataset ?? {};
if (person && names(draftsOf(person)).length) import(unsentModule);

/* Filters fold where the page is narrow, unless something has been chosen in them. */
const narrow = matchMedia("(max-width: 68rem)");
function foldFilters(root) {
  for (const part of all("[data-filters]:not([data-narrowed])", root)) part.open = !narrow.matches;
}
foldFilters(document);
narrow.addEventListener("change", () => foldFilters(document));
