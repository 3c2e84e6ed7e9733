"""Groups of questions inside a section: read, shown under a condition, written, compared."""

from typing import Any

import pytest

from schema.conditions import visible_questions
from schema.differences import Fate, difference
from schema.faults import SchemaError
from schema.outlines import Outline
from schema.parsing import parse
from schema.reading import read_text
from schema.upgrades import needs_second
from schema.writing import written
from tests.schema.grouped import FILE, grouped, parsed
from tests.schema.samples import edited, question, section, template, text


def faults(data: dict[str, Any]) -> list[str]:
    with pytest.raises(SchemaError) as refused:
        parse(data)
    return [str(fault) for fault in refused.value.faults]


def test_questions_of_a_section_are_all_of_them_in_order() -> None:
    markets, means = parsed().sections

    assert [one.key for one in markets.questions][:2] == ["aim", "abroad"]
    assert [(group.key, [one.key for one in group.questions][:1]) for group in markets.groups] == [
        ("present", ["today"]),
        ("coming", ["where"]),
    ]
    assert [one.key for one in markets.ungrouped][:2] == ["aim", "abroad"]
    assert [one.group.key if one.group else "" for one in markets.questions if one.key in ("aim", "today")] == [
        "",
        "present",
    ]
    assert next(one.key for one in means.questions) == "budget"


def test_group_is_shown_by_its_condition_and_its_questions_by_both() -> None:
    document = parsed()
    asked = [
        visible_questions(document, answers) & {"today", "why_today"}
        for answers in (
            {"today": text()},
            {"abroad": "no", "today": text()},
            {"abroad": "yes"},
            {"abroad": "yes", "today": text()},
        )
    ]

    assert asked == [set(), set(), {"today"}, {"today", "why_today"}]


def test_file_comes_out_as_it_went_in_and_a_change_touches_its_line_alone() -> None:
    source = FILE.read_text(encoding="utf-8")
    assert written(grouped(), source) == source

    data = grouped()
    data["sections"][0]["groups"][0]["questions"][0]["label"]["en"] = "Which ones?"
    lines = written(data, source).splitlines()

    assert [line for line in source.splitlines() if line not in lines] == [
        "            label: {da: Hvilke markeder?, en: Which markets?}"
    ]
    assert list(read_text(written(grouped()))["sections"][0]["groups"][0])[:3] == ["title", "key", "printed"]


def test_outline_knows_the_questions_of_groups_by_their_paths() -> None:
    places = Outline("file", grouped()).places

    assert list(places)[:3] == [
        "sections[0].questions[0]",
        "sections[0].questions[1]",
        "sections[0].groups[0].questions[0]",
    ]


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        ("format", 1, "sections[0].groups: groups in a section need `format: 2` at the top of the file"),
        ("sections[0].groups[1].key", "present", "sections[0].groups[1].key: the key 'present' is used twice"),
        ("sections[1].groups[0].key", "present", "sections[1].groups[0].key: the key 'present' is used twice"),
        ("sections[0].groups[0].questions", [], "sections[0].groups[0].questions: must not be empty"),
        ("sections[0].groups", [], "sections[0].groups: must not be empty"),
        ("sections[0].groups[0].title", {"da": "x"}, "sections[0].groups[0].title: missing en"),
        ("sections[0].groups[0].groups", [], "sections[0].groups[0]: unknown key 'groups'"),
        (
            "sections[0].groups[0].show_if",
            {"question": "today", "answered": True},
            "sections[0].groups[0].show_if.question: 'today' must stand before what it shows or hides",
        ),
        (
            "sections[0].groups[1].questions[0].key",
            "aim",
            "sections[0].groups[1].questions[0].key: the key 'aim' is used twice",
        ),
        (
            "sections[0].groups[1].replaces",
            ["present"],
            "sections[0].groups[1].replaces[0]: 'present' is still in this file, so nothing replaces it",
        ),
    ],
)
def test_what_is_wrong_with_a_group_is_said_at_its_place(path: str, value: object, said: str) -> None:
    assert said in faults(edited(grouped(), path, value))


def test_section_without_questions_and_groups_is_told_what_it_lacks() -> None:
    assert "sections[0]: missing questions" in faults(
        {**template(question("a")), "sections": [{"key": "s", "title": text()}]}
    )


def test_first_format_is_told_to_need_the_second() -> None:
    assert needs_second({"key": "g", "title": text(), "questions": []}, "groups")
    assert not needs_second({"key": "g", "title": text(), "items": []}, "groups")


def test_what_becomes_of_groups_and_their_questions_is_told() -> None:
    before, after = grouped(), grouped()
    present, coming = after["sections"][0]["groups"]
    present["show_if"] = {"question": "abroad", "is": False}
    coming["title"] = text("Andet")
    coming["questions"].insert(0, present["questions"].pop(1))
    after["sections"][1]["groups"][0]["replaces"] = ["funds"]
    before["sections"][1]["groups"][0]["key"] = "funds"

    found = difference(parsed(before), parsed(after))

    assert [(one.key, one.fate) for one in found.of("group")] == [
        ("present", Fate.CHANGED),
        ("coming", Fate.REWORDED),
        ("money", Fate.REPLACED),
    ]
    fates = {one.key: one.fate for one in found.of("question")}
    assert (fates["why_today"], fates["today"], fates["budget"]) == (Fate.MOVED, Fate.KEPT, Fate.KEPT)


def test_question_that_comes_into_a_group_has_only_moved() -> None:
    before = {**template(question("a"), question("b")), "format": 2}
    after = {
        **before,
        "sections": [
            section("only", question("a"), groups=[{"key": "g", "title": text(), "questions": [question("b")]}])
        ],
    }

    found = difference(parse(before), parse(after))

    assert [(one.key, str(one.fate)) for one in found.of("question")] == [("a", "kept"), ("b", "moved")]
