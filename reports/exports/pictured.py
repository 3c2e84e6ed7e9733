"""Which answers have a picture beside their table: scores, amounts of money, strengths and weaknesses as a square.

It is read from what the table asks for, so that any template has the pictures. All of it comes from the answers of a
sheet: of a snapshot from those that were frozen.
"""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, TypeVar

from django.utils.translation import gettext as _

from answers.amounts import is_year, score_text
from answers.sheet import AnswerSheet
from answers.shown import ShownRow
from answers.tables import cells_by_row, scores
from answers.tables import table_of as asked_table
from core.graphics.charts import ticks_of
from core.numbers import format_decimal, format_money, format_percent, format_short_number
from core.text import Language, Resolved
from exports.document import Block, FigureBlock, Layout, TableBlock
from exports.squares import Box, Point, SquareBlock
from reports.exports.charts import (
    MOST_BARS,
    MOST_YEARS,
    Amount,
    ScoreBar,
    ScorePart,
    amount_bars,
    score_bars,
    year_columns,
)
from schema.numbers import as_decimal
from schema.questions import Question, TableQuestion
from schema.tables import ChoiceColumn, Column, MoneyColumn, NumberColumn, PercentColumn, TextColumn, WeightedColumn
from schema.weights import weights_of

# The boxes of the square in the order of reading, by the keys of a column that sorts points into them.
SQUARE = ("strength", "weakness", "opportunity", "threat")
# How a source of money is drawn, by the keys that templates use for how sure it is.
SURE = {"secured": "full", "submitted": "hatch", "drafting": "dots", "idea": "dashed", "rejected": "cross"}
FEWEST = 2
# A scale behind the name of a criterion, as in "Market potential (1-5)".
_SCALE = re.compile(r" \(\d{1,3} ?[-–] ?\d{1,3}\)$")

Cells = Mapping[str, Any]
ColumnT = TypeVar("ColumnT", bound=Column)


def with_picture(question: Question, sheet: AnswerSheet, block: Block, language: Language) -> tuple[Block, ...]:
    """Return the block of an answer, after its picture if it has one; a square says all that its table would."""
    asked = asked_table(question)
    if asked is None or not isinstance(block, TableBlock):
        return (block,)
    cells = cells_by_row(asked, sheet.value(question.key))
    table = sheet.printed(question, language).table
    if table is None or len(cells) != len(table.rows):
        return (block,)
    rows = list(zip(cells.items(), table.rows, strict=True))
    label = block.label if isinstance(block.label, Resolved) else Resolved(block.label, language, is_fallback=False)
    square = _square(asked, rows, label, language)
    if square:
        return (square,) if square.fits else (block,)
    drawn = _scored(asked, rows, sheet, label, language) or _amounts(asked, rows, label, language)
    return (drawn, block) if drawn else (block,)


Rows = Sequence[tuple[tuple[str, Cells], ShownRow]]


def _words(asked: TableQuestion, row: ShownRow, column: Column) -> str:
    return row.cells[asked.columns.index(column)].text


def _name(asked: TableQuestion, row: ShownRow) -> str:
    return row.heading or row.cells[0].text


def _first(asked: TableQuestion, kind: type[ColumnT]) -> ColumnT | None:
    return next((column for column in asked.columns if isinstance(column, kind)), None)


# ---- scores


