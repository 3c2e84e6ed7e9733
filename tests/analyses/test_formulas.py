"""Our own small cases, each worked out by hand with its formula beside it."""

from fractions import Fraction

import pytest

from analyses.rules.firmness import Firmness, firmness_of
from analyses.rules.scoring import Comparison, Criterion, Option, rank, ranks_of


def comparison(weights: dict[str, object], scores: dict[str, list[object]], **out: bool) -> Comparison:
    criteria = tuple(Criterion(key, Fraction(weight), Fraction(1), Fraction(5)) for key, weight in weights.items())
    options = tuple(
        Option(
            name,
            {key: Fraction(score) for key, score in zip(weights, given, strict=True) if score is not None},
            name in out,
        )
        for name, given in scores.items()
    )
    return Comparison(criteria, options)


def firm(weights: dict[str, object], scores: dict[str, list[object]]) -> Firmness:
    found = firmness_of(comparison(weights, scores))
    assert found is not None
    return found


def test_score_is_the_weighted_sum_divided_by_the_sum_of_the_weights() -> None:
    found = rank(comparison({"a": 60, "b": 20}, {"X": [4, 2], "Y": [3, 5]}))

    # X = (60·4 + 20·2) ÷ 80 = 280 ÷ 80; Y = (60·3 + 20·5) ÷ 80 = 280 ÷ 80.
    assert [one.score for one in found.standings] == [Fraction(7, 2), Fraction(7, 2)]
    assert found.first == ("X", "Y")
    assert found.standings[0].parts == {"a": Fraction(3), "b": Fraction(1, 2)}


def test_thirds_are_equal_when_they_are_equal() -> None:
    # (1·1 + 1·2 + 1·2) ÷ 3 = 5 ÷ 3 = (1·2 + 1·1 + 1·2) ÷ 3; as decimals they might differ in the last place.
    found = rank(comparison({"a": "0.1", "b": "0.1", "c": "0.1"}, {"X": [1, 2, 2], "Y": [2, 1, 2]}))

    assert [one.rank for one in found.standings] == [1, 1]


def test_place_after_a_shared_one_is_left_empty() -> None:
    assert ranks_of({"X": Fraction(3), "Y": Fraction(3), "Z": Fraction(2)}) == {"X": 1, "Y": 1, "Z": 3}


def test_break_even_is_where_the_lead_is_nothing() -> None:
    found = firm({"a": 30, "b": 70}, {"X": [2, 5], "Y": [5, 3]})

    # Lead of X: w·(2-5) + 70·(5-3) = 140 - 3w, which is nothing at w = 140 ÷ 3; the share then is w ÷ (70 + w) = 2 ÷ 5.
    first = found.weights[0]
    assert (first.down, first.up and first.up.weight) == (None, Fraction(140, 3))
    assert first.up is not None
    assert (first.up.share, first.up.level) == (Fraction(40), ("Y",))
    # 140 ÷ 3 is 55.6 per cent more than 30.
    assert first.up.change == Fraction(500, 9)
    # The other: 30·(2-5) + w·(5-3) = 2w - 90, nothing at 45, below the 70 it weighs.
    assert found.weights[1].down is not None
    assert (found.weights[1].down.weight, found.weights[1].up) == (Fraction(45), None)


def test_fifth_more_or_less_overtakes_where_the_lead_turns() -> None:
    found = firm({"a": 50, "b": 50}, {"X": [4, 4], "Y": [5, 3], "Z": [1, 1]})

    # X = Y = 400 ÷ 100 at first; with a at 60: X = 440, Y = 450; with a at 40: X = 360, Y = 350.
    assert found.is_tied
    plus, minus = found.weights[0].plus, found.weights[0].minus
    assert plus is not None
    assert minus is not None
    assert (plus.first, minus.first) == (("Y",), ("X",))
    # Nobody stood strictly below the other before, so nobody has overtaken.
    assert plus.overtakes() == ()


def test_overtaking_needs_below_before_and_above_now() -> None:
    found = firm({"a": 50, "b": 45}, {"X": [4, 4], "Y": [5, 3], "Z": [2, 5]})

    # Before: X = 380, Y = 385, Z = 325. With b at 54: X = 416, Y = 412, Z = 370, so X has passed Y.
    plus = found.weights[1].plus
    assert plus is not None
    assert plus.overtakes() == (("X", "Y"),)
    assert (plus.first_stays, plus.order_stays) == (False, False)


def test_scores_are_moved_within_the_scale_only() -> None:
    found = firm({"a": 1, "b": 1}, {"X": [5, 1], "Y": [1, 1]})

    # X: a down only (5), b up only (1); Y: both up only. Four trials. X = 6, Y = 2: none of them turns it.
    assert (found.scores_tried, found.scores_first_stays, found.moves) == (4, 4, ())


def test_stability_counts_every_trial_alike() -> None:
    found = firm({"a": 1, "b": 1}, {"X": [4, 4], "Y": [4, 3]})

    # X = 8, Y = 7. Weights: four trials, X first in all. Scores, each two ways: X down in a or b ties (7 = 7), twice;
    # Y up in a or b ties (8 = 8), twice; the other four leave X first. (4 + 4) ÷ (4 + 8) of a hundred.
    assert found.stability == Fraction(200, 3)
    assert found.lead == Fraction(1, 2)


@pytest.mark.parametrize("weights", [{"a": 0, "b": 0}, {"a": -1, "b": 2}, {}])
def test_weights_that_weigh_nothing_rank_nothing(weights: dict[str, object]) -> None:
    asked = comparison(weights, {"X": [3] * len(weights), "Y": [4] * len(weights)})

    assert (rank(asked).first, firmness_of(asked)) == ((), None)


def test_one_criterion_alone_decides_and_no_weight_of_it_changes_that() -> None:
    found = firm({"a": 10, "b": 0}, {"X": [4, 1], "Y": [3, 5]})

    # a has no break-even where all other weights are 0; b has: w·(1-5) + 10·(4-3) = 0 at w = 5 ÷ 2.
    assert (found.weights[0].down, found.weights[0].up) == (None, None)
    assert found.weights[1].up is not None
    assert (found.weights[1].up.weight, found.weights[1].up.change) == (Fraction(5, 2), None)
    assert found.weights[1].trials == ()
