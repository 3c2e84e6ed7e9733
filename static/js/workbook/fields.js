/* What the fields of a workbook do while one types. Tables: rows are added, deleted (with undo) and moved; scores and sums
   follow. Conditions: a question appears and goes as the answer it depends on changes. The server computes and decides all
   of it again with every save; without this module the same buttons send the form. */

import { CLEAN, ROWS, SAVED, SET_ROWS, SWAP, TOAST, tell } from "../events.js";
import { ask, newId } from "../net.js";

const root = document.querySelector("[data-workbook]");
const words = root ? root.dataset : {};
const isDanish = document.documentElement.lang === "da";

/* Of a row, in the form that the server takes. */
function newRowId() {
  return `r${newId().replaceAll("-", "").slice(0, 10)}`;
}

function told(body) {
  renumber(body);
  tell(ROWS, {}, body);
  compute(body.closest("table"));
}

/* Names of fields and buttons say which row they are in. */
function renumber(body) {
  [...body.rows].forEach((row, place) => {
    for (const named of row.querySelectorAll("[aria-label]")) {
      named.setAttribute("aria-label", named.getAttribute("aria-label").replace(/\d+(?=\D*$)/, String(place + 1)));
    }
  });
}

function blank(key, id) {
  const row = document.getElementById(`blank-${key}`).content.firstElementChild.cloneNode(true);
  row.dataset.row = id;
  for (const element of [row, ...row.querySelectorAll("*")]) {
    for (const name of ["id", "name", "value"]) {
      const value = element.getAttribute(name);
      if (value) element.setAttribute(name, value.replace(/(^|[-:])ROW(?=$|-)/, `$1${id}`));
    }
  }
  passBy(row);
  return row;
}

function add(button) {
  const key = button.dataset.addRow;
  const body = document.getElementById(`rows-${key}`);
  const row = blank(key, newRowId());
  body.append(row);
  renumber(body);
  row.querySelector("input:not([type=hidden]), select, textarea")?.focus();
}

/* A copy of a row below it, with all that stands in it. */
function duplicate(row) {
  const body = row.parentElement;
  const fresh = blank(body.id.slice(5), newRowId());
  const from = row.querySelectorAll("input:not([type=hidden]), select, textarea");
  fresh.querySelectorAll("input:not([type=hidden]), select, textarea").forEach((field, place) => {
    field.value = from[place].value;
  });
  row.after(fresh);
  told(body);
  fresh.querySelector("input:not([type=hidden]), select, textarea")?.focus();
}

/* Makes the rows those of a draft, in its order. */
function setRows(table, ids) {
  const body = table.tBodies[0];
  const key = body.id.slice(5);
  if (!document.getElementById(`blank-${key}`)) return;
  for (const row of [...body.rows]) if (!ids.includes(row.dataset.row)) row.remove();
  for (const id of ids) body.append([...body.rows].find((row) => row.dataset.row === id) || blank(key, id));
  renumber(body);
}

function remove(row) {
  const body = row.parentElement;
  const next = row.nextElementSibling;
  const near = next || row.previousElementSibling;
  row.remove();
  told(body);
  (near?.querySelector(".row-acts [value^=remove]") || document.querySelector(`[data-add-row="${body.id.slice(5)}"]`))?.focus();
  const action = () => {
    body.insertBefore(row, next && next.isConnected ? next : null);
    told(body);
    row.querySelector("input:not([type=hidden]), select, textarea")?.focus();
  };
  tell(TOAST, { message: words.wordsRowDeleted, undo: { label: words.wordsUndo, action } });
}

function move(row, step) {
  const other = step < 0 ? row.previousElementSibling : row.nextElementSibling;
  if (!other) return;
  if (step < 0) other.before(row);
  else other.after(row);
  told(row.parentElement);
}

/* ---- numbers, as the server reads them */

function number(text) {
  const plain = text.replace(/[\s\u00a0]/g, "").replace(/%$|kr\.?$/i, "");
  const value = isDanish ? plain.replace(/\./g, "").replace(",", ".") : plain.replace(/,/g, "");
  return value === "" || Number.isNaN(Number(value)) ? null : Number(value);
}

function written(value) {
  return value.toLocaleString(isDanish ? "da-DK" : "en-GB", { minimumFractionDigits: 2, maximumFractionDigits: 2 });
}

function field(table, row, column) {
  return document.querySelector(`[name="${table}-${row}-${column}"]`);
}

