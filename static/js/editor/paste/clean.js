/* HTML of a clipboard becomes clean HTML: paragraphs, headings, lists, quotations; bold, italics, links and line breaks.
   Everything is built anew from what is understood, so whatever is not understood cannot come along. */

import { addressOf } from "../addresses.js";
import { asLine, render } from "./blocks.js";
import { fakeItem, leadingMark } from "./fakelists.js";
import { boldness, headingLevel, isHidden, lookOf, slant } from "./look.js";
import { parse } from "./source.js";
import { isLayout, rows } from "./tables.js";
import { Words } from "./words.js";

const tags = (...names) => new Set(names.flatMap((line) => line.split(" ")));
const BLOCKS = tags(
  "ADDRESS ARTICLE ASIDE BLOCKQUOTE BODY CAPTION CENTER DD DETAILS DIV DL DT FIELDSET FIGCAPTION FIGURE FOOTER FORM",
  "H1 H2 H3 H4 H5 H6 HEADER HR LI MAIN NAV OL P PRE SECTION SUMMARY TABLE TBODY TD TFOOT TH THEAD TR UL",
);
const GONE = tags("AUDIO BUTTON CANVAS DATALIST DEL FRAME FRAMESET IMG MAP METER OPTION PICTURE PROGRESS RP RT VIDEO");
const DEEPEST = 200;

class Cleaner {
  constructor(formats) {
    this.formats = formats;
    this.blocks = [];
    this.words = new Words();
    this.depth = 0;
  }

  /* What has been gathered so far becomes blocks. */
  flush(kind = "paragraph", more = {}) {
    const { words } = this;
    this.words = new Words();
    if (words.isEmpty) return;
    for (const pieces of words.paragraphs()) {
      if (kind === "heading") this.blocks.push({ kind, pieces: pieces.map(inOneLine), ...more });
      else this.paragraph(pieces);
    }
  }

  /* Lines that begin with a bullet are items, whoever typed it. */
  paragraph(pieces) {
    const lines = [[]];
    for (const piece of pieces) {
      if (piece.isBreak) lines.push([]);
      else lines[lines.length - 1].push(piece);
    }
    if (!lines.some((line) => leadingMark(lineText(line)))) {
      this.blocks.push({ kind: "paragraph", pieces });
      return;
    }
    for (const line of lines) {
      const mark = leadingMark(lineText(line));
      const rest = mark ? after(line, mark) : line;
      const block = { kind: "paragraph", pieces: rest };
      this.blocks.push(mark ? { kind: "item", level: 1, isOrdered: false, start: 1, list: "typed", blocks: [block] } : block);
    }
  }

  /* Runs with another place for the blocks, and returns what was put there. */
  inside(act) {
    const outer = this.blocks;
    this.blocks = [];
    act();
    this.flush();
    const made = this.blocks;
    this.blocks = outer;
    return made;
  }

  children(element, style) {
    this.depth += 1;
    if (this.depth > DEEPEST) this.text(element.textContent, style);
    else for (const child of element.childNodes) this.node(child, style);
    this.depth -= 1;
  }

  text(data, style) {
    if (data) this.words.add(data, style);
  }

  node(node, style) {
    if (node.nodeType === Node.TEXT_NODE) this.text(style.isPre ? node.data.replace(/\n/g, " ") : node.data, style);
    else if (node.nodeType === Node.ELEMENT_NODE) this.element(node, style);
  }

  element(element, style) {
    const tag = element.tagName;
    if (GONE.has(tag) || tag.startsWith("V:") || isHidden(element) || this.isApparatus(element)) return;
    if (tag === "BR") {
      this.words.break();
      return;
    }
    const inner = this.styled(element, style);
    if (!BLOCKS.has(tag)) {
      this.children(element, inner);
      return;
    }
    this.flush();
    this.block(element, tag, inner);
    this.flush();
  }

  /* Notes in the margin, deletions that Word tracks, and what stands in a field until it is filled in are not part of the text. */
  isApparatus(element) {
    const kind = lookOf(element)["mso-element"] || "";
    if (kind === "comment-list" || kind === "comment") return true;
    return /\b(?:MsoPlaceholderText|MsoCommentReference|msoDel|msocomtxt|MsoCommentText)\b/.test(element.getAttribute("class") || "");
  }

