/* Conditions: a question appears and goes as the answer it depends on changes; the server decides it again. */

import { SAVED } from "../events.js";
import { number } from "./fields.js";

const root = document.querySelector("[data-workbook]");

function given(name) {
  const fields = [...document.querySelectorAll(`[name="${name}"], [name^="${name}-"]`)];
  return fields
    .filter((field) => (field.type === "radio" || field.type === "checkbox" ? field.checked : true))
    .map((field) => field.value.trim())
    .filter(Boolean);
}

function sameAnswer(a, b) {
  return a === b || (a !== "" && b !== "" && number(a) === Number(b));
}

function isMet(rule) {
  const source = document.getElementById(`q-${rule.question.slice(2)}`);
  const answers = source && source.hidden ? [] : given(rule.question);
  if ("answered" in rule) return answers.length > 0 === rule.answered;
  const met = answers.some((answer) => rule.values.some((value) => sameAnswer(answer, value)));
  return answers.length > 0 && met !== rule.not;
}

function updateConditions() {
  for (const section of root.querySelectorAll("section[data-show-if]")) {
    const rules = JSON.parse(section.dataset.showIf);
    const met = rules.every((rule) => (rule.any ? rule.parts.some(isMet) : rule.parts.every(isMet)));
    // What must be mended stays in sight, whatever the other answers say.
    const isWrong = section.querySelector('.q-after[data-state="invalid"], .q-after[data-state="conflict"]');
    section.hidden = !isWrong && !met;
  }
}

if (root) {
  root.addEventListener("input", updateConditions);
  root.addEventListener("change", updateConditions);
  document.addEventListener(SAVED, updateConditions);
  updateConditions();
}
