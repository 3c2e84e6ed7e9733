/* Cells from a spreadsheet into a table question: what was copied is shown first, as rows under the table's own columns,
   and then becomes rows. Fetched by fields.js when somebody pastes cells. */

import { ROWS, SET_ROWS, tell } from "../events.js";
import { ask, newId } from "../net.js";

const MOST = 200;
const SHOWN = 8;
const FIELDS = "input:not([type=hidden]), select, textarea";
let dialog = null;

/* Tab-separated text as spreadsheets write it: a cell with a line break or a tab in it stands in quotes. */
export function cellsOf(text) {
  const rows = [[]];
  const pattern = /(?:"((?:[^"]|"")*)"(?=[\t\r\n]|$)|([^\t\r\n]*))(\t|\r\n|\n|\r|$)/g;
  for (let found = pattern.exec(text); found; found = pattern.exec(text)) {
    const [whole, quoted, plain, end] = found;
    const cell = quoted === undefined ? plain : quoted.replace(/""/g, '"');
    rows[rows.length - 1].push(cell.trim());
    if (!end || !whole) break;
    if (end !== "\t") rows.push([]);
  }
  return rows.filter((row) => row.some(Boolean));
}

/* The places of a row that one fills in; in two languages, the field of the one that is shown. */
function placesOf(row) {
  return [...row.cells]
    .filter((cell) => !cell.matches(".c-act, th"))
    .map((cell) => {
      const fields = [...cell.querySelectorAll(FIELDS)];
      const field = fields.find((one) => one.checkVisibility()) || fields[0];
      return { cell, field, label: cell.dataset.label || "" };
    })
    .filter(({ field }) => field);
}

function isoDate(text) {
  const iso = /^(\d{4})-(\d{2})-(\d{2})/.exec(text);
  if (iso) return iso[0];
  const found = /^(\d{1,2})[./ -]+(\d{1,2})[./ -]+(\d{4})$/.exec(text);
  return found ? `${found[3]}-${found[2].padStart(2, "0")}-${found[1].padStart(2, "0")}` : "";
}

const onOneLine = (words) => words.replace(/\s+/g, " ");

/* Of the boxes in a cell those that the words name, with commas or semicolons between them; none when one is unknown.
   A name may have commas of its own, so that the longest that is known counts. */
function ticked(field, words) {
  const boxes = [...field.closest("td").querySelectorAll("input[type=checkbox]")];
  const named = (name) => boxes.find((box) => box.parentElement.textContent.trim().toLowerCase() === name || box.value.toLowerCase() === name);
  let left = words.toLowerCase().split(/([,;])/);
  const found = [];
  while (left.length) {
    let most = left.length;
    while (most && !named(left.slice(0, most).join("").trim())) most -= 1;
    const isGap = !left[0].trim() || /^[,;]$/.test(left[0]);
    if (most) found.push(named(left.slice(0, most).join("").trim()));
    else if (!isGap) return [];
    left = left.slice(most || 1);
  }
  return found;
}

/* What the field would take of the words; nothing when it cannot. */
function fitting(field, text) {
  if (field.dataset.lines !== undefined) return text;
  const words = onOneLine(text);
  if (!words) return "";
  if (field.type === "checkbox") return ticked(field, words).length ? words : "";
  if (field.type === "date") return isoDate(words);
  if (field.tagName !== "SELECT") return words;
  const wanted = words.toLowerCase();
  const option = [...field.options].find((one) => one.text.trim().toLowerCase() === wanted || one.value.toLowerCase() === wanted);
  return option?.value || "";
}

const isNumber = (words) => /\d/.test(words) && !/[a-zæøå]{4}/i.test(words);

/* Column titles came along when they are the table's own, or stand over figures. */
function isTitles(rows, places) {
  if (rows.length < 2) return false;
  const names = places.map(({ label }) => label.toLowerCase());
  if (rows[0].some((cell) => cell && names.includes(onOneLine(cell).toLowerCase()))) return true;
  return places.some(({ field }, place) => field.inputMode === "decimal" && rows[0][place] && !isNumber(rows[0][place]) && isNumber(rows[1][place] || ""));
}

function say(name, count) {
  const place = dialog.querySelector(`[data-${name}]`);
  place.hidden = count <= 0;
  place.textContent = dialog.dataset[name].replace("%count%", String(count));
}

