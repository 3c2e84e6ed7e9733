"""What every room that has duties holds to: one shape, few queries, and what is finished is nobody's."""

from collections.abc import Callable
from datetime import date

import pytest
from django.utils import translation
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from analyses.models import Analysis
from assessments.models import Assessment
from checklists.models import Item
from clusters.duties import HORIZON, MOST, Duties, Stage, all_duties, due_by, duties_of
from clusters.models import Cluster
from curation.models import OwnCopy
from documents.models import ClusterDocument
from kpis.models import Kpi
from library.models import Edition
from plans.models import Activity
from reviews.models import Review
from strategy.models import Goal, Strategy
from surveys.models import SurveyRound
from tests.assessments.samples import asked_for_score
from tests.reminders.samples import (
    TODAY,
    activity_of,
    analysis_of,
    copy_of,
    document_of,
    goal_of,
    in_days,
    item_of,
    kpi_of,
)
from tests.reviews.samples import review_of
from tests.surveys.samples import survey_of

pytestmark = pytest.mark.django_db

MAKERS: dict[str, Callable[[User, Cluster], object]] = {
    "goal": lambda user, cluster: goal_of(user, cluster, in_days(1)),
    "kpi": lambda user, cluster: kpi_of(user, cluster, date(2026, 9, 30), user),
    "activity": lambda user, cluster: activity_of(user, cluster, in_days(1)),
    "item": lambda user, cluster: item_of(user, cluster, in_days(1)),
    "review": lambda user, cluster: review_of(user, cluster, in_days(1)),
    "score": lambda user, cluster: asked_for_score(user, cluster, in_days(1)),
    "document": lambda user, cluster: document_of(user, cluster, in_days(1)),
    "analysis": lambda user, cluster: analysis_of(user, cluster, in_days(1)),
    "survey": lambda user, cluster: survey_of(user, cluster, in_days(1)),
    "copy": lambda user, cluster: copy_of(user, cluster, in_days(1)),
}
FINISH: dict[str, Callable[[Cluster], object]] = {
    "goal": lambda cluster: Goal.objects.of(cluster).update(deleted_at="2026-01-01T00:00Z"),
    "kpi": lambda cluster: Kpi.objects.of(cluster).update(dropped_at="2026-01-01T00:00Z"),
    "activity": lambda cluster: Activity.objects.of(cluster).update(status="done"),
    "item": lambda cluster: Item.objects.of(cluster).update(state="done"),
    "review": lambda cluster: Review.objects.of(cluster).update(answer="ready"),
    "score": lambda cluster: Assessment.objects.of(cluster).update(closed_on="2026-01-01"),
    "document": lambda cluster: ClusterDocument.objects.of(cluster).update(state="final"),
    "analysis": lambda cluster: Analysis.objects.of(cluster).update(deleted_at="2026-01-01T00:00Z"),
    "survey": lambda cluster: SurveyRound.objects.of(cluster).update(state="closed"),
    "copy": lambda cluster: OwnCopy.objects.of(cluster).update(follows=Edition.objects.newest().get(is_own=False)),
}
ALL = pytest.mark.parametrize("duties", all_duties(), ids=lambda one: one.kind)


def test_every_room_is_held_to_the_contract() -> None:
    assert [one.kind for one in all_duties()] == list(MAKERS) == list(FINISH)


def fill(duties: Duties, user: User, cluster: Cluster, count: int) -> None:
    for _number in range(count):
        MAKERS[duties.kind](user, cluster)
    Strategy.objects.of(cluster).update(is_current=False)
    newest = Strategy.objects.of(cluster).order_by("-pk").first()
    Strategy.objects.of(cluster).filter(pk=newest.pk if newest else None).update(is_current=True)
    Goal.objects.of(cluster).update(strategy=newest)


@ALL
def test_thirty_take_as_many_queries_as_one(
    duties: Duties, alice: User, cluster: Cluster, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    def asked() -> tuple[int, int]:
        here = {cluster.pk: cluster}
        due = duties.due(here, TODAY + HORIZON, today=TODAY, owner=alice)
        owned = duties.owned(cluster, alice)
        assert all(one.who == "Alice" and one.path and one.title for one in [*due, *owned])
        return len(due), len(owned)

    most = {"kpi": 7}.get(duties.kind, 2)
    fill(duties, alice, cluster, 1)
    with django_assert_num_queries(most):
        assert asked() == (1, 1)
    Goal.objects.of(cluster).delete()
    fill(duties, alice, cluster, 30 if duties.kind != "goal" else 0)
    if duties.kind == "goal":
        strategy = Strategy.objects.of(cluster).get(is_current=True)
        Goal.objects.bulk_create(
            [
                Goal(strategy=strategy, number=n, position=n, title={"da": "x"}, owner=alice, deadline=in_days(1))
                for n in range(1, 32)
            ]
        )
    with django_assert_num_queries(most):
        assert asked() == (31, 31)


@ALL
def test_what_is_finished_is_nobodys(duties: Duties, alice: User, cluster: Cluster) -> None:
    fill(duties, alice, cluster, 1)

    FINISH[duties.kind](cluster)

    assert duties.due({cluster.pk: cluster}, TODAY + HORIZON, today=TODAY) == []
    assert duties.owned(cluster) == []
    assert duties.count(cluster, alice) == 0


@ALL
def test_another_cluster_and_another_person_see_nothing(
    duties: Duties, alice: User, charlie: User, cluster: Cluster, other_cluster: Cluster
) -> None:
    fill(duties, alice, cluster, 1)

    assert duties.due({other_cluster.pk: other_cluster}, TODAY + HORIZON, today=TODAY) == []
    assert duties.due({cluster.pk: cluster}, TODAY + HORIZON, today=TODAY, owner=charlie) == []
    assert duties.owned(other_cluster) == []
    assert duties.count(cluster, charlie) == 0


@ALL
def test_it_is_handed_over_whole(duties: Duties, alice: User, editor: User, cluster: Cluster) -> None:
    fill(duties, alice, cluster, 2 if duties.kind != "goal" else 1)
    before = duties.count(cluster, alice)

    duties.hand_over(cluster=cluster, of=alice, to=editor, by=alice)

    assert (duties.count(cluster, alice), duties.count(cluster, editor)) == (0, before)


@ALL
def test_it_says_what_it_belongs_to_in_both_languages(duties: Duties, alice: User, cluster: Cluster) -> None:
    fill(duties, alice, cluster, 1)
    (duty,) = duties.due({cluster.pk: cluster}, TODAY + HORIZON, today=TODAY)

    for language in ("da", "en-gb"):
        with translation.override(language):
            assert duties.detail(duty) or duties.kind == "kpi"
    assert duties_of(duty.kind) is duties


def test_readers_own_are_kept_when_there_are_too_many(alice: User, editor: User, cluster: Cluster) -> None:
    for number in range(1, MOST + 3):
        Activity.objects.create(cluster=cluster, number=number, title={"da": "x"}, owner=editor, ends=in_days(-30))
    Activity.objects.create(cluster=cluster, number=200, title={"da": "mine"}, owner=alice, ends=in_days(9))

    found = due_by([cluster], TODAY + HORIZON, today=TODAY, reader=alice)

    assert len(found) == MOST
    assert found[-1].title.da == "mine"
    assert (found[0].stage(TODAY), found[-1].stage(TODAY)) == (Stage.OVERDUE, None)
