/* What the buttons and the keys do. Keys are those of Word; Tab is left alone, since it leaves the field. */

import { baseKeymap, chainCommands, exitCode, setBlockType, toggleMark } from "prosemirror-commands";
import { redo, undo } from "prosemirror-history";
import { InputRule, inputRules, undoInputRule, wrappingInputRule } from "prosemirror-inputrules";
import { liftListItem, sinkListItem, splitListItem, wrapInList } from "prosemirror-schema-list";
import { schema } from "./schema.js";

const { nodes, marks } = schema;

/* The innermost node of the types round the cursor, with the place before it. */
function around(state, types) {
  const { $from, to } = state.selection;
  for (let depth = $from.depth; depth > 0; depth -= 1) {
    if (types.includes($from.node(depth).type) && $from.end(depth) >= to) return { node: $from.node(depth), at: $from.before(depth) };
  }
  return null;
}

const LISTS = [nodes.bullet_list, nodes.ordered_list];

export const listAround = (state) => around(state, LISTS);

export function hasMark(state, type) {
  const { from, to, empty, $from } = state.selection;
  return empty ? Boolean(type.isInSet(state.storedMarks || $from.marks())) : state.doc.rangeHasMark(from, to, type);
}

function toggleHeading(level) {
  return (state, dispatch) => {
    const { parent } = state.selection.$from;
    const isOn = parent.type === nodes.heading && parent.attrs.level === level;
    return setBlockType(isOn ? nodes.paragraph : nodes.heading, isOn ? null : { level })(state, dispatch);
  };
}

/* In a list: out of it, or to the other kind; elsewhere: into one. */
function toggleList(type) {
  return (state, dispatch) => {
    const list = listAround(state);
    if (list?.node.type === type) return liftListItem(nodes.list_item)(state, dispatch);
    if (list) {
      if (dispatch) dispatch(state.tr.setNodeMarkup(list.at, type, { tight: list.node.attrs.tight }));
      return true;
    }
    if (wrapInList(type)(state, dispatch)) return true;
    // A heading becomes a line of the list, as in Word.
    if (!dispatch) return setBlockType(nodes.paragraph)(state);
    let plain = state;
    setBlockType(nodes.paragraph)(state, (tr) => (plain = state.apply(tr)));
    return plain !== state && wrapInList(type)(plain, (tr) => dispatch(replay(state, plain, tr)));
  };
}

/* Two steps as one, so that one undo takes both back. */
function replay(state, between, second) {
  const tr = state.tr;
  setBlockType(nodes.paragraph)(state, (first) => first.steps.forEach((step) => tr.step(step)));
  second.steps.forEach((step) => tr.step(step));
  return tr.scrollIntoView();
}

function lineBreak(state, dispatch) {
  if (state.selection.$from.parent.type.spec.code) return false;
  if (dispatch) dispatch(state.tr.replaceSelectionWith(nodes.hard_break.create()).scrollIntoView());
  return true;
}

/* At the start of a line, the way back from a heading or a list is the key that deletes. */
function plainAtStart(state, dispatch, view) {
  const { $cursor } = state.selection;
  if (!$cursor || !(view ? view.endOfTextblock("backward", state) : $cursor.parentOffset === 0)) return false;
  if ($cursor.parent.type === nodes.heading) return setBlockType(nodes.paragraph)(state, dispatch);
  if ($cursor.node(-1)?.type === nodes.list_item && $cursor.index(-1) === 0) return liftListItem(nodes.list_item)(state, dispatch);
  return false;
}

export const COMMANDS = {
  heading: toggleHeading(2),
  subheading: toggleHeading(3),
  bold: toggleMark(marks.strong),
  italic: toggleMark(marks.em),
  bullets: toggleList(nodes.bullet_list),
  numbers: toggleList(nodes.ordered_list),
  deeper: sinkListItem(nodes.list_item),
  shallower: liftListItem(nodes.list_item),
  undo,
  redo,
};

/* Whether a button is pressed, for those that stand for a state. */
export const IS_ON = {
  heading: ({ selection }) => selection.$from.parent.type === nodes.heading && selection.$from.parent.attrs.level <= 2,
  subheading: ({ selection }) => selection.$from.parent.type === nodes.heading && selection.$from.parent.attrs.level > 2,
  bold: (state) => hasMark(state, marks.strong),
  italic: (state) => hasMark(state, marks.em),
  bullets: (state) => listAround(state)?.node.type === nodes.bullet_list,
  numbers: (state) => listAround(state)?.node.type === nodes.ordered_list,
  link: (state) => hasMark(state, marks.link),
};

export const KEYS = {
  "Mod-b": COMMANDS.bold,
  "Mod-i": COMMANDS.italic,
  "Mod-z": undo,
  "Mod-y": redo,
  "Mod-Shift-z": redo,
  "Mod-Alt-0": setBlockType(nodes.paragraph),
  "Mod-Alt-1": setBlockType(nodes.heading, { level: 2 }),
  "Mod-Alt-2": setBlockType(nodes.heading, { level: 3 }),
  "Mod-Shift-l": COMMANDS.bullets,
  "Mod-Shift-7": COMMANDS.numbers,
  "Mod-Shift-8": COMMANDS.bullets,
  "Mod-m": COMMANDS.deeper,
  "Mod-Shift-m": COMMANDS.shallower,
  Enter: splitListItem(nodes.list_item),
  "Shift-Enter": chainCommands(exitCode, lineBreak),
  "Mod-Enter": chainCommands(exitCode, lineBreak),
  Backspace: chainCommands(undoInputRule, plainAtStart),
};

export { baseKeymap };

/* "- " and "1. " at the start of a line begin a list, as they do in Word; "## " a heading, for those who know it. */
export function typingRules() {
  return inputRules({
    rules: [
      wrappingInputRule(/^\s*[-*•]\s$/, nodes.bullet_list),
      wrappingInputRule(
        /^1[.)]\s$/,
        nodes.ordered_list,
        { order: 1 },
        (_, before) => before.childCount === 0,
      ),
      new InputRule(/^(#{2,4})\s$/, (state, match, start, end) => {
        const $start = state.doc.resolve(start);
        if (!$start.node(-1).canReplaceWith($start.index(-1), $start.indexAfter(-1), nodes.heading)) return null;
        return state.tr.delete(start, end).setBlockType(start, start, nodes.heading, { level: match[1].length });
      }),
    ],
  });
}