def _scored(
    asked: TableQuestion, rows: Rows, sheet: AnswerSheet, label: Resolved, language: Language
) -> FigureBlock | None:
    """Draw the rows by their weighted score, the best first, each criterion as a part of the bar."""
    column = _first(asked, WeightedColumn)
    if column is None:
        return None
    weights = weights_of(column, sheet.values)
    whole = sum(weights.values(), Decimal(0))
    ranges = [c.max for c in asked.columns if c.key in weights and isinstance(c, NumberColumn) and c.max]
    found = scores(asked, [{"id": row_id, "cells": cells} for (row_id, cells), _row in rows], sheet.values)[column.key]
    scored = [(one, row, found[one[0]]) for one, row in rows if found.get(one[0]) is not None]
    if len(scored) < FEWEST or not whole or not ranges:
        return None
    top = max(ranges)
    scored.sort(key=lambda one: -(one[2] or 0))
    role = _first(asked, ChoiceColumn)
    bars = []
    for (_id, cells), row, score in scored[:MOST_BARS]:
        parts = tuple(
            ScorePart(float((as_decimal(cells.get(key)) or 0) * weight / whole / top), str(cells.get(key)), place)
            for place, (key, weight) in enumerate(weights.items())
        )
        note = _words(asked, row, role) if role else ""
        bars.append(ScoreBar(_name(asked, row), score_text(score, language), parts, note))
    names = [f"{_criterion(asked, key, language)} {_share(w, whole, language)}" for key, w in weights.items()]
    ticks = [(float(n / top), format_decimal(n, language)) for n in _steps(top)]
    said = "; ".join(_bar_words(bar, names) for bar in bars)
    title = _("%(label)s, best first. %(bars)s.") % {"label": label.text, "bars": said}
    drawn = score_bars(title, bars, names, ticks)
    caption = _(
        "Each bar is the sum of its parts: the score times the weight of the criterion. %(top)s is the highest "
        "possible."
    ) % {"top": format_decimal(top, language)}
    if len(scored) > MOST_BARS:
        more = _("The %(count)s best are drawn; the table has all.") % {"count": MOST_BARS}
        caption = f"{caption} {more}"
    heading = Resolved(_("%(label)s: who comes first") % {"label": label.text}, label.language, label.is_fallback)
    return FigureBlock(label=heading, svg=drawn, caption=caption, place=Layout.FULL)


def _bar_words(bar: ScoreBar, names: list[str]) -> str:
    parts = ", ".join(f"{name}: {part.words}" for name, part in zip(names, bar.parts, strict=True))
    return f"{bar.name} {bar.total} ({parts})" + (f", {bar.note}" if bar.note else "")


def _criterion(asked: TableQuestion, key: str, language: Language) -> str:
    column = asked.column(key)
    return _SCALE.sub("", column.label.resolve(language).text) if column else key


def _share(weight: Decimal, whole: Decimal, language: Language) -> str:
    return format_percent(round(weight * 100 / whole), language)


def _steps(top: Decimal) -> list[Decimal]:
    step = max(Decimal(1), Decimal(int(top / 5)))
    return [step * n for n in range(int(top / step) + 1)]


# ---- amounts


def _amounts(asked: TableQuestion, rows: Rows, label: Resolved, language: Language) -> FigureBlock | None:
    """Draw the one column of money: by year where the rows are years, otherwise as bars."""
    money = [column for column in asked.columns if isinstance(column, MoneyColumn)]
    if len(money) != 1:
        return None
    values = [as_decimal(cells.get(money[0].key)) for (_id, cells), _row in rows]
    kept = [(one, row, value) for (one, row), value in zip(rows, values, strict=True) if value is not None]
    if len(kept) < FEWEST or any(value < 0 for *_rest, value in kept) or not any(value for *_rest, value in kept):
        return None
    years = asked.columns[0]
    is_yearly = not asked.has_fixed_rows and isinstance(years, NumberColumn) and is_year(years.min, years.max)
    if len(kept) > (MOST_YEARS if is_yearly else MOST_BARS):
        return None
    status = next((c for c in asked.columns if isinstance(c, ChoiceColumn) and _says_how_sure(c)), None)
    chance = _first(asked, PercentColumn) if status else None
    amounts = []
    for (_id, cells), row, value in kept:
        look = SURE.get(str(cells.get(status.key)), "full") if status else "full"
        if is_yearly:
            beside = [c for c in asked.columns[1:] if isinstance(c, NumberColumn) and cells.get(c.key) is not None]
            notes = [f"{c.label.resolve(language).text}: {_words(asked, row, c)}" for c in beside]
        else:
            notes = [_words(asked, row, c) for c in (status, chance) if c and cells.get(c.key) is not None]
        words = format_short_number(value, language)
        amounts.append(Amount(_name(asked, row), value, words, look, tuple(notes)))
    said = "; ".join(" ".join((one.name, one.words, *(f"({note})" for note in one.notes))) for one in amounts)
    unit = money[0].currency
    title = _("%(label)s, in %(unit)s: %(amounts)s.") % {"label": label.text, "unit": unit, "amounts": said}
    if is_yearly:
        ticks = [
            (tick, format_short_number(tick, language))
            for tick in ticks_of([Decimal(0), *(a.value for a in amounts)], 5)
        ]
        drawn = year_columns(title, amounts, ticks)
    else:
        drawn = amount_bars(title, amounts)
    heading = Resolved(_("%(label)s as a picture") % {"label": label.text}, label.language, label.is_fallback)
    return FigureBlock(
        label=heading, svg=drawn, caption=_sum_words(kept, status, chance, unit, language), place=Layout.FULL
    )


