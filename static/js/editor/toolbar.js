/* The row of buttons: cloned from the page's own markup, one stop for the Tab key, arrows within. */

import { COMMANDS, IS_ON, listAround } from "./commands.js";

const isMac = /Mac|iP(?:hone|ad)/.test(navigator.platform);

export class Toolbar {
  constructor(markup, field) {
    this.field = field;
    this.element = markup.cloneNode(true);
    this.buttons = [...this.element.querySelectorAll("button")];
    this.buttons.forEach((button, place) => {
      button.tabIndex = place === 0 ? 0 : -1;
      if (isMac && button.title) button.title = button.title.replace("Ctrl+", "⌘");
    });
    // The text keeps the cursor while a button is pressed with the mouse.
    this.element.addEventListener("mousedown", (event) => event.preventDefault());
    this.element.addEventListener("click", (event) => this.press(event.target.closest("button")));
    this.element.addEventListener("keydown", (event) => this.key(event));
    this.element.addEventListener("focusin", (event) => this.rove(event.target.closest("button")));
  }

  named(textarea, id) {
    this.element.setAttribute("aria-controls", id);
    const label = textarea.getAttribute("aria-labelledby");
    if (!label) return;
    this.element.id = `${id}-tools`;
    this.element.setAttribute("aria-labelledby", `${this.element.id} ${label}`);
  }

  press(button) {
    if (!button || button.getAttribute("aria-disabled") === "true") return;
    const { act } = button.dataset;
    if (act === "plain") this.field.switchToPlain();
    else if (act === "link") this.field.askForLink();
    else {
      const { view } = this.field;
      COMMANDS[act](view.state, view.dispatch, view);
      // From the keyboard one stays at the buttons: Escape goes back to the text.
      if (!this.element.contains(document.activeElement)) view.focus();
    }
  }

  key(event) {
    const place = this.buttons.indexOf(event.target.closest("button"));
    const last = this.buttons.length - 1;
    const goal = { ArrowRight: place === last ? 0 : place + 1, ArrowLeft: place === 0 ? last : place - 1, Home: 0, End: last }[event.key];
    if (event.key === "Escape") this.field.focus();
    else if (goal === undefined) return;
    else this.buttons[goal].focus();
    event.preventDefault();
  }

  rove(button) {
    for (const one of this.buttons) one.tabIndex = one === button ? 0 : -1;
  }

  focus() {
    this.buttons.find((button) => button.tabIndex === 0).focus();
  }

  show(state) {
    for (const button of this.buttons) {
      const { act } = button.dataset;
      if (IS_ON[act]) set(button, "aria-pressed", String(Boolean(IS_ON[act](state))));
      if (COMMANDS[act]) set(button, "aria-disabled", String(!this.may(act, state)));
    }
  }

  may(act, state) {
    if (act === "deeper" || act === "shallower") return Boolean(listAround(state)) && COMMANDS[act](state);
    return act === "bullets" || act === "numbers" || COMMANDS[act](state);
  }
}

/* Only what changes is written: screen readers and observers hear of nothing else. */
function set(element, name, value) {
  if (element.getAttribute(name) !== value) element.setAttribute(name, value);
}
