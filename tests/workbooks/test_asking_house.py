"""Every type that the schema knows can be asked, drawn, read, shown and printed; this names what was forgotten."""

import pytest
from django.template.loader import get_template, render_to_string
from hypothesis import given, settings
from hypothesis import strategies as st

from answers.base import Surroundings
from answers.tables import COLUMN_ANSWERS
from answers.types import QUESTION_ANSWERS
from core.text import LANGUAGES
from schema.questions import QUESTION_TYPES
from schema.tables import COLUMN_TYPES
from tests.schema.grouped import parsed as grouped
from tests.schema.samples import question, template
from tests.workbooks.samples import BOTH, EVERY_TYPE, parsed
from workbooks.asking import FACES, Form, Posted
from workbooks.asking.tables import CELL_FACES
from workbooks.shown import table_html

NEWER = parsed(
    {
        **template(
            question("visited", "yesno"),
            question("mail", "email"),
            question("site", "address"),
            question("paper", "file"),
            question("income", "money"),
            question("grants", "money"),
            question("total", "computed", of=["income", "grants"], how="sum"),
        ),
        "format": 2,
    }
)
ASKED = {one.type: one for one in (*EVERY_TYPE.questions(), *NEWER.questions())}
CLAUSE = EVERY_TYPE.question("extra")
ANSWERS = {
    "text": {"da": "Klynge"},
    "longtext": {"da": "- et\n- to"},
    "number": 12.5,
    "money": 1000,
    "percent": 40,
    "date": "2026-11-24",
    "yesno": "yes",
    "email": "mette@omslag.dk",
    "address": "https://omslag.dk",
    "file": {"name": "budget.pdf", "size": 240_000, "type": "application/pdf", "digest": "a" * 64},
    "choice": "plan",
    "multichoice": ["visit"],
    "scale": 3,
    "countries": ["DE"],
    "table": [{"id": "r1", "cells": {"name": {"da": "Tyskland"}, "need": 4}}],
    "clause": True,
}
QUESTIONS = {**ASKED, "clause": CLAUSE, "table": EVERY_TYPE.question("markets")}
KINDS = {"line", "prose", "list", "table", "nothing"}


def test_every_type_of_question_and_column_has_a_face() -> None:
    assert sorted(QUESTION_ANSWERS) == sorted(QUESTION_TYPES)
    assert sorted(COLUMN_ANSWERS) == sorted(COLUMN_TYPES)
    assert sorted(FACES) == sorted(QUESTION_TYPES)
    assert sorted(CELL_FACES) == sorted(COLUMN_TYPES)
    assert sorted(ASKED) == sorted(QUESTION_TYPES)
    assert sorted(ANSWERS) == sorted(set(QUESTION_TYPES) - {"panel", "computed"})


def test_face_serves_the_type_under_which_it_is_known() -> None:
    assert [name for name, face in {**FACES, **CELL_FACES}.items() if face.type != name] == []


@pytest.mark.parametrize("name", sorted(ANSWERS))
def test_type_is_drawn_with_a_label_and_its_answer_in_it(name: str) -> None:
    question, face = QUESTIONS[name], FACES[name]
    posted = Posted(face.fill(question, ANSWERS[name], "a-x", BOTH))

    controls = face.controls(question, posted, "a-x", BOTH, {})
    if name == "table":
        rows = face.table(question, Form("a-x", BOTH, posted, {})).rows
        controls = tuple(control for row in rows for cell in row.cells for control in cell)
        drawn = [table_html.DRAWN[control.kind](control, "aria-label=Navn") for control in controls]
        assert all(f"name={c.name}" in html or c.kind == "computed" for c, html in zip(controls, drawn, strict=True))
        return

    assert len(controls) > 0
    for control in controls:
        html = render_to_string(control.template, {"control": control, "key": "x", "cell": "Navn", "many": 0})
        assert f'id="{control.id}"' in html
        assert control.kind == "computed" or f'name="{control.name}"' in html


@pytest.mark.parametrize("name", sorted(COLUMN_TYPES))
def test_cell_is_drawn_with_its_name(name: str) -> None:
    tables = (EVERY_TYPE.question("markets"), grouped().question("partners"))
    column = next(column for table in tables for column in table.columns if column.type == name)

    controls = CELL_FACES[name].controls(column, Posted({}), "a-x-r1-c", BOTH, {})

    assert len(controls) > 0
    for control in controls:
        assert "aria-label=Navn" in table_html.DRAWN[control.kind](control, "aria-label=Navn")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", sorted(ANSWERS))
def test_type_is_shown_on_screen_and_printed(name: str, language: str) -> None:
    question = QUESTIONS[name]

    shown = QUESTION_ANSWERS[name].show(question, ANSWERS[name], language, Surroundings())
    printed = shown.block(question.label.resolve(language), language)

    assert shown.kind in KINDS - {"nothing"}
    assert render_to_string("answers/shown.html", {"shown": shown}).strip() != ""
    assert printed.kind != "unanswered"
    assert get_template(f"exports/print/blocks/{printed.kind}.html")


@pytest.mark.parametrize("name", sorted(ANSWERS))
def test_type_without_answer_is_not_answered_and_printed_as_such(name: str) -> None:
    question, kind = QUESTIONS[name], QUESTION_ANSWERS[name]

    shown = kind.show(question, None, "da", Surroundings())

    assert kind.is_answered(None) is False
    assert kind.is_answered(ANSWERS[name]) is True
    # A clause stands in the document until somebody leaves it out.
    assert shown.block(question.label.resolve("da"), "da").kind == ("text" if name == "clause" else "unanswered")


json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["da", "en", "id", "cells", "name", "need", "x"]), inner, max_size=4)
    ),
    max_leaves=8,
)


@settings(max_examples=300)
@given(json, st.sampled_from(sorted(QUESTIONS)), st.sampled_from(LANGUAGES))
def test_whatever_is_stored_can_be_shown_and_put_into_a_form(value: object, name: str, language: str) -> None:
    question, face, kind = QUESTIONS[name], FACES[name], QUESTION_ANSWERS[name]

    shown = kind.show(question, value, language, Surroundings({"criteria": value}))
    filled = face.fill(question, value, "v", BOTH)
    kind.is_answered(value)
    kind.languages(value)

    assert shown.kind in KINDS
    assert all(isinstance(text, str) for texts in filled.values() for text in texts)


posted = st.dictionaries(
    st.sampled_from(["v", "v-da", "v-en", "v-rows", "v-r1-name-da", "v-r1-need", "v-r1-day", "v-need-weight"]),
    st.lists(st.text(max_size=12) | st.sampled_from(["r1", "3", "true", "plan", "DE", "2026-02-30"]), max_size=3),
)


@settings(max_examples=300)
@given(posted, json, st.sampled_from(sorted(QUESTIONS)))
def test_whatever_is_sent_is_read_or_refused_with_a_sentence(sent: dict, before: object, name: str) -> None:
    question, face = QUESTIONS[name], FACES[name]

    # What stood there before had come through a form as well.
    stored = face.read(question, Posted(face.fill(question, before, "v", BOTH)), "v", None, BOTH).value

    reading = face.read(question, Posted(sent), "v", stored, BOTH)
    again = face.read(question, Posted(face.fill(question, reading.value, "v", BOTH)), "v", reading.value, BOTH)

    assert all(fault.message for fault in reading.faults)
    if not reading.faults:
        assert again.value == reading.value
        QUESTION_ANSWERS[name].show(question, reading.value, "da", Surroundings())
