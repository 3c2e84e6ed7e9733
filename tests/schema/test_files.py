"""A question for a file: where it may be asked, and what an answer says of a file."""

from typing import Any

import pytest

from schema import SchemaError, parse
from schema.answers import check_answer
from schema.conversions import carried
from schema.files import LARGEST, mark_of
from schema.questions import FileQuestion, Question
from schema.upgrades import needs_second
from tests.schema.samples import question, template
from tests.schema.test_moving import a_file

FILE = question("paper", "file")
PLACE = "sections[0].questions[0]"


def second(*questions: dict[str, Any], kind: str = "strategy") -> dict[str, Any]:
    return {**template(*questions, kind=kind), "format": 2}


def faults(*questions: dict[str, Any], kind: str = "strategy", **own: Any) -> list[str]:
    with pytest.raises(SchemaError) as refused:
        parse({**second(*questions, kind=kind), **own})
    return [str(fault) for fault in refused.value.faults]


def asked(one: dict[str, Any] = FILE) -> Question:
    found = parse(second(one)).question(one["key"])
    assert isinstance(found, Question)
    return found


@pytest.mark.parametrize("kind", ["strategy", "analysis", "report", "document"])
def test_file_is_asked_for_where_members_of_a_cluster_answer(kind: str) -> None:
    found = parse(second({**FILE, "required": True}, kind=kind)).question("paper")

    assert isinstance(found, FileQuestion)
    assert (found.stores_answer, found.asks_file) == (True, True)


@pytest.mark.parametrize("kind", ["survey", "assessment"])
def test_file_is_asked_for_nowhere_else(kind: str) -> None:
    said = "a file can be asked for in analysis, document, report, strategy only"
    assert faults(FILE, kind=kind) == [f"{PLACE}.type: {said}"]


def test_file_stands_in_no_table() -> None:
    said = "a file is a question of its own: the cells of a table have no room for one"
    assert faults(question("t", "table", columns=[FILE])) == [f"{PLACE}.columns[0].type: {said}"]


def test_file_needs_the_second_format() -> None:
    said = "a question of the type file needs `format: 2` at the top of the file"
    assert faults(FILE, format=1) == [f"{PLACE}.type: {said}"]
    assert needs_second(FILE) is True


@pytest.mark.parametrize("value", [{"da": "budget"}, "budget.pdf"])
def test_no_file_is_proposed(value: Any) -> None:
    assert faults({**FILE, "default": value}) == [
        f"{PLACE}.default: nothing can be proposed for a question of the type file"
    ]


def test_condition_asks_whether_there_is_a_file_and_nothing_else() -> None:
    shown = {**question("b"), "show_if": {"question": "paper", "answered": True}}
    compared = {**question("b"), "show_if": {"question": "paper", "is": "budget.pdf"}}

    assert parse(second(FILE, shown)).question("b") is not None
    assert len(faults(FILE, compared)) == 1


@pytest.mark.parametrize(
    "wrong",
    [
        *("budget.pdf", None, [], {}),
        *({"name": name} for name in ("", " ", "../budget.pdf", "c:\\budget.pdf", "a\x00b", "x" * 121, 7)),
        *({"size": size} for size in (0, -1, LARGEST + 1, 1.5, True, "7")),
        *({"type": kind} for kind in ("image/svg+xml", "text/html", "application/zip", [], None)),
        *({"digest": digest} for digest in ("", "ab" * 31, "AB" * 32, "../" + "a" * 61, 7)),
        {"more": "words"},
    ],
)
def test_what_names_no_file_is_a_fault(wrong: Any) -> None:
    value = {**a_file(), **wrong} if wrong and isinstance(wrong, dict) else wrong

    assert len(check_answer(asked(), value)) == 1


def test_what_names_a_file_fits_and_nothing_published_names_one() -> None:
    assert check_answer(asked(), a_file("Års-regnskab (1).pdf")) == []
    assert [fault.what for fault in check_answer(asked(), a_file(), published=True)] == [
        "a file lies in a cluster, so nothing that is published can name one"
    ]


def test_file_is_known_by_its_name_and_its_bytes() -> None:
    other = {**a_file(), "digest": "cd" * 32}

    assert len({mark_of(one) for one in (a_file(), a_file("andet.pdf"), other)}) == 3
    assert mark_of(a_file()) == mark_of({**a_file(), "size": 7})


def test_file_follows_to_a_question_for_a_file_and_is_parked_elsewhere() -> None:
    here, there = asked(), asked({**FILE, "key": "budget"})

    assert carried(here, there, a_file()).is_exact is True
    assert all(not carried(here, asked(question("b", kind)), a_file()).follows for kind in ("text", "longtext", "date"))
    assert not carried(asked(question("b")), here, {"da": "budget.pdf"}).follows
