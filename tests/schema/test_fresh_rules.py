"""What is refused in a new document, and is still read in one that was stored before the rule."""

import pytest

from schema import Library, SchemaError, parse
from schema.checklists import MOST_ITEMS
from tests.schema.samples import checklist, edited, resource


def faults(data: dict) -> list[str]:
    with pytest.raises(SchemaError) as caught:
        parse(data, library=Library({"one.yaml": data}))
    return [str(fault) for fault in caught.value.faults]


@pytest.mark.parametrize("path", ["title.da", "summary.en", "body.da"])
@pytest.mark.parametrize("words", ["Ord <!-- note --> ord", "<!---->", "a <![CDATA[b]]>", "a --> b"])
def test_comment_and_other_marks_of_html_are_refused_with_their_path(path: str, words: str) -> None:
    found = faults(edited(resource(), path, words))

    assert f"{path}: a comment or another mark of HTML is not allowed in a text" in found


@pytest.mark.parametrize(
    "words",
    [
        "**Mål**",
        "*Mål*",
        "__Mål__",
        "_Mål_",
        "`Mål`",
        "# Mål",
        "~~Mål~~",
        "[Mål](https://a.dk)",
        "a&nbsp;b",
        "a&#160;b",
    ],
)
def test_markdown_in_a_line_is_refused_and_in_a_body_is_not(words: str) -> None:
    (found,) = faults(edited(resource(), "title.da", words))

    assert found.startswith("title.da: is printed as it is written, so Markdown is not allowed here: ")
    body = edited(resource(), "body.da", words)
    assert parse(body, library=Library({"one.yaml": body}))


@pytest.mark.parametrize("words", ["5 * 3 * 2", "Budget* og pris*", "snake_case_ord", "R&D; A & B", "Mål (a) [b]"])
def test_signs_that_are_no_markdown_stay(words: str) -> None:
    data = edited(resource(), "title.da", words)

    assert parse(data, library=Library({"one.yaml": data}))


@pytest.mark.parametrize("path", ["title.da", "body.en"])
@pytest.mark.parametrize(
    "words", ["\u200b", "\u2060 \u00ad", "\u00a0\u3164", "\u2800", "\u200d\ufe0f", "\u202e", "\U000e0041"]
)
def test_text_that_nobody_can_see_is_refused(path: str, words: str) -> None:
    assert faults(edited(resource(), path, words)) == [f"{path}: holds only signs that nobody can see"]


@pytest.mark.parametrize(("value", "seen"), [(False, "false"), (2027, "2027"), (1.5, "1.5")])
def test_value_in_place_of_a_text_is_told_to_need_quotes(value: object, seen: str) -> None:
    assert faults(edited(resource(), "title.en", value)) == [
        f"title.en: must be a text that is not empty; {seen} as a text needs quotes"
    ]


def long_list(count: int) -> dict:
    data = checklist()
    item = {key: value for key, value in data["groups"][0]["items"][0].items() if key != "link"}
    halves = [
        [{**item, "key": f"{name}{n}"} for n in range(size)]
        for name, size in (("a", count // 2), ("b", count - count // 2))
    ]
    data["groups"] = [{**data["groups"][0], "key": f"group{n}", "items": items} for n, items in enumerate(halves)]
    return data


def test_list_that_cannot_be_started_is_refused_when_it_is_loaded() -> None:
    longest = long_list(MOST_ITEMS)

    assert parse(longest, library=Library({"one.yaml": longest}))
    assert faults(long_list(MOST_ITEMS + 1)) == [
        "groups: the list has 201 items, and a checklist can have 200; split it into two lists"
    ]


def test_document_that_was_stored_before_these_rules_is_still_read() -> None:
    for data in (
        edited(resource(), "title.da", "*Mål* <!-- -->"),
        edited(resource(), "title.da", "\u200b"),
        long_list(300),
    ):
        assert parse(data)
