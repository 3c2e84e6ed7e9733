"""Weighted scores: computed from a table of scores and a table of weights, never typed."""

from collections.abc import Mapping
from decimal import Decimal

from schema.numbers import as_decimal
from schema.questions import TableQuestion
from schema.tables import WeightedColumn


def weighted_values(
    table: TableQuestion, rows: object, answers: Mapping[str, object], column: WeightedColumn | None = None
) -> dict[str, Decimal | None]:
    """Return the weighted score of each row by its id: sum of score × weight ÷ sum of weights.

    It is empty (None) while one of the scores is missing, or while no weight is above nothing. `rows` is the stored
    answer of the table, `answers` holds the table of weights; without `column` the table's first weighted one is meant.
    """
    column = column or next(iter(table.weighted_columns), None)
    if column is None:
        return {}
    weights = weights_of(column, answers)
    return {row_id: _score(cells, weights) for row_id, cells in _rows(rows)}


def weights_of(column: WeightedColumn, answers: Mapping[str, object]) -> dict[str, Decimal]:
    """Return the weight of each criterion; one that has none yet weighs nothing."""
    given = {row_id: cells.get(column.weights.column) for row_id, cells in _rows(answers.get(column.weights.question))}
    return {criterion: as_decimal(given.get(criterion)) or Decimal(0) for criterion in column.weights.criteria}


def _rows(rows: object) -> list[tuple[str, dict[str, object]]]:
    if not isinstance(rows, list):
        return []
    found = [(row.get("id"), row.get("cells")) for row in rows if isinstance(row, dict)]
    return [(row_id, cells) for row_id, cells in found if isinstance(row_id, str) and isinstance(cells, dict)]


def _score(cells: Mapping[str, object], weights: Mapping[str, Decimal]) -> Decimal | None:
    total = sum(weights.values(), Decimal(0))
    if total <= 0:
        return None
    weighted = Decimal(0)
    for criterion, weight in weights.items():
        score = as_decimal(cells.get(criterion))
        if score is None:
            return None
        weighted += score * weight
    return weighted / total
