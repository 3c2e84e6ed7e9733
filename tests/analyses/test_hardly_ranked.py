"""Analyses that cannot be ranked, or hardly: each says in words why, and what to do."""

import pytest
from django.test import Client

from accounts.models import User
from analyses.models import Analysis
from clusters.models import Cluster
from tests.analyses.samples import (
    make_analysis,
    publish_template,
    put,
    result_of,
    scores,
    weights,
)
from tests.pages import tree, value, words

HOME = "/c/havtorn/analyses/"

pytestmark = pytest.mark.django_db


def one_sentence(analysis: Analysis) -> str:
    return " ".join(result_of(analysis).problems)


def test_nothing_scored_yet_says_what_to_do(cluster: Cluster, alice: User) -> None:
    analysis = make_analysis(cluster, alice)

    assert result_of(analysis).answer == "Nothing can be ranked yet"
    assert "Add the options" in one_sentence(analysis)


def test_weights_that_are_all_nothing_say_so(analysis: Analysis, alice: User) -> None:
    put(analysis, alice, "weights", weights(market=0, access=0, interest=0))

    assert result_of(analysis).answer == "Nothing can be ranked yet"
    assert one_sentence(analysis) == (
        "All weights are 0, so nothing can be ranked. Give at least one criterion a weight."
    )


def test_weights_that_do_not_give_a_hundred_rank_by_their_shares(analysis: Analysis, alice: User) -> None:
    put(analysis, alice, "weights", weights(market=100, access=60, interest=40))

    assert result_of(analysis).first == "Tyskland"
    assert "add up to 200 instead of 100" in one_sentence(analysis)


def test_negative_weight_ranks_nothing_and_says_which(cluster: Cluster, alice: User, client: Client) -> None:
    analysis = make_analysis(cluster, alice, publish_template("free", kind="number"))
    put(analysis, alice, "weights", weights(market=-5, access=60, interest=40))
    put(analysis, alice, "scores", scores(("Tyskland", 4, 5, 3), ("Holland", 3, 5, 4)))

    assert result_of(analysis).answer == "Nothing can be ranked yet"
    assert one_sentence(analysis).startswith("A weight cannot be below 0: Market")
    assert client.get(f"{HOME}1/").status_code == 200


@pytest.mark.parametrize(
    ("weight", "said"), [(1e15, "1,000,000,000,000,000"), (0.000001, "0.000001"), (123456789.123, "123,456,789.1")]
)
def test_weights_of_any_size_rank_and_are_shown(
    cluster: Cluster, alice: User, client: Client, weight: float, said: str
) -> None:
    analysis = make_analysis(cluster, alice, publish_template("free", kind="number"))
    put(analysis, alice, "weights", weights(market=weight, access=weight, interest=weight / 2))
    put(analysis, alice, "scores", scores(("Tyskland", 4, 5, 3), ("Holland", 3, 5, 4)))

    page = client.get(f"{HOME}1/")

    assert page.status_code == 200
    assert result_of(analysis).first == "Tyskland"
    assert [row.weight for row in result_of(analysis).weights][:2] == [said, said]


@pytest.mark.parametrize(
    ("typed", "said"), [("NaN", "is not a number"), ("Infinity", "is not a number"), ("-5", "0"), ("101", "100")]
)
def test_weight_that_is_none_is_refused_in_words_and_stays_in_its_field(
    client: Client, analysis: Analysis, typed: str, said: str
) -> None:
    url = f"{HOME}1/sections/scoring/"
    revision = analysis.workbook.answers.get(question_key="weights").revision
    sent = {"rev-weights": str(revision), "a-weights-market-weight": typed, "a-weights-access-weight": "30"}

    page = client.post(url, sent)

    assert page.status_code == 422
    assert said in words(tree(page).xpath("//*[contains(@class, 'error-summary')]")[0])
    assert value(page, "a-weights-market-weight") == typed
    assert result_of(analysis).first == "Tyskland"


def test_one_option_alone_is_told_to_find_another(analysis: Analysis, alice: User) -> None:
    put(analysis, alice, "scores", scores(("Tyskland", 4, 5, 3)))

    found = result_of(analysis)

    assert found.answer == "Tyskland is the only option with all its scores"
    assert "One option alone cannot be compared" in one_sentence(analysis)
    assert (found.points, found.lines) == ([], [])


def test_equal_scores_share_first_place_and_say_that_they_do_not_decide(
    client: Client, analysis: Analysis, alice: User
) -> None:
    put(analysis, alice, "scores", scores(("Tyskland", 3, 3, 3), ("Holland", 3, 3, 3), ("Polen", 3, 3, 3)))

    found = result_of(analysis)

    assert found.answer == "Tyskland, Holland and Polen share first place"
    assert found.points[0].head == "The scores do not decide."
    assert client.get(f"{HOME}1/").status_code == 200


def test_option_that_lacks_a_score_has_no_place_and_is_named(analysis: Analysis, alice: User) -> None:
    put(analysis, alice, "scores", scores(("Tyskland", 4, 5, None), ("Holland", 3, 5, 4), ("Polen", 3, 2, 3)))

    assert result_of(analysis).first == "Holland"
    assert one_sentence(analysis) == "Tyskland lacks scores and has no place yet."


def test_row_without_a_name_is_called_by_its_number(client: Client, analysis: Analysis, alice: User) -> None:
    stored = scores(("Tyskland", 4, 5, 3), ("Holland", 3, 5, 4))
    del stored[1]["cells"]["option"]
    put(analysis, alice, "scores", stored)

    assert [row.name for row in result_of(analysis).rows] == ["Tyskland", "Row 2"]


def test_hostile_name_is_text_on_every_page(client: Client, analysis: Analysis, alice: User) -> None:
    name = "<script>alert(1)</script>" + "x" * 300
    put(analysis, alice, "scores", scores((name, 4, 5, 3), ("Holland", 3, 5, 4)))

    for address in ("", "1/", "1/standing/", "1/read/", "compare/", "1/sections/scoring/"):
        page = client.get(f"{HOME}{address}")
        assert page.status_code == 200
        assert b"<script>alert(1)" not in page.content


def test_five_hundred_options_are_ranked_and_what_is_listed_is_bounded(
    client: Client, analysis: Analysis, alice: User
) -> None:
    put(analysis, alice, "scores", scores(*((f"Land {n}", 1 + n % 5, 1 + n % 3, 1 + n % 4) for n in range(500))))

    page = tree(client.get(f"{HOME}1/"))

    assert len(page.xpath("(//table)[1]/tbody/tr")) == 500
    assert (
        len(page.xpath("//figure[contains(@class, 'an-rank')]//*[contains(@class, 'wide')]//*[@text-anchor='end']"))
        == 15
    )
    assert sum(len(one.xpath("./tbody/tr")) for one in page.xpath("//details//table")) <= 112
