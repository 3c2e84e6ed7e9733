"""Which answers follow to a question of another type, and which do not because they would be read differently."""

from typing import Any

import pytest

from schema.conversions import carried
from schema.parsing import parse
from schema.questions import Question
from tests.schema.samples import options, question, scale, template, text

KR = {"da": "kr.", "en": "DKK"}


def asked(kind: str, **own: Any) -> Question:
    made = scale("q", **own) if kind == "scale" else question("q", kind, **own)
    return parse(template(made)).questions()[0]  # type: ignore[attr-defined]


OPEN = {"options": options("x", "y", "z")}
FEWER = {"options": options("x", "y")}
MERGED = {"options": [{"key": "xy", "label": text("xy"), "replaces": ["x", "y"]}, *options("z")]}


@pytest.mark.parametrize(
    ("before", "after", "value", "becomes"),
    [
        (asked("text"), asked("longtext"), {"da": "Vi vil *frem*"}, {"da": r"Vi vil \*frem\*"}),
        (asked("text"), asked("longtext"), {"da": "1. Frem"}, {"da": r"\1. Frem"}),
        (asked("longtext"), asked("text"), {"da": "Vi vil frem"}, {"da": "Vi vil frem"}),
        (asked("longtext"), asked("text"), {"da": "Vi vil **frem**"}, None),
        (asked("longtext"), asked("text"), {"da": "Vi\n\nvil"}, None),
        (asked("choice", **OPEN), asked("multichoice", **OPEN), "x", ["x"]),
        (asked("multichoice", **OPEN), asked("choice", **OPEN), ["x"], "x"),
        (asked("multichoice", **OPEN), asked("choice", **OPEN), ["x", "y"], None),
        (asked("choice", **OPEN), asked("choice", **FEWER), "z", None),
        (asked("choice", **OPEN), asked("choice", **MERGED), "y", "xy"),
        (asked("multichoice", **OPEN), asked("multichoice", **MERGED), ["x", "y", "z"], ["xy", "z"]),
        (asked("multichoice", **OPEN), asked("multichoice", **FEWER), ["x", "z"], ["x"]),
        (asked("multichoice", **OPEN), asked("multichoice", max_choices=1, **OPEN), ["x", "z"], None),
        (asked("number", unit=KR), asked("money"), 500, 500),
        (asked("number"), asked("money"), 500, 500),
        (asked("number", unit=KR), asked("money", currency="EUR"), 500, None),
        (asked("number", unit=text("timer")), asked("money"), 500, None),
        (asked("money"), asked("money", currency="EUR"), 500, None),
        (asked("number", unit=text("kr.")), asked("number", unit=text("1.000 kr.")), 500, None),
        (asked("number"), asked("number", max=100), 500, None),
        (asked("scale"), asked("scale", lowest=1, highest=7), 4, None),
        (asked("scale"), asked("number", min=1, max=5), 4, 4),
        (asked("percent"), asked("number", unit=text("%")), 40, None),
        (asked("percent"), asked("number", unit={"da": "%", "en": "%"}), 40, 40),
        (asked("date"), asked("text"), "2027-03-01", {"da": "1. marts 2027", "en": "1 March 2027"}),
        (asked("money"), asked("text"), 1250.5, {"da": "1250,5 kr.", "en": "1250.5 DKK"}),
        (asked("choice", **OPEN), asked("text"), "x", text("x")),
        (asked("text"), asked("number"), {"da": "5"}, None),
    ],
)
def test_an_answer_follows_where_it_is_read_the_same(
    before: Question, after: Question, value: Any, becomes: Any
) -> None:
    assert carried(before, after, value).value == becomes


def test_several_choices_become_a_list_of_their_words() -> None:
    made = carried(asked("multichoice", **OPEN), asked("longtext"), ["x", "z"])

    assert made.value == {"da": "- x\n- z", "en": "- x in English\n- z in English"}
    assert not made.is_exact


def table(*columns: dict[str, Any], **own: Any) -> Question:
    return asked("table", columns=list(columns), **own)


def test_a_cell_whose_column_is_gone_is_left_out_and_the_rest_of_the_row_follows() -> None:
    before = table(question("name"), question("price", "money"), question("note"))
    after = table(question("title", replaces=["name"]), question("price", "money", currency="EUR"), question("note"))
    row = {"id": "r1", "cells": {"name": {"da": "Oslo"}, "price": 5, "note": {"da": "ja"}}}

    made = carried(before, after, [row])

    assert made.value == [{"id": "r1", "cells": {"title": {"da": "Oslo"}, "note": {"da": "ja"}}}]
    assert not made.is_exact


def test_a_table_that_only_has_a_new_column_keeps_its_rows_as_they_are() -> None:
    rows = [{"id": "r1", "cells": {"name": {"da": "Oslo"}}}]

    made = carried(table(question("name")), table(question("name"), question("why")), rows)

    assert made.is_exact
    assert made.value == rows


def test_a_row_that_is_not_asked_for_any_more_does_not_follow() -> None:
    fixed = [{"key": "a", "label": text("a")}, {"key": "b", "label": text("b")}]
    before, after = table(question("n", "number"), rows=fixed), table(question("n", "number"), rows=fixed[:1])

    made = carried(before, after, [{"id": "a", "cells": {"n": 1}}, {"id": "b", "cells": {"n": 2}}])

    assert made.value == [{"id": "a", "cells": {"n": 1}}]
