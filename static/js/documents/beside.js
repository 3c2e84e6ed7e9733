/* The text beside the questions: where an answer lands is shown while one writes it, a blank leads to its question, and the
   numbers follow when a clause goes. Without this module links do the same, and the page is drawn anew. */

const paper = document.getElementById("paper");
const form = document.querySelector("[data-workbook]");

/* Scrolls the paper and never the page, from which one is writing. */
function bring(place) {
  if (!paper || !place || paper.scrollHeight <= paper.clientHeight + 1) return;
  const top = place.getBoundingClientRect().top - paper.getBoundingClientRect().top;
  if (top > 40 && top < paper.clientHeight - 120) return;
  paper.scrollTo({ top: paper.scrollTop + top - paper.clientHeight / 3 });
}

function show(key) {
  for (const old of document.querySelectorAll("#paper .here, #paper .now")) old.classList.remove("here", "now");
  const places = [...document.querySelectorAll("#paper [data-q]")].filter((place) => place.dataset.q === key);
  for (const place of places) place.classList.add("here");
  const first = places[0]?.closest(".art");
  if (!first) return;
  first.classList.add("now");
  bring(places[0]);
}

function number(pairs) {
  const found = new Map(pairs.split(" ").map((pair) => [pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1)]));
  for (const place of document.querySelectorAll("[data-n], [data-lands]")) {
    const name = place.dataset.n ?? place.dataset.lands;
    if (found.has(name)) place.textContent = found.get(name).replaceAll("_", " ");
  }
}

let shown = "";

if (paper) {
  document.addEventListener("focusin", (event) => {
    const key = event.target.closest?.("section[data-question]")?.dataset.question;
    if (!key || key === shown) return;
    shown = key;
    show(key);
  });

  /* Parts of the text that were drawn again, and the numbers that came with them. */
  new MutationObserver(() => {
    const bar = document.getElementById("doc-bar");
    if (bar?.dataset.numbers) {
      number(bar.dataset.numbers);
      bar.dataset.numbers = "";
    }
    if (shown && form?.contains(document.activeElement)) {
      const lit = document.querySelector("#paper .here");
      if (!lit) show(shown);
    }
  }).observe(paper.parentElement, { childList: true, subtree: true });

  /* A place in the text leads to its question on this page: into the field, and not only near it. */
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[data-q]");
    const section = link && document.getElementById(`q-${link.dataset.q}`);
    if (!section || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    location.hash = `q-${link.dataset.q}`;
    section.querySelector("input:not([type=hidden]), textarea, select, [contenteditable=true]")?.focus();
  });
}
