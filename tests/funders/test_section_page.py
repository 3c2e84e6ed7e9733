"""A section of a report to be filled in: its form, its theme's activities, a conflict, a section that is hidden."""

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client

from accounts.models import User
from clusters.models import Cluster
from funders.models import FunderReport
from tests.funders.addresses import DAYS, FRONT, answers
from tests.funders.samples import put
from tests.pages import rows, value
from tests.plans.samples import make_activity
from tests.workbooks.samples import fields_of, with_values

pytestmark = pytest.mark.django_db


def test_section_is_filled_in_and_leads_on(client: Client, report: FunderReport) -> None:
    here = f"{FRONT}sections/direction/"
    sent = with_values(fields_of(client.get(here).content), **{"a-summary_plan-da": "Vores **plan**", "act": "next"})

    response = client.post(here, sent)

    assert response["Location"] == f"{FRONT}sections/theme_knowledge/"
    assert answers(report)["summary_plan"] == {"da": "Vores **plan**"}


def test_section_shows_its_themes_activities_of_the_period(
    client: Client, cluster: Cluster, alice: User, report: FunderReport
) -> None:
    make_activity(cluster, alice, "Kursus", theme="knowledge", owner=alice, budget=Decimal(100), **DAYS)
    make_activity(cluster, alice, "Messe", theme="international", **DAYS)
    make_activity(cluster, alice, "Kursus i fjor", theme="knowledge", starts=date(2025, 1, 1), ends=date(2025, 2, 1))

    knowledge = rows(client.get(f"{FRONT}sections/theme_knowledge/"))
    whole = rows(client.get(f"{FRONT}sections/direction/"))

    line = ["A1 Kursus", "–", "Alice", "12\xa0Jan\xa0– 1\xa0Feb\xa02026", "Planned", "DKK\xa0100", "–"]
    assert [[cell.replace("\xa0", " ") for cell in row] for row in knowledge] == [
        [cell.replace("\xa0", " ") for cell in line]
    ]
    assert [row[0] for row in whole] == ["A1 Kursus"]


def test_conflict_keeps_both_texts(client: Client, alice: User, report: FunderReport) -> None:
    here = f"{FRONT}sections/direction/"
    sent = with_values(fields_of(client.get(here).content), **{"a-summary_plan-da": "Min"})
    put(report, alice, "summary_plan", {"da": "Din"})

    response = client.post(here, sent)

    assert response.status_code == 409
    assert answers(report)["summary_plan"] == {"da": "Din"}
    assert value(response, "a-summary_plan-da") == "Min"


def test_section_that_is_hidden_is_not_there_but_keeps_what_is_sent(
    client: Client, alice: User, report: FunderReport
) -> None:
    put(report, alice, "stage", "report")
    here = f"{FRONT}sections/closing/"
    sent = with_values(fields_of(client.get(here).content), **{"a-assessment-da": "Godt år"})
    put(report, alice, "stage", "plan")

    response = client.post(here, sent)

    assert (response.status_code, response["Location"]) == (302, FRONT)
    assert answers(report)["assessment"] == {"da": "Godt år"}
    assert client.get(here).status_code == 404
    assert client.get(f"{FRONT}sections/nowhere/").status_code == 404
