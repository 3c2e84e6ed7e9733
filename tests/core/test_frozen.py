"""Plain data out of dataclasses and back."""

import json
from datetime import date
from decimal import Decimal

from core.frozen import digest_of, plain, revived
from core.text import Text
from funders.rules.figures import Difference, Figure, FigureKind, Why
from funders.selectors.content import ActivityRow, Content, Dated, KpiRow

MEASURED = Dated(date=date(2026, 6, 30), value=Decimal(28))
CONTENT = Content(
    title=Text(da="Plan <b>2026</b>"),
    number=1,
    stage="plan",
    period=(date(2026, 1, 1), None),
    template="yearly",
    version=2,
    organisation=Text(da="Klyngen", en="The cluster"),
    answers={"why": {"da": "Fordi"}, "members": 1.5, "rows": [{"id": "r1", "cells": {"n": 3}}]},
    activities=(ActivityRow(number=3, title=Text(da="Besøg"), starts=date(2026, 2, 1), budget=Decimal("1000.50")),),
    kpis=(
        KpiRow(number=1, name=Text(en="Members"), unit="count", value=Dated(date=date(2026, 6, 30), value=Decimal(28))),
    ),
    differences=(
        Difference(
            key="activity:3:budget",
            kind=FigureKind.BUDGET,
            label=Text(en="A3"),
            why=Why.DIFFERS,
            before=Decimal(900),
            before_unit="money:DKK",
            now=None,
            now_unit="money:DKK",
            against=7,
            title=Text(da="Plan", en="Plan"),
            sent_on=date(2026, 1, 2),
        ),
    ),
    figures=(Figure(key="activity:3:budget", kind=FigureKind.BUDGET, label=Text(en="A3"), value=Decimal("1000.5")),),
)


def test_what_was_frozen_comes_back_as_it_was() -> None:
    stored = json.loads(json.dumps(plain(CONTENT)))

    assert revived(Content, stored) == CONTENT


def test_digest_is_the_same_after_a_journey_through_a_database() -> None:
    stored = plain(CONTENT)

    assert digest_of(json.loads(json.dumps(stored, sort_keys=True))) == digest_of(stored)


def test_digest_tells_the_smallest_change() -> None:
    stored = plain(CONTENT)

    assert digest_of({**stored, "title": {"da": "Plan <b>2027</b>"}}) != digest_of(stored)


def test_field_that_an_older_portal_did_not_freeze_gets_its_default() -> None:
    stored = plain(CONTENT)
    del stored["accent"], stored["activities"][0]["currency"]

    assert revived(Content, stored) == CONTENT


def test_title_that_was_frozen_as_one_line_reads_the_same_in_both_languages() -> None:
    stored = plain(CONTENT)
    stored["title"] = stored["differences"][0]["title"] = "Plan 2025"

    found = revived(Content, stored)

    assert (found.title, found.differences[0].title) == (Text(da="Plan 2025", en="Plan 2025"),) * 2


def test_number_is_frozen_without_needless_zeros() -> None:
    assert plain([Decimal("1000.50"), Decimal("1E+3"), Decimal("-0.10"), Decimal(0)]) == ["1000.5", "1000", "-0.1", "0"]
