/* Text without any marks from a clipboard: a line is a paragraph; lines that begin like items become lists, and what was
   parted by tabs is a row. */

import { DOMParser as Parser } from "prosemirror-model";
import { schema } from "../schema.js";
import { render } from "./blocks.js";
import { escape, tidy } from "./words.js";

const ITEM = /^([ \t]*)(?:[-*+–·•▪‣◦●](?=\s)|(\d{1,3})[.)](?=\s))\s+/;
const HEADING = /^(#{1,6})\s+/;

function blockOf(line) {
  const heading = HEADING.exec(line);
  if (heading) return { kind: "heading", level: heading[1].length, pieces: pieces(line.slice(heading[0].length)) };
  const item = ITEM.exec(line);
  if (!item) return { kind: "paragraph", pieces: pieces(line) };
  const level = 1 + Math.floor(item[1].replace(/\t/g, "  ").length / 2);
  const start = Number(item[2]);
  const inner = { kind: "paragraph", pieces: pieces(line.slice(item[0].length)) };
  return { kind: "item", level, isOrdered: Boolean(item[2]), start: item[2] ? start : 1, blocks: [inner] };
}

function pieces(line) {
  return [{ text: tidy(line.trim().replace(/\t+/g, " – ")).trim() }];
}

export function plainSlice(text, $context) {
  const lines = text.split(/\r\n|\r|\n/).filter((line) => line.trim());
  const html = lines.length ? render(lines.map(blockOf)) : escape(text);
  const box = document.implementation.createHTMLDocument("").createElement("div");
  box.innerHTML = html;
  return Parser.fromSchema(schema).parseSlice(box, { context: $context, preserveWhitespace: true });
}
