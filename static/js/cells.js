/* Tables one types in: Enter goes down, Escape leaves, a block from a sheet spreads over the cells, and a row saves itself
   when one of its cells is left. A row is every `tr` with the same `data-row`; its address stands in `data-url`. Without
   this file the form around the table is sent as a whole. */

import { ask, retrying } from "./net.js";

const FIELD = "input.f, select.f, textarea.f";
let table = null;
let words = {};
let said = null;
let state = null;
const saved = new Map(); // row → what stands in it as the server knows it
const busy = new Set();
const again = new Map(); // row → how it is tried once more

const partsOf = (key) => [...table.querySelectorAll(`tr[data-row="${CSS.escape(key)}"]`)];
const keyOf = (element) => element.closest("tr[data-row]")?.dataset.row;
// Beside the columns of a sheet: the reason that a status asks for.
const cellsOf = (row) => [...row.querySelectorAll(FIELD)].filter((cell) => !cell.classList.contains("aside"));
const mainRows = () => [...table.querySelectorAll("tr[data-url]")];
const controlsOf = (key) => partsOf(key).flatMap((row) => [...row.querySelectorAll("input[name], select[name], textarea[name]")]);

function valuesOf(key) {
  const found = new Map();
  for (const control of controlsOf(key)) {
    if (control.type === "checkbox" && !control.checked) continue;
    found.set(control.name, control.value);
  }
  return found;
}
const typed = (key) => JSON.stringify([...valuesOf(key)].filter(([name]) => !/-(revision|base|d\d+)$|^(form_key|csrfmiddlewaretoken)$/.test(name)));
const isChanged = (key) => saved.has(key) && saved.get(key).typed !== typed(key);
const remember = (key) => saved.set(key, { typed: typed(key), values: valuesOf(key) });

function show(text, kind = "") {
  if (!state) return;
  state.className = `save-state ${kind}`;
  state.textContent = text;
}

const clock = () => new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });

function tell(text, undo) {
  if (!said) return;
  said.replaceChildren(text, " ");
  if (!undo || !text) return;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn-link-plain";
  button.textContent = words.undo;
  button.addEventListener("click", () => {
    said.replaceChildren();
    undo();
  });
  said.append(button);
}

/* Puts what the server gave in the place of a row; the cell in which somebody is writing stays as it is. */
function put(key, fresh, sent) {
  const [main, ...rest] = partsOf(key);
  const [newMain, ...newRest] = fresh;
  if (!main) return;
  const active = document.activeElement;
  for (const name of ["class", "data-url", "id"]) main.setAttribute(name, newMain.getAttribute(name) ?? "");
  [...newMain.children].forEach((cell, n) => {
    const old = main.children[n];
    const isTyped = [...old.querySelectorAll(FIELD)].some((field) => sent.has(field.name) && sent.get(field.name) !== field.value);
    if (!old.contains(active) && !isTyped) old.replaceWith(cell);
  });
  const keeps = rest.filter((row) => row.contains(active));
  for (const row of rest) if (!keeps.includes(row)) row.remove();
  let last = main;
  for (const row of newRest) {
    if (keeps.some((kept) => kept.className === row.className)) continue;
    // What was folded out stays so.
    if (rest.some((old) => old.querySelector("details[open]"))) row.querySelector("details")?.setAttribute("open", "");
    last.after(row);
    last = row;
  }
  const steps = last.nextElementSibling;
  if (steps?.matches("tr.ms") && !steps.hidden) main.querySelector("a[data-steps]")?.setAttribute("aria-expanded", "true");
}

function take(text, key, sent) {
  const box = document.createElement("template");
  box.innerHTML = `<table><tbody>${text}</tbody></table>`;
  const groups = new Map();
  for (const row of box.content.querySelectorAll("tr[data-row]")) {
    groups.set(row.dataset.row, [...(groups.get(row.dataset.row) ?? []), row]);
  }
  const before = saved.get(key)?.values;
  for (const [name, rows] of groups) {
    const message = rows[0].dataset.said;
    const undoUrl = rows[0].dataset.undoUrl;
    if (partsOf(name).length) put(name, rows, sent);
    else partsOf(key)[0]?.before(...rows);
    if (message && undoUrl) tell(message, () => takeBack(name, undoUrl));
    else if (message) tell(message, before && (() => putBack(name, before)));
    for (const link of partsOf(name)) delete link.dataset.said;
  }
  return groups;
}

/* Writes what stood in a row before, and saves it like any other change. */
function putBack(key, before) {
  for (const control of controlsOf(key)) {
    if (!control.matches(FIELD) || !before.has(control.name)) continue;
    control.value = before.get(control.name);
  }
  save(key);
}

