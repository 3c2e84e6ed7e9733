/* Shows and hides a question as the answer it depends on changes. The server decides again with every save. */

const root = document.querySelector("[data-workbook]");

function given(name) {
  const fields = [...document.querySelectorAll(`[name="${name}"]`)];
  return fields
    .filter((field) => (field.type === "radio" || field.type === "checkbox" ? field.checked : true))
    .map((field) => field.value.trim())
    .filter(Boolean);
}

function same(a, b) {
  return a === b || (a !== "" && b !== "" && Number(a.replace(",", ".")) === Number(b));
}

function update() {
  for (const section of root.querySelectorAll("section[data-show-if]")) {
    const rule = JSON.parse(section.dataset.showIf);
    const source = document.getElementById(`q-${rule.question.slice(2)}`);
    const answers = source && source.hidden ? [] : given(rule.question);
    const met = answers.some((answer) => rule.values.some((value) => same(answer, value)));
    section.hidden = !answers.length || met === rule.not;
  }
}

if (root) {
  root.addEventListener("input", update);
  root.addEventListener("change", update);
  document.addEventListener("workbook:saved", update);
  update();
}
