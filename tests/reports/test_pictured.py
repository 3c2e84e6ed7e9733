"""Answers that have a picture: which, what it says to somebody who cannot see it, and that a snapshot keeps its own."""

import re
from decimal import Decimal
from html import unescape
from typing import Any

import pytest

from accounts.models import User
from clusters.models import Cluster
from core.text import LANGUAGES, Language, Text
from exports.document import Block, FigureBlock, TableBlock
from exports.html import print_html
from exports.squares import SquareBlock
from exports.word.drawing import picture_of
from exports.word.writer import write_document
from reports.exports.charts import MOST_BARS, Amount, ScoreBar, ScorePart, amount_bars, score_bars, year_columns
from reports.exports.snapshot import snapshot_document
from strategy import services
from strategy.models import Strategy
from tests.reports.test_strategy_document import document_of, store, words
from tests.reviews.samples import snapshot_of
from tests.strategy.samples import publish_starter

pytestmark = pytest.mark.django_db

WEIGHTS = [{"id": key, "cells": {"weight": 25}} for key in ("market", "technology", "access", "interest")]
TITLE = re.compile(r"<title>(.*?)</title>")


def row(number: int, **cells: Any) -> dict[str, Any]:
    return {"id": f"r{number:010x}", "cells": cells}


def country(number: int, code: str, points: int) -> dict[str, Any]:
    return row(number, country=code, market=points, technology=points, access=points, interest=points, role="focus")


def point(number: int, category: str, said: str) -> dict[str, Any]:
    return row(number, category=category, point={"da": said}, consequence={"da": f"følge af {said}"})


SQUARE = [point(n, key, f"punkt {n}") for n, key in enumerate(("strength", "weakness", "opportunity", "threat"))]
YEARS = [row(1, year=2026, fte=1.6, budget=2_100_000), row(2, year=2027, fte=2, budget=12_500_000)]
SOURCES = [
    row(1, source={"da": "Kontingent"}, amount=2_000_000, status="secured", probability=100),
    row(2, source={"da": "Interreg"}, amount=1_000_000, status="submitted", probability=30),
    row(3, source={"da": "LIFE"}, amount=900_000, status="rejected", probability=0),
]


@pytest.fixture
def strategy(cluster: Cluster, alice: User) -> Strategy:
    template, _example = publish_starter()
    made = services.start_strategy(cluster=cluster, edition=template, title=Text(da="Prøve"), by=alice)
    store(made, "priority_criteria", WEIGHTS)
    return made


def blocks_of(strategy: Strategy, label: str, language: Language = "da") -> list[Block]:
    found = [block for part in document_of(strategy, language).parts for block in part.blocks]
    return [block for block in found if words(getattr(block, "label", "")).startswith(label)]


def said_of(block: Block) -> str:
    assert isinstance(block, FigureBlock)
    return unescape(TITLE.search(block.svg)[1]).replace("\xa0", " ")  # type: ignore[index]


def test_countries_are_bars_with_the_best_first_and_the_table_follows(strategy: Strategy) -> None:
    store(strategy, "country_priorities", [country(1, "FI", 2), country(2, "DE", 5), row(3, country="NO", market=3)])

    drawn, table = blocks_of(strategy, "Prioritering af lande")

    said = said_of(drawn)
    assert said.index("Tyskland 5,00 (Markedspotentiale 25") < said.index("Finland 2,00")
    assert "Norge" not in said
    assert isinstance(table, TableBlock)
    assert len(table.rows) == 3


def test_many_countries_say_that_the_table_has_all(strategy: Strategy) -> None:
    codes = ["DE", "NO", "SE", "FI", "FR", "ES", "IT", "PL", "PT", "BE", "NL", "AT", "CZ", "HU", "IE", "JP"]
    store(strategy, "country_priorities", [country(n, code, 1 + n % 5) for n, code in enumerate(codes)])

    drawn = blocks_of(strategy, "Prioritering af lande")[0]

    assert isinstance(drawn, FigureBlock)
    assert f"De {MOST_BARS} bedste er tegnet" in words(drawn.caption)
    assert drawn.svg.count('text-anchor="end"') >= MOST_BARS


@pytest.mark.parametrize("rows", [[], [country(1, "DE", 5)], [row(1, country="DE"), row(2, country="FI")]])
def test_what_is_not_scored_has_no_picture(strategy: Strategy, rows: list[dict[str, Any]]) -> None:
    store(strategy, "country_priorities", rows)

    assert [block.kind for block in blocks_of(strategy, "Prioritering af lande")] == ["table" if rows else "unanswered"]


