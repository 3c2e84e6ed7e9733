/* Terms of the glossary: a click, a tap or Enter explains them without this; by keyboard it is enough to come to one. */

const explained = (term) => document.getElementById(term.getAttribute("popovertarget"));

document.addEventListener("focusin", (event) => {
  const term = event.target.closest?.(".term");
  if (term?.matches(":focus-visible")) explained(term)?.showPopover?.({ source: term });
});
document.addEventListener("focusout", (event) => {
  const open = event.target.closest?.(".term-pop") ?? (event.target.matches?.(".term") ? explained(event.target) : null);
  const next = event.relatedTarget;
  if (open?.matches(":popover-open") && next && !open.contains(next) && next !== open.previousElementSibling) {
    open.hidePopover();
  }
});