  styled(element, style) {
    const bold = style.isHeading ? false : (boldness(element) ?? style.bold);
    const italic = slant(element) ?? style.italic;
    let { href } = style;
    // An address without a host was one of another site: here it would lead nowhere.
    const address = element.tagName === "A" && element.getAttribute("href");
    if (address) href = (/^\s*[a-z]+:/i.test(address) && addressOf(address)) || undefined;
    return { ...style, bold, italic, href };
  }

  block(element, tag, style) {
    const level = headingLevel(element);
    const item = tag === "P" || tag === "DIV" ? !level && fakeItem(element, this.formats) : null;
    if (level && !style.isItem) {
      fakeItem(element, this.formats);
      this.children(element, { ...style, isHeading: true, bold: false });
      this.flush("heading", { level });
    } else if (item?.isContinued || (tag === "P" && style.list && !style.isItem)) this.continued(element, style);
    else if (item) this.item(element, item, style);
    else if (tag === "UL" || tag === "OL") this.list(element, style);
    else if (tag === "LI") this.item(element, listed(element, style), style);
    else if (tag === "TABLE") this.table(element, style);
    else if (tag === "BLOCKQUOTE") {
      const blocks = this.inside(() => this.children(element, { ...style, list: undefined, isItem: false }));
      if (blocks.length) this.blocks.push({ kind: "quote", blocks });
    } else if (tag === "PRE") {
      const text = element.textContent.replace(/\s+$/, "");
      if (text) this.blocks.push({ kind: "code", text });
    } else this.children(element, style);
  }

  /* A paragraph without a mark between items belongs to the one before it, and the numbers go on. */
  continued(element, style) {
    const inner = this.inside(() => this.children(element, style));
    const last = this.blocks[this.blocks.length - 1];
    (last?.kind === "item" ? last.blocks : this.blocks).push(...inner);
  }

  list(element, style) {
    const isOrdered = element.tagName === "OL";
    const start = Number(element.getAttribute("start")) || 1;
    const list = { depth: (style.list?.depth || 0) + 1, isOrdered, start, element };
    this.children(element, { ...style, list });
  }

  /* Lists in the item follow it in the same row of items, one level deeper. */
  item(element, { level, isOrdered, start, list }, style) {
    const inner = this.inside(() => this.children(element, { ...style, isItem: true, list: style.list }));
    const own = inner.filter((block) => block.kind !== "item");
    const deeper = inner.filter((block) => block.kind === "item");
    if (own.length || deeper.length) this.blocks.push({ kind: "item", level, isOrdered, start, list, blocks: own });
    for (const block of deeper) this.blocks.push({ ...block, level: Math.max(block.level, level + 1) });
  }

  table(element, style) {
    if (isLayout(element)) {
      this.children(element, style);
      return;
    }
    for (const caption of element.querySelectorAll("caption")) {
      this.children(caption, style);
      this.flush();
      caption.remove();
    }
    const read = (cell) => asLine(this.inside(() => this.children(cell, this.styled(cell, { ...style, list: undefined }))));
    this.blocks.push(...rows(element, read));
  }
}

/* What a real list says of its item. Word on the web makes a list of its own for each item, and writes the level in it. */
function listed(element, style) {
  const said = Number(element.dataset.ariaLevel || element.getAttribute("aria-level"));
  const list = style.list || { depth: 1, isOrdered: false, start: 1 };
  const alone = element.dataset.listid;
  const isFirst = !element.previousElementSibling;
  return {
    level: alone && said ? said : list.depth,
    isOrdered: list.isOrdered,
    start: isFirst ? list.start : 0,
    list: alone ? `word ${alone}` : list.element,
  };
}

const inOneLine = (piece) => (piece.isBreak ? { text: " " } : { ...piece, bold: false });
const lineText = (pieces) => pieces.map((piece) => piece.text).join("");

/* The pieces without their first letters. */
function after(pieces, count) {
  let left = count;
  const rest = [];
  for (const piece of pieces) {
    const taken = Math.min(left, piece.text.length);
    left -= taken;
    if (taken < piece.text.length) rest.push({ ...piece, text: piece.text.slice(taken) });
  }
  return rest;
}

/* Returns clean HTML for the HTML of a clipboard. */
export function clean(source) {
  const { body, formats } = parse(source);
  const cleaner = new Cleaner(formats);
  cleaner.children(body, { bold: false, italic: false });
  cleaner.flush();
  return render(cleaner.blocks);
}
