"""Two surveys a few weeks apart, subtracted by somebody who knows who answered each: nothing tells of one to four."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine

from accounts.models import User
from clusters.models import Cluster
from surveys.models import SurveyInvitation, SurveyRound
from surveys.results import Results, results_of
from surveys.rules.hiding import Why, is_few
from surveys.services.answering import take_answer
from surveys.services.rounds import close_round, open_round
from tests.days import NOW, TODAY
from tests.surveys.samples import a_round, an_answer, companies

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def register(cluster: Cluster, alice: User) -> None:
    companies(cluster, alice, 24)


def asked(cluster: Cluster, by: User, who: Iterable[int], on: date = TODAY) -> SurveyRound:
    """Ask everybody on a day, have these companies answer, each as always, and close it."""
    with time_machine.travel(NOW + (on - TODAY), tick=False):
        made = open_round(round=a_round(cluster, by, closes_on=on + timedelta(days=21)), by=by)
        rows = SurveyInvitation.objects.of(cluster).filter(round=made).order_by("company__number")
        invitations = list(rows.select_related("round__cluster"))
        for number in who:
            take_answer(invitation=invitations[number], values=an_answer(number, "written" if number % 3 else "none"))
        return close_round(round=made, by=by)


def shown(found: Results) -> dict[str, int]:
    """Return how many chose an option, for each question that is shown."""
    known = {}
    for question in found.document.questions():
        for option in getattr(question, "options", ()) if found.why_hidden(question) is None else ():
            known[f"{question.key}:{option.key}"] = found.counted(question).share([option.key]).count
    return known


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (range(10), range(11)),
        (range(11), range(10)),
        (range(10), [*range(9), 20]),
        (range(10), range(4, 20)),
        (range(8), range(3, 20)),
    ],
)
def test_no_difference_of_two_surveys_in_a_row_tells_of_one_to_four(
    cluster: Cluster, alice: User, first: Iterable[int], second: Iterable[int]
) -> None:
    earlier = asked(cluster, alice, first)
    later = asked(cluster, alice, second, TODAY + timedelta(days=30))

    alone = [set(second) - set(first), set(first) - set(second)]
    before, after = shown(results_of(earlier, 24)), shown(results_of(later, 24))

    assert before
    assert (not after) == any(is_few(len(one)) for one in alone)
    assert not results_of(later, 24).may_be_broken_down


def test_the_same_companies_again_hide_nothing(cluster: Cluster, alice: User) -> None:
    asked(cluster, alice, range(10))
    later = results_of(asked(cluster, alice, range(10), TODAY + timedelta(days=30)), 24)

    assert shown(later)
    assert later.may_be_broken_down


def test_after_a_quarter_answers_are_others_and_both_surveys_are_shown(cluster: Cluster, alice: User) -> None:
    asked(cluster, alice, range(10))
    later = results_of(asked(cluster, alice, range(11), TODAY + timedelta(days=200)), 24)

    assert shown(later)
    assert later.may_be_broken_down


def test_they_are_hidden_with_the_reason_in_three_queries(
    cluster: Cluster, alice: User, django_assert_max_num_queries: Any
) -> None:
    asked(cluster, alice, range(10))
    later = asked(cluster, alice, range(12), TODAY + timedelta(days=30))

    with django_assert_max_num_queries(3):
        found = results_of(later, 24)

    whys = [found.why_hidden(question) for question in found.document.questions()]
    assert Why.SUBTRACTION in whys
    assert None not in whys
