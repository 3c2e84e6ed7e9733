"""What the original says now is taken over piece by piece, and nothing of one's own is lost unsaid."""

import copy
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from curation.rules.merging import Clash, Piece, What, merged, pieces
from curation.rules.operations import apply_all
from curation.rules.paths import find
from schema.outlines import keys_of
from tests.curation.samples import HOW, WHY, strategy
from tests.schema.samples import options, question, section

Document = dict[str, Any]


def theirs() -> Document:
    """What the original says in its next edition: reworded, a question new, one moved, one gone, an option new."""
    made = strategy()
    needs, goals = made["sections"]
    needs["questions"][0]["label"] = {"da": "Hvorfor ud?", "en": "why in English"}
    needs["questions"][1]["options"] = options("alone", "abroad", "together")
    who = needs["questions"].pop(2)
    goals["questions"] = [who, question("new", "text")]
    return made


def taken(mine: Document, *chosen: Piece) -> Document:
    """Return the copy after it has taken the pieces over."""
    operations, left = merged(mine, chosen)
    assert left == []
    return apply_all(mine, operations)[0]


def named(found: list[Piece]) -> dict[str, Piece]:
    """Return the pieces by what they are about."""
    return {f"{one.what} {one.path.rpartition('/')[2]} {one.field}".strip(): one for one in found}


def test_copy_that_nobody_changed_becomes_the_new_edition() -> None:
    found = pieces(strategy(), theirs(), strategy())

    assert sorted(named(found)) == [
        "changed how options",
        "changed why label",
        "gone amount",
        "moved who",
        "new new",
    ]
    assert {one.clash for one in found} == {Clash.NONE}
    assert taken(strategy(), *found) == theirs()
    assert pieces(strategy(), theirs(), theirs()) == []


def test_what_both_have_added_stays_and_only_what_both_have_written_is_a_clash() -> None:
    mine = strategy()
    mine["sections"][0]["questions"].insert(0, question("ours", "text"))
    mine["sections"][0]["questions"][1]["label"]["en"] = "Why, in our words"
    mine["sections"][0]["questions"][2]["options"] += options("own")
    mine["sections"][1]["questions"][0]["label"]["da"] = "Hvor meget, hos os"

    found = named(pieces(strategy(), theirs(), mine))

    assert {name for name, one in found.items() if one.clash} == {"gone amount"}
    made = taken(mine, *(one for one in found.values() if not one.clash))
    assert find(made, WHY)["label"] == {"da": "Hvorfor ud?", "en": "Why, in our words"}
    assert keys_of(find(made, HOW)["options"]) == ["alone", "abroad", "together", "own"]
    assert keys_of(made["sections"][0]["questions"]) == ["ours", "why", "how"]
    assert keys_of(made["sections"][1]["questions"]) == ["who", "new", "amount"]


def test_both_have_written_the_same_words_anew() -> None:
    mine = strategy()
    mine["sections"][0]["questions"][0]["label"]["da"] = "Hvorfor os?"

    piece = named(pieces(strategy(), theirs(), mine))["changed why label"]

    assert piece.clash is Clash.BOTH
    assert find(taken(mine, piece), WHY)["label"]["da"] == "Hvorfor ud?"


def test_what_was_deleted_here_and_changed_there_can_come_back() -> None:
    mine = strategy()
    del mine["sections"][0]["questions"][0]

    found = named(pieces(strategy(), theirs(), mine))

    assert found["changed why"].clash is Clash.DELETED
    assert keys_of(taken(mine, found["changed why"])["sections"][0]["questions"]) == ["why", "how", "who"]


def test_question_for_a_section_that_was_not_taken_over_is_said_to_have_no_place() -> None:
    after = strategy()
    after["sections"].append(section("more", question("further", "text")))
    after["sections"][2]["questions"].append(after["sections"][1]["questions"].pop())
    found = named(pieces(strategy(), after, strategy()))

    operations, left = merged(strategy(), [found["moved amount"]])

    assert (operations, left) == ([], [found["moved amount"]])
    whole = taken(strategy(), *found.values())
    assert keys_of(whole["sections"]) == ["needs", "goals", "more"]
    assert keys_of(whole["sections"][2]["questions"]) == ["further", "amount"]


def test_section_that_holds_something_of_ours_is_not_taken_away_unsaid() -> None:
    after, mine = strategy(), strategy()
    del after["sections"][1]
    mine["sections"][1]["questions"].append(question("ours", "text"))

    (piece,) = pieces(strategy(), after, mine)

    assert (piece.what, piece.clash) == (What.GONE, Clash.HOLDS)


def test_other_order_is_one_piece_and_leaves_what_is_ours_where_it_stands() -> None:
    after, mine = strategy(), strategy()
    after["sections"][0]["questions"].reverse()
    mine["sections"][0]["questions"].insert(1, question("ours", "text"))

    (piece,) = pieces(strategy(), after, mine)

    assert piece.what is What.ORDER
    assert keys_of(taken(mine, piece)["sections"][0]["questions"]) == ["who", "ours", "how", "why"]


KEYS = ("a", "b", "c", "d", "e", "f")
documents = st.lists(
    st.tuples(st.lists(st.sampled_from(KEYS), unique=True, max_size=4), st.sampled_from(["x", "y"])),
    min_size=1,
    max_size=3,
)


def a_document(shape: list[tuple[list[str], str]]) -> Document:
    """Make a document of sections with questions, each key once."""
    used: set[str] = set()
    made = copy.deepcopy(strategy())
    made["sections"] = []
    for number, (keys, words) in enumerate(shape):
        fresh = [key for key in keys if key not in used]
        used |= set(fresh)
        questions = [{**question(key, "text"), "label": {"da": words + key, "en": key}} for key in fresh]
        made["sections"].append(section(f"s{number}", *questions))
    return made


@settings(max_examples=150, deadline=None)
@given(documents, documents)
def test_copy_that_follows_becomes_any_next_edition(before: Any, after: Any) -> None:
    base, newer = a_document(before), a_document(after)

    made = taken(base, *pieces(base, newer, base))

    assert {one["key"]: set(keys_of(one["questions"])) for one in made["sections"]} == {
        one["key"]: set(keys_of(one["questions"])) for one in newer["sections"]
    }
    assert [one for one in pieces(base, newer, made) if one.what is not What.ORDER] == []


@settings(max_examples=150, deadline=None)
@given(documents, documents, documents)
def test_what_is_ours_alone_stays_when_nothing_that_clashes_is_taken_over(before: Any, after: Any, own: Any) -> None:
    base, newer, mine = a_document(before), a_document(after), a_document(own)

    operations, _left = merged(mine, [one for one in pieces(base, newer, mine) if not one.clash])
    made = apply_all(mine, operations)[0]

    def all_keys(document: Document) -> set[str]:
        return {key for one in document["sections"] for key in keys_of(one["questions"])}

    ours = all_keys(mine) - all_keys(base) - all_keys(newer)
    assert ours <= all_keys(made)
