/* A text holds no tables. One that only lays out the page is unwrapped; one with figures becomes a list, a row an item,
   and each figure says what its column was called. */

import { boldness } from "./look.js";

const words = (pieces) => pieces.map((piece) => piece.text || "").join("").trim();
const plain = (pieces) => pieces.map((piece) => ({ ...piece, bold: false }));

function rowsOf(table) {
  return [...table.rows].filter((row) => row.cells.length);
}

/* Laid out, not tabulated: one column, or a table in a table. */
export function isLayout(table) {
  const rows = rowsOf(table);
  return Boolean(table.querySelector("table")) || rows.every((row) => row.cells.length === 1) || table.getAttribute("role") === "presentation";
}

function isHeader(row) {
  const cells = [...row.cells].filter((cell) => cell.textContent.trim());
  if (row.parentElement.tagName === "THEAD") return true;
  if (cells.every((cell) => cell.tagName === "TH")) return true;
  return cells.length > 1 && cells.every((cell) => boldness(cell) || isAllBold(cell));
}

function isAllBold(cell) {
  const walker = cell.ownerDocument.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    if (!walker.currentNode.data.trim()) continue;
    let element = walker.currentNode.parentElement;
    while (element !== cell && boldness(element) === undefined) element = element.parentElement;
    if (!boldness(element)) return false;
  }
  return true;
}

/* Returns blocks; `read` gives the words of a cell. */
export function rows(table, read) {
  const all = rowsOf(table);
  const hasHeader = all.length > 1 && isHeader(all[0]);
  const names = [];
  if (hasHeader) {
    for (const cell of all[0].cells) {
      const name = words(read(cell));
      for (let count = 0; count < Math.min(cell.colSpan, 30); count += 1) names.push(name);
    }
  }
  const found = [];
  for (const row of hasHeader ? all.slice(1) : all) {
    const pieces = [];
    let column = 0;
    let count = 0;
    for (const cell of row.cells) {
      const inside = read(cell);
      const name = names[column];
      column += cell.colSpan;
      if (!words(inside)) continue;
      if (count) pieces.push({ text: hasHeader && count > 1 ? "; " : " – " });
      if (hasHeader && count === 0) pieces.push(...inside.map((piece) => ({ ...piece, bold: true })));
      else pieces.push(...(hasHeader && name ? [{ text: `${name}: ` }] : []), ...(hasHeader ? plain(inside) : inside));
      count += 1;
    }
    if (pieces.length) found.push({ kind: "item", level: 1, isOrdered: false, start: 1, blocks: [{ kind: "paragraph", pieces }] });
  }
  return found;
}
