"""The page of an example: answers beside the questions they answer."""

import pytest
from django.test import Client

from tests.library.publishing import publish, texts
from tests.pages import notes, rows, tree, words
from tests.schema.samples import (
    catalogue,
    edited,
    every_type,
    example,
    question,
    section,
    strategy,
    text,
)

pytestmark = pytest.mark.django_db


def test_example_shows_answers_beside_the_questions(reader: Client) -> None:
    basis = publish(strategy())
    publish(catalogue())

    response = reader.get(publish(example()))

    replies = tree(response).xpath("//*[starts-with(@class, 'lib-reply')]")
    assert [[words(part) for part in reply] for reply in replies] == [
        ["aim in English", "Flere lande in English"],
        ["stage in English", "plan in English"],
    ]
    assert tree(response).xpath("//aside//dd/a/@href") == [basis]
    assert texts(response, "//dl[@class='lib-facts']/div") == ["of which small or medium-sized 12"]


def test_example_shows_goals_kpis_and_activities_where_the_template_has_their_panels(reader: Client) -> None:
    data = strategy()
    panels = [question(panel, "panel", panel=panel) for panel in ("goals", "kpis", "activities", "assessment")]
    publish({**data, "sections": [*data["sections"], section("more", *panels)]})
    publish(edited(catalogue(), "kpis[0].unit", "percent"))

    response = reader.get(publish(example()))

    assert texts(response, "//ol[@class='lib-goals']/li/b") == ["Mål in English"]
    assert rows(response, 0) == [
        [
            "Ord in English Ord in English",
            "Goal 1",
            "4 % 01/01/2025",
            "5 % 31/12/2025",
            "8 % 31/12/202612 % 31/12/2027",
        ]
    ]
    assert rows(response, 1) == [
        [
            "Ord in English Ord in English Expected: Ord in English",
            "Goal 1",
            "01/02/2025 –30/06/2025",
            "DKK 100,000 DKK 90,000",
            "Done",
        ]
    ]
    assert texts(response, "//h3[starts-with(@id, 'a-')]")[-1] == "activities in English"


def test_example_without_its_template_shows_what_it_has(reader: Client) -> None:
    response = reader.get(publish(example()))

    assert notes(response) == ["The template that this example answers is no longer published"]
    assert texts(response, "//ol[@class='lib-goals']/li/b") == ["Mål in English"]
    assert [row[0] for row in rows(response, 0)] == ["exporting Ord in English"]


def test_answers_of_every_type_read_well(reader: Client) -> None:
    data = every_type()
    second = data["sections"][1]
    second["questions"] = [one for one in second["questions"] if one["type"] != "clause"]
    publish({**data, "kind": "strategy", "slug": "plan"})
    answers = {
        "name": {"da": "Kun på dansk"},
        "why": text("**Fordi**"),
        "members": 1250,
        "price": 11600000,
        "part": 12.5,
        "start": "2026-04-01",
        "stage": "plan",
        "means": ["visit", "fair"],
        "mandate": 4,
        "where": ["SE", "DE"],
        "criteria": [{"id": "need", "cells": {"weight": 60}}, {"id": "access", "cells": {"weight": 40}}],
        "markets": [{"id": "r1", "cells": {"name": text("Sverige"), "need": 4, "access": 2, "country": "SE"}}],
    }
    response = reader.get(publish(edited(example(), "answers", answers)))

    lines = [words(one[1]) for one in tree(response).xpath("//*[@class='lib-reply']")]
    assert lines == [
        "Kun på dansk In Danish: the English text is missing",
        "Fordi in English",
        "1,250 medlemmer in English",
        "DKK 11,600,000",
        "12.5 %",
        "1 April 2026",
        "plan in English",
        "visit in English fair in English",
        "4 out of 5: 4 in English",
        "Sweden Germany",
    ]
    assert tree(response).xpath("//*[@class='answer-line']/@lang") == ["da"]
    assert rows(response, 0) == [["Ord in English", "60"], ["Ord in English", "40"]]
    assert rows(response, 1) == [["Sverige in English", "4", "2", "–", "–", "–", "–", "Sweden", "3.20"]]


def test_year_has_no_separator_of_thousands(reader: Client) -> None:
    table = question(
        "plan", "table", columns=[question("year", "number", min=2020, max=2050), question("sum", "number")]
    )
    publish({**strategy(), "sections": [section("only", table)]})
    answers = {"plan": [{"id": "r1", "cells": {"year": 2027, "sum": 2027}}]}

    response = reader.get(publish(edited(example(), "answers", answers)))

    assert rows(response) == [["2027", "2,027"]]
