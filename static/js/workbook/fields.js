/* What the fields of a workbook do while one types. Tables: rows are added, deleted (with undo) and moved; scores and sums
   follow. The server computes and decides all of it again with every save; without this module buttons send the form. */

import { CLEAN, ROWS, SAVED, SET_ROWS, SWAP, TOAST, tell } from "../events.js";
import { ask, newId } from "../net.js";
import { drag } from "./dragging.js";

const root = document.querySelector("[data-workbook]");
const words = root ? root.dataset : {};
const isDanish = document.documentElement.lang === "da";

/* Of a row, in the form that the server takes. */
function newRowId() {
  return `r${newId().replaceAll("-", "").slice(0, 10)}`;
}

function told(body) {
  dress(body);
  tell(ROWS, {}, body);
  compute(body.closest("table"));
}

/* ---- what the server leaves to the browser, since a page can hold two hundred cells */

const FIELDS = "input:not([type=hidden]), select, textarea";
const parts = document.getElementById("row-parts");
const columns = new WeakMap();
const blanks = new Map();

/* The names of a table's columns, without what its head adds to them. */
function columnsOf(table) {
  if (!columns.has(table)) columns.set(table, [...table.tHead.rows[0].cells].map((head) => head.firstChild?.textContent.trim() || ""));
  return columns.get(table);
}

/* Each cell gets its column, each field the row it is in, and each row what moves and deletes it. */
function dress(body) {
  const names = columnsOf(body.closest("table"));
  [...body.rows].forEach((row, place) => {
    row.dataset.row ||= row.querySelector(`[name="a-${body.id.slice(5)}-rows"]`).value; // a column may be called "rows"
    const number = row.querySelector("[data-number]");
    if (number) number.textContent = place + 1;
    const heading = row.querySelector("th")?.textContent;
    for (const cell of row.cells) {
      if (cell.matches(".c-act")) act(cell, place + 1);
      else if (cell.tagName === "TD") label(cell, names[cell.cellIndex], heading || place + 1);
    }
  });
}

function label(cell, column, row) {
  cell.dataset.label = column;
  const named = cell.querySelectorAll("[aria-label]");
  for (const field of named) {
    const language = field.lang && named.length > 1 ? ` (${field.lang.toUpperCase()})` : "";
    const pattern = Number.isInteger(row) ? parts.dataset.cell : "%column%, %row%";
    field.setAttribute("aria-label", pattern.replace("%column%", () => column).replace("%row%", () => row) + language);
  }
}

function act(cell, number) {
  if (!cell.querySelector(".row-acts")) {
    cell.append(parts.content.cloneNode(true));
    passBy(cell);
  }
  for (const button of cell.querySelectorAll(".row-acts button")) {
    button.setAttribute("aria-label", button.getAttribute("aria-label").replace(/\d+(?=\D*$)/, number));
  }
}

/* An empty row to copy, made of the first one that the server sent. */
function keepBlank(body) {
  const key = body.id.slice(5);
  if (isFixed(key) || !body.rows.length) return;
  const row = body.rows[0].cloneNode(true);
  for (const field of row.querySelectorAll(FIELDS)) {
    if (field.type === "checkbox" || field.type === "radio") field.removeAttribute("checked");
    else if (field.tagName === "SELECT") field.querySelector("[selected]")?.removeAttribute("selected");
    else if (field.tagName === "TEXTAREA") field.textContent = "";
    else field.removeAttribute("value");
  }
  for (const element of row.querySelectorAll("td, td *")) {
    element.classList.remove("is-invalid");
    // The height is that of what was typed; written as HTML it would be a style that the security policy stops.
    for (const name of ["aria-invalid", "aria-describedby", "aria-errormessage", "style"]) element.removeAttribute(name);
  }
  for (const output of row.querySelectorAll("output")) output.textContent = "";
  const template = document.createElement("template");
  template.innerHTML = row.outerHTML; // so that what was typed meanwhile stays behind
  blanks.set(key, template.content.firstElementChild);
}

function isFixed(key) {
  return !document.querySelector(`[data-add-row="${key}"]`);
}

function blank(key, id) {
  const row = document.importNode(blanks.get(key), true);
  const before = row.dataset.row;
  row.dataset.row = id;
  row.querySelector(`[name="a-${key}-rows"]`).value = id;
  for (const element of row.querySelectorAll("*")) {
    for (const name of ["id", "name", "for", "aria-labelledby", "aria-describedby"]) {
      const value = element.getAttribute(name);
      if (value) element.setAttribute(name, value.replaceAll(`a-${key}-${before}-`, `a-${key}-${id}-`));
    }
  }
  return row;
}

