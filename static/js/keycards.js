/* The small card of a key (S1, K3, A7): on hover, on focus, and on the first tap, which would otherwise lead away. It
   stays while the pointer is on it, and Escape puts it away. Links to a KPI or an activity that begin with its key have
   one too, wherever they stand, and so have links to a milestone or a measurement. */

import { ask } from "./net.js";

const PAUSE = 300;
const KEY = /^([SKA])(\d{1,5})\b/;
const known = new Map();
let card = null;
let link = null;
let timer = 0;

function addressOf(element) {
  if (element.dataset.keycard) return element.dataset.keycard;
  const key = KEY.exec(element.textContent.trim())?.[0];
  const [, slug, room, number] = /^\/c\/([\w-]+)\/(kpis|plan)\/(\d+)\/$/.exec(element.pathname) ?? [];
  const named = `${room === "kpis" ? "K" : "A"}${number}`;
  const part = /^#m-(\d+)$/.exec(element.hash)?.[1];
  if (slug && part) return `/c/${slug}/keys/${named}/${part}/`;
  if (!key || element.hash || named !== key) return "";
  return `/c/${slug}/keys/${key}/`;
}

const linkOf = (target) => {
  const found = target.closest?.("main a[href]");
  return found && addressOf(found) ? found : null;
};

function hide() {
  clearTimeout(timer);
  card?.remove();
  link?.removeAttribute("aria-describedby");
  card = null;
  link = null;
}

function place() {
  const at = link.getBoundingClientRect();
  const room = document.documentElement.clientWidth;
  card.style.setProperty("left", `${Math.max(8, Math.min(at.left, room - card.offsetWidth - 8))}px`);
  const below = at.bottom + card.offsetHeight + 8 < innerHeight || at.top < card.offsetHeight + 8;
  card.style.setProperty("top", `${below ? at.bottom + 4 : at.top - card.offsetHeight - 4}px`);
}

async function open(wanted) {
  if (link === wanted) return;
  hide();
  link = wanted;
  const address = addressOf(wanted);
  if (!known.has(address)) {
    const answer = await ask(address);
    if (answer?.status !== 200) return;
    known.set(address, answer.text);
  }
  if (link !== wanted) return;
  card = document.createElement("div");
  card.className = "key-pop";
  card.id = "key-pop";
  card.setAttribute("role", "tooltip");
  card.innerHTML = known.get(address);
  document.getElementById("main").append(card);
  link.setAttribute("aria-describedby", card.id);
  place();
}

const later = (act) => {
  clearTimeout(timer);
  timer = setTimeout(act, PAUSE);
};

document.addEventListener("pointerover", (event) => {
  if (event.pointerType === "touch") return;
  const found = linkOf(event.target);
  if (found) later(() => open(found));
  else if (card?.contains(event.target)) clearTimeout(timer);
});
document.addEventListener("pointerout", (event) => {
  if (event.pointerType === "touch") return;
  if (linkOf(event.target) || card?.contains(event.target)) later(hide);
});
document.addEventListener("focusin", (event) => {
  const found = linkOf(event.target);
  if (found?.matches(":focus-visible")) open(found);
  else if (card && !card.contains(event.target)) hide();
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && card) hide();
});

/* A tap shows the card, in which the name is the link; a second tap follows the key itself. */
let isTouch = false;
document.addEventListener("pointerdown", (event) => {
  isTouch = event.pointerType === "touch";
  if (card && !card.contains(event.target) && linkOf(event.target) !== link) hide();
});
document.addEventListener("click", (event) => {
  const found = isTouch && event.target.closest?.("main a.key-link, main a.key");
  if (!found || !addressOf(found) || link === found) return;
  event.preventDefault();
  open(found);
});
addEventListener("scroll", () => isTouch || hide(), { passive: true });
