"""Operations on a draft: each can be taken back, and leaves alone what it is not about."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curation.rules.operations import Impossible, Insert, Move, Operation, Remove, Set, apply_all, revived
from curation.rules.paths import Gone, find, of_fault, outline_paths, resolve
from tests.curation.samples import strategy


def test_text_is_set_and_taken_back() -> None:
    before = strategy()

    after, back = Set("sections/needs/questions/why/label/da", "Hvorfor?").apply(before)

    assert find(after, "sections/needs/questions/why/label") == {"da": "Hvorfor?", "en": "why in English"}
    assert back.apply(after)[0] == before == strategy()


def test_last_language_that_is_emptied_takes_the_text_with_it() -> None:
    after, _back = apply_all(
        strategy(), [Set("sections/needs/short/da", "Behov"), Set("sections/needs/short/da", None)]
    )

    assert after == strategy()


def test_question_that_was_moved_is_still_found_under_its_old_path() -> None:
    moved, _back = Move("sections/needs/questions/why", "sections/goals/questions", 0).apply(strategy())

    after, _back = Set("sections/needs/questions/why/label/da", "Ny").apply(moved)

    assert find(after, "sections/goals/questions/why/label/da") == "Ny"


def test_what_is_not_there_is_gone() -> None:
    for operation in (
        Remove("sections/needs/questions/nothing"),
        Remove("sections"),
        Set("sections/needs/questions/nothing/label/da", "x"),
        Set("sections/7/title/da", "x"),
        Move("sections/nowhere", "sections", 0),
    ):
        with pytest.raises(Gone):
            operation.apply(strategy())


def test_nothing_is_moved_into_itself() -> None:
    with pytest.raises(Impossible):
        Move("sections/needs", "sections/needs/questions", 0).apply(strategy())


def test_fault_is_found_by_keys() -> None:
    assert of_fault(strategy(), "sections[0].questions[1].options[0].label.da") == (
        "sections/needs/questions/how/options/alone/label/da"
    )
    assert of_fault(strategy(), "sections[1]") == "sections/goals"


LISTS = ("sections", "sections/needs/questions", "sections/goals/questions", "sections/needs/questions/how/options")
PATHS = st.sampled_from(outline_paths(strategy()))
TEXTS = st.sampled_from(["label/da", "help/en", "title/da", "type", "required"])
OPERATIONS = st.one_of(
    st.builds(lambda path, text, value: Set(f"{path}/{text}", value), PATHS, TEXTS, st.sampled_from(["x", None, True])),
    st.builds(Remove, PATHS),
    st.builds(
        Insert, st.sampled_from(LISTS), st.fixed_dictionaries({"key": st.sampled_from(["a", "b"])}), st.integers(0, 4)
    ),
    st.builds(Move, PATHS, st.sampled_from(LISTS), st.integers(0, 4)),
)


@given(st.lists(OPERATIONS, max_size=8))
def test_whatever_was_done_is_taken_back_to_the_letter(operations: list[Operation]) -> None:
    document: dict[str, Any] = strategy()
    back: list[Operation] = []
    for operation in operations:
        try:
            document, inverse = operation.apply(document)
        except (Gone, Impossible):
            continue
        back.insert(0, revived(inverse.stored()))

    for one in back:
        document, _again = one.apply(document)

    assert document == strategy()


def test_path_leads_nowhere_below_a_plain_value() -> None:
    with pytest.raises(Gone):
        resolve(strategy(), "slug/da/en")
