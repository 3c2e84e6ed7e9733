"""A focus country that an analysis has given a score is not one that nobody has looked at."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import User
from clusters.models import Cluster
from core.text import Text
from findings.services import Thread, thread_of
from library.services import publish_edition
from strategy.models import Strategy
from strategy.selectors.phases import StrategyPage
from strategy.services import start_strategy
from tests import days
from tests.analyses import samples
from tests.pages import queries
from tests.schema.samples import question

pytestmark = pytest.mark.django_db
UNSCORED, NOT_CARRIED = "focus-country-unscored", "focus-country-not-carried"


@pytest.fixture
def strategy(cluster: Cluster, alice: User) -> Strategy:
    """A strategy with Germany and Norway in focus, and no country's score."""
    data = samples.strategy_template()
    data["sections"][0]["questions"].append(question("focus_countries", "countries"))
    edition = publish_edition(data=data, by=None)
    strategy = start_strategy(cluster=cluster, edition=edition, title=Text(da="Ud i verden"), by=alice)
    samples.answer(strategy.workbook, alice, "focus_countries", ["DE", "NO"])
    return strategy


def look(strategy: Strategy) -> Thread:
    fresh = Strategy.objects.of(strategy.cluster).with_workbook().get(pk=strategy.pk)
    answers = {one.question_key: one for one in strategy.workbook.answers.all()}
    return thread_of(strategy.cluster, StrategyPage(strategy.cluster, fresh, answers), days.TODAY)


def found(strategy: Strategy) -> set[tuple[str, str]]:
    thread = look(strategy)
    return {(one.rule.name, str(one.hit.params["country"])) for one in thread.open if "country" in one.hit.params}


def test_country_with_a_score_in_an_analysis_is_only_to_be_carried_over(
    cluster: Cluster, strategy: Strategy, alice: User
) -> None:
    assert found(strategy) == {(UNSCORED, "DE"), (UNSCORED, "NO")}

    analysis = samples.filled(cluster, alice, strategy=strategy)  # Germany, the Netherlands, Poland
    assert found(strategy) == {(NOT_CARRIED, "DE"), (UNSCORED, "NO")}
    (one,) = (one for one in look(strategy).open if one.rule.name == NOT_CARRIED)
    assert one.hit.place == ("page", analysis.get_absolute_url())

    samples.carry(analysis, alice)
    assert found(strategy) == {(UNSCORED, "NO")}


def test_analysis_without_scores_or_deleted_has_examined_nothing(
    cluster: Cluster, strategy: Strategy, alice: User
) -> None:
    analysis = samples.filled(cluster, alice, strategy=strategy)
    samples.put(analysis, alice, "scores", samples.scores(("Tyskland", 4, None, 3), ("Holland", 3, 5, 4)))
    assert (UNSCORED, "DE") in found(strategy)

    other = samples.filled(cluster, alice, edition=analysis.workbook.edition, title="Flere markeder")
    assert (NOT_CARRIED, "DE") in found(strategy)
    other.deleted_at = days.NOW
    other.save(update_fields=["deleted_at"])
    assert (UNSCORED, "DE") in found(strategy)


def test_analyses_are_read_only_where_a_focus_country_has_no_score(
    cluster: Cluster, strategy: Strategy, alice: User, sign_in: Callable[..., Client]
) -> None:
    samples.filled(cluster, alice, strategy=strategy)
    client, url = sign_in(alice), f"/c/{cluster.slug}/thread/findings/"
    queries(client, url)
    bare = queries(client, url)
    samples.answer(strategy.workbook, alice, "focus_countries", [])

    assert bare - queries(client, url) == 2
