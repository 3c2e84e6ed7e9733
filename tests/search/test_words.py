"""How words are compared: their shapes, their parts, a slip of the keys, and what is marked."""

import pytest

from search.words import fold, is_slip, marked, pieces_of, query_of


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("strategier", "Strategien"),
        ("nulpunktsmålinger", "nulpunktsmåling"),
        ("vaerdikaeden", "Værdikæde"),
        ("AARSHJUL", "årshjul"),
        ("secondment", "Secondments"),
        ("companies", "company"),
        ("fremstød", "eksportfremstødet"),
        ("café", "Cafe"),
        ("a\u030arsværk", "årsværk"),
    ],
)
def test_word_is_found_in_each_of_its_shapes_and_spellings(typed: str, text: str) -> None:
    (wanted,) = query_of(typed).wanted
    pieces = pieces_of(text)

    assert any(piece.startswith(shape) for shape in wanted.shapes for piece in pieces)


@pytest.mark.parametrize(("typed", "text"), [("tolk", "stolk"), ("port", "stol"), ("rod", "brød")])
def test_middle_of_a_short_word_is_no_word(typed: str, text: str) -> None:
    (wanted,) = query_of(typed).wanted

    assert not any(piece.startswith(shape) for shape in wanted.shapes for piece in pieces_of(text))


def test_words_that_stand_everywhere_and_signs_ask_for_nothing() -> None:
    assert not query_of("og i på det")
    assert not query_of("(( AND OR * : ^ ' \" --")
    assert [one.word for one in query_of('title:visum* OR "NEAR(').wanted] == ["title", "visum", "near"]


def test_no_more_words_are_searched_for_than_anybody_means() -> None:
    query = query_of(" ".join(f"ord{n}" for n in range(50)) + " " + "x" * 5000)

    assert len(query.wanted) == 8
    assert all(len(shape) <= 120 for one in query.wanted for shape in one.shapes)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("innovatonstur", "innovationstur"), ("underteskter", "undertekster"), ("straategi", "strategi"), ("kpo", "kpi")],
)
def test_one_slip_is_a_missing_an_added_a_wrong_letter_or_two_that_changed_places(typed: str, meant: str) -> None:
    assert is_slip(typed, meant)
    assert is_slip(meant, typed)


@pytest.mark.parametrize(("typed", "meant"), [("mål", "mål"), ("strategi", "stratgei x"), ("abcd", "badc"), ("ab", "")])
def test_two_slips_are_another_word(typed: str, meant: str) -> None:
    assert not is_slip(typed, meant)


def test_words_are_marked_as_they_are_written() -> None:
    pieces = query_of("eksport kpi").pieces

    assert marked("Målet for eksporten er en KPI.", pieces) == [
        ("Målet for ", False),
        ("eksporten", True),
        (" er en ", False),
        ("KPI", True),
        (".", False),
    ]
    assert marked("Straße og Æblegård", query_of("strasse aeble").pieces) == [
        ("Straße", True),
        (" og ", False),
        ("Æblegård", True),
    ]
    assert "".join(words for words, _is_hit in marked("Æble & <b>eksport</b>", pieces)) == "Æble & <b>eksport</b>"


def test_letters_of_any_script_are_folded() -> None:
    assert fold("ÆØÅ Ǽ ﬁ ẞ İ") == fold("æøå ǽ fi ß i̇")
