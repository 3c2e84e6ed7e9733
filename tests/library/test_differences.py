"""What differs between two editions, said to people."""

from typing import Any

from django.utils import translation

from library.shown.differences import lines_of, own_words
from schema.differences import Fate, difference
from schema.parsing import parse
from tests.schema.samples import checklist, common, options, question, section, template, text


def said(
    before: dict[str, Any], after: dict[str, Any], language: str = "en-gb"
) -> list[tuple[str, str, tuple[str, ...]]]:
    with translation.override(language):
        found = difference(parse(before), parse(after))
        return [(one.label, str(one.fate), one.sentences) for one in lines_of(found)]


def test_each_question_that_differs_is_told_with_what_is_different() -> None:
    before = {
        **common("analysis"),
        "sections": [section("one", question("a"), question("b")), section("two", question("c"))],
    }
    after = {
        **common("analysis"),
        "sections": [
            section("one", question("b", "longtext", required=True)),
            section("two", question("c", help=text("Sådan")), question("a", replaces=["old"]), question("d")),
        ],
    }

    assert said(before, after) == [
        (
            "b in English",
            "Answered in another way",
            ("How it was answered: one line of text. How it is answered now: text in paragraphs.",),
        ),
        ("c in English", "Reworded", ("The help is different.",)),
        ("a in English", "Moved", ("It was in “one in English” and is in “two in English” now.",)),
        ("d in English", "New", ()),
    ]


def test_options_are_told_by_name() -> None:
    before = template(question("a", "choice", options=options("x", "y", "z")))
    after = template(
        question(
            "a", "choice", options=[*options("x"), {"key": "yy", "label": text("yy"), "replaces": ["y"]}, *options("w")]
        )
    )

    (line,) = said(before, after)

    assert line[2] == (
        "New option: w in English.",
        "Option that is gone: z in English.",
        "“yy in English” in place of “y in English”.",
    )


def test_a_question_that_takes_the_place_of_another_names_it_and_shows_what_was_reworded() -> None:
    before, after = template(question("old")), template(question("new", replaces=["old"], required=True))
    with translation.override("da"):
        (line,) = lines_of(difference(parse(before), parse(after)))

    assert line.sentences == ("Afløser ”old”.", "Det skal nu besvares.", "Ordlyden er en anden.")
    assert [(one.kind, one.text) for one in line.pieces] == [("removed", "old"), ("added", "new")]


def test_what_stays_is_told_only_when_it_is_asked_for() -> None:
    found = difference(parse(template(question("a"))), parse(template(question("a"), question("b"))))

    assert [one.key for one in lines_of(found)] == ["b"]
    assert [one.key for one in lines_of(found, Fate.KEPT)] == ["a"]


def test_items_of_a_checklist_and_the_title_of_a_document_are_told_too() -> None:
    before, after = checklist(), checklist()
    after["title"] = text("En anden tur")
    after["groups"][0]["items"][0] = {**after["groups"][0]["items"][0], "due_days": -10, "optional": False}
    found = difference(parse(before), parse(after))

    with translation.override("en-gb"):
        (line,) = lines_of(found, kind="item")
        assert line.sentences == ("It can no longer be left out.", "It is due on another day.")
        assert own_words(found) == ["The title is different."]
