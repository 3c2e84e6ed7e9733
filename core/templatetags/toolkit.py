"""Template tags and filters of the whole product; `templates/components/README.md` shows them in use."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import uuid4

from django import template
from django.core.paginator import Page
from django.forms import BaseForm, BaseFormSet, BoundField
from django.http import QueryDict
from django.template.loader import get_template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext, pgettext, to_locale

from core import icons, languages
from core import markdown as markdown_text
from core.differences import Piece
from core.graphics import wheel as wheel_drawing
from core.languages import content_language
from core.text import Foreign, Resolved, Text

register = template.Library()

STATUS_ICONS = {
    "ok": "circle-check",
    "warn": "triangle-alert",
    "bad": "octagon-alert",
    "accent": "circle-dot",
    "none": "circle-dashed",
    "": "circle-dashed",
}
NOTE_ICONS = {**STATUS_ICONS, "": "info", "none": "info"}


@register.simple_tag
def icon(name: str, **options: str) -> SafeString:
    """Inline an icon: `class` is added to its classes, `label` names it where it stands alone."""
    return icons.svg(name, options.get("class", ""), options.get("label", ""))


@register.simple_tag
def new_id() -> str:
    """Give a name that nothing else has, for what a form without JavaScript sends: a double click is one act."""
    return str(uuid4())


@register.simple_tag
def page_language() -> str:
    """Give the language of the page as HTML writes it: `da`, `en-GB`."""
    return to_locale(get_language() or "da").replace("_", "-")


@register.simple_tag
def status_icon(kind: str = "", name: str = "") -> SafeString:
    """Inline the icon whose shape belongs to a status, unless another is named."""
    return icons.svg(name or STATUS_ICONS[kind])


def _resolve(value: object) -> Resolved:
    language = content_language()
    text = value if isinstance(value, Text) else Text.from_value(value)
    return text.resolve(language)


def _is_localised(value: object) -> bool:
    return isinstance(value, Text | dict)


@register.filter
def here(value: object) -> str:
    """Give a localised text in the language of the page; words in the other language are marked with `lang`."""
    if isinstance(value, Foreign):
        return languages.marked(value)
    if not _is_localised(value):
        return "" if value is None else str(value)
    resolved = _resolve(value)
    if not resolved.is_fallback:
        return resolved.text
    return format_html('<span lang="{}">{}</span>', resolved.language, resolved.text)


@register.filter
def language_name(language: str) -> str:
    """Give the name of a language as a label says it."""
    return languages.language_name(language)


@register.filter
def in_language(language: str) -> str:
    """Give the words that mark a text as being in another language than the page: `in Swedish`."""
    return languages.in_language(language)


@register.filter
def lang(value: object) -> SafeString:
    """Give the attribute for what can hold words alone, such as an option, where they are in the other language."""
    words = _resolve(value).words if _is_localised(value) else value
    return format_html(' lang="{}"', words.language) if isinstance(words, Foreign) else SafeString()


@register.filter
def here_plain(value: object) -> str:
    """Give a localised text in the language of the page without markup, for attributes and titles."""
    if not _is_localised(value):
        return "" if value is None else str(value)
    return _resolve(value).text


@register.filter
def markdown(value: object) -> SafeString:
    """Give Markdown, a string or a localised text, as sanitised HTML."""
    if not _is_localised(value):
        return markdown_text.render("" if value is None else str(value))
    resolved = _resolve(value)
    html = markdown_text.render(resolved.text)
    return format_html('<div lang="{}">{}</div>', resolved.language, html) if resolved.is_fallback else html


@register.filter
def markdown_in_cell(value: str) -> SafeString:
    """Give Markdown as sanitised HTML for the cell of a table, without headings."""
    return markdown_text.render_in_cell(value)


@register.filter
def with_paragraphs(cell: str) -> str:
    """Give the words of a cell; one that was written in Markdown (`prose`) as sanitised HTML."""
    prose: str = getattr(cell, "prose", "")
    return markdown_text.render_in_cell(prose) if prose else cell


@register.filter
def at(items: Sequence[object] | Mapping[str, object], place: Any) -> object:
    """Give the item of a list at this place, counted from nothing, or of a mapping under this key."""
    return items[place]


@register.filter
def at_or_none(items: Mapping[str, object], key: str) -> object:
    """Give what a mapping has under this key, or nothing."""
    return items.get(key)


@register.filter
def compared(pieces: Iterable[Piece]) -> SafeString:
    """Give two texts as one, with what came and what went marked."""
    marks = {"added": "<ins>{}</ins>", "removed": "<del>{}</del>", "same": "{}"}
    return format_html_join("", "{}", ((format_html(marks[piece.kind], piece.text),) for piece in pieces))


@register.filter
def hits(pieces: Iterable[tuple[str, bool]]) -> SafeString:
    """Give a title in pieces as one, with what was searched for marked."""
    return format_html_join("", "{}", ((format_html("<mark>{}</mark>", p) if hit else p,) for p, hit in pieces))


@register.filter
def percent(value: float) -> str:
    """Give a whole percentage, with a space that does not break."""
    return f"{round(value)}\u00a0%"


@register.filter
def phase(number: int | None) -> str:
    """Give the class that sets a phase's colours; they go round after five."""
    return f"phase-{wheel_drawing.colour_number(number)}" if number else ""


