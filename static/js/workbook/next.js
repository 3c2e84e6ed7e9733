/* "Next without an answer" leads on from the question that one wrote in or was led to, and at the end to the first again.
   Without this module it leads to the first one. */

let here = null;

function open() {
  const links = document.querySelectorAll("#section-toc li[data-open]:not([hidden]) a");
  return [...links].map((link) => document.getElementById(link.hash.slice(1))).filter(Boolean);
}

/* A card is replaced when it is saved; its id stays. */
function follows(question) {
  const from = here && document.getElementById(here);
  return Boolean(from && from.compareDocumentPosition(question) & Node.DOCUMENT_POSITION_FOLLOWING);
}

document.addEventListener("focusin", (event) => {
  here = event.target.closest(".q[id]")?.id ?? here;
});

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-next-open]");
  if (!link) return;
  const questions = open();
  const next = questions.find(follows) ?? questions[0];
  if (!next) return;
  link.hash = next.id;
  here = next.id;
});
