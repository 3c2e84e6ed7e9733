/* Dragging a card to another column. The card's own "Move" does the same for everybody, so this is only quicker. */

let dragged = null;

function prepare(root) {
  for (const card of root.querySelectorAll("[data-card]")) card.draggable = true;
}

document.addEventListener("dragstart", (event) => {
  dragged = event.target.closest?.("[data-card]") ?? null;
  if (dragged) event.dataTransfer.effectAllowed = "move";
});

function columnOf(event) {
  return dragged && event.target.closest?.("[data-status]");
}

function mark(column) {
  for (const one of document.querySelectorAll(".board-column.is-over")) one.classList.remove("is-over");
  column?.classList.add("is-over");
}

document.addEventListener("dragover", (event) => {
  const column = columnOf(event);
  if (!column) return;
  event.preventDefault();
  mark(column);
});

document.addEventListener("dragend", () => {
  dragged = null;
  mark(null);
});

document.addEventListener("drop", (event) => {
  const column = columnOf(event);
  if (!column) return;
  event.preventDefault();
  const card = dragged;
  const { status } = column.dataset;
  dragged = null;
  mark(null);
  if (card.closest("[data-status]") === column) return;
  const move = card.querySelector("a.btn");
  if (status === "delayed" || status === "dropped") {
    // These ask for a reason: the form opens in the card with the new status chosen.
    const url = new URL(card.dataset.url, location.href);
    url.searchParams.set("to", status);
    htmx.ajax("GET", url.pathname + url.search, { target: move ?? card, swap: "outerHTML" });
    return;
  }
  htmx.ajax("POST", card.dataset.url, {
    target: "#plan",
    swap: "outerHTML",
    values: { status, revision: card.dataset.revision, reason: "" },
  });
});

prepare(document);
document.addEventListener("htmx:load", (event) => prepare(event.detail.elt));
