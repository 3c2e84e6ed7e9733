/* The dialog for a link: its words and its address. One for the page. */

import { TextSelection } from "prosemirror-state";
import { typedAddress } from "./addresses.js";
import { schema } from "./schema.js";

const { link } = schema.marks;
let dialog = null;

/* The whole link at the cursor, or the selection. */
function range(state) {
  // Of the whole document, only its words.
  const { from, to, empty, $from } = TextSelection.between(state.selection.$from, state.selection.$to);
  if (!empty) return { from, to, mark: firstLink(state.doc, from, to) };
  const mark = [$from.nodeBefore, $from.nodeAfter].map((node) => node && link.isInSet(node.marks)).find(Boolean);
  if (!mark) return { from, to, mark: null };
  let [start, end] = [from, from];
  let run = null;
  $from.parent.forEach((node, offset) => {
    const at = $from.start() + offset;
    run = mark.isInSet(node.marks) ? { start: run?.start ?? at, end: at + node.nodeSize } : null;
    if (run && run.start <= from && run.end >= from) [start, end] = [run.start, run.end];
  });
  return { from: start, to: end, mark };
}

function firstLink(doc, from, to) {
  let found = null;
  doc.nodesBetween(from, to, (node) => {
    found ||= link.isInSet(node.marks) || null;
  });
  return found;
}

function make(markup) {
  const element = markup.cloneNode(true);
  document.body.append(element);
  return element;
}

export function askForLink(view, markup) {
  dialog ||= make(markup);
  const form = dialog.querySelector("form");
  const [words, address] = [form.elements.words, form.elements.address];
  const fault = dialog.querySelector(".invalid-feedback");
  const { from, to, mark } = range(view.state);
  // Words that run over several paragraphs, or stand in bold and plain, stay as they are.
  const before = view.state.doc.textBetween(from, to, "\n");
  const isLong = before.includes("\n");
  words.value = before;
  words.closest("[data-words-field]").hidden = isLong;
  address.value = mark ? mark.attrs.href : "";
  dialog.querySelector("[data-act=remove]").hidden = !mark;
  complain(address, fault, false);

  dialog.onclose = () => view.focus();
  dialog.querySelector("[data-act=remove]").onclick = () => {
    view.dispatch(view.state.tr.removeMark(from, to, link));
    dialog.close();
  };
  form.onsubmit = (event) => {
    event.preventDefault();
    const href = typedAddress(address.value);
    complain(address, fault, !href);
    if (!href) {
      address.focus();
      return;
    }
    view.dispatch(insertion(view.state, { from, to, before, words: isLong ? before.trim() : words.value.trim(), href }));
    dialog.close();
  };
  dialog.showModal();
  (before ? address : words).focus();
}

function insertion(state, { from, to, before, words, href }) {
  const tr = state.tr;
  let end = to;
  if (words !== before.trim() || from === to) {
    const text = words || href;
    tr.insertText(text, from, to);
    end = from + text.length;
  }
  tr.removeMark(from, end, link).addMark(from, end, link.create({ href }));
  tr.setSelection(TextSelection.create(tr.doc, end)).removeStoredMark(link);
  return tr.scrollIntoView();
}

function complain(field, fault, isWrong) {
  fault.hidden = !isWrong;
  field.classList.toggle("is-invalid", isWrong);
  if (isWrong) field.setAttribute("aria-invalid", "true");
  else field.removeAttribute("aria-invalid");
}
