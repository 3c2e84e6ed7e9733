"""What an approval locks, the next round, and who approves when."""

from collections.abc import Callable
from datetime import date, timedelta
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
from reviews.freezing import frozen_of, mark_of
from reviews.models import Approval
from reviews.services import answer_review, approve, ask_for_review
from strategy.deciding import open_round
from strategy.models import Strategy
from strategy.services import rename_strategy
from tests import days, factories
from tests.pages import faults, notes, tree, words
from tests.reviews.samples import adopt, opened
from tests.strategy.samples import publish_starter
from tests.workbooks.concurrency import Crowd
from tests.workbooks.samples import put
from workbooks.models import Answer, AnswerChange
from workbooks.services.workbooks import waiting_changes
from workbooks.stores.base import AnswerWaits

pytestmark = pytest.mark.django_db

SignIn = Callable[..., Client]
HERE = "/c/havtorn/strategies/1/"
DAY = date(2025, 3, 1)


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
