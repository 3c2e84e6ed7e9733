/* Markdown becomes a document of the editor. */

import { Mark } from "prosemirror-model";
import { markdown } from "./markdown.js";
import { schema } from "./schema.js";

const { nodes, marks } = schema;

const BLOCKS = {
  paragraph: (stack) => stack.close(nodes.paragraph),
  heading: (stack, token) => stack.close(nodes.heading, { level: Number(token.tag[1]) }),
  blockquote: (stack) => stack.close(nodes.blockquote),
  bullet_list: (stack, token) => stack.close(nodes.bullet_list, { tight: token.isTight }),
  ordered_list: (stack, token) =>
    stack.close(nodes.ordered_list, { tight: token.isTight, order: Number(token.attrGet("start") ?? 1) }),
  list_item: (stack) => stack.close(nodes.list_item),
};

const MARKS = {
  em: () => marks.em.create(),
  strong: () => marks.strong.create(),
  link: (token) => marks.link.create({ href: token.attrGet("href") || "", title: token.attrGet("title") || null }),
};

/* Nodes under way, the outermost first. */
class Stack {
  constructor() {
    this.levels = [{ children: [] }];
    this.marks = Mark.none;
  }

  get top() {
    return this.levels[this.levels.length - 1];
  }

  open(token) {
    this.levels.push({ children: [], token });
  }

  close(type, attrs) {
    const { children } = this.levels.pop();
    this.add(type.createAndFill(attrs, children) || type.create(attrs, children));
  }

  add(node) {
    this.top.children.push(node);
  }

  text(words) {
    if (!words) return;
    const { children } = this.top;
    const last = children[children.length - 1];
    if (last?.isText && Mark.sameSet(last.marks, this.marks)) children[children.length - 1] = last.withText(last.text + words);
    else this.add(schema.text(words, this.marks));
  }
}

function inline(stack, tokens) {
  // Bold in bold is bold, and stays so when the inner one ends.
  const within = [];
  for (const token of tokens) {
    const [, name, edge] = /^(.*?)(?:_(open|close))?$/.exec(token.type);
    if (edge === "open") within.push(MARKS[name](token));
    else if (edge === "close") within.pop();
    if (edge) stack.marks = within.reduce((set, mark) => mark.addToSet(set), Mark.none);
    else if (name === "softbreak") stack.text(" ");
    else if (name === "hardbreak") stack.add(nodes.hard_break.create(null, null, stack.marks));
    else if (name === "code_inline") {
      const around = stack.marks;
      stack.marks = marks.code.create().addToSet(around);
      stack.text(token.content);
      stack.marks = around;
    } else stack.text(token.content);
  }
  stack.marks = Mark.none;
}

/* A list is tight when none of its paragraphs stands apart. */
function isTight(tokens, start) {
  const { level } = tokens[start];
  for (let place = start + 1; place < tokens.length && tokens[place].level > level; place += 1) {
    if (tokens[place].type === "paragraph_open" && tokens[place].level === level + 2) return tokens[place].hidden;
  }
  return true;
}

function block(stack, token, tokens, place) {
  const [, name, edge] = /^(.*?)(?:_(open|close))?$/.exec(token.type);
  if (edge === "open") {
    if (name.endsWith("_list")) token.isTight = isTight(tokens, place);
    stack.open(token);
  } else if (edge === "close") BLOCKS[name](stack, stack.top.token);
  else if (name === "inline") inline(stack, token.children);
  else if (name === "hr") stack.add(nodes.horizontal_rule.create());
  else {
    const words = token.content.replace(/\n$/, "");
    stack.add(nodes.code_block.create({ info: (token.info || "").trim() }, words ? schema.text(words) : null));
  }
}

/* Returns the document, and for each of its blocks the lines it came from where they may stand as they are. */
export function read(source) {
  const env = {};
  const tokens = markdown.parse(source, env);
  const lines = source.split(/\r\n|\r|\n/);
  // A block that takes its address from a line elsewhere cannot be moved about on its own.
  const keeps = !Object.keys(env.references || {}).length;
  const stack = new Stack();
  const sources = new WeakMap();
  let start = null;
  tokens.forEach((token, place) => {
    if (token.level === 0 && token.map && token.nesting >= 0 && token.type !== "inline") start = token.map;
    block(stack, token, tokens, place);
    if (token.level !== 0 || token.nesting > 0 || token.type === "inline") return;
    const made = stack.top.children[stack.top.children.length - 1];
    const own = lines.slice(...start).join("\n").replace(/\n\s*$/, "");
    if (keeps && made.type !== nodes.code_block && !/^\s/.test(own)) sources.set(made, own);
  });
  return { doc: nodes.doc.createAndFill(null, stack.top.children), sources };
}
