"""Putting words back into a form of a finished page, as a browser does when one goes back.

It works on the page and not on the form, so that every form of every room has it: those of hand-written markup, those
of lists of forms, those of the libraries. What is not touched stays letter for letter.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser

from django.utils.html import format_html
from django.utils.safestring import SafeString

from core.submissions.keys import FIELD, KEPT

# These belong to the page that is shown, not to the one that was sent.
OF_THE_PAGE = re.compile(rf"csrfmiddlewaretoken|{FIELD}|{KEPT}|.*-(TOTAL|INITIAL|MIN_NUM|MAX_NUM)_FORMS")
Attributes = list[tuple[str, str | None]]


@dataclass(slots=True)
class Control:
    """Something of a form that has a name; `start` and `end` are where its tag, or the text in it, stands."""

    tag: str
    attributes: Attributes
    start: int
    end: int
    options: "list[Control]" = field(default_factory=list)

    @property
    def given(self) -> dict[str, str]:
        """Return the attributes, an empty one as an empty text."""
        return {name: value or "" for name, value in self.attributes}

    @property
    def name(self) -> str:
        """Return the name under which it is sent."""
        return self.given.get("name", "")

    @property
    def kind(self) -> str:
        """Return the type of an input, or the name of the tag."""
        return self.given.get("type", "text").lower() if self.tag == "input" else self.tag


@dataclass(slots=True)
class Form:
    """A form of the page: where its first word would stand, and the closed disclosures around it."""

    attributes: Attributes
    start: int
    closed: list[Control]
    controls: list[Control] = field(default_factory=list)

    @property
    def action(self) -> str:
        """Return the address it is sent to, without its query; empty when that is the page's own."""
        return (dict(self.attributes).get("action") or "").partition("?")[0]

    @property
    def is_posted(self) -> bool:
        """Tell whether it changes something."""
        return (dict(self.attributes).get("method") or "").lower() == "post"


