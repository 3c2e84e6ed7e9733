"""What changed between two texts, word by word."""

from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.differences import MOST_WORDS, Piece, differences

texts = st.text() | st.lists(st.sampled_from(["en", "to", " ", "\n", "tre "])).map("".join)


def kinds(before: str, after: str) -> list[tuple[str, str]]:
    return [(piece.kind, piece.text) for piece in differences(before, after)]


@given(texts, texts)
def test_pieces_put_together_give_both_texts(before: str, after: str) -> None:
    pieces = differences(before, after)

    assert "".join(p.text for p in pieces if p.kind != "removed") == after
    assert "".join(p.text for p in pieces if p.kind != "added") == before


@given(texts)
def test_text_that_did_not_change_is_one_piece(text: str) -> None:
    assert differences(text, text) == ([Piece("same", text)] if text else [])


@pytest.mark.parametrize(
    ("before", "after", "pieces"),
    [
        ("en to tre", "en fire tre", [("same", "en "), ("removed", "to "), ("added", "fire "), ("same", "tre")]),
        ("", "en to", [("added", "en to")]),
        ("en to", "", [("removed", "en to")]),
        ("en to", "nul en to", [("added", "nul "), ("same", "en to")]),
    ],
)
def test_words_that_came_and_went_are_told_apart(before: str, after: str, pieces: list[tuple[str, str]]) -> None:
    assert kinds(before, after) == pieces


def test_long_text_is_compared_paragraph_by_paragraph() -> None:
    same = "ord " * MOST_WORDS

    assert kinds(f"{same}\nen to\n", f"{same}\nen tre\n") == [
        ("same", f"{same}\n"),
        ("removed", "en to\n"),
        ("added", "en tre\n"),
    ]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("ord " * 2_400, "ord x " * 1_200),
        ("a\n" * 50_000, "a\nb\n" * 25_000),
        ("a" * 100_000, "b" * 100_000),
        (" ".join(str(n % 101) for n in range(2_400)), " ".join(str(n * 7 % 101) for n in range(2_400))),
    ],
)
def test_no_two_texts_take_longer_than_one_waits(before: str, after: str) -> None:
    began = perf_counter()

    pieces = differences(before, after)

    assert "".join(p.text for p in pieces if p.kind != "removed") == after
    assert perf_counter() - began < 10