@register.filter
def initials(name: object) -> str:
    """Give the two letters that stand for a person."""
    return str(name).strip()[:2].upper()


@register.filter
def requirement(field: BoundField) -> str:
    """Say in words whether a field must be filled in; nothing where all fields of the form are alike."""
    kinds = {other.field.required for other in field.form.visible_fields()}
    if len(kinds) < 2 or (field.widget_type == "checkbox" and not field.field.required):
        return ""
    return gettext("(required)") if field.field.required else gettext("(optional)")


@register.filter
def control_id(field: BoundField) -> str:
    """Give the id of the control that a link to a field leads to: of a group, its first."""
    return field.id_for_label or f"{field.auto_id}_0"


@register.filter
def faults(form: BaseForm | BaseFormSet | None) -> list[tuple[str, str]]:
    """List the errors of a form or formset as id and words, led by the field's name; a form's own have no id."""
    if form is None:
        return []
    if isinstance(form, BaseFormSet):
        return [("", str(error)) for error in form.non_form_errors()] + [f for one in form.forms for f in faults(one)]
    found = [("", str(error)) for error in form.non_field_errors()]
    for field in form:
        target = "" if field.is_hidden else control_id(field)
        found += [(target, f"{field.label}: {error}" if field.label else str(error)) for error in field.errors]
    return found


@register.filter
def needs_summary(items: Sequence[tuple[str, str]]) -> bool:
    """Tell whether errors need a summary: a single one at a field is seen, and takes the focus, where it stands."""
    return len(items) > 1 or any(not target for target, _ in items)


@register.simple_tag
def wheel(phases: Iterable[wheel_drawing.WheelPhase], **options: Any) -> SafeString:
    """Draw the strategy wheel; the variants are `mark`, `progress`, `nav` and `print`."""
    variant = options.pop("variant", "progress")
    classes = options.pop("class", "")
    drawn = list(phases)
    if variant == "print":
        svg = wheel_drawing.draw_for_print(drawn, classes=classes, **options)
    elif variant == "nav":
        options.setdefault("label", gettext("Strategy wheel: choose a phase"))
        svg = wheel_drawing.draw(drawn, names=[_phase_name(p) for p in drawn], classes=classes, **options)
    elif variant in ("progress", "mark"):
        svg = wheel_drawing.draw(drawn, outlined=variant == "progress", classes=classes, **options)
    else:
        raise template.TemplateSyntaxError(f"The wheel has no variant '{variant}'.")
    return mark_safe(svg)  # built from numbers; words and addresses are escaped where it is drawn


