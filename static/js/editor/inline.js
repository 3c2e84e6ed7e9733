/* The words of one block as Markdown: bold, italics, links, code and line breaks.
   Not every combination can be written plainly (bold that ends in a colon right before a letter, for one), so what has
   been written is read again, and the next way is tried until it says the same. */

import { Mark } from "prosemirror-model";
import { read } from "./reading.js";
import { schema } from "./schema.js";

const { nodes, marks } = schema;
const known = new WeakMap();

/* Light: what nearly always suffices, and leaves the text readable. Heavy: every mark that could mean something. */
const LIGHT = /[*`]|\\(?=[!-/:-@[-`{-~]|$)|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])|\](?=[([:])|<(?=[a-z/!?])|&(?=#?\w+;)/giu;
const HEAVY = /[\\`*_[\]<>&~#!]/g;
const LINE_START = /^(?:#{1,6}(?=\s|$)|[-+*](?=\s|$)|>|~{3}|={1,}(?=\s*$)|-{1,}(?=\s*$)|\[(?=[^\]]*\]:))/;
const NUMBER = /^(\d{1,9})([.)])(?=\s|$)/;
const RULE = /^(?=([-_])(?:[ \t]*\1){2,}[ \t]*$)/;

const WAYS = [
  { escapes: LIGHT, em: "*" },
  { escapes: HEAVY, em: "*" },
  { escapes: HEAVY, em: "_" },
  { escapes: HEAVY, em: "_", isEncoded: true },
];

/* ---- pieces: words, breaks and code with the marks they carry */

function piecesOf(block) {
  const pieces = [];
  block.forEach((node) => {
    const carried = node.marks.filter((mark) => mark.type !== marks.code);
    if (node.type === nodes.hard_break) pieces.push({ isBreak: true, marks: carried });
    else if (marks.code.isInSet(node.marks)) pieces.push({ code: node.text, marks: carried });
    // Marks stand at words, never at the space beside them: Markdown would not see them there.
    else for (const text of node.text.split(/(\s+)/)) if (text) pieces.push({ text, marks: carried, isSpace: !text.trim() });
  });
  return pieces;
}

/* Space between two marked words is marked when both are; at the edge of what is marked it is not. */
function settleSpaces(pieces) {
  const solid = (piece) => !piece.isSpace && !piece.isBreak;
  const after = [];
  let next = Mark.none;
  for (let place = pieces.length - 1; place >= 0; place -= 1) {
    if (solid(pieces[place])) next = pieces[place].marks;
    after[place] = next;
  }
  let before = Mark.none;
  return pieces.map((piece, place) => {
    if (solid(piece)) {
      before = piece.marks;
      return piece;
    }
    return { ...piece, marks: piece.marks.filter((mark) => mark.isInSet(before) && mark.isInSet(after[place])) };
  });
}

function trimmed(pieces) {
  const isOuter = (piece) => piece.isSpace || piece.isBreak;
  let end = pieces.length;
  while (end && isOuter(pieces[end - 1])) end -= 1;
  let start = 0;
  while (start < end && pieces[start].isSpace) start += 1;
  return pieces.slice(start, end);
}

/* ---- writing */

function escaped(text, way, isLineStart) {
  let words = text.replace(way.escapes, "\\$&");
  if (isLineStart) {
    words = words.replace(LINE_START, "\\$&").replace(NUMBER, "$1\\$2").replace(RULE, "\\");
  }
  return words;
}

function codeOf(text) {
  const longest = Math.max(0, ...(text.match(/`+/g) || []).map((run) => run.length));
  const edge = "`".repeat(longest + 1);
  const space = /^`|`$|^ .* $/.test(text) ? " " : "";
  return `${edge}${space}${text}${space}${edge}`;
}

function target({ href, title }) {
  const address = /[\s<>]/.test(href) || !href ? `<${href.replace(/[<>]/g, "\\$&")}>` : href.replace(/[()\\]/g, "\\$&");
  return `(${address}${title ? ` "${title.replace(/["\\]/g, "\\$&")}"` : ""})`;
}

const edgeOf = (mark, way) => (mark.type === marks.strong ? "**" : way.em);

/* A letter beside a mark as a character reference: it counts as punctuation there, and the mark is seen although what
   stands on its other side is punctuation too. */
const reference = (letter) => `&#${letter.codePointAt(0)};`;
const encodeLast = (text) => text.replace(/[\p{L}\p{N}]$/u, reference);
const encodeFirst = (text) => text.replace(/^[\p{L}\p{N}]/u, reference);
const isWordy = (letter) => /^[\p{L}\p{N}]/u.test(letter);

