"""What a catalogue of RDMO asks several times becomes a table with a card for each, where a table can ask it."""

import pytest

from curation.rules.converting import rdmo
from schema import Library, parse
from tests.curation.catalogues import RDMO_CARDS


def test_a_collection_becomes_a_table_laid_out_as_cards() -> None:
    found = rdmo.converted(RDMO_CARDS.encode())
    partners, data = found.document["sections"][0]["groups"]
    (table,) = partners["questions"]

    assert (partners["title"], table["label"], table["row"]) == (
        {"en": "Partners"},
        {"en": "Partners"},
        {"en": "Partner"},
    )
    assert (table["key"], table["type"], table["layout"], table["required"]) == ("partners", "table", "cards", True)
    assert table["help"] == {"en": "All of them.\n\n**Name**\n\nAs it is registered.\n\nWhere it sits."}
    assert table["columns"] == [
        {"key": "name", "type": "text", "label": {"en": "Name"}},
        {"key": "size", "type": "number", "label": {"en": "Size"}, "min": 1},
        {"key": "mail", "type": "text", "label": {"en": "Mail"}},
    ]
    # A set within a page stands among the page's questions, with its condition.
    assert [one["key"] for one in data["questions"]] == ["any", "sets", "after"]
    assert data["intro"] == {"en": "About data."}
    inner = data["questions"][1]
    assert (inner["label"], inner["row"], inner["help"]) == ({"en": "Sets"}, {"en": "Sets"}, {"en": "Each set."})
    assert inner["show_if"] == {"question": "any", "is": True}
    assert inner["columns"][0]["options"] == [{"key": "x", "label": {"en": "X"}}]
    assert parse(found.document, library=Library({"made": found.document}))


def test_what_a_card_cannot_say_is_listed() -> None:
    assert [(one.where, one.what) for one in rdmo.converted(RDMO_CARDS.encode()).dropped] == [
        ("name", "that it must be answered"),
        ("place", "the heading “Place”"),
        ("mail", "that the answer is an email address"),
        ("kind", "“X”: words of one’s own"),
        ("after", "the condition named"),
    ]


@pytest.mark.parametrize(
    ("given", "instead", "why"),
    [
        ("<value_type>integer</value_type>", "<value_type>boolean</value_type>", "“Size” fits no column"),
        (
            "<value_type>integer</value_type>",
            '<conditions><condition uri="yes"/></conditions>',
            "“Size” is asked on a condition",
        ),
        (
            '<questionset uri="place">',
            '<questionset uri="place"><is_collection>True</is_collection>',
            "“Place” in it can be answered several times, too",
        ),
        (
            '<questionset uri="place">',
            '<questionset uri="place"><conditions><condition uri="yes"/></conditions>',
            "“Place” is asked on a condition",
        ),
    ],
)
def test_a_collection_that_fits_no_table_becomes_a_group(given: str, instead: str, why: str) -> None:
    found = rdmo.converted(RDMO_CARDS.replace(given, instead).encode())
    groups = found.document["sections"][0]["groups"]

    assert (groups[0]["title"], groups[0]["intro"]) == ({"en": "Partners"}, {"en": "All of them."})
    assert groups[0]["questions"][0] == {
        "key": "name",
        "type": "text",
        "label": {"en": "Name"},
        "required": True,
        "help": {"en": "As it is registered."},
    }
    told = [(one.what, one.why) for one in found.dropped if one.where == "partners"]
    assert told == [
        ("that it can be answered several times", f"the questions are asked once: {why}"),
        ("what one of it is called", "nothing is called by it"),
    ]
    assert parse(found.document, library=Library({"made": found.document}))


def test_collections_within_each_other_in_a_circle_end_with_a_sentence() -> None:
    circle = RDMO_CARDS.replace(
        '<questions><question uri="size"/></questions>', '<questionsets><questionset uri="place2"/></questionsets>'
    ).replace(
        "</rdmo>",
        '<questionset uri="place2"><questionsets><questionset uri="place"/></questionsets></questionset></rdmo>',
    )

    with pytest.raises(rdmo.Unconvertible, match="in a circle"):
        rdmo.converted(circle.encode())