function weightsOf(rule) {
  return Object.entries(rule.weights).map(([key, stored]) => {
    const live = field(rule.from, key, rule.column);
    return [key, live ? number(live.value) || 0 : Number(stored)];
  });
}

function computeScores(table) {
  const rules = JSON.parse(table.dataset.weights);
  for (const [column, rule] of Object.entries(rules)) {
    let weights = weightsOf(rule);
    if (!weights.length) {
      weights = [...document.querySelectorAll(`[data-table="${rule.from}"] tr[data-row]`)].map((row) => {
        const live = field(rule.from, row.dataset.row, rule.column);
        return [row.dataset.row, live ? number(live.value) || 0 : 0];
      });
    }
    const total = weights.reduce((sum, [, weight]) => sum + weight, 0);
    for (const row of table.tBodies[0].rows) {
      const place = document.getElementById(`${table.dataset.table}-${row.dataset.row}-${column}`);
      if (!place) continue;
      let sum = 0;
      let whole = total > 0;
      for (const [key, weight] of weights) {
        const score = number(field(table.dataset.table, row.dataset.row, key)?.value || "");
        if (score === null) whole = false;
        else sum += score * weight;
      }
      place.textContent = whole ? written(sum / total) : "";
    }
  }
}

function computeSum(table) {
  const place = table.closest("section").querySelector("[data-sum]");
  if (!place) return;
  const column = table.dataset.sumColumn;
  const sum = [...table.tBodies[0].rows]
    .map((row) => number(field(table.dataset.table, row.dataset.row, column)?.value || "") || 0)
    .reduce((a, b) => a + b, 0);
  const tidy = (value) => (Math.round(value * 1e6) / 1e6).toLocaleString(isDanish ? "da-DK" : "en-GB");
  place.textContent = words.wordsSum.replace("%total%", tidy(sum)).replace("%wanted%", tidy(Number(table.dataset.sumTotal)));
}

function compute(table) {
  if (!table) return;
  if (table.dataset.weights) computeScores(table);
  if (table.dataset.sumColumn) computeSum(table);
  // Another table on the page may take its weights from this one.
  for (const other of document.querySelectorAll("table[data-weights]")) if (other !== table) computeScores(other);
}

/* ---- dragging by the grip; the buttons beside it do the same by keyboard */

function drag(event) {
  const row = event.target.closest("tr");
  const body = row.parentElement;
  event.preventDefault();
  row.classList.add("is-dragged");
  const follow = (moving) => {
    const over = document.elementFromPoint(moving.clientX, moving.clientY)?.closest("tr");
    if (!over || over === row || over.parentElement !== body) return;
    const box = over.getBoundingClientRect();
    if (moving.clientY < box.top + box.height / 2) over.before(row);
    else over.after(row);
  };
  const end = () => {
    row.classList.remove("is-dragged");
    document.removeEventListener("pointermove", follow);
    told(body);
  };
  document.addEventListener("pointermove", follow);
  document.addEventListener("pointerup", end, { once: true });
}

/* ---- cells in two languages: one is shown at a time */

function showLanguage(tabs, language) {
  const table = tabs.parentElement.querySelector("table[data-table]");
  table.dataset.show = language;
  for (const button of tabs.children) button.setAttribute("aria-pressed", String(button.dataset.language === language));
}

/* A link to a cell, from the list of what is wrong, shows the language it is in. */
function showTarget() {
  const cell = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
  const tabs = cell && cell.lang && cell.closest("[data-table]")?.closest("[role=group]")?.querySelector("[data-table-languages]");
  if (!tabs) return;
  showLanguage(tabs, cell.lang);
  cell.focus();
}

/* ---- like in a spreadsheet: Enter goes down the column, and a block of copied cells becomes rows */

const CELL = "table[data-table] td :is(input:not([list]), textarea)";

function down(event) {
  const field = event.target;
  if (event.key !== "Enter" || event.isComposing || event.ctrlKey || event.altKey || event.metaKey || !field.matches(CELL)) return;
  event.preventDefault(); // it would save the whole form, or break a line that is one line
  const cell = field.closest("td");
  const row = cell.parentElement;
  const place = [...cell.querySelectorAll("input, textarea")].indexOf(field);
  const adds = document.querySelector(`[data-add-row="${row.parentElement.id.slice(5)}"]`);
  if (!event.shiftKey && !row.nextElementSibling && adds) add(adds);
  const goal = event.shiftKey ? row.previousElementSibling : row.nextElementSibling;
  goal?.cells[cell.cellIndex].querySelectorAll("input, textarea")[place]?.focus();
}

