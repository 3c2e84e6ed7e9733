"""Rows of tables are drawn in Python; what they share with fields outside tables looks alike."""

import re
from typing import Any

import pytest
from django.template.loader import render_to_string

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
    Control("computed", "a-x", text="3,5"),
]


def attributes(html: str) -> list[str]:
    """Every tag with its attributes in a fixed order; an empty description is none."""
    html = re.sub(r'\saria-describedby="\s*"', "", html)
    html = re.sub(r'aria-describedby="\s*([^"]*?)\s*"', r'aria-describedby="\1"', html)
    tags = re.findall(r"<[^>]+>|[^<]+", html)
    return [
        " ".join(sorted(re.findall(r'[\w-]+="[^"]*"|[\w-]+', tag))) if tag[0] == "<" else tag
        for tag in tags
        if tag.strip()
    ]


@pytest.mark.parametrize("control", CONTROLS, ids=lambda control: f"{control.kind}{'!' if control.fault else ''}")
def test_cell_looks_as_its_template_draws_it(control: Control) -> None:
    many = control.language is not None
    drawn = table_html.DRAWN[control.kind](control, "Kolonne, række 1", many)
    context: dict[str, Any] = {"control": control, "cell": "Kolonne, række 1", "many": int(many), "key": "x"}

    assert attributes(drawn) == attributes(render_to_string(control.template, context).strip("\n"))
    assert "<script" not in drawn


def test_countries_are_listed_in_the_language_of_the_page() -> None:
    danish, english = table_html.country_options("da"), table_html.country_options("en")

    assert '<option value="Østrig"></option>' in danish
    assert '<option value="Austria"></option>' in english
    assert danish.count("<option") == english.count("<option")
