/* Text without any marks from a clipboard: a line is a paragraph, unless a PDF or a mail program has broken it; lines that
   begin like items become lists, and what was parted by tabs or by the bars of Markdown is a row. */

import { DOMParser as Parser } from "prosemirror-model";
import { schema } from "../schema.js";
import { render } from "./blocks.js";
import { escape, tidy } from "./words.js";

const ITEM = /^([ \t]*)(?:[-*+–·•▪‣◦●](?=\s)|(\d{1,3})[.)](?=\s))\s+/;
const HEADING = /^(#{1,6})\s+/;

const RULE = /^\s*\|(?:\s*:?-+:?\s*\|)+\s*$/;
const ROW = /^\s*\|(.*)\|\s*$/;
const BOLD = /\*\*(?=\S)([^*]*[^*\s])\*\*/;
// As wide as mail programs and typewriters write; a longer line was broken by nobody.
const WIDE = 60;
const WIDEST = 100;
const NARROWEST = 28;

/* Whether the line ends only because the next word did not fit. */
function isBroken(line, next, width) {
  if (width > WIDEST || width < NARROWEST || ITEM.test(next) || HEADING.test(line) || HEADING.test(next)) return false;
  if (/[\t|]/.test(line + next) || line.length + 1 + next.trim().split(/\s/)[0].length <= width) return false;
  return width >= WIDE || /^\s*\p{Ll}/u.test(next) || /,$/.test(line.trimEnd());
}

function joined(line, next) {
  const rest = next.trim();
  const isDivided = /\p{Ll}-$/u.test(line) && /^\p{Ll}/u.test(rest) && !/^(?:og|eller|and|or)\b/.test(rest);
  return isDivided ? line.slice(0, -1) + rest : `${line} ${rest}`;
}

/* The lines as they were before they were broken; an empty line always parts two. */
function whole(text) {
  const found = [];
  for (const part of text.split(/(?:\r\n|\r|\n)[ \t]*(?:\r\n|\r|\n)/)) {
    const lines = part.split(/\r\n|\r|\n/).map((line) => line.trimEnd()).filter((line) => line && !RULE.test(line));
    const width = Math.max(0, ...lines.map((line) => line.length));
    let before = "";
    for (const line of lines) {
      if (before && isBroken(before, line, width)) found.push(joined(found.pop(), line));
      else found.push(line);
      before = line;
    }
  }
  return found;
}

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
  const text = tidy(line.trim().replace(ROW, "$1").trim().replace(ROW.test(line) ? /\s*\|\s*/g : /\t+/g, " – ")).trim();
  return text.split(BOLD).map((part, place) => ({ text: part, bold: place % 2 === 1 })).filter((piece) => piece.text);
}

export function plainSlice(text, $context) {
  const lines = whole(text).filter((line) => line.trim());
  const html = lines.length ? render(lines.map(blockOf)) : escape(text);
  const box = document.implementation.createHTMLDocument("").createElement("div");
  box.innerHTML = html;
  return Parser.fromSchema(schema).parseSlice(box, { context: $context, preserveWhitespace: true });
}