async function takeBack(key, address) {
  const answer = await ask(address, { values: {} });
  if (answer && answer.status < 400) for (const row of partsOf(key)) row.remove();
  else show(words.wrong, "bad");
}

async function save(key, isKept = false) {
  if (busy.has(key) || !(isKept || isChanged(key))) return;
  const main = partsOf(key)[0];
  const sent = valuesOf(key);
  const known = typed(key);
  busy.add(key);
  show(words.saving);
  const answer = await ask(main.dataset.url, { values: sent });
  busy.delete(key);
  if (!again.has(key)) again.set(key, retrying(() => save(key)));
  if (!answer || answer.status >= 500) {
    show(words.waiting, "bad");
    again.get(key).later();
    return;
  }
  again.get(key).arrived();
  if (![200, 409, 422].includes(answer.status)) {
    show(words.wrong, "bad");
    document.dispatchEvent(new CustomEvent("trouble", { detail: { message: words.wrong } }));
    return;
  }
  const isStill = typed(key) === known;
  const groups = take(answer.text, key, sent);
  for (const name of groups.keys()) {
    const own = saved.get(name)?.values;
    if (isStill || name !== key) remember(name);
    else saved.set(name, { typed: known, values: own ?? new Map() });
  }
  if (answer.status === 200) show(`${words.saved} ${clock()}`, "ok");
  else show(words.wrong, "bad");
  if (!isStill) save(key);
}

function down(cell) {
  const rows = mainRows();
  const row = cell.closest("tr");
  // Below a row, as in the years of its money, the next cell is the one beneath.
  if (!row.dataset.url) {
    const below = cellsOf(row);
    below[below.indexOf(cell) + 1]?.focus();
    return;
  }
  const column = cellsOf(row).indexOf(cell);
  cellsOf(rows[rows.indexOf(row) + 1] ?? row)[column]?.focus();
}

/* Chooses what was pasted into a list: its words, or words that begin with them; what is none of them is left. */
function fill(cell, value) {
  if (cell.tagName !== "SELECT") {
    cell.value = value;
    return true;
  }
  const wanted = value.toLowerCase();
  const found = [...cell.options].find((one) => {
    const text = one.text.trim().toLowerCase();
    return text === wanted || (text && wanted.startsWith(`${text} `)) || (!wanted && !one.value);
  });
  if (found) cell.value = found.value;
  return Boolean(found);
}

const cut = (text) => text.replace(/\r/g, "").replace(/\n$/, "").split("\n").map((line) => line.split("\t").map((value) => value.trim()));

async function paste(cell, text) {
  const rows = mainRows();
  const start = rows.indexOf(cell.closest("tr"));
  const column = cellsOf(rows[start]).indexOf(cell);
  const before = [];
  const left = [];
  let count = 0;
  const touched = new Set();
  const into = (row, line) => {
    line.forEach((value, x) => {
      const target = cellsOf(row)[column + x];
      if (!target) return left.push(value);
      before.push([target.name, target.value]);
      if (!fill(target, value)) return left.push(value);
      target.classList.add("new");
      count += 1;
      return touched.add(row.dataset.row);
    });
  };
  const lines = cut(text);
  const isNew = rows[start].dataset.add !== undefined;
  const key = rows[start].dataset.row;
  for (const [y, line] of lines.entries()) {
    if (isNew) {
      // Under a goal a new row comes for each line, one after the other.
      into(partsOf(key)[0], line);
      // eslint-disable-next-line no-await-in-loop
      await save(key);
      if (partsOf(key)[0].classList.contains("has-msg")) {
        left.push(...lines.slice(y + 1).flat());
        break;
      }
    } else if (rows[start + y] && rows[start + y].dataset.add === undefined) into(rows[start + y], line);
    else left.push(...line);
  }
  if (!isNew) {
    for (const name of touched) {
      // eslint-disable-next-line no-await-in-loop
      await save(name);
    }
  }
  const rest = left.filter(Boolean);
  const unfit = rest.length ? ` ${words.left.replace("{n}", rest.length)} ${rest.slice(0, 3).join(" · ")}` : "";
  const message = words.pasted.replace("{n}", count) + unfit;
  tell(message, !isNew && (() => {
    for (const [name, value] of before) {
      const control = table.querySelector(`[name="${CSS.escape(name)}"]`);
      if (control) control.value = value;
    }
    for (const name of touched) save(name);
  }));
}

