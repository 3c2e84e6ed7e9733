"""Every figure of a group's scores, against values that were worked out apart from the product."""

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from assessments.rules.counting import Answers, count
from assessments.rules.result import Result, changes, phase_changes

GOLDEN = json.loads((Path(__file__).parent / "golden.json").read_text())
CASES = {case["id"]: case for case in GOLDEN["cases"]}


def answers_of(case: dict[str, Any]) -> list[Answers]:
    keys = [one["key"] for one in case["statements"]]
    found = []
    for scorer in case["scorers"]:
        given = dict(zip(keys, scorer["scores"], strict=True))
        scores = {key: value for key, value in given.items() if isinstance(value, int)}
        found.append(Answers(scores, frozenset(key for key, value in given.items() if value == "dont_know")))
    return found


def result_of(case: dict[str, Any]) -> Result:
    statements = [(one["key"], one["phase"], 1, 5, str(one.get("wording", 1))) for one in case["statements"]]
    counted = count(statements, answers_of(case), is_open=case["state"] == "open")
    return counted.with_agreed(case["consensus"])


def exact(value: Fraction | int | None) -> dict[str, str] | None:
    return None if value is None else str(Fraction(value))


def wanted(value: dict[str, str] | None) -> str | None:
    return None if value is None else value["exact"]


@pytest.mark.parametrize("name", CASES)
def test_statements_have_the_golden_figures(name: str) -> None:
    result = result_of(CASES[name])

    for one, expected in zip(result.statements, CASES[name]["expected"]["statements"], strict=True):
        assert one.key == expected["key"]
        assert bool(one.spread) == expected["shown"]
        assert exact(one.figure) == wanted(expected["figure"])
        if one.spread:
            spread = one.spread
            assert [spread.n, spread.range, list(spread.counts)] == [
                expected[key] for key in ("n", "range", "distribution")
            ]
            assert [exact(spread.mean), exact(spread.median), exact(spread.mad)] == [
                wanted(expected[key]) for key in ("mean", "median", "mad")
            ]
        assert one.unsure == expected.get("dont_know", 0)


@pytest.mark.parametrize("name", CASES)
def test_order_phases_and_extremes_are_golden(name: str) -> None:
    result, expected = result_of(CASES[name]), CASES[name]["expected"]

    assert [one.key for one in result.by_disagreement] == expected["by_disagreement"]
    assert [one.key for one in result.weakest] == expected["weakest"]
    assert [one.key for one in result.strongest] == expected["strongest"]
    assert exact(result.overall) == wanted(expected["overall"])
    phases = {
        one.key: (one.statements, one.with_figure, exact(one.mean_of_means), exact(one.figure)) for one in result.phases
    }
    assert phases == {
        key: (one["statements"], one["with_figure"], wanted(one["mean_of_means"]), wanted(one["radar"]))
        for key, one in expected["phases"].items()
    }


@pytest.mark.parametrize("pair", GOLDEN["changes"], ids=lambda pair: pair["id"])
def test_changes_are_golden(pair: dict[str, Any]) -> None:
    before, now = result_of(CASES[pair["from"]]), result_of(CASES[pair["to"]])
    expected = pair["expected"]

    found = {key: (one.state, exact(one.by)) for key, one in changes(before, now).items()}
    assert found == {key: (one["state"], wanted(one.get("change"))) for key, one in expected["statements"].items()}
    phases = {key: (compared, exact(by)) for key, (compared, by) in phase_changes(before, now).items()}
    assert phases == {key: (one["compared"], wanted(one["change"])) for key, one in expected["phases"].items()}


@pytest.mark.parametrize("row", GOLDEN["what_others_may_see"][:6], ids=lambda row: str(row["case"]))
def test_others_see_scores_only_when_it_is_closed_and_three_answered(row: dict[str, Any]) -> None:
    people = [Answers({"a": 3}, frozenset()) for _one in range(row["case"]["answered"])]

    counted = count([("a", "p", 1, 5, "")], people, is_open=row["case"]["state"] == "open")

    assert bool(counted.statements[0].spread) == row["may_see_others"]