/* Tab goes from cell to cell and passes by the buttons of the rows. Escape lets it come to those of the row one is in,
   until one leaves the row; a button that was clicked leads on from where it stands. */

let letIn = null;

function passBy(part) {
  for (const button of part.querySelectorAll(".row-acts button")) button.tabIndex = -1;
}

function release(event) {
  const row = event.key === "Escape" && event.target.closest("table[data-table] tbody tr");
  if (!row) return;
  letIn = row;
  for (const button of row.querySelectorAll(".row-acts button")) button.tabIndex = 0;
}

function leaveRow(event) {
  if (!letIn || letIn.contains(event.target)) return;
  passBy(letIn);
  letIn = null;
}

function startTables() {
  for (const table of root.querySelectorAll("table[data-table]")) {
    passBy(table);
    const keys = table.closest("[role=group]").querySelector(".table-keys");
    if (keys) table.setAttribute("aria-describedby", keys.id);
  }
}

function pasted(event) {
  const field = event.target.closest("table[data-table] td :is(input, select, textarea)");
  const parts = document.getElementById("sheet-parts");
  const text = event.clipboardData?.getData("text/plain") || "";
  if (!field || !parts || !(text.includes("\t") || /<td[\s>]/i.test(event.clipboardData.getData("text/html")))) return;
  event.preventDefault();
  import(parts.dataset.module).then(({ pasteCells }) => pasteCells(field, text));
}

if (root) {
  root.addEventListener("keydown", down);
  root.addEventListener("keydown", release);
  root.addEventListener("focusin", leaveRow);
  root.addEventListener("paste", pasted);
  const showFirst = () => {
    startTables();
    for (const tabs of root.querySelectorAll("[data-table-languages]")) {
      if (!tabs.parentElement.querySelector("table[data-show]")) showLanguage(tabs, tabs.firstElementChild.dataset.language);
    }
  };
  showFirst();
  document.addEventListener(SWAP, () => setTimeout(showFirst, 0));
  document.addEventListener(CLEAN, () => setTimeout(showFirst, 0));
  window.addEventListener("hashchange", showTarget);
  showTarget();
  root.addEventListener("click", (event) => {
    const tab = event.target.closest("[data-table-languages] button");
    if (tab) showLanguage(tab.parentElement, tab.dataset.language);
  });
  root.addEventListener("click", (event) => {
    const adds = event.target.closest("[data-add-row]");
    const acts = event.target.closest(".row-acts button");
    if (!adds && !acts) return;
    event.preventDefault();
    if (adds) {
      add(adds);
      return;
    }
    const row = acts.closest("tr");
    const [act] = acts.value.split(":");
    if (act === "remove") remove(row);
    else if (act === "copy") duplicate(row);
    else {
      move(row, act === "up" ? -1 : 1);
      acts.focus();
    }
  });
  for (const table of root.querySelectorAll("table[data-table]")) {
    table.addEventListener(SET_ROWS, (event) => setRows(table, event.detail.ids));
  }
  root.addEventListener("pointerdown", (event) => {
    if (event.target.closest("[data-grip]")) drag(event);
  });
  root.addEventListener("input", (event) => compute(event.target.closest("table[data-table]")));

  // The names of the countries are fetched when somebody comes to a field that offers them.
  root.addEventListener("focusin", async (event) => {
    const names = event.target.list;
    const address = names?.dataset.countries;
    if (!address) return;
    delete names.dataset.countries;
    const answered = await ask(address);
    if (answered?.status === 200) names.replaceChildren(...new DOMParser().parseFromString(answered.text, "text/html").querySelectorAll("option"));
    else names.dataset.countries = address; // the next time one comes here
  });
  // Countries: an empty field is always ready for the next one.
  root.addEventListener("input", (event) => {
    const list = event.target.closest("[data-country-list]");
    if (!list || event.target !== list.lastElementChild || !event.target.value) return;
    const next = event.target.cloneNode();
    const count = list.children.length + 1;
    next.value = "";
    next.id = `${next.name}-${count}`;
    next.removeAttribute("aria-invalid");
    next.setAttribute("aria-label", next.getAttribute("aria-label").replace(/\d+(?=\D*$)/, String(count)));
    list.append(next);
  });
}

/* ---- conditions */

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
    const rule = JSON.parse(section.dataset.showIf);
    const met = rule.any ? rule.parts.some(isMet) : rule.parts.every(isMet);
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