function preview(rows, places, leftOut) {
  const table = dialog.querySelector("table");
  const head = table.tHead.rows[0];
  head.replaceChildren(...places.map(({ label }) => Object.assign(document.createElement("th"), { scope: "col", textContent: label })));
  table.tBodies[0].replaceChildren(
    ...rows.slice(0, SHOWN).map((row) => {
      const line = document.createElement("tr");
      places.forEach(({ field }, place) => {
        const cell = line.insertCell();
        const words = row[place] || "";
        if (words && !fitting(field, words)) {
          cell.append(Object.assign(document.createElement("del"), { textContent: words }), ` ${dialog.dataset.unknown}`);
        } else cell.textContent = words;
      });
      return line;
    }),
  );
  say("more", rows.length - SHOWN);
  say("left", leftOut);
  const button = dialog.querySelector("[data-insert]");
  button.textContent = rows.length === 1 ? dialog.dataset.insertOne : dialog.dataset.insert.replace("%count%", String(rows.length));
}

function isFixed(body) {
  return !document.querySelector(`[data-add-row="${body.id.slice(5)}"]`);
}

/* How many rows the table has room for, from this one on. */
function room(row) {
  const body = row.parentElement;
  return isFixed(body) ? body.rows.length - [...body.rows].indexOf(row) : MOST;
}

function isEmpty(row) {
  return placesOf(row).every(({ cell, field }) => (field.type === "checkbox" ? !cell.querySelector(":checked") : !field.value));
}

/* Rows to fill, from the one with the focus: in a table of fixed rows those that are there, else new ones. */
function rowsToFill(row, count) {
  const body = row.parentElement;
  const table = body.closest("table");
  const before = [...body.rows];
  if (isFixed(body)) return before.slice(before.indexOf(row)).slice(0, count);
  const ids = before.map((one) => one.dataset.row);
  const own = isEmpty(row) ? 1 : 0;
  const fresh = Array.from({ length: Math.max(0, count - own) }, () => `r${newId().replaceAll("-", "").slice(0, 10)}`);
  ids.splice(before.indexOf(row) + 1, 0, ...fresh);
  tell(SET_ROWS, { ids }, table);
  const made = fresh.map((id) => [...body.rows].find((one) => one.dataset.row === id));
  return own ? [row, ...made] : made;
}

function insert(row, start, rows) {
  const body = row.parentElement;
  const targets = rowsToFill(row, rows.length);
  targets.forEach((target, line) => {
    const places = placesOf(target).slice(start);
    rows[line].forEach((words, place) => {
      const field = places[place]?.field;
      const value = field && fitting(field, words);
      if (!value) return;
      if (field.type !== "checkbox") field.value = value;
      else {
        const chosen = ticked(field, value);
        for (const box of field.closest("td").querySelectorAll("input[type=checkbox]")) box.checked = chosen.includes(box);
      }
    });
  });
  const first = placesOf(targets[0])[start].field;
  first.dispatchEvent(new Event("input", { bubbles: true }));
  tell(ROWS, {}, body);
  return first;
}

/* The dialog and its words; false when they cannot be had. */
async function fetchDialog() {
  const answered = await ask(document.getElementById("sheet-parts").dataset.parts);
  if (answered?.status !== 200) return false;
  document.body.insertAdjacentHTML("beforeend", answered.text);
  dialog = document.body.lastElementChild;
  return true;
}

/* Without a connection what was copied goes into the one cell, so that nothing is lost. */
function asWords(field, text) {
  if (!field.matches("textarea, [inputmode], [list]")) return;
  field.setRangeText(text, field.selectionStart, field.selectionEnd, "end");
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

/* Shows what would become of the cells, and puts them in when the person says so. */
export async function pasteCells(field, text) {
  const row = field.closest("tr");
  const all = placesOf(row);
  const start = Math.max(0, all.findIndex(({ cell }) => cell.contains(field)));
  const rows = cellsOf(text);
  if (!rows.length) return;
  const most = room(row);
  const places = all.slice(start, start + Math.max(...rows.map((one) => one.length)));
  if (!dialog && !(await fetchDialog())) return asWords(field, text);
  const box = dialog.querySelector("[data-titles]");
  const wanted = () => (box.checked ? rows.slice(1) : rows);
  const chosen = () => wanted().slice(0, most);
  const show = () => preview(chosen(), places, wanted().length - chosen().length);
  box.checked = isTitles(rows, places);
  box.closest("div").hidden = rows.length < 2;
  box.onchange = show;
  let goal = field;
  dialog.querySelector("[data-insert]").onclick = () => {
    goal = insert(row, start, chosen());
    dialog.close();
  };
  dialog.onclose = () => goal.focus();
  const fixed = isFixed(row.parentElement);
  dialog.querySelector("[data-adds]").hidden = fixed;
  dialog.querySelector("[data-replaces]").hidden = !fixed;
  show();
  dialog.showModal();
  dialog.querySelector("[data-insert]").focus();
}
