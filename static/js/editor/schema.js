/* What a text can hold: exactly what the server's Markdown can say and show, so that nothing is lost on the way. */

import { Schema } from "prosemirror-model";
import { addressOf } from "./addresses.js";

/* The page has the first level to itself. */
function heading(element) {
  return { level: Math.min(6, Math.max(1, Number(element.dataset.level || element.tagName[1]))) };
}

function link(element) {
  const href = addressOf(element.getAttribute("href") || "");
  return href ? { href, title: element.getAttribute("title") } : false;
}

export const schema = new Schema({
  nodes: {
    doc: { content: "block+" },
    paragraph: { content: "inline*", group: "block", parseDOM: [{ tag: "p" }], toDOM: () => ["p", 0] },
    heading: {
      attrs: { level: { default: 2, validate: "number" } },
      content: "inline*",
      group: "block",
      defining: true,
      parseDOM: ["h1", "h2", "h3", "h4", "h5", "h6"].map((tag) => ({ tag, getAttrs: heading })),
      toDOM: (node) => [`h${Math.max(2, node.attrs.level)}`, { "data-level": node.attrs.level }, 0],
    },
    blockquote: {
      content: "block+",
      group: "block",
      defining: true,
      parseDOM: [{ tag: "blockquote" }],
      toDOM: () => ["blockquote", 0],
    },
    code_block: {
      attrs: { info: { default: "", validate: "string" } },
      content: "text*",
      group: "block",
      marks: "",
      code: true,
      defining: true,
      parseDOM: [{ tag: "pre", preserveWhitespace: "full" }],
      toDOM: () => ["pre", ["code", 0]],
    },
    horizontal_rule: { group: "block", parseDOM: [{ tag: "hr" }], toDOM: () => ["hr"] },
    bullet_list: {
      attrs: { tight: { default: true, validate: "boolean" } },
      content: "list_item+",
      group: "block",
      parseDOM: [{ tag: "ul" }],
      toDOM: () => ["ul", 0],
    },
    ordered_list: {
      attrs: { order: { default: 1, validate: "number" }, tight: { default: true, validate: "boolean" } },
      content: "list_item+",
      group: "block",
      parseDOM: [{ tag: "ol", getAttrs: (element) => ({ order: Math.max(0, element.start ?? 1) }) }],
      toDOM: (node) => ["ol", node.attrs.order === 1 ? {} : { start: node.attrs.order }, 0],
    },
    list_item: { content: "block+", defining: true, parseDOM: [{ tag: "li" }], toDOM: () => ["li", 0] },
    text: { group: "inline" },
    hard_break: {
      inline: true,
      group: "inline",
      selectable: false,
      linebreakReplacement: true,
      parseDOM: [{ tag: "br" }],
      toDOM: () => ["br"],
    },
  },
  marks: {
    link: {
      attrs: { href: { validate: "string" }, title: { default: null, validate: "string|null" } },
      inclusive: false,
      parseDOM: [{ tag: "a[href]", getAttrs: link }],
      toDOM: (mark) => ["a", { href: mark.attrs.href, title: mark.attrs.title, rel: "noopener noreferrer" }, 0],
    },
    em: { parseDOM: [{ tag: "em" }, { tag: "i" }], toDOM: () => ["em", 0] },
    strong: { parseDOM: [{ tag: "strong" }, { tag: "b" }], toDOM: () => ["strong", 0] },
    code: { code: true, parseDOM: [{ tag: "code" }], toDOM: () => ["code", 0] },
  },
});
