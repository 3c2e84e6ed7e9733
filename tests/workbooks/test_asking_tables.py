"""Tables: rows and cells, in order, with sums and computed scores."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answers.base import Surroundings
from answers.shown import NOTHING
from answers.tables import new_row_id, scores, stored_rows, sum_sentence
from answers.types import QUESTION_ANSWERS
from schema.answers import LONGEST_ROW_ID, sum_of
from schema.pairs import day_pairs
from tests.schema.samples import options, question, text
from tests.workbooks.samples import BOTH, DANISH, EVERY_TYPE, asked, fault, one, reread
from workbooks.asking import FACES, Form, Posted, TableForm
from workbooks.asking.tables import ROW_ID

RISKS = one(
    question(
        "risks",
        "table",
        columns=[
            question("risk"),
            question("chance", "number", min=1, max=5),
            question("period_start", "date"),
            question("period_end", "date"),
            question("state", "choice", options=options("open", "closed")),
            question("land", "country"),
        ],
    )
)
MARKETS = EVERY_TYPE.question("markets")
CRITERIA = EVERY_TYPE.question("criteria")


def post(ids: list[str], **cells: str) -> Posted:
    """Return a form of the table `v`; `r1__risk_da` stands for `v-r1-risk-da`, `r1__chance` for `v-r1-chance`."""
    values = {"v-rows": ids}
    for name, typed in cells.items():
        row, _sep, rest = name.partition("__")
        rest = f"{rest[:-3]}-{rest[-2:]}" if rest.endswith(("_da", "_en")) else rest
        values[f"v-{row}-{rest}"] = [typed]
    return Posted(values)


def read(posted: Posted, before: Any = None, table: Any = RISKS, setting: Any = DANISH) -> Any:
    return FACES["table"].read(table, posted, "v", before, setting)


def sum_fault(table: Any, value: Any) -> str:
    return QUESTION_ANSWERS["table"].fault(table, value, "da", Surroundings())


cells = st.fixed_dictionaries(
    {},
    optional={
        "risk": st.sampled_from([{"da": "Valuta"}, {"da": "a", "en": "b"}, {"en": "only"}]),
        "chance": st.integers(1, 5) | st.sampled_from([1.5, 2.25]),
        "period_start": st.just("2026-01-01"),
        "period_end": st.sampled_from(["2026-01-01", "2027-12-31"]),
        "state": st.sampled_from(["open", "closed"]),
        "land": st.sampled_from(["DE", "GB", "TW"]),
    },
).filter(bool)
ids = st.text("abcXYZ019_-", min_size=1, max_size=LONGEST_ROW_ID)
tables = st.lists(st.tuples(ids, cells), max_size=6, unique_by=lambda row: row[0]).map(
    lambda rows: [{"id": row_id, "cells": found} for row_id, found in rows] or None
)


@given(tables)
def test_table_is_read_back_the_same(value: Any) -> None:
    reading = reread(RISKS, value, BOTH)

    assert (reading.value, reading.faults) == (value, ())


@given(tables)
def test_cluster_with_one_language_keeps_the_other_in_the_cells(value: Any) -> None:
    assert reread(RISKS, value, DANISH, before=value).value == value


def test_rows_are_stored_in_the_order_they_were_sent() -> None:
    posted = post(["r2", "r1"], r1__risk_da="Valuta", r2__risk_da="Told", r2__chance="4")

    assert read(posted).value == [
        {"id": "r2", "cells": {"risk": {"da": "Told"}, "chance": 4}},
        {"id": "r1", "cells": {"risk": {"da": "Valuta"}}},
    ]


def test_empty_rows_are_left_out_and_an_empty_table_is_no_answer() -> None:
    assert read(post(["r1", "r2"], r1__risk_da=" ", r2__risk_da="Told")).value == [
        {"id": "r2", "cells": {"risk": {"da": "Told"}}}
    ]
    assert read(post(["r1"], r1__risk_da="")).value is None
    assert read(post([])).value is None


HOSTILE = ["", " ", "a b", "../x", "<b>", "r1\x00", "æ", "x" * (LONGEST_ROW_ID + 1), "r'1", "r1-name\n"]


def test_row_ids_of_another_make_are_left_out() -> None:
    posted = Posted({"v-rows": [*HOSTILE, "r1"], "v-r1-risk-da": ["Told"], "v-<b>-risk-da": ["x"]})

    assert read(posted).value == [{"id": "r1", "cells": {"risk": {"da": "Told"}}}]


def test_row_sent_twice_stands_once() -> None:
    assert read(post(["r1", "r1", "r1"], r1__risk_da="Told")).value == [{"id": "r1", "cells": {"risk": {"da": "Told"}}}]


def test_cells_of_rows_and_columns_that_are_not_there_are_left_out() -> None:
    posted = post(["r1"], r1__risk_da="Told", r9__risk_da="Spøgelse", r1__unknown="x")

    assert read(posted).value == [{"id": "r1", "cells": {"risk": {"da": "Told"}}}]


def test_five_hundred_rows_are_enough_and_one_more_is_too_much() -> None:
    def many(count: int) -> Posted:
        return Posted({"v-rows": [f"r{n}" for n in range(count)], **{f"v-r{n}-chance": ["3"] for n in range(count)}})

    assert len(read(many(500)).value) == 500

    reading = read(many(501), before=[{"id": "r1", "cells": {"chance": 1}}])

    assert reading.value == [{"id": "r1", "cells": {"chance": 1}}]
    assert fault(reading)[1] == (
        "The table has 501 rows. It can hold 500: remove some, or put them in a file of their own."
    )


def test_wrong_cell_is_named_by_its_row_and_field() -> None:
    reading = read(post(["r1", "r2"], r1__chance="3", r2__chance="9", r2__land="Narnia"))

    assert [(f.field, f.message) for f in reading.faults] == [
        ("v-r2-chance", "Row 2: “chance” is 9. Enter a number from 1 to 5."),
        (
            "v-r2-land",
            "Row 2: We do not know the country “Narnia”. Choose it from the list that appears while you type.",
        ),
    ]


def test_row_that_ends_before_it_begins_is_refused() -> None:
    reading = read(post(["r1"], r1__period_start="2026-05-01", r1__period_end="1.4.2026"))

    assert fault(reading) == (
        "v-r1-period_end",
        "Row 1: it ends before it begins. Change one of the two dates.",
    )


@pytest.mark.parametrize(
    ("keys", "pairs"),
    [
        (["start", "end"], [("start", "end")]),
        (["period_start", "period_end", "start"], [("period_start", "period_end")]),
        (["from", "to"], [("from", "to")]),
        (["restart", "reend"], []),
        (["start"], []),
        (["a_from", "b_to"], []),
    ],
)
def test_dates_that_belong_together_are_known_by_their_names(keys: list[str], pairs: list[tuple[str, str]]) -> None:
    assert day_pairs(keys) == pairs


# ---- fixed rows


def test_fixed_rows_are_those_of_the_document_whatever_was_sent() -> None:
    posted = Posted({"v-rows": ["x", "access"], "v-need-weight": ["60"], "v-x-weight": ["7"]})

    reading = FACES["table"].read(CRITERIA, posted, "v", None, DANISH)

    assert reading.value == [{"id": "need", "cells": {"weight": 60}}]


def test_fault_in_a_fixed_row_names_its_heading() -> None:
    reading = FACES["table"].read(CRITERIA, Posted({"v-need-weight": ["ti"]}), "v", None, DANISH)

    assert fault(reading) == (
        "v-need-weight",
        "Row Ord: “ti” is not a number. Enter it in digits, for example 1.250,5.",
    )


# ---- sums


@pytest.mark.parametrize(
    ("weights", "total", "sentence"),
    [
        ((60, 40), 100, ""),
        ((60, 30.5), 90.5, "“weight” adds up to 90,5. It must be 100: 9,5 is missing."),
        ((60, 50), 110, "“weight” adds up to 110. It must be 100: take away 10."),
        ((33.3, 66.7), 100, ""),
        ((0.1, 99.9), 100, ""),
    ],
)
def test_sum_that_is_not_what_it_must_be_gets_a_sentence(weights: tuple, total: float, sentence: str) -> None:
    value = [{"id": row, "cells": {"weight": n}} for row, n in zip(("need", "access"), weights, strict=True)]

    assert sum_of(value, "weight") == Decimal(str(total))
    assert sum_fault(CRITERIA, value) == sentence


def test_empty_table_is_not_wrong_yet() -> None:
    assert [sum_fault(CRITERIA, value) for value in (None, [], "x")] == ["", "", ""]
    assert sum_sentence(CRITERIA, None, "da") == "Total 0 of 100"
    assert (sum_sentence(RISKS, None, "da"), sum_fault(RISKS, None)) == ("", "")


# ---- computed scores


WEIGHTS = {"criteria": [{"id": "need", "cells": {"weight": 75}}, {"id": "access", "cells": {"weight": 25}}]}


def market(row: str, **found: int) -> dict[str, Any]:
    return {"id": row, "cells": found}


def test_score_is_computed_from_the_weights_and_empty_while_something_is_missing() -> None:
    value = [market("r1", need=5, access=2), market("r2", need=4)]

    assert scores(MARKETS, value, WEIGHTS) == {"score": {"r1": Decimal("4.25"), "r2": None}}
    assert scores(MARKETS, value, {}) == {"score": {"r1": None, "r2": None}}


def test_score_is_never_read_from_what_was_typed() -> None:
    posted = Posted({"v-rows": ["r1"], "v-r1-need": ["5"], "v-r1-score": ["99"]})

    assert FACES["table"].read(MARKETS, posted, "v", None, DANISH).value == [market("r1", need=5)]


def test_table_is_shown_with_its_scores() -> None:
    shown = QUESTION_ANSWERS["table"].show(MARKETS, [market("r1", need=5, access=2)], "da", Surroundings(WEIGHTS))

    words = dict(zip((c.type for c in shown.table.columns), (c.text for c in shown.table.rows[0].cells), strict=True))
    assert words == {
        "text": "",
        "number": "5",
        "scale": "2",
        "money": "",
        "percent": "",
        "date": "",
        "choice": "",
        "country": "",
        "weighted": "4,25",
    }


def test_fixed_rows_are_shown_all_with_their_headings() -> None:
    shown = QUESTION_ANSWERS["table"].show(CRITERIA, [{"id": "access", "cells": {"weight": 5}}], "da", Surroundings())

    assert [(r.heading, [c.text for c in r.cells]) for r in shown.table.rows] == [("Ord", [""]), ("Ord", ["5"])]
    assert (shown.table.has_headings, shown.table.total) == (True, "Total 5 of 100")


def test_text_in_a_cell_is_lent_from_the_other_language_and_marked() -> None:
    value = [{"id": "r1", "cells": {"risk": {"en": "Tariffs"}}}]

    cell = QUESTION_ANSWERS["table"].show(RISKS, value, "da", Surroundings()).table.rows[0].cells[0]

    assert (cell.text, cell.language, cell.is_fallback) == ("Tariffs", "en", True)


def test_table_has_a_language_when_every_text_in_it_has() -> None:
    both = {"id": "r1", "cells": {"risk": {"da": "a", "en": "b"}}}
    danish = {"id": "r2", "cells": {"risk": {"da": "a"}}}
    numbers = {"id": "r3", "cells": {"chance": 3}}
    languages = QUESTION_ANSWERS["table"].languages

    assert [languages([both]), languages([both, danish]), languages([numbers]), languages(None)] == [
        {"da", "en"},
        {"da"},
        None,
        None,
    ]


# ---- the rest


@pytest.mark.parametrize(
    "value",
    [
        None,
        "x",
        7,
        {},
        [None],
        [[]],
        [{"id": 1}],
        [{"id": [], "cells": {}}],
        [{"id": {}, "cells": {}}],
        [{"cells": {}}],
    ],
)
def test_what_is_stored_and_no_table_is_not_shown(value: object) -> None:
    assert stored_rows(value) == []
    assert QUESTION_ANSWERS["table"].show(RISKS, value, "da", Surroundings()) == NOTHING
    assert QUESTION_ANSWERS["table"].is_answered(value) is False


def test_new_rows_have_ids_of_their_own() -> None:
    made = {new_row_id() for _ in range(200)}

    assert len(made) == 200
    assert all(ROW_ID.fullmatch(row) for row in made)


def test_any_id_that_content_may_have_is_one_that_a_form_may_send() -> None:
    assert ROW_ID.fullmatch("x" * LONGEST_ROW_ID)


def test_row_of_the_form_is_called_by_its_heading_or_its_first_words() -> None:
    posted = post(["r1", "r2"], r1__risk_da="", r1__chance="3", r2__risk_da="Told")

    rows = TableForm(RISKS, Form("v", DANISH, posted, {})).rows
    fixed = TableForm(CRITERIA, Form("v", DANISH, Posted({}), {})).rows

    assert [row.name for row in rows] == ["3", "Told"]
    assert [row.name for row in fixed] == ["Ord", "Ord"]


def test_table_with_a_row_for_each_language_is_asked_in_both() -> None:
    row = TableForm(RISKS, Form("v", BOTH, post(["r1"]), {})).rows[0]

    assert [control.name for control in row.cells[0]] == ["v-r1-risk-da", "v-r1-risk-en"]
    assert asked(question("q", "text")).questions()[0].label.resolve("da").text == text("q")["da"]
