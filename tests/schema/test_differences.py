"""What differs between two editions, by key: kept, moved, reworded, retyped, replaced, new, gone."""

from typing import Any

import pytest

from schema.differences import Change, Difference, Fate, difference
from schema.documents import Document
from schema.faults import SchemaError
from schema.parsing import parse
from tests.schema.samples import checklist, common, options, question, section, template, text


def between(before: dict[str, Any], after: dict[str, Any], *meantime: dict[str, Any]) -> Difference:
    return difference(parse(before), parse(after), [parse(one) for one in meantime])


def fates(found: Difference, kind: str = "question") -> list[tuple[str, str]]:
    return [(one.key, str(one.fate)) for one in found.of(kind)]


def named(found: Difference, key: str, kind: str = "question") -> Change:
    return next(one for one in found.of(kind) if one.key == key)


def test_the_same_document_differs_in_nothing() -> None:
    found = between(template(question("a"), question("b")), template(question("a"), question("b")))

    assert found.is_empty
    assert fates(found) == [("a", "kept"), ("b", "kept")]


def test_each_question_is_told_with_what_became_of_it_where_it_stands_or_stood() -> None:
    before = template(question("a"), question("b"), question("lost"), question("c"), question("d"), question("e"))
    after = template(
        question("a"),
        {**question("b"), "label": text("Andre ord")},
        question("c", "longtext"),
        question("e"),
        question("d"),
        question("f"),
    )

    found = between(before, after)

    assert fates(found) == [
        ("a", "kept"),
        ("b", "reworded"),
        ("lost", "gone"),
        ("c", "retyped"),
        ("e", "moved"),
        ("d", "kept"),
        ("f", "new"),
    ]
    assert found.counts["question"][Fate.GONE] == 1


def test_a_question_that_moved_and_was_reworded_is_both() -> None:
    before = {
        **common("analysis"),
        "sections": [section("one", question("a"), question("b")), section("two", question("c"))],
    }
    moved = {**question("a"), "help": text("Sådan")}
    after = {**common("analysis"), "sections": [section("one", question("b")), section("two", question("c"), moved)]}

    found = named(between(before, after), "a")

    assert (found.fate, found.is_moved, found.words) == (Fate.REWORDED, True, ("help",))
    assert found.after is not None
    assert found.after.parent == "two"


def test_only_what_was_taken_out_of_its_order_has_moved() -> None:
    keys = [f"q{number}" for number in range(8)]
    after = [keys[7], *keys[:7]]

    found = between(template(*map(question, keys)), template(*map(question, after)))

    assert [one.key for one in found.of("question") if one.is_moved] == ["q7"]


def test_what_asks_for_something_else_is_changed_and_says_in_what() -> None:
    before = template(question("a", "number", max=5), question("b", "choice", options=options("x", "y")))
    after = template(
        question("a", "number", max=9, required=True),
        question("b", "choice", options=[*options("x"), {"key": "z", "label": text("z"), "replaces": ["y"]}]),
    )

    found = between(before, after)

    assert named(found, "a").rules == ("required", "max")
    chosen = named(found, "b")
    assert chosen.fate is Fate.CHANGED
    assert [(one.key, str(one.fate)) for one in chosen.parts] == [("x", "kept"), ("z", "replaced")]


def test_a_question_that_replaces_another_is_told_with_it_and_neither_is_new_or_gone() -> None:
    found = between(
        template(question("old"), question("b")), template(question("new", replaces=["old"]), question("b"))
    )

    assert fates(found) == [("new", "replaced"), ("b", "kept")]
    assert [one.key for one in named(found, "new").replaces] == ["old"]
    assert [one.key for one in found.heirs["old"]] == ["new"]


def test_a_question_that_was_split_has_two_heirs_and_two_that_were_merged_have_one() -> None:
    found = between(
        template(question("one"), question("two"), question("three")),
        template(
            question("left", replaces=["one"]),
            question("right", replaces=["one"]),
            question("both", replaces=["two", "three"]),
        ),
    )

    assert [one.key for one in found.heirs["one"]] == ["left", "right"]
    assert [one.key for one in found.heirs["two"]] == [one.key for one in found.heirs["three"]] == ["both"]


def test_a_name_that_was_changed_twice_is_followed_over_the_edition_between() -> None:
    first, second, third = (
        template(question("a")),
        template(question("b", replaces=["a"])),
        template(question("c", replaces=["b"])),
    )

    assert fates(between(first, third, second)) == [("c", "replaced")]
    assert fates(between(first, third)) == [("a", "gone"), ("c", "new")]


def test_who_goes_back_finds_what_the_later_edition_had_renamed() -> None:
    found = between(template(question("b", replaces=["a"])), template(question("a")))

    assert fates(found) == [("a", "replaced")]


def test_a_question_in_a_section_that_was_renamed_has_not_moved() -> None:
    before = {**common("analysis"), "sections": [section("one", question("a"))]}
    after = {**common("analysis"), "sections": [section("first", question("a"), replaces=["one"])]}

    found = between(before, after)

    assert fates(found, "section") == [("first", "replaced")]
    assert fates(found) == [("a", "kept")]


def test_items_of_a_checklist_and_kpis_are_compared_by_their_keys_too() -> None:
    before, after = checklist(), checklist()
    after["groups"][0]["items"] = [{**after["groups"][0]["items"][0], "due_days": -10}]

    found = between(before, after)

    assert fates(found, "item") == [("book", "changed"), ("ask", "gone")]
    assert named(found, "book", "item").rules == ("due_days",)


def test_the_words_of_the_document_itself_are_named() -> None:
    before, after = template(question("a")), template(question("a"))
    after["title"], after["version"] = text("En anden"), 2

    found = between(before, after)

    assert found.own == ("title",)
    assert not found.is_empty


@pytest.mark.parametrize("kind", ["question", "section", "option", "column"])
def test_nothing_replaces_what_is_still_there(kind: str) -> None:
    asked = question("a", "choice", options=options("x", "y"))
    table = question("t", "table", columns=[question("p"), question("r")])
    data = {**common("analysis"), "sections": [section("one", asked, table), section("two", question("b"))]}
    place = {
        "question": (data["sections"][1]["questions"][0], "a"),
        "section": (data["sections"][1], "one"),
        "option": (asked["options"][1], "x"),
        "column": (table["columns"][1], "p"),
    }[kind]
    place[0]["replaces"] = [place[1]]

    with pytest.raises(SchemaError) as refused:
        parse(data)

    assert [fault.what for fault in refused.value.faults] == [
        f"'{place[1]}' is still in this file, so nothing replaces it"
    ]


@pytest.mark.parametrize("replaces", ["a", [], ["A"], ["x", "x"], [7], [["x"]], {"x": 1}, None])
def test_what_replaces_is_a_list_of_keys(replaces: object) -> None:
    with pytest.raises(SchemaError):
        parse(template(question("b", replaces=replaces)))


def every(found: Document) -> int:
    return len(difference(found, found).changes)


def test_every_entry_of_an_edition_is_told_once() -> None:
    found = parse(template(question("a"), question("b")))

    assert every(found) == 3
