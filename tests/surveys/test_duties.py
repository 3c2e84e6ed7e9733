"""Surveys among what people have to do: whoever answers for one is reminded to send it and to close it."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import translation

from accounts.models import User
from clusters.duties import HORIZON, due_by, duties_of
from clusters.models import Cluster
from plans.shown.year import gather
from reminders.letters import LetterLine
from surveys.models import SurveyRound
from surveys.services.rounds import close_round, open_round
from tests.days import TODAY
from tests.factories import make_strategy
from tests.surveys.samples import a_company, an_answer, an_open_round, answers_to, survey_of

pytestmark = pytest.mark.django_db


def words(cluster: Cluster) -> list[str]:
    """Return what is to be done with the cluster's surveys."""
    found = due_by([cluster], TODAY + HORIZON, today=TODAY)
    return [duties_of(duty.kind).detail(duty) for duty in found]


def test_survey_is_to_be_sent_then_closed_and_then_nobodys_task(cluster: Cluster, alice: User) -> None:
    a_company(cluster, alice)
    round = survey_of(alice, cluster, TODAY + timedelta(days=7))
    assert words(cluster) == ["The survey has not been sent yet"]

    round = open_round(round=round, by=alice)
    assert words(cluster) == ["Close the survey, and see the results"]

    close_round(round=round, by=alice)
    assert words(cluster) == []


@pytest.mark.parametrize(("state", "said"), [("draft", "Send the survey “Prøve"), ("open", "Close the survey “Prøve")])
def test_mail_says_what_is_to_be_done(cluster: Cluster, alice: User, state: str, said: str) -> None:
    round = survey_of(alice, cluster, TODAY + timedelta(days=3))
    SurveyRound.objects.of(cluster).filter(pk=round.pk).update(state=state)

    (duty,) = due_by([cluster], TODAY + HORIZON, today=TODAY, owner=alice)
    stage = duty.stage(TODAY)
    assert stage is not None
    with translation.override("en-gb"):
        assert LetterLine.of_duty(duty, stage).label.startswith(said)


def test_year_shows_a_survey_from_the_day_it_is_sent_to_its_last(cluster: Cluster, alice: User) -> None:
    round = an_open_round(cluster, alice, 2)
    first, last = TODAY.replace(month=1, day=1), TODAY.replace(month=12, day=31)

    (item,) = [one for one in gather(cluster, None, first, last, "en") if one.kind == "survey"]
    assert (item.starts, item.last, item.is_done) == (TODAY, min(round.closes_on, last), False)
    answers_to(round, an_answer())
    close_round(round=round, by=alice)
    (item,) = [one for one in gather(cluster, None, first, last, "en") if one.kind == "survey"]
    assert (item.starts, item.last, item.is_done) == (TODAY, TODAY, True)
    assert gather(cluster, None, date(2020, 1, 1), date(2020, 12, 31), "en") == []


def test_overview_leads_to_the_survey(cluster: Cluster, alice: User, client: Client) -> None:
    make_strategy(cluster, alice)
    round = survey_of(alice, cluster, TODAY + timedelta(days=3))
    client.force_login(alice)

    page = client.get(f"/c/{cluster.slug}/").content.decode()

    assert round.get_absolute_url() in page
