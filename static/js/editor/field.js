/* One text area as an editor. The text area stays in the form with the Markdown in it and is told of every change, so
   that whatever looks after it (saving, conflicts, what is wrong) need not know that there is an editor. */

import { history } from "prosemirror-history";
import { keymap } from "prosemirror-keymap";
import { EditorState, Selection } from "prosemirror-state";
import { EditorView } from "prosemirror-view";
import { baseKeymap, KEYS, typingRules } from "./commands.js";
import { askForLink } from "./link.js";
import { clean } from "./paste/clean.js";
import { plainSlice } from "./paste/plain.js";
import { ownHtml } from "./paste/source.js";
import { read } from "./reading.js";
import { Toolbar } from "./toolbar.js";
import { write } from "./writing.js";

const stored = Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, "value");
const MIRRORED = ["aria-labelledby", "aria-label", "aria-describedby", "aria-invalid", "aria-errormessage", "lang"];

/* A page translator, or another machine in the page, rewrites what stands there though nobody has typed. A change is a
   person's when it follows closely on something that they do; every other is put back. */
const CLOSELY = 250;
const DEEDS = ["keydown", "beforeinput", "input", "compositionstart", "compositionupdate", "compositionend", "paste", "cut", "drop"];

function onlyByPeople(view) {
  let isAtWork = false;
  let timer = 0;
  const atWork = () => {
    isAtWork = true;
    clearTimeout(timer);
    timer = setTimeout(() => {
      isAtWork = false;
    }, CLOSELY);
  };
  for (const deed of DEEDS) view.dom.addEventListener(deed, atWork, { capture: true });
  const { domObserver } = view;
  const take = domObserver.handleDOMChange;
  // A place below nought: only the cursor has moved. What is not taken, the view puts back by itself.
  domObserver.handleDOMChange = (from, ...more) => {
    if (from < 0 || isAtWork || view.composing) take(from, ...more);
  };
}

/* The browser tells of a moved cursor a moment later; whoever types faster than that means the new place, and must not
   overwrite what was selected before. */
function settle(view) {
  if (!view.composing) view.domObserver.flush();
  return false;
}

export class Field {
  constructor(textarea, parts, switchToPlain) {
    this.textarea = textarea;
    this.parts = parts;
    this.switchToPlain = switchToPlain;
    const hadFocus = document.activeElement === textarea;
    const wasAtEnd = textarea.selectionStart === stored.get.call(textarea).length;
    this.id = `${textarea.id || textarea.name}-text`;
    this.toolbar = new Toolbar(parts.toolbar, this);
    this.toolbar.named(textarea, this.id);
    this.element = document.createElement("div");
    this.element.className = "editor";
    this.element.append(this.toolbar.element);
    textarea.before(this.element);
    this.view = new EditorView(this.element, {
      state: this.fresh(),
      attributes: () => this.attributes(),
      editable: () => !textarea.readOnly && !textarea.disabled,
      dispatchTransaction: (tr) => this.apply(tr),
      transformPastedHTML: (html) => ownHtml(html) ?? clean(html),
      clipboardTextParser: (text, $context) => plainSlice(text, $context),
      handlePaste: (_, event) => this.isOnlyFiles(event.clipboardData),
      handleDrop: (_, event) => this.isOnlyFiles(event.dataTransfer),
      handleDOMEvents: { blur: () => this.told(), keydown: settle, paste: settle },
    });
    onlyByPeople(this.view);
    this.toolbar.show(this.view.state);
    textarea.hidden = true;
    this.takeOver();
    if (!hadFocus) return;
    // Whoever stands behind the last word goes on there.
    if (wasAtEnd) this.view.dispatch(this.view.state.tr.setSelection(Selection.atEnd(this.view.state.doc)));
    this.view.focus();
  }

  /* Whoever sets the value, gives the focus or marks it as wrong reaches the editor. */
  takeOver() {
    const field = this;
    Object.defineProperty(this.textarea, "value", {
      configurable: true,
      get: () => stored.get.call(field.textarea),
      set(value) {
        stored.set.call(field.textarea, value);
        field.follow();
      },
    });
    this.textarea.focus = () => this.focus();
    this.watch = new MutationObserver(() => this.view.setProps({}));
    this.watch.observe(this.textarea, { attributes: true, attributeFilter: [...MIRRORED, "class", "readonly", "disabled"] });
  }

  fresh() {
    this.source = stored.get.call(this.textarea);
    const { doc, sources } = read(this.source);
    this.sources = sources;
    this.untouched = doc;
    return EditorState.create({
      doc,
      plugins: [
        typingRules(),
        keymap({ "Mod-k": () => this.askForLink() || true, "Alt-F10": () => this.toolbar.focus() || true }),
        keymap(KEYS),
        keymap(baseKeymap),
        history(),
      ],
    });
  }

  attributes() {
    const { textarea } = this;
    const found = { id: this.id, class: "form-control editor-text", role: "textbox", "aria-multiline": "true", spellcheck: "true" };
    for (const name of MIRRORED) {
      const value = textarea.getAttribute(name)?.trim();
      if (value) found[name] = value;
    }
    if (textarea.classList.contains("is-invalid")) found.class += " is-invalid";
    if (textarea.readOnly || textarea.disabled) found["aria-readonly"] = "true";
    return found;
  }

  apply(tr) {
    const before = this.view.state.doc;
    this.view.updateState(this.view.state.apply(tr));
    const { state } = this.view;
    this.toolbar.show(state);
    if (!tr.docChanged || state.doc.eq(before)) return;
    // What has been undone to the last is the text as it came, to the letter.
    const text = state.doc.eq(this.untouched) ? this.source : write(state.doc, this.sources);
    if (text === stored.get.call(this.textarea)) return;
    stored.set.call(this.textarea, text);
    this.isChanged = true;
    this.textarea.dispatchEvent(new Event("input", { bubbles: true }));
  }

  /* The text area was filled by somebody else. */
  follow() {
    if (this.textarea.value === write(this.view.state.doc, this.sources)) return;
    this.view.updateState(this.fresh());
    this.toolbar.show(this.view.state);
  }

  /* A text area says so once when it is left changed. */
  told() {
    if (!this.isChanged) return;
    this.isChanged = false;
    this.textarea.dispatchEvent(new Event("change", { bubbles: true }));
  }

  isOnlyFiles(data) {
    return Boolean(data?.files.length) && !data.getData("text/html") && !data.getData("text/plain");
  }

  askForLink() {
    askForLink(this.view, this.parts.dialog);
  }

  focus() {
    this.view.focus();
    this.element.scrollIntoView({ block: "nearest" });
  }

  remove() {
    this.watch.disconnect();
    this.view.destroy();
    this.element.remove();
    delete this.textarea.value;
    delete this.textarea.focus;
    this.textarea.hidden = false;
  }
}
