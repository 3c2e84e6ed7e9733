"""Several who answer at once, and one who closes the survey meanwhile: nothing is lost, and nothing counts twice."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Event

import pytest
from django.db import connections, transaction
from django.test import Client
from django.urls import reverse

from accounts.models import User
from clusters.models import Cluster
from core.errors import Conflict
from surveys.models import SurveyAnswer, SurveyInvitation, SurveyRound, WaitingAnswer
from surveys.services.answering import take_answer
from surveys.services.rounds import close_round
from tests.surveys.samples import an_answer, an_open_round, answers_to, links

pytestmark = pytest.mark.django_db(transaction=True)
SEND = {
    "a-partners": "2",
    "a-plan": "written",
    "a-benefit": "4",
    "act": "send",
    "part": "all",
    "language": "da",
    "seen": "partners,plan,offers,benefit,orders,comment",
}


@pytest.fixture
def round(cluster: Cluster, alice: User) -> SurveyRound:
    round = an_open_round(cluster, alice, 8)
    answers_to(round, *(an_answer(n) for n in range(5)))
    return round


def silent(round: SurveyRound) -> SurveyInvitation:
    rows = SurveyInvitation.objects.of(round.cluster).filter(round=round, has_answered=False)
    return rows.select_related("round__cluster").order_by("pk")[0]


def beside(act: Callable[[], object]) -> tuple[Future, Event, ThreadPoolExecutor]:
    """Begin something on a connection of its own; the event says that it is about to."""
    begun, pool = Event(), ThreadPoolExecutor(1)

    def run() -> object:
        begun.set()
        try:
            return act()
        finally:
            connections.close_all()

    return pool.submit(run), begun, pool


def test_answer_that_comes_while_the_round_is_being_closed_is_told_so(round: SurveyRound, alice: User) -> None:
    invitation = silent(round)
    with transaction.atomic():
        close_round(round=round, by=alice)
        late, begun, pool = beside(lambda: take_answer(invitation=invitation, values=an_answer()))
        assert begun.wait(timeout=60)
    with pytest.raises(Conflict):
        late.result(timeout=60)
    pool.shutdown()

    assert SurveyAnswer.objects.of(round.cluster).count() == 5
    assert not WaitingAnswer.objects.of(round.cluster).exists()
    assert SurveyInvitation.objects.of(round.cluster).filter(has_answered=True).count() == 5


def test_answer_that_came_before_the_round_is_closed_counts(round: SurveyRound, alice: User) -> None:
    invitation = silent(round)
    with transaction.atomic():
        take_answer(invitation=invitation, values=an_answer())
        closing, begun, pool = beside(lambda: close_round(round=round, by=alice))
        assert begun.wait(timeout=60)
    closing.result(timeout=60)
    pool.shutdown()

    assert SurveyAnswer.objects.of(round.cluster).count() == 6
    assert not WaitingAnswer.objects.of(round.cluster).exists()


def test_many_who_send_at_once_and_twice_each_are_all_heard_once(cluster: Cluster, alice: User) -> None:
    round = an_open_round(cluster, alice, 12)
    urls = [reverse("answering:answer", args=[token]) for token in links(round)]

    def send(url: str) -> int:
        try:
            return Client().post(url, SEND).status_code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(send, [*urls, *urls]))

    assert sorted(answers) == [200] * 12 + [409] * 12
    assert WaitingAnswer.objects.of(cluster).count() == 12