function add(button) {
  const key = button.dataset.addRow;
  const body = document.getElementById(`rows-${key}`);
  const row = blank(key, newRowId());
  body.append(row);
  dress(body);
  row.querySelector(FIELDS)?.focus();
}

/* A copy of a row below it, with all that stands in it. */
function duplicate(row) {
  const body = row.parentElement;
  const fresh = blank(body.id.slice(5), newRowId());
  const from = row.querySelectorAll(FIELDS);
  fresh.querySelectorAll(FIELDS).forEach((field, place) => {
    if (field.type === "checkbox" || field.type === "radio") field.checked = from[place].checked;
    else field.value = from[place].value;
  });
  row.after(fresh);
  told(body);
  fresh.querySelector(FIELDS)?.focus();
}

/* Makes the rows those of a draft, in its order. */
function setRows(table, ids) {
  const body = table.tBodies[0];
  const key = body.id.slice(5);
  if (isFixed(key)) return;
  for (const row of [...body.rows]) if (!ids.includes(row.dataset.row)) row.remove();
  for (const id of ids) body.append([...body.rows].find((row) => row.dataset.row === id) || blank(key, id));
  dress(body);
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
    row.querySelector(FIELDS)?.focus();
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

export function number(text) {
  const plain = text.replace(/[\s\u00a0]/g, "").replace(/%$|kr\.?$/i, "");
  const [thousands, decimal] = isDanish ? [".", ","] : [",", "."];
  const parts = plain.split(thousands);
  // The other language's decimal mark, where it cannot be thousands: core/numbers.py, parse_typed.
  const isMark = parts.length === 2 && !plain.includes(decimal) && (parts[1].length < 3 || /^[-+]?0$/.test(parts[0]));
  const value = parts.join(isMark ? "." : "").replace(decimal, ".");
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

/* ---- cells in two languages: one is shown at a time */

function showLanguage(tabs, language) {
  const table = tabs.parentElement.querySelector("table[data-table]");
  table.dataset.show = language;
  for (const button of tabs.children) button.setAttribute("aria-pressed", String(button.dataset.language === language));
}

/* A link to a cell, from the list of what is wrong, shows the language it is in. */
function showTarget() {
  const cell = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
  const tabs = cell && cell.lang && cell.closest("[data-table]")?.closest(".q")?.querySelector("[data-table-languages]");
  if (!tabs) return;
  showLanguage(tabs, cell.lang);
  cell.focus();
}

/* ---- like in a spreadsheet: Enter goes down the column, and a block of copied cells becomes rows */

// In paragraphs Enter begins the next one.
const CELL = "table[data-table] td :is(input:not([list]), textarea:not([data-lines]))";

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
    dress(table.tBodies[0]);
    keepBlank(table.tBodies[0]);
    const keys = table.closest(".q").querySelector(".table-keys");
    if (!keys) continue;
    keys.textContent = parts.dataset.keys;
    table.setAttribute("aria-describedby", keys.id);
  }
}

function pasted(event) {
  const field = event.target.closest("table[data-table] td :is(input, select, textarea)");
  const sheet = document.getElementById("sheet-parts");
  const text = event.clipboardData?.getData("text/plain") || "";
  if (!field || !sheet || !(text.includes("\t") || /<td[\s>]/i.test(event.clipboardData.getData("text/html")))) return;
  event.preventDefault();
  import(sheet.dataset.module).then(({ pasteCells }) => pasteCells(field, text));
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
  // Scores come back with every save.
  document.addEventListener(SAVED, ({ detail }) => {
    const body = document.getElementById(`rows-${detail.key}`);
    if (body) dress(body);
  });
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
    if (acts.value === "remove") remove(row);
    else if (acts.value === "copy") duplicate(row);
    else {
      move(row, acts.value === "up" ? -1 : 1);
      acts.focus();
    }
  });
  for (const table of root.querySelectorAll("table[data-table]")) {
    table.addEventListener(SET_ROWS, (event) => setRows(table, event.detail.ids));
  }
  root.addEventListener("pointerdown", (event) => {
    if (event.target.closest("[data-grip]")) drag(event, told);
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