@register.simple_tag
def brand_wheel(phases: Sequence[wheel_drawing.WheelPhase] = (), filled: int = 5, **options: str) -> SafeString:
    """Draw the brand's mark: the cluster's own progress, or five phases of which some are full."""
    shown = phases or [wheel_drawing.Phase(n, percent=100 * (n <= filled)) for n in range(1, 6)]
    # Outlines show what is empty; at the size of the top bar they would only blur.
    outlined = options.pop("outlined", "") == "yes"
    svg = wheel_drawing.draw(shown, outlined=outlined, classes=options.get("class", ""))
    return mark_safe(svg)  # as above


def _phase_name(drawn: wheel_drawing.WheelPhase) -> str:
    if drawn.percent >= 100:
        state = pgettext("phase", "complete")
    elif drawn.percent <= 0:
        state = pgettext("phase", "not started")
    else:
        state = percent(drawn.percent)
    return f"{drawn.number} {here_plain(drawn.label)}: {state}"


def _component(name: str, **values: object) -> SafeString:
    return mark_safe(get_template(f"components/{name}.html").render(values))


@register.filter
def page_range(page: Page) -> list[int | str]:
    """List the page numbers to show around the current one; an ellipsis stands for those left out."""
    return list(page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1))


@register.simple_tag(takes_context=True)
def page_query(context: template.Context, number: int, name: str = "page") -> str:
    """Give the query string of another page of the list; the rest of the query stays."""
    query: QueryDict = context["request"].GET.copy()
    query[name] = str(number)
    return f"?{query.urlencode()}"


@register.simple_block_tag
def page_head(
    content: str, title: object, lead: object = "", phase: int | None = None, eyebrow: object = ""
) -> SafeString:
    """Open a page: its heading, what it is for, and the buttons between the tags."""
    return _component(
        "page_head", title=title, lead=lead, phase=phase, eyebrow=eyebrow, content=mark_safe(content.strip())
    )


@register.simple_block_tag
def note(content: str, kind: str = "", icon: str = "", role: str = "") -> SafeString:
    """Set something apart: information, or with a kind `ok`, `warn` or `bad`."""
    return _component("note", content=content, kind=kind, icon=icon or NOTE_ICONS.get(kind, "info"), role=role)


@register.simple_block_tag
def empty(
    content: str,
    title: object,
    icon: str = "inbox",
    phases: Sequence[wheel_drawing.WheelPhase] = (),
    level: int = 2,
) -> SafeString:
    """Show an empty state: what belongs here, and between the tags one way to begin."""
    return _component("empty", content=content, title=title, icon=icon, phases=phases, level=level)


@register.simple_block_tag
def card(
    content: str, *, title: object = "", id: str = "", level: int = 2, fog: bool = False, large: bool = False
) -> SafeString:
    """Frame something that stands alone."""
    return _component("card", content=content, title=title, id=id, level=level, fog=fog, large=large)


@register.simple_block_tag
def dialog(content: str, id: str, title: object) -> SafeString:
    """Make a native dialog, named by its heading."""
    return _component("dialog", content=content, id=id, title=title)


@register.simple_block_tag
def disclosure(content: str, summary: object, open: bool = False) -> SafeString:
    """Fold something away under its summary."""
    return _component("disclosure", content=content, summary=summary, open=open)


@register.simple_block_tag
def asks(content: str, act: object, question: object, about: object = "", icon: str = "ban") -> SafeString:
    """Ask before something is done that cannot be taken back; the form that does it is the content. Needs no script."""
    return _component("asks", content=content, act=act, question=question, about=about, icon=icon)


@register.simple_block_tag
def err_page(content: str, code: object, title: object, filled: int = 0) -> SafeString:
    """Show the box of an error page; `filled` phases of its wheel are full."""
    return _component("err_page", content=content, code=code, title=title, filled=filled)
