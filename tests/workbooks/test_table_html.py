"""Rows of tables are drawn in Python, with no more in a cell than the browser cannot know."""

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


@pytest.mark.parametrize("control", CONTROLS, ids=lambda control: control.kind)
def test_what_people_wrote_stays_within_its_cell(control: Control) -> None:
    assert "<script" not in table_html.DRAWN[control.kind](control, table_html.said("aria-label", NASTY))


def test_countries_are_listed_in_the_language_of_the_page() -> None:
    danish, english = table_html.country_options("da"), table_html.country_options("en")

    assert '<option value="Østrig"></option>' in danish
    assert '<option value="Austria"></option>' in english
    assert danish.count("<option") == english.count("<option")