def test_a_budget_by_year_is_columns_and_says_what_it_comes_to(strategy: Strategy) -> None:
    store(strategy, "resources", YEARS)

    drawn, table = blocks_of(strategy, "Ressourcer år for år")

    assert said_of(drawn) == "Ressourcer år for år, i DKK: 2026 2,1 mio. (Årsværk: 1,6); 2027 12,5 mio. (Årsværk: 2)."
    assert isinstance(drawn, FigureBlock)
    assert words(drawn.caption) == "I alt 14.600.000\xa0kr."
    assert isinstance(table, TableBlock)


def test_sources_of_money_tell_apart_what_is_sure_by_pattern_and_word(strategy: Strategy) -> None:
    store(strategy, "financing_sources", SOURCES)

    drawn = blocks_of(strategy, "Finansieringskilder")[0]

    assert isinstance(drawn, FigureBlock)
    assert "Interreg 1 mio. (Indsendt) (30 %)" in said_of(drawn)
    assert drawn.svg.count("<path d=") == 3  # the axis, the strokes of what is applied for, the cross of what was lost
    caption = words(drawn.caption)
    assert "3.000.000\xa0kr. i alt, heraf 2.000.000\xa0kr. sikret" in caption
    assert "Vægtet med sandsynligheden: 2.300.000\xa0kr." in caption


def test_swot_is_a_square_and_says_all_that_its_table_would(strategy: Strategy) -> None:
    store(strategy, "swot", SQUARE)

    (square,) = blocks_of(strategy, "SWOT")
    page = print_html(document_of(strategy))

    assert isinstance(square, SquareBlock)
    assert [words(box.title) for box in square.boxes] == ["Styrke", "Svaghed", "Mulighed", "Trussel"]
    assert all(f"punkt {n}" in page and f"følge af punkt {n}" in page for n in range(4))
    text = "\n".join(
        cell.text for table in write_document(document_of(strategy)).document.tables for cell in table._cells
    )
    assert "Styrke (indefra, hjælper)\npunkt 0\n→ følge af punkt 0" in text


def test_a_square_that_no_page_holds_stays_a_table(strategy: Strategy) -> None:
    store(strategy, "swot", [point(n, "strength", "ord " * 60) for n in range(14)])

    assert [block.kind for block in blocks_of(strategy, "SWOT")] == ["table"]


def test_a_point_without_a_box_keeps_the_table(strategy: Strategy) -> None:
    store(strategy, "swot", [*SQUARE, row(9, point={"da": "hvor hører det til?"})])

    assert [block.kind for block in blocks_of(strategy, "SWOT")] == ["table"]


def test_a_snapshot_draws_what_was_frozen(strategy: Strategy, alice: User) -> None:
    for key, value in {"country_priorities": [country(1, "DE", 5), country(2, "FI", 2)], "resources": YEARS}.items():
        store(strategy, key, value)
    snapshot = snapshot_of(strategy, alice)
    before = [print_html(snapshot_document(strategy.cluster, strategy, snapshot, language)) for language in LANGUAGES]
    store(strategy, "country_priorities", [country(1, "JP", 1), country(2, "US", 3)])
    store(strategy, "resources", [row(1, year=2030, budget=1), row(2, year=2031, budget=2)])
    after = [print_html(snapshot_document(strategy.cluster, strategy, snapshot, language)) for language in LANGUAGES]

    assert "Tyskland 5,00" in before[0]
    assert "2027 12.5\xa0million" in before[1]
    assert before == after


LONG = "Donaudampfschifffahrtsgesellschaftskapitän og endnu flere lange ord derefter"


@pytest.mark.parametrize(
    "drawn",
    [
        score_bars("t", [ScoreBar(LONG, "5,00", (ScorePart(1, "5", 7),), "n")] * 2, [LONG] * 8, [(0, "0"), (1, "5")]),
        year_columns("t", [Amount("2026", Decimal(0), "0"), Amount("2027", Decimal(1), "1")], [(Decimal(1), "1")]),
        amount_bars("t", [Amount(LONG, Decimal(10**12), "1.000 mia.", "cross", (LONG,))] * 2),
    ],
)
def test_drawings_hold_long_words_and_are_drawn_in_word_too(drawn: str) -> None:
    assert picture_of(drawn, 166)
    assert "pattern" not in drawn
