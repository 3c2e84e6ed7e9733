"""Weighted scores, against sums worked out by hand."""

from decimal import Decimal
from typing import Any

import pytest

from schema import Template, parse, weighted_values
from schema.questions import TableQuestion
from tests.schema.samples import every_type


@pytest.fixture(scope="module")
def markets() -> TableQuestion:
    document = parse(every_type())
    assert isinstance(document, Template)
    table = document.question("markets")
    assert isinstance(table, TableQuestion)
    return table


def row(row_id: str, **cells: object) -> dict[str, Any]:
    return {"id": row_id, "cells": cells}


def weights(need: object = 60, access: object = 40) -> dict[str, object]:
    return {"criteria": [row("need", weight=need), row("access", weight=access)]}


@pytest.mark.parametrize(
    ("scores", "given", "value"),
    [
        # (5 × 60 + 2 × 40) ÷ 100
        ({"need": 5, "access": 2}, weights(), Decimal("3.8")),
        # (4 × 1 + 1 × 3) ÷ 4: the weights need not add up to 100
        ({"need": 4, "access": 1}, weights(1, 3), Decimal("1.75")),
        # (0.1 × 0.1 + 0.2 × 0.3) ÷ 0.4, exact where binary fractions are not
        ({"need": 0.1, "access": 0.2}, weights(0.1, 0.3), Decimal("0.175")),
        # (5 × 60 + 2 × 0) ÷ 60: a criterion that has no weight yet weighs nothing
        ({"need": 5, "access": 2}, weights(60, None), Decimal(5)),
        ({"need": 5, "access": 2}, {"criteria": [row("need", weight=60)]}, Decimal(5)),
        ({"need": 0, "access": 0}, weights(), Decimal(0)),
        ({"need": 5}, weights(), None),
        ({"need": 5, "access": None}, weights(60, 0), None),
        ({"need": 5, "access": "2"}, weights(), None),
        ({"need": 5, "access": 2}, weights(0, 0), None),
        ({"need": 5, "access": 2}, weights(None, None), None),
        ({"need": 5, "access": 2}, {}, None),
        ({"need": 5, "access": 2}, {"criteria": "junk"}, None),
    ],
)
def test_weighted_score(
    markets: TableQuestion, scores: dict[str, object], given: dict[str, object], value: Decimal | None
) -> None:
    assert weighted_values(markets, [row("r1", **scores)], given) == {"r1": value}


def test_every_row_has_its_own_score(markets: TableQuestion) -> None:
    rows = [row("se", need=5, access=5), row("no", need=1, access=3), row("fi")]

    assert weighted_values(markets, rows, weights(50, 50)) == {"se": Decimal(5), "no": Decimal(2), "fi": None}


def test_table_without_rows_or_without_weighted_column(markets: TableQuestion) -> None:
    plain = TableQuestion(key="plain", label=markets.label, columns=markets.columns[:2])

    assert weighted_values(markets, None, weights()) == {}
    assert weighted_values(plain, [row("r1", need=1)], weights()) == {}
