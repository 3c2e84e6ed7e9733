"""The rules against sets that were worked out apart from the product (`golden.json`)."""

import json
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from core.text import Text
from schema.conditions import Condition, visible_questions
from schema.documents import Section, Template
from schema.questions import QUESTION_TYPES, Question
from schema.traits import Option
from schema.vocabulary import DocumentKind, Statistic
from surveys.rules.hiding import hidden_cells, hidden_groups, reveals, why_hidden
from surveys.rules.intervals import Interval, MeanInterval, mean_interval, t_975, welch, wilson
from surveys.rules.statistics import Counted, Share, as_fraction, chose, response_rate
from surveys.rules.waves import ShareChange, all_hidden, moved, paired_interval, same_hidden, same_in

GOLDEN = json.loads((Path(__file__).parent / "golden.json").read_text(encoding="utf-8"))
WORDS = Text(da="Ord", en="Words")
CASES = {case["id"]: case for case in GOLDEN["cases"]}
WAVES = {case["id"]: case for case in GOLDEN["waves"]}
NUMBERS = ("number", "money", "percent", "scale")


def question_of(data: Mapping[str, Any]) -> Question:
    more: dict[str, Any] = {"key": data["key"], "label": WORDS}
    if data["type"] == "scale":
        more |= {"min": 0, "max": 10, "low": WORDS, "high": WORDS}
    if "options" in data:
        more["options"] = tuple(Option(key=key, label=WORDS) for key in data["options"])
    if "show_if" in data:
        rule = data["show_if"]
        more["show_if"] = Condition(question=rule["question"], is_=rule.get("is"), is_not=rule.get("is_not"))
    return QUESTION_TYPES[data["type"]](**more)


def template_of(case: Mapping[str, Any]) -> Template:
    asked = tuple(question_of(data) for data in case["questions"])
    section = Section(key="only", title=WORDS, questions=asked)
    words: Any = {"title": WORDS, "summary": WORDS, "slug": "s", "format": 1, "version": 1}
    return Template(kind=DocumentKind.SURVEY, sections=(section,), **words)


def given(template: Template, key: str, responses: list[dict[str, Any]]) -> dict[str, object]:
    """Return the answers to a question by company, of those who were asked."""
    return {
        one["company"]: one["answers"].get(key)
        for one in responses
        if key in visible_questions(template, one["answers"])
    }


def is_exact(found: Fraction, expected: Mapping[str, str]) -> bool:
    return found == Fraction(expected["exact"])


def is_near(found: Interval | MeanInterval, low: str, high: str, within: float = 0.000002) -> bool:
    return abs(found.low - float(low)) <= within and abs(found.high - float(high)) <= within


def statistic(counted: Counted, how: Mapping[str, Any]) -> Fraction:
    least = how.get("at_least")
    return counted.statistic(
        Statistic(how["statistic"]), options=how.get("options"), at_least=Decimal(str(least)) if least else None
    )


def share_of(counted: Counted, how: Mapping[str, Any]) -> Share:
    return counted.share(how["options"]) if how.get("options") else counted.share_from(Fraction(str(how["at_least"])))


@pytest.mark.parametrize("name", CASES)
def test_every_question_of_a_round_is_counted_as_by_hand(name: str) -> None:
    case = CASES[name]
    template, expected = template_of(case), case["expected"]
    rate = response_rate(len(case["responses"]), case["invited"])
    assert rate is not None
    assert is_exact(rate, expected["response_rate_percent"])
    assert expected["shown"] == (len(case["responses"]) >= 5)
    for asked in case["questions"] if expected["shown"] else ():
        wanted = expected["questions"][asked["key"]]
        counted = Counted.of(list(given(template, asked["key"], case["responses"]).values()))
        assert counted.may_be_shown == wanted["shown"], asked["key"]
        if not wanted["shown"]:
            continue
        assert (counted.asked, counted.n, counted.missing) == (wanted["asked"], wanted["n"], wanted["missing"])
        for option, numbers in wanted.get("options", {}).items():
            share = counted.share([option])
            assert share.count == numbers["count"]
            assert is_exact(share.percent, numbers["share_percent"])
            assert is_near(share.interval, *numbers["wilson_95_percent"])
        if "mean" in wanted:
            assert is_exact(counted.mean, wanted["mean"])
            assert is_exact(counted.median, wanted["median"])
            assert is_exact(counted.total, wanted["sum"])
            interval = counted.mean_interval(wanted["mean_interval_95"]["population"])
            assert interval is not None
            assert is_exact(interval.variance, wanted["mean_interval_95"]["variance"])
            assert is_exact(interval.correction, wanted["mean_interval_95"]["fpc"])
            near = 0.01 if asked["type"] == "money" else 0.000002
            assert is_near(interval, wanted["mean_interval_95"]["low"], wanted["mean_interval_95"]["high"], near)
        for kpi, value in wanted.get("mapped", {}).items():
            assert is_exact(statistic(counted, asked["statistics"][kpi]), value["value"]), kpi


@pytest.mark.parametrize("name", CASES)
def test_breakdown_hides_small_groups_and_those_that_follow_from_them(name: str) -> None:
    case = CASES[name]
    template = template_of(case)
    for wanted in case["expected"].get("breakdowns", []):
        answers = given(template, wanted["question"], case["responses"])
        counts = dict.fromkeys(wanted.get("true_n_for_the_test_only", {}), 0)
        if not wanted["shown"]:
            assert not Counted.of(list(answers.values())).may_be_shown
            continue
        for one in case["responses"]:
            if Counted.of([answers.get(one["company"])]).n:
                counts[one[wanted["by"]]] += 1
        assert counts == wanted["true_n_for_the_test_only"]
        hidden = hidden_groups(counts)
        assert hidden == {key: group["why"] for key, group in wanted["groups"].items() if not group["shown"]}