def _says_how_sure(column: ChoiceColumn) -> bool:
    return sum(option.key in SURE for option in column.options) >= FEWEST


def _sum_words(
    kept: list[tuple[tuple[str, Cells], ShownRow, Decimal]],
    status: ChoiceColumn | None,
    chance: PercentColumn | None,
    unit: str,
    language: Language,
) -> str:
    """Say what it comes to, and of sources of money how much of it is sure and how much can be counted on."""
    if status is None:
        return _ended(
            _("Total: %(sum)s.") % {"sum": format_money(sum((v for *_r, v in kept), Decimal(0)), unit, language)}
        )
    alive = [(cells, value) for (_id, cells), _row, value in kept if cells.get(status.key) != "rejected"]
    sure = sum((value for cells, value in alive if cells.get(status.key) == "secured"), Decimal(0))
    said = [
        _("Not counting what was rejected: %(sum)s in all, of which %(sure)s is secured.")
        % {
            "sum": format_money(sum((v for _c, v in alive), Decimal(0)), unit, language),
            "sure": format_money(sure, unit, language),
        }
    ]
    if chance is not None:
        likely = sum((_chance(cells, status, chance) * value / 100 for cells, value in alive), Decimal(0))
        said.append(
            _ended(_("Weighted by probability: %(sum)s.") % {"sum": format_money(round(likely), unit, language)})
        )
    said.append(
        _("Solid is secured, striped is applied for, dotted is being drafted, dashed is an idea, crossed is rejected.")
    )
    return " ".join(said)


def _chance(cells: Cells, status: ChoiceColumn, chance: PercentColumn) -> Decimal:
    given = as_decimal(cells.get(chance.key))
    return given if given is not None else Decimal(100 if cells.get(status.key) == "secured" else 0)


def _ended(sentence: str) -> str:
    """Return the sentence with one full stop, also after an amount that ends in one."""
    return f"{sentence.rstrip('.')}."


# ---- the square


def _square(asked: TableQuestion, rows: Rows, label: Resolved, language: Language) -> SquareBlock | None:
    """Return strengths, weaknesses, opportunities and threats as four boxes."""
    sorting = next(
        (c for c in asked.columns if isinstance(c, ChoiceColumn) and {o.key for o in c.options} == set(SQUARE)), None
    )
    texts = [column for column in asked.columns if isinstance(column, TextColumn)]
    if sorting is None or not 1 <= len(texts) <= 2 or len(asked.columns) != len(texts) + 1:
        return None
    if any(cells.get(sorting.key) not in SQUARE for (_id, cells), _row in rows):
        return None
    hints = {
        "strength": _("within, helps"),
        "weakness": _("within, hinders"),
        "opportunity": _("outside, helps"),
        "threat": _("outside, hinders"),
    }
    boxes = []
    for key in SQUARE:
        option = sorting.option(key)
        points = [
            Point(words=cells[0].resolved(language), follows=cells[1].resolved(language) if len(cells) > 1 else "")
            for (_id, stored), row in rows
            if stored.get(sorting.key) == key
            for cells in [[row.cells[asked.columns.index(column)] for column in texts]]
        ]
        title = option.label.resolve(language) if option else key
        boxes.append(Box(title=title, hint=hints[key], points=tuple(points)))
    follows = _(
        "What helps is on the left, what hinders on the right; what comes from within is above, from outside below."
    )
    if len(texts) > 1:
        arrow = _("The arrow says what follows for the strategy.")
        follows = f"{follows} {arrow}"
    return SquareBlock(label=label, boxes=(boxes[0], boxes[1], boxes[2], boxes[3]), caption=follows)
