/* Blocks of a clipboard, put together: items in a row become lists in lists. */

import { escape, html } from "./words.js";

function itemHtml(item, inner) {
  return `<li>${item.blocks.length ? render(item.blocks) : "<p></p>"}${inner}</li>`;
}

/* Items from `place` on that belong to one list; returns its HTML and where it ends. A level may be skipped by whoever
   made the list: what matters is only deeper or not. */
function list(blocks, place, floor = 0) {
  const first = blocks[place];
  const items = [];
  let { level } = first;
  let next = place;
  while (next < blocks.length && blocks[next].kind === "item" && blocks[next].level > floor) {
    const item = blocks[next];
    if (item.level > level) {
      const nested = list(blocks, next, level);
      items[items.length - 1].inner += nested.html;
      next = nested.next;
      continue;
    }
    level = item.level;
    if (items.length && (item.isOrdered !== first.isOrdered || begins(item, items[items.length - 1].item))) break;
    items.push({ item, inner: "" });
    next += 1;
  }
  const tag = first.isOrdered ? "ol" : "ul";
  const start = first.isOrdered && first.start > 1 ? ` start="${first.start}"` : "";
  return { html: `<${tag}${start}>${items.map(({ item, inner }) => itemHtml(item, inner)).join("")}</${tag}>`, next };
}

/* A numbered item that starts again at one begins a list of its own. */
function begins(item, sibling) {
  return item.isOrdered && item.start === 1 && item.list !== sibling.list && sibling.list !== undefined;
}

/* Headings of a clipboard begin at any level; here the highest is the first below the question. */
function levels(blocks) {
  const used = [...new Set(blocks.filter((one) => one.kind === "heading").map((one) => one.level))].sort();
  return new Map(used.map((level, place) => [level, Math.min(4, place + 2)]));
}

export function render(blocks) {
  const level = levels(blocks);
  let text = "";
  let place = 0;
  while (place < blocks.length) {
    const block = blocks[place];
    if (block.kind === "item") {
      const made = list(blocks, place);
      text += made.html;
      place = made.next;
      continue;
    }
    if (block.kind === "paragraph") text += `<p>${html(block.pieces)}</p>`;
    else if (block.kind === "heading") {
      const depth = level.get(block.level);
      text += `<h${depth}>${html(block.pieces)}</h${depth}>`;
    } else if (block.kind === "quote") text += `<blockquote>${render(block.blocks)}</blockquote>`;
    else if (block.kind === "code") text += `<pre>${escape(block.text)}</pre>`;
    place += 1;
  }
  return text;
}

/* The same blocks as words in a row, for a cell of a table. */
export function asLine(blocks) {
  const pieces = [];
  blocks.forEach((block, place) => {
    const words = block.kind === "item" ? asLine(block.blocks) : block.pieces || asLine(block.blocks || []);
    if (!words.length) return;
    if (pieces.length) pieces.push({ text: block.kind === "item" && blocks[place - 1]?.kind === "item" ? "; " : " " });
    pieces.push(...words.map((piece) => (piece.isBreak ? { text: " " } : piece)));
  });
  return pieces;
}
