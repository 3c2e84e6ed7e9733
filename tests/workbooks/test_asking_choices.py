"""Choices, scales, clauses, dates and countries."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answers.base import Surroundings
from answers.shown import NOTHING, Shown, ShownLine
from answers.types import QUESTION_ANSWERS
from core.text import LANGUAGES
from schema.countries import COUNTRIES, country_name
from tests.schema.samples import options, question, scale, text
from tests.workbooks.samples import DANISH, ENGLISH, fault, in_language, one, read, reread
from workbooks.asking import FACES, Posted
from workbooks.asking.country_names import DAILY_NAMES, country_code

STAGE = one(question("stage", "choice", options=options("plan", "report")))
MEANS = one(question("means", "multichoice", options=options("visit", "fair", "web"), max_choices=2))
MANDATE = one(scale("mandate", levels=[text(f"Trin {n}") for n in range(1, 6)]))
BELOW = one(scale("below", -2, 2))
CLAUSE = one(question("extra", "clause", body=text("Mere"), optional=True))
FIXED = one(question("parties", "clause", body=text("Mellem")))
DAY = one(question("day", "date"))
WHERE = one(question("where", "countries", max_choices=3))
PANEL = one(question("live", "panel", panel="goals"))

codes = st.sampled_from(sorted(COUNTRIES))
values = st.one_of(
    st.tuples(st.just(STAGE), st.none() | st.sampled_from(["plan", "report"])),
    st.tuples(st.just(MEANS), st.sampled_from([None, ["visit"], ["visit", "web"]])),
    st.tuples(st.just(MANDATE), st.none() | st.integers(1, 5)),
    st.tuples(st.just(BELOW), st.none() | st.integers(-2, 2)),
    st.tuples(st.just(CLAUSE), st.sampled_from([None, True, False])),
    st.tuples(st.just(DAY), st.none() | st.dates(date(1900, 1, 1), date(2200, 12, 31)).map(date.isoformat)),
    st.tuples(st.just(WHERE), st.none() | st.lists(codes, min_size=1, max_size=3, unique=True)),
)


@given(values, st.sampled_from(LANGUAGES))
def test_answer_is_read_back_the_same(pair: tuple[Any, Any], language: str) -> None:
    asked, value = pair

    reading = reread(asked, value, in_language(language))

    assert (reading.value, reading.faults, type(reading.value)) == (value, (), type(value))


def controls(asked: Any, *typed: str) -> tuple:
    return FACES[asked.type].controls(asked, Posted({"v": list(typed)}), "v", DANISH, {})


# ---- one of the options


@pytest.mark.parametrize("typed", ["else", "Plan", "plan ", "<script>", "\x00", "x" * 1000])
def test_unknown_option_is_refused(typed: str) -> None:
    reading = read(STAGE, before="plan", v=typed)

    shown = typed.replace("\x00", "")[:40]
    assert reading.value == "plan"
    assert fault(reading) == ("v", f"“{shown}” is not one of the options. Choose one of those shown.")


def test_choice_can_be_taken_away() -> None:
    assert read(STAGE, before="plan", v="").value is None


def test_choice_is_shown_by_its_label() -> None:
    shown = [
        QUESTION_ANSWERS["choice"].show(STAGE, value, "en", Surroundings())
        for value in ("plan", "gone", None, ["plan"])
    ]

    assert shown == [Shown("line", line=ShownLine("plan in English", "en")), NOTHING, NOTHING, NOTHING]


def test_form_shows_what_is_chosen() -> None:
    (control,) = controls(STAGE, "report")

    assert [(c.value, c.is_chosen) for c in control.choices] == [("plan", False), ("report", True)]


# ---- any of the options


def test_choices_are_stored_in_the_order_of_the_options_once_each() -> None:
    assert read(MEANS, v=["web", "visit", "web", ""]).value == ["visit", "web"]


def test_too_many_choices_are_refused() -> None:
    reading = read(MEANS, before=["fair"], v=["web", "visit", "fair"])

    assert reading.value == ["fair"]
    assert fault(reading) == ("v", "You have chosen 3. Choose at most 2: remove 1.")


def test_unknown_option_among_the_choices_is_refused() -> None:
    assert fault(read(MEANS, v=["web", "x"]))[1] == "“x” is not one of the options. Choose one of those shown."


def test_choices_are_shown_as_a_list() -> None:
    shown = QUESTION_ANSWERS["multichoice"].show(MEANS, ["web", "gone", "visit"], "da", Surroundings())

    assert shown == Shown("list", items=(ShownLine("visit", "da"), ShownLine("web", "da")))


# ---- a scale


@pytest.mark.parametrize("typed", ["0", "6", "-1", "3,5", "3.0", "tre", "٣", "1" * 400])
def test_number_off_the_scale_is_refused(typed: str) -> None:
    reading = read(MANDATE, before=2, v=typed)

    assert reading.value == 2
    assert fault(reading) == ("v", f"“mandate” is {typed[:40]}. Enter a number from 1 to 5.")


def test_scale_is_shown_with_its_level_or_its_end() -> None:
    show = QUESTION_ANSWERS["scale"].show
    plain = one(scale("plain"))

    words = [show(MANDATE, n, "da", Surroundings()).line.text for n in (1, 4)]
    ends = [show(plain, n, "da", Surroundings()).line.text for n in (1, 3, 5)]

    assert words == ["1 out of 5: Trin 1", "4 out of 5: Trin 4"]
    assert ends == ["1 out of 5: Lav", "3 out of 5", "5 out of 5: Høj"]
    assert [show(MANDATE, value, "da", Surroundings()) for value in (None, True, "3", [])] == [NOTHING] * 4


# ---- clauses and panels


def test_clause_is_in_until_somebody_leaves_it_out() -> None:
    shown = [
        QUESTION_ANSWERS["clause"].show(CLAUSE, value, "da", Surroundings()).line.text for value in (None, True, False)
    ]

    assert shown == ["Mere", "Mere", ""]


@pytest.mark.parametrize("typed", ["yes", "True", "1", "null"])
def test_clause_takes_only_in_or_out(typed: str) -> None:
    reading = read(CLAUSE, before=False, v=typed)

    assert reading.value is False
    assert fault(reading)[1] == f"“{typed}” is not one of the options. Choose one of those shown."


def test_clause_that_is_always_in_and_panel_store_nothing() -> None:
    assert [read(FIXED, v="false"), read(PANEL, v="x")] == [read(FIXED), read(PANEL)]
    assert (read(FIXED).value, read(PANEL).value) == (None, None)
    assert (controls(FIXED), controls(PANEL)) == ((), ())


# ---- days


@pytest.mark.parametrize(
    ("typed", "value"),
    [("2026-11-24", "2026-11-24"), ("24.11.2026", "2026-11-24"), ("5/3/2026", "2026-03-05"), ("", None)],
)
def test_date_is_stored_as_iso(typed: str, value: str | None) -> None:
    assert read(DAY, v=typed).value == value


@pytest.mark.parametrize("typed", ["31.02.2026", "1500-01-01", "snart"])
def test_impossible_date_stays_in_a_field_that_can_show_it(typed: str) -> None:
    reading = read(DAY, before="2026-01-01", v=typed)

    assert (reading.value, reading.faults[0].field) == ("2026-01-01", "v")
    assert [(c.kind, c.text) for c in controls(DAY, typed)] == [("date" if typed == "1500-01-01" else "number", typed)]


@pytest.mark.parametrize("value", [None, "", "snart", "2026-02-30", 20260101, [], True])
def test_what_is_stored_and_no_date_is_not_shown(value: object) -> None:
    assert QUESTION_ANSWERS["date"].show(DAY, value, "da", Surroundings()) == NOTHING


# ---- countries


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_country_is_read_back_by_its_name(language: str) -> None:
    lost = [code for code in COUNTRIES if country_code(country_name(code, language)) != code]

    assert lost == []


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("Tyskland", "DE"),
        ("tyskland ", "DE"),
        ("GERMANY", "DE"),
        ("de", "DE"),
        ("Holland", "NL"),
        ("USA", "US"),
        ("uk", "GB"),
        ("England", "GB"),
        ("det  forenede\tkongerige", "GB"),
        ("Sydkorea", "KR"),
        ("færøerne", "FO"),
    ],
)
def test_country_is_known_by_name_code_and_daily_name(typed: str, code: str) -> None:
    assert read(WHERE, v=typed).value == [code]


def test_daily_names_are_small_letters_and_lead_to_countries() -> None:
    assert [name for name in DAILY_NAMES if name != name.casefold()] == []
    assert set(DAILY_NAMES.values()) <= set(COUNTRIES)


def test_unknown_country_is_named_at_its_field_and_nothing_is_stored() -> None:
    reading = read(WHERE, before=["SE"], v=["Norge", "", "Narnia", "Utopia"])

    words = "We do not know the country “{}”. Choose it from the list that appears while you type."
    assert reading.value == ["SE"]
    assert [(f.field, f.message) for f in reading.faults] == [
        ("v-2", words.format("Narnia")),
        ("v-3", words.format("Utopia")),
    ]
    assert [(c.id, c.text) for c in controls(WHERE, "Norge", "", "Narnia", "Utopia")] == [
        ("v-1", "Norge"),
        ("v-2", "Narnia"),
        ("v-3", "Utopia"),
        ("v-4", ""),
    ]


def test_country_named_twice_counts_once_and_too_many_are_refused() -> None:
    assert read(WHERE, v=["Norge", "NO", "Norway", "SE", "FI"]).value == ["NO", "SE", "FI"]
    assert fault(read(WHERE, v=["NO", "SE", "FI", "IS"])) == ("v-1", "You have chosen 4. Choose at most 3: remove 1.")


def test_countries_are_shown_by_name_in_each_language() -> None:
    shown = [
        QUESTION_ANSWERS["countries"].show(WHERE, ["DE", "NO"], language, Surroundings()).items
        for language in LANGUAGES
    ]

    assert [[line.text for line in items] for items in shown] == [["Tyskland", "Norge"], ["Germany", "Norway"]]


def test_english_reader_finds_english_names_in_the_fields() -> None:
    assert FACES["countries"].fill(WHERE, ["DE"], "v", ENGLISH) == {"v": ["Germany"]}