@pytest.mark.parametrize("case", GOLDEN["group_hiding"], ids=lambda case: case["id"])
def test_groups_of_a_shown_whole(case: dict[str, Any]) -> None:
    assert hidden_groups(case["n"]) == case["expected"]["hidden"]


@pytest.mark.parametrize("case", GOLDEN["two_way_hiding"], ids=lambda case: case["id"])
def test_two_ways_at_once(case: dict[str, Any]) -> None:
    for pattern in case["expected"]["patterns"]:
        cells, lines = reveals(case["n"], {(row, column) for row, column in pattern["hidden"]})
        assert cells == {(row, column) for row, column in pattern["reveals"]["cells"]}
        assert sorted(lines) == sorted((name, line) for name, line in pattern["reveals"]["lines"])
        assert pattern["safe"] == (not cells and not lines)
    chosen = hidden_cells(case["n"])
    assert {(row, column) for row, column in case["expected"]["must_be_hidden_first"]} <= chosen
    assert reveals(case["n"], chosen) == (set(), [])
    assert len(chosen) < 9


@pytest.mark.parametrize("case", GOLDEN["filters"], ids=lambda case: f"{case['part']} of {case['whole']}")
def test_filter(case: dict[str, Any]) -> None:
    why = why_hidden(case["whole"], case["part"])
    assert (why is None) == case["part_may_be_shown"]
    assert why == case.get("why")


@pytest.mark.parametrize("case", GOLDEN["wilson"], ids=lambda case: f"{case['count']} of {case['n']}")
def test_interval_of_a_share(case: dict[str, Any]) -> None:
    assert is_near(wilson(case["count"], case["n"]), *case["interval_95_percent"])


@pytest.mark.parametrize("degrees", GOLDEN["t_975"])
def test_quantile_of_t(degrees: str) -> None:
    assert abs(t_975(int(degrees)) - float(GOLDEN["t_975"][degrees])) <= 0.0000006


@pytest.mark.parametrize("name", WAVES)
def test_waves_are_compared_as_by_hand(name: str) -> None:
    case = WAVES[name]
    template = template_of(case)
    asked = {key: (q["key"], how) for q in case["questions"] for key, how in q.get("statistics", {}).items()}
    asked["recommend_mean"] = ("recommend", {"statistic": "mean"})
    for key, wanted in case["expected"]["statistics"].items():
        question, how = asked[key]
        waves = [given(template, question, wave["responses"]) for wave in case["waves"]]
        counted = [Counted.of(list(wave.values())) for wave in waves]
        if "all" in wanted:
            _check_all(counted, how, wanted["all"])
        _check_same(waves, how, wanted["same"])


def _check_all(counted: list[Counted], how: Mapping[str, Any], wanted: Mapping[str, Any]) -> None:
    assert (all_hidden(counted[0].n, counted[1].n) is None) == wanted["shown"]
    if not wanted["shown"]:
        return
    assert [one.n for one in counted] == wanted["n"]
    values = [statistic(one, how) for one in counted]
    assert all(is_exact(found, value) for found, value in zip(values, wanted["values"], strict=True))
    assert is_exact(values[1] - values[0], wanted["change"])
    if how["statistic"] == "share":
        change = ShareChange(share_of(counted[0], how), share_of(counted[1], how))
        assert is_near(change.interval, *wanted["newcombe_95_points"])
        assert change.can_be_chance == wanted["can_be_chance"]


def _check_same(waves: list[dict[str, object]], how: Mapping[str, Any], wanted: Mapping[str, Any]) -> None:
    why = same_hidden(*waves)
    assert (why is None) == wanted["shown"]
    assert why == wanted.get("why")
    both = same_in(*waves)
    assert len(both) == wanted["true_n_for_the_test_only"]
    if why is not None:
        return
    values = [statistic(Counted.of([wave[who] for who in both]), how) for wave in waves]
    assert is_exact(values[1] - values[0], wanted["change"])
    if "gained" in wanted:
        options, least = how.get("options"), how.get("at_least")

        def is_yes(value: object) -> bool:
            return chose(value, options) if options else (as_fraction(value) or Fraction(0)) >= Fraction(str(least))

        assert moved(*waves, is_yes) == (wanted["gained"], wanted["lost"])
    if "paired_interval_95" in wanted:
        pairs = [(as_fraction(waves[0][who]), as_fraction(waves[1][who])) for who in both]
        population = wanted["paired_interval_95"]["population"]
        found = paired_interval([(a, b) for a, b in pairs if a is not None and b is not None], population)
        assert found is not None
        assert is_near(found, wanted["paired_interval_95"]["low"], wanted["paired_interval_95"]["high"])


# Student's own sleep data, and the interval that R's documentation of t.test has for them: -3.3654832 to 0.2054832.
SLEEP = (
    ("0.7", "-1.6", "-0.2", "-1.2", "-0.1", "3.4", "3.7", "0.8", "0", "2"),
    ("1.9", "0.8", "1.1", "0.1", "-0.1", "4.4", "5.5", "1.6", "4.6", "3.4"),
)


def sleep(population: int | None) -> tuple[MeanInterval, MeanInterval]:
    first, second = (mean_interval([Fraction(one) for one in hours], population) for hours in SLEEP)
    assert first is not None
    assert second is not None
    return first, second


def test_difference_of_two_averages_has_welchs_interval() -> None:
    found = welch(*sleep(None))

    assert is_near(found, "-0.2054832", "3.3654832")
    assert found.holds_zero


def test_change_among_all_companies_is_no_estimate() -> None:
    found = welch(*sleep(10))

    assert is_near(found, "1.58", "1.58")
    assert not found.holds_zero