class Line {
  constructor(way) {
    this.way = way;
    this.text = "";
    this.open = [];
    this.isStart = true;
    this.isUnsure = false;
  }

  close(count) {
    const inside = this.text.slice(-1);
    while (this.open.length > count) {
      const mark = this.open.pop();
      this.text += mark.type === marks.link ? `]${target(mark.attrs)}` : edgeOf(mark, this.way);
      this.isUnsure ||= mark.type === marks.em || (mark.type === marks.strong && !isWordy(inside));
    }
  }

  begin(mark, next) {
    const isUnsure = mark.type === marks.em || (mark.type === marks.strong && !isWordy(next));
    if (isUnsure && this.way.isEncoded) this.text = encodeLast(this.text);
    this.text += mark.type === marks.link ? "[" : edgeOf(mark, this.way);
    this.open.push(mark);
  }

  /* Closes what ends here and opens what begins, that which lasts longest outermost. */
  turnTo(piece, lasts) {
    const ends = this.open.findIndex((mark) => !mark.isInSet(piece.marks));
    if (ends >= 0) this.close(ends);
    const fresh = piece.marks.filter((mark) => !mark.isInSet(this.open)).sort((a, b) => lasts(b) - lasts(a));
    if (fresh.length) this.isUnsure = false;
    fresh.forEach((mark, place) => this.begin(mark, place + 1 < fresh.length ? "*" : piece.text || "`"));
  }

  put(piece) {
    if (piece.isBreak) this.text += "\\\n";
    else if (piece.code !== undefined) this.text += codeOf(piece.code);
    else {
      const words = escaped(this.isStart ? piece.text.trimStart() : piece.text, this.way, this.isStart);
      this.text += this.isUnsure && this.way.isEncoded ? encodeFirst(words) : words;
    }
    this.isUnsure = false;
    this.isStart = Boolean(piece.isBreak);
  }
}

/* Words of the same marks are escaped together: what they mean depends on their neighbours. */
function joined(pieces) {
  const found = [];
  for (const piece of pieces) {
    const last = found[found.length - 1];
    if (last && last.text !== undefined && piece.text !== undefined && Mark.sameSet(last.marks, piece.marks)) {
      last.text += piece.text;
      last.isSpace &&= piece.isSpace;
    }
    else found.push({ ...piece });
  }
  return found;
}

function written(pieces, way) {
  const line = new Line(way);
  pieces.forEach((piece, place) => {
    if (line.isStart && piece.isSpace) return;
    line.turnTo(piece, (mark) => {
      let last = place;
      while (last + 1 < pieces.length && mark.isInSet(pieces[last + 1].marks)) last += 1;
      return last;
    });
    line.put(piece);
  });
  line.close(0);
  return line.text;
}

/* ---- reading again: the same words with the same marks, whatever the space */

function shape(block) {
  let found = "";
  let before = "";
  for (const piece of trimmed(settleSpaces(piecesOf(block)))) {
    const carried = piece.marks.map((mark) => mark.type.name + JSON.stringify(mark.attrs)).join();
    if (piece.isSpace) found = found.endsWith("\n") ? found : `${found} `;
    else {
      if (carried !== before) found += `{${carried}}`;
      before = carried;
      found = piece.isBreak ? `${found.trimEnd()}\n` : found + (piece.code === undefined ? piece.text : `{code ${piece.code}}`);
    }
  }
  return found;
}

function says(text, block) {
  const { doc } = read(block.type === nodes.heading ? `## ${text}` : text);
  return doc.childCount === 1 && doc.firstChild.type === block.type && shape(doc.firstChild) === shape(block);
}

const asSpace = (piece) => (piece.isBreak ? { text: " ", marks: piece.marks, isSpace: true } : piece);

export function inlineOf(block) {
  if (!known.has(block)) {
    let pieces = trimmed(settleSpaces(piecesOf(block)));
    // A heading is one line.
    if (block.type === nodes.heading) pieces = pieces.map(asSpace);
    pieces = joined(pieces);
    let text = "";
    for (const way of WAYS) {
      text = written(pieces, way);
      if (block.type === nodes.heading) text = text.replace(/(^|\s)(#+)$/, "$1\\$2");
      if (!text || says(text, block)) break;
    }
    known.set(block, text);
  }
  return known.get(block);
}
