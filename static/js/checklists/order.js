/* Dragging an item by its grip to another place in its group. The buttons beside it do the same for keyboard, touch
   and readers; without this module they are all there is. */

import { TROUBLE, tell } from "../events.js";
import { ask } from "../net.js";

let dragged = null;

function itemAt(list, y) {
  return [...list.children].find((item) => {
    const box = item.getBoundingClientRect();
    return item !== dragged && y < box.top + box.height / 2;
  });
}

async function drop(item) {
  const before = item.nextElementSibling?.dataset.number;
  const answer = await ask(item.dataset.url, { values: before ? { before } : {} });
  if (!answer || answer.status >= 400) tell(TROUBLE, { message: document.getElementById("trouble").dataset.failed });
}

document.addEventListener("pointerdown", (event) => {
  const grip = event.target.closest?.("[data-arrange] .grip");
  if (!grip) return;
  dragged = grip.closest("li");
  dragged.classList.add("is-dragged");
  grip.setPointerCapture(event.pointerId);
  event.preventDefault();
});
document.addEventListener("pointermove", (event) => {
  if (!dragged) return;
  dragged.parentElement.insertBefore(dragged, itemAt(dragged.parentElement, event.clientY) ?? null);
});
function letGo() {
  if (!dragged) return;
  const item = dragged;
  item.classList.remove("is-dragged");
  dragged = null;
  drop(item);
}
document.addEventListener("pointerup", letGo);
document.addEventListener("pointercancel", letGo);
