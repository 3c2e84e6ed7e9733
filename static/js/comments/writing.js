/* A comment that is being written: kept in this browser until it is sent, and helped with the names of colleagues.

   The draft belongs to a person and a place. When the server has taken it, the page that it leads to says so in its
   address (`?sent=`), and only then is it forgotten: a lost connection or a closed lid costs nothing. */

import { commentsOf, forget, names, read, write } from "../kept.js";

const KEPT_FOR = 30 * 24 * 3600 * 1000;
const { person } = document.getElementById("trouble")?.dataset ?? {};
const prefix = commentsOf(person);

function clean() {
  for (const name of names(prefix)) {
    let at = 0;
    try {
      ({ at } = JSON.parse(read(name)));
    } catch {
      /* not ours to read: it goes */
    }
    if (!(Date.now() - at < KEPT_FOR)) forget(name);
  }
}

function arrived() {
  const address = new URL(location.href);
  const sent = address.searchParams.get("sent");
  if (!sent) return;
  forget(prefix + sent);
  address.searchParams.delete("sent");
  history.replaceState(history.state, "", address);
}

function ticked(form) {
  return [...form.querySelectorAll("input[name=people]:checked")].map((box) => box.value);
}

function keep(form, field) {
  const name = prefix + form.dataset.draft;
  const draft = { text: field.value, people: ticked(form), at: Date.now() };
  if (!draft.text.trim() && !draft.people.length) forget(name);
  else write(name, JSON.stringify(draft));
}

/* What the server has put back itself, after a refusal or a sign-in, comes first. */
function putBack(form, field) {
  if (field.value) return;
  try {
    const draft = JSON.parse(read(prefix + form.dataset.draft) ?? "{}");
    field.value = draft.text ?? "";
    for (const box of form.querySelectorAll("input[name=people]")) if (draft.people?.includes(box.value)) box.checked = true;
  } catch {
    /* not ours to read */
  }
}

/* ---- names: @ opens a list under the field; arrows choose, Enter and Tab take, Escape leaves. */

const MOST = 8;
const letters = (text) => text.toLocaleLowerCase();

function peopleOf(form) {
  return [...form.querySelectorAll("[data-people] input[name=people]")].map((box) => ({
    box,
    label: box.closest(".form-check").textContent.trim(),
    // A namesake's e-mail helps to choose, and does not belong into the text.
    name: box.closest(".form-check").textContent.trim().replace(/ \([^)]*\)$/, ""),
  }));
}

function helped(form, field) {
  const people = peopleOf(form);
  if (!people.length) return;
  const list = document.createElement("ul");
  list.className = "mention-list";
  list.id = `${field.id}-people`;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", form.querySelector("[data-people] summary").textContent.trim());
  list.hidden = true;
  field.after(list);
  // A text of several lines is no combobox; the list that is open is told by what is active in it.
  const told = { "aria-autocomplete": "list", "aria-haspopup": "listbox", "aria-controls": list.id };
  for (const [name, value] of Object.entries(told)) field.setAttribute(name, value);
  let found = [];
  let place = 0;

  function begun() {
    const before = field.value.slice(0, field.selectionStart);
    const at = before.lastIndexOf("@");
    if (at < 0 || (at > 0 && !/\s|\(/.test(before[at - 1]))) return null;
    const words = before.slice(at + 1);
    return words.length > 40 || words.includes("\n") ? null : { at, words };
  }

  function close() {
    list.hidden = true;
    field.removeAttribute("aria-activedescendant");
  }

  function mark() {
    for (const [number, item] of [...list.children].entries()) item.setAttribute("aria-selected", String(number === place));
    field.setAttribute("aria-activedescendant", list.children[place].id);
    list.children[place].scrollIntoView({ block: "nearest" });
  }

  function open() {
    const typed = begun();
    const wanted = typed && letters(typed.words);
    found = typed ? people.filter(({ name }) => letters(name).split(" ").some((_, n, all) => all.slice(n).join(" ").startsWith(wanted))) : [];
    found = found.slice(0, MOST);
    if (!found.length || found.some(({ name }) => letters(name) === wanted)) return close();
    list.replaceChildren(
      ...found.map(({ label }, number) => {
        const item = document.createElement("li");
        item.id = `${list.id}-${number}`;
        item.setAttribute("role", "option");
        item.textContent = label;
        return item;
      }),
    );
    place = 0;
    list.hidden = false;
    return mark();
  }

  function take() {
    const { at } = begun();
    const { box, name } = found[place];
    field.setRangeText(`@${name} `, at, field.selectionStart, "end");
    box.checked = true;
    close();
    field.focus();
    keep(form, field);
  }

  field.addEventListener("input", open);
  field.addEventListener("keydown", (event) => {
    if (list.hidden || event.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      place = (place + step + found.length) % found.length;
      mark();
    } else if (event.key === "Enter" || event.key === "Tab") take();
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
  });
  field.addEventListener("blur", close);
  // Before the field loses the focus.
  list.addEventListener("mousedown", (event) => {
    event.preventDefault();
    place = [...list.children].indexOf(event.target.closest("li"));
    if (place >= 0) take();
  });
}

if (person) {
  clean();
  arrived();
  for (const form of document.querySelectorAll("form[data-draft]")) {
    const field = form.querySelector("textarea[data-comment]");
    putBack(form, field);
    helped(form, field);
    form.addEventListener("input", () => keep(form, field));
  }
}
