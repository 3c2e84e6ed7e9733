"""Several choices and paragraphs in the cells of a table: what is stored, what is refused, what follows elsewhere."""

from typing import Any

import pytest

from curation.rules.operations import Set, in_its_format
from schema.answers import check_answer
from schema.conversions import carried
from schema.faults import SchemaError
from schema.parsing import parse
from schema.upgrades import needs_second
from tests.schema.grouped import grouped, parsed
from tests.schema.samples import edited, options, question, template, text

COLUMNS = "sections[0].groups[1].questions[1].columns"


def partners() -> Any:
    return parsed().question("partners")


def rows(**cells: Any) -> list[dict[str, Any]]:
    return [{"id": "r1", "cells": cells}]


@pytest.mark.parametrize(
    "cells", [{"role": ["sell"]}, {"role": ["sell", "pay"], "why": {"da": "Fordi\n\n- de *kan*"}}, {"why": text()}]
)
def test_cells_of_several_choices_and_paragraphs_are_stored(cells: dict[str, Any]) -> None:
    assert check_answer(partners(), rows(**cells)) == []


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"role": "sell"}, "must be a list"),
        ({"role": ["sell", "sell"]}, "the same choice stands twice"),
        ({"role": ["sell", "find", "pay"]}, "has 3 choices; 2 are allowed"),
        ({"role": ["rent"]}, "'rent' is not one of the options"),
        ({"why": "ord"}, "must be a mapping"),
    ],
)
def test_cells_that_are_wrong_are_said_at_their_place(cells: dict[str, Any], said: str) -> None:
    assert [one.what for one in check_answer(partners(), rows(**cells))] == [said]


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        ("format", 1, f"{COLUMNS}[1].type: a column of the type multichoice needs `format: 2` at the top of the file"),
        ("format", 1, f"{COLUMNS}[2].type: a column of the type longtext needs `format: 2` at the top of the file"),
        (f"{COLUMNS}[1].max_choices", 4, f"{COLUMNS}[1].max_choices: is above the number of options"),
        (f"{COLUMNS}[1].options", [], f"{COLUMNS}[1].options: must not be empty"),
    ],
)
def test_columns_that_are_wrong_are_said_at_their_place(path: str, value: object, said: str) -> None:
    with pytest.raises(SchemaError) as refused:
        parse(edited(grouped(), path, value))

    assert said in [str(one) for one in refused.value.faults]


def test_cells_follow_from_one_choice_to_several_and_from_a_line_to_paragraphs() -> None:
    before: Any = parse(
        template(
            question("t", "table", columns=[question("role", "choice", options=options("a", "b")), question("why")])
        )
    )
    after: Any = parse(
        {
            **template(
                question(
                    "t",
                    "table",
                    columns=[question("role", "multichoice", options=options("a", "b")), question("why", "longtext")],
                )
            ),
            "format": 2,
        }
    )

    made = carried(before.question("t"), after.question("t"), rows(role="a", why=text("2 * 3")))

    assert made.value == rows(role=["a"], why={"da": "2 \\* 3", "en": "2 \\* 3 in English"})


def test_draft_of_format_1_is_raised_by_such_a_column_and_by_no_question() -> None:
    first = {"format": 1}

    assert needs_second({"key": "c", "type": "longtext"}, "columns")
    assert not needs_second({"key": "q", "type": "longtext"}, "questions")
    assert len(in_its_format(first, [Set("sections/s/questions/t/columns/c/type", "multichoice")])) == 2
    assert len(in_its_format(first, [Set("sections/s/questions/q/type", "multichoice")])) == 1
