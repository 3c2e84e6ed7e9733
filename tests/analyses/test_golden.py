"""Every figure of a weighted comparison, against values that were worked out apart from the product."""

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from analyses.rules.firmness import BreakEven, Firmness, Trial, firmness_of
from analyses.rules.scoring import Comparison, Criterion, Option, rank

GOLDEN = json.loads((Path(__file__).parent / "golden.json").read_text())
CASES = {case["id"]: case for case in GOLDEN["cases"]}


def comparison_of(case: dict[str, Any]) -> Comparison:
    limits = [Fraction(limit) for limit in case["scale"]]
    criteria = tuple(Criterion(one["key"], Fraction(one["weight"] or 0), *limits) for one in case["criteria"])
    options = tuple(
        Option(
            one["key"],
            {key: Fraction(score) for key, score in one["scores"].items() if score is not None},
            one.get("knockout", False),
        )
        for one in case["options"]
    )
    return Comparison(criteria, options)


def exact(value: Fraction | None) -> str | None:
    return None if value is None else str(value)


def wanted(value: dict[str, str] | None) -> str | None:
    return None if value is None else value["exact"]


@pytest.mark.parametrize("name", CASES)
def test_scores_parts_and_ranks_are_the_golden_ones(name: str) -> None:
    comparison, expected = comparison_of(CASES[name]), CASES[name]["expected"]
    found = rank(comparison)

    assert exact(comparison.weight_total) == wanted(expected["weight_total"])
    assert list(found.first) == expected["first"]
    for standing, one in zip(found.standings, expected["results"], strict=True):
        assert (standing.key, standing.rank, standing.is_out) == (one["key"], one["rank"], one["knockout"])
        assert exact(standing.score) == wanted(one["score"])
        assert list(standing.missing) == one["missing"]
        parts = {key: wanted(part) for key, part in (one["parts"] or {}).items()}
        assert {key: exact(part) for key, part in standing.parts.items()} == parts
    if expected["normalised_percent"]:
        shares = {one.key: exact(comparison.share(one)) for one in comparison.criteria}
        assert shares == {key: wanted(share) for key, share in expected["normalised_percent"].items()}


@pytest.mark.parametrize("name", CASES)
def test_each_weight_is_tried_as_in_the_golden_set(name: str) -> None:
    found, expected = firmness_of(comparison_of(CASES[name])), CASES[name]["expected"]["firmness"]
    if expected is None:
        assert found is None
        return
    assert found is not None
    for one in found.weights:
        golden = expected["weights"][one.criterion]
        same_trials(one.minus, (golden["trials"] or {}).get("minus_20"))
        same_trials(one.plus, (golden["trials"] or {}).get("plus_20"))
        assert found.is_tied == golden["break_even"]["tied_already"]
        same_break_even(one.down, golden["break_even"]["down"])
        same_break_even(one.up, golden["break_even"]["up"])


def same_trials(trial: Trial | None, golden: dict[str, Any] | None) -> None:
    if golden is None:
        assert trial is None
        return
    assert trial is not None
    assert exact(trial.weight) == wanted(golden["weight"])
    assert exact(trial.share) == wanted(golden["share_percent"])
    assert list(trial.first) == golden["first"]
    assert [trial.first_stays, trial.order_stays] == [golden["first_stays"], golden["order_stays"]]
    assert sorted(trial.overtakes()) == sorted(tuple(pair) for pair in golden["overtakes"])
    assert trial.ranks == golden["ranks"]
    assert {key: exact(score) for key, score in trial.scores.items()} == {
        key: wanted(score) for key, score in golden["scores"].items()
    }


def same_break_even(found: BreakEven | None, golden: dict[str, Any] | None) -> None:
    if golden is None:
        assert found is None
        return
    assert found is not None
    assert [exact(found.weight), exact(found.share), exact(found.change)] == [
        wanted(golden[key]) for key in ("weight", "share_percent", "relative_change_percent")
    ]
    assert list(found.level) == golden["draws_level"]


@pytest.mark.parametrize("name", CASES)
def test_scores_one_step_up_and_down_move_the_first_as_in_the_golden_set(name: str) -> None:
    found, expected = firmness_of(comparison_of(CASES[name])), CASES[name]["expected"]["firmness"]
    if expected is None:
        assert found is None
        return
    assert found is not None
    trials = expected["score_trials"]
    assert [found.scores_tried, found.scores_first_stays, found.scores_order_stays] == [
        trials["tried"],
        trials["first_stays"],
        trials["order_stays"],
    ]
    moves = [
        {"option": m.option, "criterion": m.criterion, "from": m.before, "to": m.after, "first": list(m.first)}
        for m in found.moves
    ]
    golden = [
        {key: one[key] for key in ("option", "criterion", "from", "to", "first")}
        for one in expected["score_changes_that_move_first"]
    ]
    assert moves == golden
    assert [exact(m.score) for m in found.moves] == [
        wanted(one["score"]) for one in expected["score_changes_that_move_first"]
    ]
    same_sums(found, expected)


def same_sums(found: Firmness, expected: dict[str, Any]) -> None:
    weights = found.weight_trials
    assert len(weights) == expected["weight_trials"]["tried"]
    assert sum(one.first_stays for one in weights) == expected["weight_trials"]["first_stays"]
    assert sum(one.order_stays for one in weights) == expected["weight_trials"]["order_stays"]
    assert exact(found.stability) == wanted(expected["stability_percent"])
    assert exact(found.lead) == wanted(expected["lead"])
