"""The attack on blind scores from outside their pages: documents, findings, the search and the mails.

The same people differ in nothing but what they scored: with fewer than three of them, nobody
can tell the two apart by anything that leaves the room.
"""

import json
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.db import transaction
from django.test import Client

from accounts.models import User
from assessments.models import Assessment
from assessments.services import close, reopen
from clusters.models import Cluster
from exports.html import print_html
from exports.word import word_file
from reminders.models import Letter
from reminders.services import look
from reports.exports.assessments import assessment_document
from tests import factories
from tests.assessments import samples
from tests.days import NOW, TODAY
from tests.plans.samples import make_activity

pytestmark = pytest.mark.django_db

SignIn = Callable[..., Client]


@pytest.fixture
def edition(cluster: Cluster, alice: User) -> object:
    # Something is due, so that a mail is written at all.
    make_activity(cluster, alice, "Messe", owner=alice, ends=TODAY + timedelta(days=9))
    return samples.an_edition()


def outside(assessment: Assessment, client: Client) -> dict[str, str]:
    """Return what leaves the room of a closed self-assessment."""
    slug = assessment.cluster.slug
    found = {
        address: "\n".join(
            line
            for line in client.get(address).content.decode().splitlines()
            if "csrf" not in line and "form_key" not in line
        )
        for address in (
            f"/c/{slug}/thread/findings/",
            f"/c/{slug}/thread/",
            f"/c/{slug}/search/?q=Guest",
            f"/c/{slug}/",
        )
    }
    document = assessment_document(assessment, "da")
    found["report"] = print_html(document)
    with ZipFile(BytesIO(word_file(document))) as file:
        found["word"] = file.read("word/document.xml").decode()
    found["mails"] = "\n".join(mails_of_the_week())
    return found


def mails_of_the_week() -> list[str]:
    """Return what everybody is written in the next weekly mails, as if nobody had been written to."""
    with transaction.atomic():
        look(now=NOW + timedelta(days=7))
        written = [json.dumps([str(one.user), one.lines], ensure_ascii=False) for one in Letter.objects.all()]
        transaction.set_rollback(True)
    assert written
    return written


@pytest.mark.parametrize("count", [1, 2])
def test_nothing_that_leaves_the_room_tells_what_fewer_than_three_scored(
    cluster: Cluster, alice: User, sign_in: SignIn, edition: object, count: int
) -> None:
    factories.make_strategy(cluster, alice)
    client, seen = sign_in(alice), []
    for levels in ((1, 1, 1), (5, "unsure", 4)):
        made = samples.a_closed_one(cluster, alice, *[levels] * count, edition=edition)
        seen.append(outside(made, client))
        # across_clusters is not needed: the row goes with all that hangs on it, and its number is given out again
        Assessment.objects.of(cluster).filter(pk=made.pk).delete()

    assert seen[0].keys() == seen[1].keys()
    for place, said in seen[0].items():
        assert said == seen[1][place], place


def test_report_before_and_after_one_more_answer_is_the_same(
    cluster: Cluster, alice: User, sign_in: SignIn, edition: object
) -> None:
    made = samples.a_closed_one(cluster, alice, (2, 2, 2), (2, 2, 2), (2, 2, 2), edition=edition)
    client = sign_in(alice)
    before = outside(made, client)
    reopen(assessment=made, until=TODAY + timedelta(days=1), by=alice)
    samples.a_guest(made, alice, "Den fjerde", 5, 5, 5)
    again = close(assessment=Assessment.objects.of(cluster).get(pk=made.pk), by=alice)
    again.cluster = cluster

    after = outside(again, client)

    # One more has been asked; whether they answered does not show.
    assert after["report"].replace("3 af 5", "3 af 4") == before["report"]
    assert after[f"/c/{cluster.slug}/thread/findings/"] == before[f"/c/{cluster.slug}/thread/findings/"]


def test_no_day_and_no_order_of_arrival_stands_beside_who_answered(
    cluster: Cluster, alice: User, sign_in: SignIn, edition: object
) -> None:
    seen = []
    for names in (("Anna", "Bo", "Carl"), ("Carl", "Bo", "Anna")):
        made = samples.an_assessment(cluster, alice, edition=edition)
        guests = {name: samples.a_guest(made, alice, name) for name in ("Anna", "Bo", "Carl")}
        for level, name in enumerate(names, start=1):
            samples.scores_of(made, guests[name], level, level, level, note=f"Note {level}")
        close(assessment=made, by=alice)
        fresh = Assessment.objects.of(cluster).get(pk=made.pk)
        seen.append((fresh.counted, fresh.notes))
        Assessment.objects.of(cluster).filter(pk=made.pk).delete()

    assert seen[0] == seen[1]
