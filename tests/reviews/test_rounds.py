"""What an approval locks, the next round, and what deviates from what was approved."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from django.db.models import QuerySet
from django.test import Client
from django.utils import translation

from accounts.models import User
from clusters.models import Cluster, Membership
from clusters.permissions import Role
from core.errors import Conflict, Refusal
from core.text import Text
from kpis.models import Kpi
from kpis.services import drop_kpi, set_targets
from reviews.freezing import frozen_of, mark_of
from reviews.models import Approval
from reviews.services import answer_review, approve, ask_for_review
from strategy.deciding import open_round
from strategy.models import Deviation, Goal, Strategy
from strategy.services import GoalDraft, add_goal, change_goal, delete_goal, rename_strategy
from tests import days, factories
from tests.kpis.samples import END, MIDDLE, measured_kpi, value
from tests.pages import faults, notes, tree, words
from tests.plans.samples import make_activity
from tests.reviews.samples import adopt, opened
from tests.strategy.samples import publish_every_question, publish_starter
from tests.workbooks.concurrency import Crowd
from tests.workbooks.samples import put
from workbooks.models import Answer, AnswerChange
from workbooks.services.workbooks import waiting_changes
from workbooks.stores.base import AnswerWaits

pytestmark = pytest.mark.django_db

SignIn = Callable[..., Client]
HERE = "/c/havtorn/strategies/1/"
DAY = date(2025, 3, 1)


@pytest.fixture
def strategy(cluster: Cluster, alice: User) -> Strategy:
    made = factories.make_strategy(cluster, alice, publish_every_question())
    put(made.workbook, alice, "name", {"da": "Havtorn"})
    put(made.workbook, alice, "why", {"da": "Hjemmemarkedet er for lille."})
    return made


def fresh(strategy: Strategy) -> Strategy:
    found = Strategy.objects.of(strategy.cluster).with_workbook().get(pk=strategy.pk)
    found.cluster = strategy.cluster
    return found


def answer_of(strategy: Strategy, key: str) -> object:
    return Answer.objects.of(strategy.cluster).get(question_key=key).value


# ---- locked


def test_answers_of_an_approved_strategy_stay_and_what_is_sent_waits(strategy: Strategy, alice: User) -> None:
    adopt(strategy, alice)

    with pytest.raises(AnswerWaits):
        put(strategy.workbook, alice, "why", {"da": "Noget andet"})
    with pytest.raises(AnswerWaits):
        put(strategy.workbook, alice, "stage", "plan")

    assert answer_of(strategy, "why") == {"da": "Hjemmemarkedet er for lille."}
    assert [row.question_key for row in waiting_changes(fresh(strategy).workbook)] == ["why", "stage"]


def test_next_round_begins_with_what_was_written_meanwhile(strategy: Strategy, alice: User, editor: User) -> None:
    adopt(strategy, alice)
    for text in ("Noget", "Noget helt andet"):
        with pytest.raises(AnswerWaits):
            put(strategy.workbook, editor, "why", {"da": text})
    with pytest.raises(AnswerWaits):
        put(strategy.workbook, alice, "why", {"da": "Alices ord"})

    made = open_round(strategy=strategy, by=alice)

    assert answer_of(strategy, "why") == {"da": "Noget helt andet"}
    assert (made.taken, made.aside) == (("why",), ("why",))
    aside = AnswerChange.objects.of(strategy.cluster).get(kind="set-aside")
    assert (aside.value, aside.by) == ({"da": "Alices ord"}, alice)
    newest = AnswerChange.objects.of(strategy.cluster).filter(question_key="why", kind="saved").first()
    assert newest is not None
    assert newest.by == editor
    put(strategy.workbook, alice, "why", {"da": "Og videre"})
    assert answer_of(strategy, "why") == {"da": "Og videre"}


def test_page_of_a_phase_says_who_approved_and_offers_a_new_round(
    strategy: Strategy, alice: User, sign_in: SignIn
) -> None:
    client = sign_in(alice)
    url = f"{HERE}phases/first/"
    sent = {f"rev-{key}": "1" for key in ("name", "why")}
    adopt(strategy, alice)

    told = client.post(url, {**sent, "a-name-da": "Havtorn", "a-why-da": "Skrevet imens", "act": "save"}, follow=True)

    assert "Approved on 1 March 2025, entered by Alice. Møde 4/2025." in words(tree(told).xpath("//main")[0])
    assert "Skrevet imens" in words(tree(told).xpath("//section[@aria-labelledby='h-waiting']")[0])
    assert tree(told).xpath("//textarea") == []
    assert any("kept for the next round" in note for note in notes(told))

    opened_again = client.post(f"{HERE}round/", follow=True)
    twice = client.post(f"{HERE}round/", follow=True)

    assert any("A new round is open" in note for note in notes(opened_again))
    assert any("already opened a new round" in note for note in notes(twice))
    assert "Skrevet imens" in client.get(url).content.decode()
    assert fresh(strategy).round == 2


def test_answer_that_the_browser_saves_after_the_approval_says_so_and_can_be_forgotten_there(
    strategy: Strategy, alice: User, sign_in: SignIn
) -> None:
    client = sign_in(alice)
    adopt(strategy, alice)
    url = f"/c/havtorn/workbooks/{strategy.workbook_id}/answers/why/"

    answer = client.post(url, {"rev-why": "1", "a-why-da": "Skrevet imens"})

    assert (answer.status_code, answer["X-State"]) == (200, "waiting")
    assert "kept for the next round" in answer.content.decode()


def test_earlier_answer_is_not_brought_back_into_what_was_approved(
    strategy: Strategy, alice: User, sign_in: SignIn
) -> None:
    put(strategy.workbook, alice, "why", {"da": "Nyere"})
    adopt(strategy, alice)
    first = AnswerChange.objects.of(strategy.cluster).filter(question_key="why", revision=1).get()
    url = f"/c/havtorn/workbooks/{strategy.workbook_id}/answers/why/history/"

    answer = sign_in(alice).post(url, {"change": first.pk, "revision": 2})

    assert answer.status_code == 422
    assert "Open a new round" in answer.content.decode()
    assert not AnswerChange.objects.of(strategy.cluster).filter(kind="waiting").exists()


def test_approved_strategy_stays_in_force_until_the_next_round_is_approved(strategy: Strategy, alice: User) -> None:
    adopt(strategy, alice)
    assert fresh(strategy).state == Strategy.State.APPROVED

    open_round(strategy=strategy, by=alice)
    put(strategy.workbook, alice, "why", {"da": "Ny begrundelse"})
    between = fresh(strategy)
    assert (between.state, between.approved_on) == (Strategy.State.DRAFT, DAY)

    adopt(strategy, alice, date(2025, 9, 1))
    after = fresh(strategy)
    assert (after.state, after.approved_on) == (Strategy.State.APPROVED, date(2025, 9, 1))
    assert Approval.objects.of(strategy.cluster).count() == 2


def test_title_of_an_approved_strategy_stays(strategy: Strategy, alice: User, sign_in: SignIn) -> None:
    adopt(strategy, alice)

    with pytest.raises(Refusal):
        rename_strategy(strategy=strategy, title=Text(da="Andet"), by=alice)
    answer = sign_in(alice).post(f"{HERE}settings/", {"title": "Andet", "revision": strategy.revision})

    assert answer.status_code == 422
    assert "Open a new round" in " ".join(faults(answer))


# ---- deviations


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
    assert found.changes == [["Goal", "Flere eksporterer", "Færre eksporterer"]]
    for page in (f"{HERE}snapshots/", f"{HERE}approve/"):
        assert "Markedet er lukket." in words(tree(client.get(page)).xpath("//main")[0])


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
    assert [(before, after) for _label, before, after in found.changes] == [("60", "50")]
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


# ---- who approves, and when


def test_named_approver_approves_whatever_their_role(
    strategy: Strategy, cluster: Cluster, alice: User, reviewer: User, sign_in: SignIn
) -> None:
    member = Membership.objects.of(cluster).get(user=reviewer)
    assert sign_in(reviewer).get(f"{HERE}approve/").status_code == 403

    saved = sign_in(alice).post(f"/c/havtorn/people/{member.pk}/", {"role": Role.REVIEWER, "is_approver": "on"})

    assert saved.status_code == 302
    client = sign_in(reviewer)
    seen = tree(client.get(f"{HERE}approve/")).xpath("//input[@name='seen']/@value")[0]
    assert client.post(f"{HERE}approve/", {"seen": seen, "approved_on": "2025-03-01"}).status_code == 302
    assert Approval.objects.of(cluster).get().by == reviewer
    sign_in(alice).post(f"/c/havtorn/people/{member.pk}/", {"role": Role.REVIEWER})
    assert client.get(f"{HERE}approve/").status_code == 403


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2999, 1, 1), "is in the future"),
        (date(2022, 12, 30), "more than two years before"),
        (date(2026, 1, 1), "has ended"),
        (date(2025, 2, 28), "which this one replaces"),
    ],
)
def test_day_of_approval_that_cannot_be_is_refused_with_a_sentence(
    cluster: Cluster, alice: User, day: date, words: str
) -> None:
    strategy = factories.make_strategy(cluster, alice, publish_starter()[0])
    put(strategy.workbook, alice, "period_start", "2025-01-01")
    put(strategy.workbook, alice, "period_end", "2026-06-30")
    adopt(strategy, alice)
    open_round(strategy=strategy, by=alice)
    put(strategy.workbook, alice, "period_end", "2025-12-31")

    with translation.override("en-gb"), pytest.raises(Refusal) as told:
        adopt(strategy, alice, day)

    assert words in told.value.message
    assert told.value.field == "approved_on"


def test_states_go_from_draft_by_review_to_approved(strategy: Strategy, alice: User, reviewer: User) -> None:
    def asked() -> None:
        day = days.TODAY + timedelta(days=30)
        ask_for_review(shown=opened(strategy), reviewers=[reviewer], until=day, note="", by=alice)

    found = [fresh(strategy).state]
    asked()
    found.append(fresh(strategy).state)
    review = fresh(strategy).snapshots.get().reviews.get()
    answer_review(review=review, answer="changes", reason="Mål 2 er uklart", by=reviewer)
    found.append(fresh(strategy).state)
    asked()
    adopt(strategy, alice)
    found.append(fresh(strategy).state)

    assert found == ["draft", "review", "draft", "approved"]


def test_what_is_approved_is_read_after_the_answers_are_locked(strategy: Strategy, alice: User) -> None:
    shown = opened(strategy)
    seen = mark_of(frozen_of(strategy.cluster, shown, days.TODAY))
    put(strategy.workbook, alice, "why", {"da": "Gemt, mens siden var åben"})

    with pytest.raises(Conflict):
        approve(shown=shown, seen=seen, approved_on=DAY, minute="", open_errors=0, by=alice)

    assert fresh(strategy).workbook.locked_at is None
    assert fresh(strategy).state == Strategy.State.DRAFT


@pytest.mark.django_db(transaction=True)
def test_save_at_the_moment_of_approval_is_approved_or_waits(strategy: Strategy, alice: User, tmp_path: Path) -> None:
    crowd, workbook = Crowd(tmp_path), fresh(strategy).workbook

    def save() -> None:
        put(workbook, alice, "why", {"da": "Gemt i samme øjeblik"})

    saved, approved = crowd.together([save, lambda: adopt(strategy, alice)])

    stands = crowd.after(lambda: answer_of(strategy, "why"))
    frozen = crowd.after(lambda: [one.snapshot.frozen.answers["why"] for one in approvals(strategy)])
    assert (saved is None) or isinstance(saved, AnswerWaits)
    # Either the save was first, and nothing was approved unseen, or what was approved is what stands.
    assert isinstance(approved, Conflict) if frozen == [] else frozen == [stands]


@pytest.mark.django_db(transaction=True)
def test_one_of_two_who_approve_at_once_is_told(strategy: Strategy, alice: User, tmp_path: Path) -> None:
    crowd = Crowd(tmp_path)

    found = crowd.together([lambda: adopt(strategy, alice), lambda: adopt(strategy, alice)])

    assert sorted(type(one).__name__ for one in found) == ["Approval", "Conflict"]
    assert len(crowd.after(lambda: list(approvals(strategy)))) == 1


def approvals(strategy: Strategy) -> QuerySet[Approval]:
    return Approval.objects.of(strategy.cluster).select_related("snapshot")


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
    assert [one[1:] for one in Deviation.objects.of(cluster).get().changes] == [["60", "50"]]


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