/* Milestones open within the row, the first time from the server. */
async function unfold(link) {
  const isOpen = link.getAttribute("aria-expanded") === "true";
  const row = link.closest("tr");
  const parts = partsOf(row.dataset.row);
  const shown = parts[parts.length - 1].nextElementSibling;
  link.setAttribute("aria-expanded", String(!isOpen));
  row.classList.toggle("ms-own", !isOpen);
  if (shown?.classList.contains("ms")) {
    shown.hidden = isOpen;
    return;
  }
  const answer = await ask(link.dataset.steps);
  if (answer?.status !== 200) return;
  parts[parts.length - 1].after(freshSteps(answer.text));
}

function freshSteps(text) {
  const box = document.createElement("template");
  box.innerHTML = `<table><tbody>${text}</tbody></table>`;
  return box.content.querySelector("tr.ms");
}

/* Sends the milestone that was changed or begun; then its activity's row says how many have been reached. */
async function saveStep(step) {
  const steps = step.closest("tr.ms");
  const values = new URLSearchParams();
  for (const control of step.querySelectorAll("[name]")) {
    if (control.type !== "checkbox" || control.checked) values.set(control.name, control.value);
  }
  if (!values.get("pk") && !(values.get("title") && values.get("date"))) return;
  show(words.saving);
  const answer = await ask(steps.dataset.steps, { values });
  if (!answer || ![200, 409, 422].includes(answer.status)) {
    show(words.wrong, "bad");
    return;
  }
  const at = document.activeElement?.id;
  const fresh = freshSteps(answer.text);
  steps.replaceWith(fresh);
  document.getElementById(at)?.focus();
  if (answer.status === 200) show(`${words.saved} ${clock()}`, "ok");
  else show(words.wrong, "bad");
  let main = fresh.previousElementSibling;
  while (main && !main.dataset.url) main = main.previousElementSibling;
  const key = main?.dataset.row;
  if (!key || isChanged(key)) return;
  const row = await ask(main.dataset.url);
  if (row?.status !== 200) return;
  take(row.text, key, valuesOf(key));
  remember(key);
}

/* Two people changed the same: the buttons in the row's own line say whose is to stand. */
async function settle(event) {
  const fold = event.target.closest("a[data-steps]");
  if (fold) {
    event.preventDefault();
    unfold(fold);
    return;
  }
  const key = keyOf(event.target);
  if (event.target.closest("[data-keep]")) {
    event.preventDefault();
    save(key, true);
  }
  const theirs = event.target.closest("[data-theirs]");
  if (!theirs) return;
  event.preventDefault();
  const answer = await ask(theirs.href);
  if (answer?.status !== 200) return;
  take(answer.text, key, valuesOf(key));
  remember(key);
}

/* A filter brings another table; what was open before it is forgotten. */
function open() {
  const found = document.querySelector("table[data-cells]");
  if (!found || found === table) return;
  table = found;
  saved.clear();
  again.clear();
  const bar = document.querySelector("[data-bar]");
  words = bar.dataset;
  said = bar.querySelector("[data-said]");
  state = bar.querySelector("[data-state]");
  table.addEventListener("click", settle);
  for (const row of mainRows()) remember(row.dataset.row);
  table.addEventListener("change", (event) => {
    const step = event.target.closest("tr.ms li");
    if (step) saveStep(step);
    const key = keyOf(event.target);
    // A new row is sent when it is left, for it has nothing to stand on before.
    if (key && partsOf(key)[0].dataset.add === undefined) save(key);
  });
  table.addEventListener("focusout", (event) => {
    const key = keyOf(event.target);
    if (key && event.relatedTarget && keyOf(event.relatedTarget) !== key) save(key);
  });
  table.addEventListener("keydown", (event) => {
    const cell = event.target.closest(FIELD);
    if (!cell) return;
    if (event.key === "Escape") document.getElementById("save")?.focus();
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    const step = cell.closest("tr.ms li");
    const key = keyOf(cell);
    if (step) saveStep(step);
    else if (partsOf(key)[0].dataset.add !== undefined) save(key);
    else down(cell);
  });
  table.addEventListener("paste", (event) => {
    const cell = event.target.closest(FIELD);
    const text = event.clipboardData?.getData("text") ?? "";
    if (!cell || !cell.closest("tr[data-url]") || !/[\t\n]/.test(text.replace(/\r?\n$/, ""))) return;
    event.preventDefault();
    paste(cell, text);
  });
  // The whole form says the same as its rows; who sends it leaves nothing behind.
  table.closest("form")?.addEventListener("submit", () => saved.clear());
}

addEventListener("beforeunload", (event) => {
  if (table && [...saved.keys()].some((key) => partsOf(key).length && isChanged(key))) event.preventDefault();
});

open();
document.addEventListener("htmx:load", open);
