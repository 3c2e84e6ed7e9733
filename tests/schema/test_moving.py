"""Answers taken to another edition: in their place, converted with the original kept, or parked; never lost."""

import json
from itertools import pairwise
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from schema.conditions import visible_questions
from schema.differences import difference
from schema.documents import Template
from schema.moving import Move, move
from schema.parsing import parse
from tests.schema.samples import common, options, question, section, text

KEYS = ("a", "b", "c", "d", "e", "f")
WORDS = st.text("ab*# .1\\-_", min_size=1, max_size=6).map(str.strip).filter(bool)
OPTIONS = ("x", "y", "z", "w")


@st.composite
def asked(draw: st.DrawFn, key: str, gone: list[str]) -> dict[str, Any]:
    kind = draw(
        st.sampled_from(
            [
                "text",
                "longtext",
                "number",
                "money",
                "percent",
                "date",
                "choice",
                "multichoice",
                "scale",
                "table",
                "file",
            ]
        )
    )
    own: dict[str, Any] = {}
    if kind in ("choice", "multichoice"):
        keys = draw(st.lists(st.sampled_from(OPTIONS), min_size=1, max_size=4, unique=True))
        own["options"] = options(*keys)
        lost = [one for one in OPTIONS if one not in keys]
        if lost and draw(st.booleans()):
            own["options"][0]["replaces"] = draw(st.lists(st.sampled_from(lost), min_size=1, max_size=2, unique=True))
    elif kind == "scale":
        own = {"min": 1, "max": draw(st.sampled_from([3, 5])), "low": text(), "high": text()}
    elif kind == "money":
        own["currency"] = draw(st.sampled_from(["DKK", "EUR"]))
    elif kind == "number":
        own |= draw(st.sampled_from([{}, {"max": 3}, {"unit": text("kr.")}, {"unit": {"da": "kr.", "en": "DKK"}}]))
    elif kind == "table":
        names = draw(st.lists(st.sampled_from(["p", "q", "r"]), min_size=1, max_size=3, unique=True))
        kinds = st.sampled_from(["text", "number", "money"])
        own["columns"] = [question(name, draw(kinds)) for name in names]
        if draw(st.booleans()):
            own["rows"] = [{"key": one, "label": text(one)} for one in draw(st.sampled_from([("k",), ("k", "l")]))]
    if gone and draw(st.booleans()):
        own["replaces"] = draw(st.lists(st.sampled_from(gone), min_size=1, max_size=2, unique=True))
    return question(key, kind, **own)


@st.composite
def templates(draw: st.DrawFn) -> Template:
    keys = draw(st.lists(st.sampled_from(KEYS), min_size=1, max_size=6, unique=True))
    gone = [key for key in KEYS if key not in keys]
    questions: list[dict[str, Any]] = []
    for key in keys:
        made = draw(asked(key, gone))
        chosen = [one for one in questions if one["type"] == "choice"]
        if chosen and draw(st.booleans()):
            shows = draw(st.sampled_from(chosen))
            made["show_if"] = {"question": shows["key"], "is": shows["options"][0]["key"]}
        questions.append(made)
    found = parse({**common("analysis"), "format": 2, "sections": [section("only", *questions)]})
    assert isinstance(found, Template)
    return found


def cell(draw: st.DrawFn, kind: str) -> Any:
    if kind == "text":
        return draw(st.fixed_dictionaries({"da": WORDS}, optional={"en": WORDS}))
    return draw(st.integers(0, 9) | st.sampled_from([0.5, 2.25]))


@st.composite
def answers(draw: st.DrawFn, template: Template) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for one in template.questions():
        asks: Any = one
        if draw(st.integers(0, 3)) == 0:
            continue
        match one.type:
            case "text" | "longtext":
                found[one.key] = cell(draw, "text")
            case "number":
                found[one.key] = draw(st.integers(0, 3) | st.sampled_from([0.5]))
            case "money" | "percent":
                found[one.key] = cell(draw, "number")
            case "date":
                found[one.key] = draw(st.sampled_from(["2027-03-01", "2026-12-31"]))
            case "choice":
                found[one.key] = draw(st.sampled_from([option.key for option in asks.options]))
            case "multichoice":
                keys = st.sampled_from([option.key for option in asks.options])
                found[one.key] = draw(st.lists(keys, min_size=1, unique=True))
            case "scale":
                found[one.key] = draw(st.integers(1, asks.max))
            case "file":
                found[one.key] = a_file(draw(st.sampled_from(["budget.pdf", "Regnskab for året.pdf"])))
            case "table":
                ids = [row.key for row in asks.rows] if asks.rows else ["r1", "r2"]
                found[one.key] = [
                    {"id": name, "cells": {column.key: cell(draw, column.type) for column in asks.columns}}
                    for name in draw(st.lists(st.sampled_from(ids), min_size=1, unique=True))
                ]
    return found


def a_file(name: str = "budget.pdf") -> dict[str, Any]:
    """Return what an answer says of a file."""
    return {"name": name, "size": 240_000, "type": "application/pdf", "digest": "ab" * 32}


def stored(value: Any) -> str:
    return json.dumps(value, sort_keys=False)


def everything(made: Move) -> set[str]:
    """All that can be read afterwards, each by the question that it answered, byte for byte."""
    parked = {f"{one.key}:{stored(one.value)}" for one in made.beside}
    return parked | {f"{key}:{stored(value)}" for key, value in made.answers.items()}


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_every_answer_is_in_its_place_or_its_original_is_kept(data: st.DataObject) -> None:
    before, after = data.draw(templates()), data.draw(templates())
    was = data.draw(answers(before))

    made = move(difference(before, after), was)

    assert {f"{key}:{stored(value)}" for key, value in was.items()} <= everything(made)
    assert set(made.answers) <= {one.key for one in after.questions()}


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_there_and_back_is_the_identity(data: st.DataObject) -> None:
    before, after = data.draw(templates()), data.draw(templates())
    was = data.draw(answers(before))

    there = move(difference(before, after), was)
    back = move(difference(after, before), there.answers, there.beside)

    assert stored(dict(sorted(back.answers.items()))) == stored(dict(sorted(was.items())))
    assert back.beside == ()


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_nothing_is_lost_on_a_way_over_several_editions(data: st.DataObject) -> None:
    editions = [data.draw(templates()) for _ in range(4)]
    values = data.draw(answers(editions[0]))
    beside: tuple[Any, ...] = ()
    seen = {f"{key}:{stored(value)}" for key, value in values.items()}

    for before, after in pairwise(editions):
        made = move(difference(before, after), values, beside)
        assert seen <= everything(made)
        # What a person writes on the way is new words in the place of older ones, which the history keeps.
        values, beside = dict(made.answers), made.beside


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_an_answer_that_is_hidden_afterwards_is_named(data: st.DataObject) -> None:
    before, after = data.draw(templates()), data.draw(templates())
    was = data.draw(answers(before))
    made = move(difference(before, after), was)
    sees, saw = visible_questions(after, made.answers), visible_questions(before, was)

    for key in made.answers:
        if key not in sees and key in was and key in saw:
            assert key in made.hidden
