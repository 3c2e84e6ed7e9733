"""Rows of tables are drawn in Python, with no more in a cell than the browser cannot know."""

from typing import Any

import pytest
from lxml import html

from workbooks.asking import Control
from workbooks.asking.base import Choice
from workbooks.shown import table_html

NASTY = "\"><script>alert('Æ')</script>&"
CHOICES = (Choice("a", "Æble", is_chosen=True), Choice("b", "Bær", is_chosen=False))
CONTROLS = [
    Control("cell", "a-x", text=NASTY),
    Control("cell", "a-x-da", text=NASTY, language="da", fault="Forkert"),
    Control("number", "a-x", text="1.000", fault="Forkert"),
    Control("date", "a-x", text="2027-01-01"),
    Control("country", "a-x", text=NASTY),
    Control("select", "a-x", text="a", choices=CHOICES),
    Control("cell_lines", "a-x-da", text=NASTY, language="da", fault="Forkert"),
    Control("cell_checks", "a-x", choices=CHOICES, hint="Højst 1", fault="Forkert"),
    Control("cell_checks", "a-x", choices=CHOICES),
    Control("computed", "a-x", text="3,5"),
]


@pytest.mark.parametrize("control", CONTROLS, ids=lambda control: f"{control.kind}{'!' if control.fault else ''}")
def test_cell_belongs_to_the_form_is_named_and_says_what_is_wrong(control: Control) -> None:
    (field,) = html.fragment_fromstring(
        table_html.DRAWN[control.kind](control, table_html.said("aria-label", "Kolonne")), create_parent=True
    )

    assert field.get("aria-label") == "Kolonne"
    assert field.get("lang") == control.language
    if control.kind == "computed":
        assert (field.get("id"), field.text) == (control.id, control.text)
        return
    if control.kind == "cell_checks":
        is_told(field, control)
        return
    assert (field.get("form"), field.get("name")) == ("f", control.name)
    chosen = [option.get("value") for option in field.iter("option") if option.get("selected") is not None]
    assert {"textarea": field.text, "input": field.get("value"), "select": "".join(chosen)}[field.tag] == (
        f"\n{control.text}" if field.tag == "textarea" else control.text
    )
    wrong = [field.get(name) for name in ("id", "class", "aria-invalid", "aria-describedby")]
    assert wrong == (
        ["a-x-da" if control.language else "a-x", "is-invalid", "true", f"e-{control.id}"]
        if control.fault
        else [None] * 4
    )


def is_told(group: Any, control: Control) -> None:
    """Assert that boxes are of the form, and that they and the group around them say what is wrong."""
    boxes = group.findall(".//input")
    assert {(one.get("form"), one.get("name")) for one in boxes} == {("f", control.name)}
    assert [one.get("value") for one in boxes] == [choice.value for choice in control.choices]
    assert [one.get("value") for one in boxes if one.get("checked") is not None] == [
        choice.value for choice in control.choices if choice.is_chosen
    ]
    assert {one.get("aria-invalid") for one in boxes} == {"true" if control.fault else None}
    assert {"is-invalid" in one.get("class", "") for one in boxes} == {bool(control.fault)}
    wrong = ("a-x", "-1", "e-a-x") if control.fault else (None, None, None)
    assert (group.get("id"), group.get("tabindex"), group.get("aria-describedby")) == wrong


@pytest.mark.parametrize("control", CONTROLS, ids=lambda control: control.kind)
def test_what_people_wrote_stays_within_its_cell(control: Control) -> None:
    assert "<script" not in table_html.DRAWN[control.kind](control, table_html.said("aria-label", NASTY))


def test_countries_are_listed_in_the_language_of_the_page() -> None:
    danish, english = table_html.country_options("da"), table_html.country_options("en")

    assert '<option value="Østrig"></option>' in danish
    assert '<option value="Austria"></option>' in english
    assert danish.count("<option") == english.count("<option")
