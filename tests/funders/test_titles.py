"""What a report is called, in the languages that the cluster writes, and where its documents are offered."""

import pytest
from django.test import Client

from accounts.models import User
from clusters.models import Cluster
from core.text import Text
from funders.models import FunderReport
from funders.services import change_report
from tests.funders.addresses import FRONT, HOME, fields
from tests.funders.samples import publish_template, send
from tests.pages import tree, value, words

pytestmark = pytest.mark.django_db


def test_title_is_asked_for_in_both_languages_where_the_cluster_writes_two(
    client: Client, cluster: Cluster, report: FunderReport
) -> None:
    cluster.has_second_language = True
    cluster.save()

    client.post(f"{FRONT}settings/", {"title": "Ny titel", "other_title": "New title", "revision": 1})

    fresh = FunderReport.objects.of(cluster).get()
    assert (fresh.title_text, value(client.get(f"{FRONT}settings/"), "other_title")) == (
        Text(da="Ny titel", en="New title"),
        "New title",
    )


def test_title_in_a_language_that_is_not_asked_for_is_kept(
    client: Client, cluster: Cluster, alice: User, report: FunderReport
) -> None:
    change_report(report=report, title=Text(da="Titel", en="Title"), strategy=None, by=alice)

    client.post(f"{FRONT}settings/", {"title": "Ny titel", "revision": 2})

    assert FunderReport.objects.of(cluster).get().title_text == Text(da="Ny titel", en="Title")


def test_start_page_offers_a_title_in_both_languages(client: Client, cluster: Cluster) -> None:
    cluster.has_second_language = True
    cluster.save()
    publish_template()

    found = fields(client.get(f"{HOME}start/"))

    assert [found["title"][:13], found["other_title"][:11]] == ["Handlingsplan", "Action plan"]
    labels = tree(client.get(f"{HOME}start/")).xpath("//label[contains(., 'Title')]")
    assert [words(label).partition(" (")[0] for label in labels] == ["Title in Danish", "Title in English"]


def test_documents_are_offered_with_their_first_pages(client: Client, alice: User, report: FunderReport) -> None:
    send(report, alice)

    links = [
        tree(client.get(address)).xpath("//ul[contains(@class, 'funder-files')]//a/@href")
        for address in (FRONT, f"{FRONT}sendings/1/")
    ]

    assert links == [
        [f"{FRONT}{stem}{end}" for stem in stems for end in (".pdf", ".docx", ".xlsx", "/preview.pdf")]
        for stems in (("draft/en", "draft/da"), ("sendings/1/en", "sendings/1/da"))
    ]
