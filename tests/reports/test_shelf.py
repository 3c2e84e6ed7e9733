"""The shelf of documents: covers, days, and every file one click away."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from clusters.models import Cluster
from kpis.models import MeasuringRound
from reports.models import Export
from reports.shown.covers import Cover, drawn_cover
from tests import factories
from tests.analyses.samples import make_analysis
from tests.assessments.samples import a_closed_one
from tests.days import NOW, TODAY
from tests.documents.samples import make_document
from tests.funders.samples import make_report
from tests.pages import queries, tree, words

pytestmark = pytest.mark.django_db

SignIn = Callable[..., Client]
PAGE = "/c/havtorn/documents/"


def files(client: Client) -> list[str]:
    return list(tree(client.get(PAGE)).xpath("//*[@class='shelf-files']/a[contains(@class, 'btn')]/@href"))


def test_every_document_is_one_click_away_the_funders_reports_among_them(
    cluster: Cluster, alice: User, sign_in: SignIn
) -> None:
    strategy = factories.make_strategy(cluster, alice)
    MeasuringRound.objects.create(cluster=cluster, strategy=strategy, number=1, kind="baseline", date=TODAY)
    report = make_report(cluster, alice)
    made = a_closed_one(cluster, alice, (1, 2, 3), (1, 2, 3), (2, 2, 3))
    analysis, agreement = make_analysis(cluster, alice), make_document(cluster, alice)

    found = files(sign_in(alice))

    assert found == [
        reverse("reports:strategy_pdf", args=["havtorn", 1, "en"]),
        *(reverse("reports:alone_pdf", args=["havtorn", 1, what, "en"]) for what in ("kpis", "plan", "year")),
        reverse("reports:evaluation_pdf", args=["havtorn", 1, "en"]),
        reverse("funders:draft", args=["havtorn", report.number, "en", "pdf"]),
        reverse("reports:assessment_pdf", args=["havtorn", made.number, "en"]),
        reverse("analyses:document", args=["havtorn", analysis.number, "en", "pdf"]),
        reverse("documents:file", args=["havtorn", agreement.number, "en", "pdf"]),
    ]


def test_cover_says_when_the_file_was_last_created_and_with_how_many_pages(
    cluster: Cluster, alice: User, sign_in: SignIn
) -> None:
    factories.make_strategy(cluster, alice)
    export = factories.make_export(cluster, alice)
    address = reverse("reports:strategy_pdf", args=["havtorn", 1, "en"])
    Export.objects.of(cluster).filter(pk=export.pk).update(
        state="done", pages=43, finished_at=NOW - timedelta(days=2), address=f"{address}?without=1"
    )

    first = words(tree(sign_in(alice).get(PAGE)).xpath("//*[@class='shelf']//li")[0])

    assert "Last created on" in first
    assert "43 pages" in first


def test_shelf_asks_as_often_for_many_documents_as_for_one(cluster: Cluster, alice: User, sign_in: SignIn) -> None:
    def more(number: int) -> None:
        strategy = factories.make_strategy(cluster, alice)
        day = TODAY + timedelta(days=number)
        MeasuringRound.objects.create(cluster=cluster, strategy=strategy, number=number, kind="final", date=day)
        make_report(cluster, alice)

    client = sign_in(alice)
    more(1)
    few = queries(client, PAGE)
    for number in range(2, 5):
        more(number)

    assert queries(client, PAGE) == few
    # The session, and the person with their membership, are asked for by every page.
    assert few - 2 <= 11


def test_empty_shelf_leads_to_the_strategies(cluster: Cluster, alice: User, sign_in: SignIn) -> None:
    page = tree(sign_in(alice).get(PAGE))

    assert "No documents yet" in words(page.xpath("//main")[0])
    assert files(sign_in(alice)) == []


def test_words_of_people_are_no_markup_on_a_cover_and_never_run_out_of_it(cluster: Cluster) -> None:
    drawn = drawn_cover(cluster, Cover("<script>", "Speciallægepraksisplanlægningsstabiliseringsperiode & <b>"))

    assert "<script>" not in drawn
    assert "<b>" not in drawn
    assert "Speciallægeprak-" in drawn