class Reader(HTMLParser):
    """Finds the forms of a page."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        # As the parser counts: only this one ends a line.
        self.lines = [0, *(found.end() for found in re.finditer("\n", html))]
        self.forms: list[Form] = []
        self.by_id: dict[str, Form] = {}
        self.strays: list[tuple[str, Control]] = []
        self.disclosures: list[Control] = []
        self.form: Form | None = None
        self.select: Control | None = None
        self.area: Control | None = None
        self.main: tuple[int, int] | None = None
        self.feed(html)
        self.close()
        for wanted, control in self.strays:
            if wanted in self.by_id:
                self.by_id[wanted].controls.append(control)

    def here(self) -> int:
        """Return where the tag begins that is being read."""
        line, column = self.getpos()
        return self.lines[line - 1] + column

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        """Note forms, what stands in them, and what is closed around them."""
        start = self.here()
        one = Control(tag, attrs, start, start + len(self.get_starttag_text() or ""))
        if tag == "form":
            closed = [disclosure for disclosure in self.disclosures if "open" not in disclosure.given]
            self.form = Form(attrs, one.end, closed)
            self.forms.append(self.form)
            if one.given.get("id"):
                self.by_id[one.given["id"]] = self.form
        elif tag == "details":
            self.disclosures.append(one)
        elif tag == "main" and self.main is None:
            self.main = (one.end, one.end)
        elif tag in {"input", "textarea", "select", "button"}:
            self.take(one)
        elif tag == "option" and self.select is not None:
            self.select.options.append(one)

    def take(self, one: Control) -> None:
        """Note a control with the form it belongs to."""
        if one.tag == "textarea":
            self.area = one
        elif one.tag == "select":
            self.select = one
        if wanted := one.given.get("form"):
            self.strays.append((wanted, one))
        elif self.form is not None:
            self.form.controls.append(one)

    def handle_endtag(self, tag: str) -> None:
        """Note where something ends."""
        if tag == "form":
            self.form = None
        elif tag == "details" and self.disclosures:
            self.disclosures.pop()
        elif tag == "select":
            self.select = None
        elif tag == "textarea" and self.area is not None:
            self.area.start, self.area.end, self.area = self.area.end, self.here(), None
        elif tag == "main" and self.main is not None:
            self.main = (self.main[0], self.here())


@dataclass(frozen=True, slots=True)
class Refilled:
    """A form with what was typed, and what found no place in it any more."""

    edits: list[tuple[int, int, str]]
    form: Form
    left: dict[str, list[str]]


def form_of(reader: Reader, *, page: str, action: str, fields: Mapping[str, Sequence[str]]) -> Form | None:
    """Return the form of the page that was sent to this address; of several, the one with most of its hidden values."""
    own_names = {name for name in fields if not OF_THE_PAGE.fullmatch(name)}

    def fit(form: Form) -> tuple[int, int]:
        hidden = [one for one in form.controls if one.kind == "hidden" and one.name in own_names]
        same = sum(one.given.get("value", "") in fields[one.name] for one in hidden)
        return same, len(own_names & {one.name for one in form.controls})

    posted = [form for form in reader.forms if form.is_posted]
    meant = [form for form in posted if (form.action or page) == action]
    if not meant:
        # The address may have been another one, with the same form on it: all of its words must fit.
        meant = [form for form in posted if own_names and own_names <= {one.name for one in form.controls}]
    return max(meant, key=fit, default=None)


def refill(form: Form, fields: Mapping[str, Sequence[str]]) -> Refilled:
    """Return what to change in the page so that the form says what was typed."""
    left = {name: list(values) for name, values in fields.items() if not OF_THE_PAGE.fullmatch(name)}
    edits: list[tuple[int, int, str]] = []
    for one in form.controls:
        if not one.name or "disabled" in one.given or OF_THE_PAGE.fullmatch(one.name):
            continue
        edits += filled(one, left)
    edits += [(one.start, one.end, tag(one, {"open": ""})) for one in form.closed]
    return Refilled(edits, form, {name: values for name, values in left.items() if any(v.strip() for v in values)})


def filled(one: Control, left: dict[str, list[str]]) -> Iterator[tuple[int, int, str]]:
    """Yield what changes in one control, and take from what is left the words that it holds now."""
    waiting = left.get(one.name, [])
    if one.kind in {"checkbox", "radio"}:
        value = one.given.get("value", "on")
        is_on = value in waiting
        if is_on:
            waiting.remove(value)
        if is_on != ("checked" in one.given):
            yield one.start, one.end, tag(one, {"checked": "" if is_on else None})
    elif one.kind == "select":
        yield from chosen(one, waiting)
    elif one.kind in {"button", "submit", "image", "reset"}:
        left.pop(one.name, None)
    elif one.kind not in {"file", "password"} and waiting:
        value = waiting.pop(0)
        if one.tag == "textarea":
            # The first line break after the tag is no part of the text.
            yield one.start, one.end, "\n" + escape(value)
        elif value != one.given.get("value", ""):
            yield one.start, one.end, tag(one, {"value": value})


def chosen(one: Control, waiting: list[str]) -> Iterator[tuple[int, int, str]]:
    """Yield the options of a list that change, when it offers what was chosen."""
    known = {option.given.get("value", "") for option in one.options}
    wanted = {value for value in waiting if value in known}
    if not wanted and "multiple" not in one.given:
        return
    for option in one.options:
        is_on = option.given.get("value", "") in wanted
        if is_on != ("selected" in option.given):
            yield option.start, option.end, tag(option, {"selected": "" if is_on else None})
    waiting[:] = [value for value in waiting if value not in wanted]


def tag(one: Control, changed: Mapping[str, str | None]) -> SafeString:
    """Write a tag again with some attributes changed; None takes one away."""
    attributes = {name: value for name, value in one.attributes if name not in changed}
    attributes |= {name: value for name, value in changed.items() if value is not None}
    written = [
        format_html(" {}", name) if value is None else format_html(' {}="{}"', name, value)
        for name, value in attributes.items()
    ]
    return SafeString(f"<{one.tag}{''.join(written)}>")


def edited(html: str, edits: list[tuple[int, int, str]]) -> str:
    """Return the page with each piece replaced."""
    parts, at = [], 0
    for start, end, text in sorted(edits, key=lambda edit: edit[:2]):
        parts += [html[at:start], text]
        at = end
    return "".join([*parts, html[at:]])
