"""The controls of a question as they stand on the small page that companies answer on."""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from core.languages import content_language
from core.templatetags.toolkit import here
from schema.countries import COUNTRIES, country_name
from surveys.asking import AskedQuestion
from workbooks.asking import Control

register = template.Library()
INPUT = {"number": "text", "line": "text", "country": "text", "date": "date"}


@register.simple_tag
def survey_control(one: AskedQuestion, control: Control) -> SafeString:
    """Draw one control."""
    wrong = SafeString(' aria-invalid="true"') if one.faults else ""
    if control.kind in ("radio", "checks", "scale"):
        return _choices(one, control, wrong)
    label = one.question.label.resolve(content_language()).text
    if control.kind == "country":
        label = control.label
    if control.kind == "lines":
        return format_html(
            '<textarea name="{}" id="{}" rows="5" maxlength="5000" aria-label="{}"{}>\n{}</textarea>',
            control.name,
            control.id,
            label,
            wrong,
            control.text,
        )
    more = {"number": ' inputmode="decimal"', "country": ' list="countries"'}.get(control.kind, "")
    return format_html(
        '<div class="field"><input type="{}" name="{}" id="{}" value="{}" aria-label="{}" autocomplete="off"{}{}>'
        "{}</div>",
        INPUT.get(control.kind, "text"),
        control.name,
        control.id,
        control.text,
        label,
        SafeString(more),
        wrong,
        format_html("<span>{}</span>", control.unit) if control.unit else "",
    )


def _choices(one: AskedQuestion, control: Control, wrong: str) -> SafeString:
    # An option that is not in the language of the page says in which one it is.
    labels = {option.key: option.label for option in getattr(one.question, "options", ())}
    kind = "checkbox" if control.kind == "checks" else "radio"
    is_scale = control.kind == "scale"
    items = format_html_join(
        "\n",
        '<label class="opt"><input type="{}" name="{}" value="{}"{}{}><span>{}{}</span></label>',
        (
            (
                kind,
                control.name,
                choice.value,
                SafeString(" checked") if choice.is_chosen else "",
                wrong,
                here(labels[choice.value]) if choice.value in labels else choice.label,
                _end(control, place, choice.hint),
            )
            for place, choice in enumerate(control.choices)
        ),
    )
    hint = format_html('<p class="small">{}</p>', control.hint) if control.hint else ""
    ends = ""
    if is_scale:
        ends = format_html(
            '<p class="ends" aria-hidden="true"><span>{}</span><span>{}</span></p>', control.low, control.high
        )
    return format_html('{}<div class="{}">{}</div>{}', hint, "scale" if is_scale else "opts", items, ends)


def _end(control: Control, place: int, hint: str) -> SafeString:
    """Return what a step of a scale means, read aloud only."""
    ends = {0: control.low, len(control.choices) - 1: control.high}
    words = hint or (ends.get(place, "") if control.kind == "scale" else "")
    return format_html('<span class="aloud">, {}</span>', words) if words else SafeString("")


@register.simple_tag
def survey_countries() -> SafeString:
    """Draw the list that country fields suggest from, once a page."""
    language = content_language()
    names = sorted(country_name(code, language) for code in COUNTRIES)
    return format_html(
        '<datalist id="countries">{}</datalist>', format_html_join("", "<option>{}", ((name,) for name in names))
    )
