/* The catalogue to tick in: search, phase and level narrow the list while one types, and the button counts the ticks. */

const form = document.querySelector("[data-choose]");

function narrow() {
  const words = form.elements.q.value.toLowerCase().split(/\s+/).filter(Boolean);
  const { value: level } = form.elements.level;
  const { value: section } = form.elements.section;
  let count = 0;
  for (const item of form.querySelectorAll("[data-offer]")) {
    const text = item.dataset.words.toLowerCase();
    const fits = words.every((word) => text.includes(word)) && (!level || item.dataset.level === level) && (!section || item.dataset.section === section);
    item.hidden = !fits;
    count += fits;
  }
  const line = form.querySelector("[data-count-offers]");
  line.textContent = line.dataset.tpl.replace("{n}", count);
}

function tally() {
  const line = form.querySelector("[data-chosen]");
  line.textContent = line.dataset.tpl.replace("{n}", form.querySelectorAll("[name=pick]:checked, [name=pick][type=hidden]").length);
}

if (form) {
  form.addEventListener("input", (event) => {
    if (["q", "level", "section"].includes(event.target.name)) narrow();
    else tally();
  });
  // Enter in the search field searches; it never takes up what is ticked.
  form.elements.q.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault();
  });
  tally();
}
