/* A document of the editor becomes Markdown. Blocks that nobody touched keep the very lines they came from, so that
   the history shows what a person changed and nothing else. */

import { inlineOf } from "./inline.js";
import { schema } from "./schema.js";

const { nodes } = schema;

const isList = (node) => node.type === nodes.bullet_list || node.type === nodes.ordered_list;

/* Lists of one kind that follow each other would be read as one: every second one gets another mark. */
function alternates(parent) {
  const marks = [];
  parent.forEach((node, _, place) => {
    const before = place && parent.child(place - 1);
    marks.push(isList(node) && before && before.type === node.type && !marks[place - 1]);
  });
  return marks;
}

function besideItsLike(parent, place) {
  const type = isList(parent.child(place)) && parent.child(place).type;
  return type && (parent.maybeChild(place - 1)?.type === type || parent.maybeChild(place + 1)?.type === type);
}

function indented(text, first, rest) {
  return text
    .split("\n")
    .map((line, place) => (place === 0 ? first : line ? rest : "") + line)
    .join("\n");
}

function fence(node) {
  const longest = Math.max(2, ...(node.textContent.match(/`+/g) || []).map((run) => run.length));
  const marks = "`".repeat(longest + 1);
  return `${marks}${node.attrs.info}\n${node.textContent ? `${node.textContent}\n` : ""}${marks}`;
}

function list(node, isOther) {
  const isOrdered = node.type === nodes.ordered_list;
  // Two paragraphs in one item stand apart, and then the whole list does.
  let isTight = node.attrs.tight;
  node.forEach((item) => {
    let paragraphs = 0;
    item.forEach((child) => (paragraphs += child.isTextblock && child.content.size > 0 ? 1 : 0));
    if (paragraphs > 1) isTight = false;
  });
  const items = [];
  node.forEach((item, _, place) => {
    const mark = isOrdered ? `${node.attrs.order + place}${isOther ? ")" : "."} ` : `${isOther ? "*" : "-"} `;
    const inside = blocks(item, isTight ? "\n" : "\n\n");
    items.push(indented(inside, mark, " ".repeat(mark.length)).trimEnd());
  });
  return items.join(isTight ? "\n" : "\n\n");
}

function block(node, parent, isOther) {
  switch (node.type) {
    case nodes.paragraph:
      return inlineOf(node);
    case nodes.heading:
      return `${"#".repeat(node.attrs.level)} ${inlineOf(node)}`.trimEnd();
    case nodes.blockquote:
      return indented(blocks(node, "\n\n"), "> ", "> ").replace(/^$/gm, ">");
    case nodes.code_block:
      return fence(node);
    case nodes.horizontal_rule:
      // In a list, dashes would be one long line with the mark of the item.
      return parent.type === nodes.doc ? "---" : "___";
    default:
      return list(node, isOther);
  }
}

function blocks(parent, between, sources) {
  const others = alternates(parent);
  const parts = [];
  parent.forEach((node, _, place) => {
    const text = (!besideItsLike(parent, place) && sources?.get(node)) ?? false;
    const written = text === false ? block(node, parent, others[place]) : text;
    if (written) parts.push(written);
  });
  return parts.join(between);
}

export function write(doc, sources) {
  return blocks(doc, "\n\n", sources);
}
