"""What deviates from an approved strategy: changed with a reason alone, and written down."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.test import Client

from accounts.models import User
from clusters.models import Cluster
from core.errors import Refusal
from core.text import Language, Text
from kpis.models import Kpi
from kpis.services import drop_kpi, set_targets
from strategy.deciding import open_round
from strategy.models import Deviation, Goal, Strategy
from strategy.services import GoalDraft, add_goal, change_goal, delete_goal
from tests import factories
from tests.kpis.samples import END, MIDDLE, measured_kpi, value
from tests.pages import faults, notes, tree, words
from tests.plans.samples import make_activity
from tests.reviews.samples import adopt

pytestmark = pytest.mark.django_db

SignIn = Callable[..., Client]
HERE = "/c/havtorn/strategies/1/"


def said(deviation: Deviation, language: Language) -> list[list[str]]:
    """Return what changed, as a page in this language says it."""
    return [
        [words.resolve(language).text if isinstance(words, Text) else words for words in line]
        for line in deviation.shown_changes
    ]


def test_goal_of_an_approved_strategy_changes_with_a_reason_alone(
    strategy: Strategy, alice: User, sign_in: SignIn
) -> None:
    goal = factories.make_goal(strategy, alice, "Flere eksporterer")
    adopt(strategy, alice)
    client, url = sign_in(alice), f"{HERE}goals/1/"
    sent = {"title_da": "Færre eksporterer", "revision": goal.revision}

    without = client.post(url, sent)
    done = client.post(url, {**sent, "reason": "Markedet er lukket."})

    assert (without.status_code, done.status_code) == (422, 302)
    assert "Write why this changes" in " ".join(faults(without))
    found = Deviation.objects.of(strategy.cluster).get()
    assert (found.key, found.reason, found.by_name) == ("S1", "Markedet er lukket.", "Alice")
    assert said(found, "en") == [["Goal", "Flere eksporterer", "Færre eksporterer"]]
    assert said(found, "da")[0][0] == "Mål"
    for page in (f"{HERE}snapshots/", f"{HERE}approve/"):
        assert "Markedet er lukket." in words(tree(client.get(page)).xpath("//main")[0])


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("da", "Frist: 31. december 2028 30. juni 2029"),
        ("en-gb", "Deadline: 31 December 2028 30 June 2029"),
    ],
)
def test_what_changed_is_told_in_the_language_of_whoever_reads(
    strategy: Strategy, alice: User, sign_in: SignIn, language: str, expected: str
) -> None:
    first = GoalDraft(Text(da="Flere eksporterer"), deadline=date(2028, 12, 31))
    goal = add_goal(strategy=strategy, draft=first, by=alice)
    adopt(strategy, alice)
    later = GoalDraft(Text(da="Flere eksporterer"), deadline=date(2029, 6, 30))
    change_goal(goal=goal, draft=later, based_on=goal.revision, by=alice, reason="Markedet er lukket.")
    alice.language = language
    alice.save()

    page = tree(sign_in(alice).get(f"{HERE}snapshots/"))

    assert expected in words(page.xpath("//main")[0])


@pytest.mark.parametrize("changes", [[1], [[1, 2]], [["a", "b", "c", "d"]], {"x": 1}, [[None, None, None]]])
def test_page_stands_whatever_a_file_of_another_portal_had_there(
    strategy: Strategy, alice: User, sign_in: SignIn, changes: object
) -> None:
    kept = {"subject": {"da": "Flere"}, "changes": changes, "reason": "Lukket.", "by": alice}
    Deviation.objects.of(strategy.cluster).create(strategy=strategy, key="S1", **kept)

    page = tree(sign_in(alice).get(f"{HERE}snapshots/"))

    said = words(page.xpath("//main")[0])
    assert "Lukket." in said
    assert "None" not in said


def test_what_was_kept_in_one_language_is_told_in_that(strategy: Strategy, alice: User, sign_in: SignIn) -> None:
    kept = {"subject": {"da": "Flere"}, "changes": [["Frist", "", "30. juni 2029"]], "reason": "Lukket.", "by": alice}
    Deviation.objects.of(strategy.cluster).create(strategy=strategy, key="S1", **kept)

    page = tree(sign_in(alice).get(f"{HERE}snapshots/"))

    assert "Frist: 30. juni 2029" in words(page.xpath("//main")[0])


def test_goal_changed_in_any_other_way_is_refused_without_a_reason(
    strategy: Strategy, alice: User, sign_in: SignIn
) -> None:
    goal = factories.make_goal(strategy, alice, "Flere eksporterer")
    change_goal(goal=goal, draft=GoalDraft(Text(da="Endnu flere")), based_on=1, by=alice)
    adopt(strategy, alice)
    first = goal.own_cluster().changes.filter(thing="goal", row=goal.pk, revision=1).get()
    client = sign_in(alice)

    with pytest.raises(Refusal):
        change_goal(goal=goal, draft=GoalDraft(Text(da="Færre")), based_on=2, by=alice)
    back = client.post(f"/c/havtorn/history/goal/{goal.pk}/{first.pk}/", {"revision": 2})
    with pytest.raises(Refusal):
        delete_goal(goal=goal, by=alice)
    with pytest.raises(Refusal):
        add_goal(strategy=strategy, draft=GoalDraft(Text(da="Nyt")), by=alice)
    for act in ("up", "down", "delete"):
        told = client.post(f"{HERE}goals/1/{act}/", follow=True)
        assert any("Open a new round" in note for note in notes(told))

    assert back.status_code in (404, 409)
    assert Goal.objects.of(strategy.cluster).get().title == {"da": "Endnu flere"}
    assert not Deviation.objects.of(strategy.cluster).exists()


def test_target_of_an_approved_strategy_changes_with_a_reason_alone(
    strategy: Strategy, cluster: Cluster, alice: User, sign_in: SignIn
) -> None:
    kpi = measured_kpi(cluster, alice, factories.make_goal(strategy, alice))
    adopt(strategy, alice)

    with pytest.raises(Refusal):
        set_targets(kpi=kpi, targets=[(END, Decimal(50))], by=alice)
    assert kpi.targets.count() == 2
    set_targets(kpi=kpi, targets=[(MIDDLE, Decimal(40)), (END, Decimal(50))], by=alice, reason="To har forladt os.")

    found = Deviation.objects.of(cluster).get()
    assert (found.key, found.reason) == ("K1", "To har forladt os.")
    assert [(before, after) for _label, before, after in said(found, "da")] == [("60", "50")]
    with pytest.raises(Refusal):
        drop_kpi(kpi=kpi, by=alice)
    client = sign_in(alice)
    assert tree(client.get("/c/havtorn/kpis/1/targets/")).xpath("//textarea[@name='reason']")
    refused = client.post("/c/havtorn/kpis/1/drop/", follow=True)
    assert any("Open a new round" in note for note in notes(refused))


def test_measuring_and_activities_go_on_under_an_approved_strategy(
    strategy: Strategy, cluster: Cluster, alice: User
) -> None:
    goal = factories.make_goal(strategy, alice)
    kpi = measured_kpi(cluster, alice, goal)
    adopt(strategy, alice)

    assert value(kpi, alice, date(2024, 10, 1), 31).pk
    assert make_activity(cluster, alice, "Messe", goal=goal).pk


def test_in_a_new_round_nobody_is_asked_why(strategy: Strategy, alice: User) -> None:
    goal = factories.make_goal(strategy, alice, "Flere eksporterer")
    adopt(strategy, alice)
    open_round(strategy=strategy, by=alice)

    change_goal(goal=goal, draft=GoalDraft(Text(da="Færre")), based_on=1, by=alice, reason="Bare fordi")

    assert Goal.objects.of(strategy.cluster).get().title == {"da": "Færre"}
    assert not Deviation.objects.of(strategy.cluster).exists()


def test_target_after_the_last_approved_one_is_no_deviation(
    strategy: Strategy, cluster: Cluster, alice: User, sign_in: SignIn
) -> None:
    kpi = measured_kpi(cluster, alice, factories.make_goal(strategy, alice))
    adopt(strategy, alice)
    later = END + timedelta(days=365)
    client, url = sign_in(alice), "/c/havtorn/kpis/1/targets/"
    stand = {
        "t-TOTAL_FORMS": 3,
        "t-INITIAL_FORMS": 2,
        "t-0-date": MIDDLE.isoformat(),
        "t-0-value": "40",
        "t-1-date": END.isoformat(),
        "t-1-value": "60",
        "t-2-date": later.isoformat(),
        "t-2-value": "80",
    }

    added = client.post(url, {**stand, "revision": kpi.revision})
    set_targets(
        kpi=fresh_kpi(cluster), targets=[(MIDDLE, Decimal(40)), (END, Decimal(60)), (later, Decimal(70))], by=alice
    )
    assert not Deviation.objects.of(cluster).exists()
    revision = fresh_kpi(cluster).revision
    without = client.post(url, {**stand, "t-1-value": "50", "revision": revision})
    both = client.post(url, {**stand, "t-1-value": "50", "revision": revision, "reason": "To har forladt os."})

    assert (added.status_code, without.status_code, both.status_code) == (302, 422, 302)
    assert "write why it changes" in words(tree(without).xpath("//*[@id='div_id_reason']")[0])
    assert [one[1:] for one in said(Deviation.objects.of(cluster).get(), "da")] == [["60", "50"]]


def fresh_kpi(cluster: Cluster) -> Kpi:
    found = Kpi.objects.of(cluster).get()
    found.cluster = cluster
    return found


def test_target_set_while_the_strategy_is_approved_waits_for_the_approval(
    strategy: Strategy, cluster: Cluster, alice: User
) -> None:
    kpi = measured_kpi(cluster, alice, factories.make_goal(strategy, alice))
    # The page was opened before the approval.
    earlier = fresh_kpi(cluster)
    assert earlier.approved_strategy() is None
    adopt(strategy, alice)

    with pytest.raises(Refusal):
        set_targets(kpi=earlier, targets=[(END, Decimal(50))], by=alice)

    assert kpi.targets.count() == 2
