"""What a strategy's texts say in figures, and what was changed after its approval without a reason."""

from datetime import timedelta

import pytest

from accounts.models import User
from clusters.models import Change, Cluster
from clusters.revisions import hand_over, line_of
from core.text import Text
from library.services import publish_edition
from strategy.models import Goal, Strategy
from strategy.services import GoalDraft, change_goal, start_strategy
from tests import factories
from tests.days import NOW
from tests.findings.test_pages import look
from tests.reviews.samples import adopt
from tests.schema.samples import common, question, section
from tests.workbooks.samples import put

pytestmark = pytest.mark.django_db


def test_texts_and_title_that_contradict_the_objects_are_found(cluster: Cluster, alice: User) -> None:
    asked = [
        question("period_start", "date"),
        question("period_end", "date"),
        question("focus_countries", "countries"),
        question("why", "text"),
    ]
    template = publish_edition(data={**common("strategy", "said"), "sections": [section("one", *asked)]}, by=None)
    title = Text(da="Strategi 2024–2028")
    strategy = start_strategy(cluster=cluster, edition=template, title=title, by=alice)
    for key, value in (
        ("period_start", "2025-01-01"),
        ("period_end", "2028-12-31"),
        ("focus_countries", ["DE", "SE"]),
        ("why", {"da": "Vi har valgt tre fokuslande, fordi de ligger nær."}),
    ):
        put(strategy.workbook, alice, key, value)

    found = {one.rule.name: one.hit for one in look(strategy).open}

    assert found["period-contradiction"].params["years"] == "2024–2028"
    assert found["focus-count-contradiction"].place == ("question", "why")


def test_goal_changed_past_the_approval_without_a_reason_is_found_and_with_one_is_not(
    cluster: Cluster, alice: User
) -> None:
    strategy: Strategy = factories.make_strategy(cluster, alice)
    goals = [factories.make_goal(strategy, alice, name) for name in ("Et", "To", "Tre")]
    adopt(strategy, alice)
    told, silent, handed = (Goal.objects.of(cluster).select_related("strategy__cluster").get(pk=g.pk) for g in goals)
    draft = GoalDraft(title=Text(da="Et, ændret"))
    change_goal(goal=told, draft=draft, based_on=told.revision, by=alice, reason="Markedet er lukket")
    # As another programme would write it, past the rule that asks for a reason.
    first = line_of(silent, silent.pieces(), "saved", alice)
    silent.title, silent.revision = {"da": "To, ændret"}, silent.revision + 1
    silent.changed_at = NOW + timedelta(hours=1)
    silent.save()
    Change.objects.bulk_create([first, line_of(silent, silent.pieces(), "saved", alice)])
    hand_over(
        Goal.objects.of(cluster).filter(pk=handed.pk).select_related("strategy__cluster"), "owner", to=alice, by=alice
    )

    found = [one.hit for one in look(strategy).open if one.rule.name == "approved-changed-unexplained"]

    assert [one.params["key"] for one in found] == ["S2"]
