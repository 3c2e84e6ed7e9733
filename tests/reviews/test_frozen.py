"""What a snapshot shows for ever, when one is kept by itself, and its documents."""

import json
from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from docx import Document

from accounts.models import User
from clusters.models import Cluster
from core.frozen import digest_of
from exports.page_cache import page_of as printed
from kpis.services import close_round
from library.services import publish_edition
from reports.exports.snapshot import snapshot_document
from reviews.models import Snapshot
from reviews.services import take_snapshot
from strategy.models import Goal, Strategy
from tests import factories
from tests.kpis.samples import MIDDLE, a_round, measured_kpi, value
from tests.pages import tree, words
from tests.plans.samples import make_activity
from tests.reviews.samples import opened, snapshot_of
from tests.workbooks.samples import every_question, put

pytestmark = pytest.mark.django_db
SignIn = Callable[..., Client]
HERE = Path(__file__).parent
FROZEN = HERE / "frozen" / "strategy-1.json"
PAGE = "/c/havtorn/strategies/1/snapshots/"
DOCUMENT = "/c/havtorn/documents/strategies/1/snapshots/1/"


@pytest.fixture
def strategy(cluster: Cluster, alice: User) -> Strategy:
    made = factories.make_strategy(cluster, alice, publish_edition(data=with_panels(), by=None))
    put(made.workbook, alice, "name", {"da": "Havtorn", "en": "Sea buckthorn"})
    put(made.workbook, alice, "why", {"da": "Hjemmemarkedet er for lille."})
    put(made.workbook, alice, "stage", "plan")
    return made


def with_panels() -> dict[str, Any]:
    """Return a template that shows what stands in other rooms, too."""
    data = every_question()
    panels = [
        {"key": name, "type": "panel", "panel": name, "label": {"da": name, "en": name}}
        for name in ("goals", "kpis", "activities")
    ]
    last = data["sections"][-1]
    return {**data, "sections": [*data["sections"][:-1], {**last, "questions": [*last["questions"], *panels]}]}


def filled(strategy: Strategy, by: User) -> None:
    goal = factories.make_goal(strategy, by, "Flere eksporterer")
    measured_kpi(strategy.cluster, by, goal)
    make_activity(strategy.cluster, by, "Messe i Hamborg", goal=goal, budget=125000)


def said(snapshot: Snapshot, strategy: Strategy, language: str = "da") -> str:
    document = snapshot_document(strategy.cluster, strategy, snapshot, language)  # type: ignore[arg-type]
    return words(tree_of(printed(document)))


def tree_of(html: str) -> object:
    from lxml import html as parser

    return parser.document_fromstring(html).xpath("//body")[0]


def thawed(strategy: Strategy) -> Snapshot:
    """Return what this version of the portal once froze, as a later one finds it."""
    kept = json.loads(FROZEN.read_text())
    snapshot: Snapshot = Snapshot.objects.create(
        strategy=strategy,
        number=7,
        edition=strategy.workbook.edition,
        name="Godkendt den 1. marts 2025",
        content=kept,
        digest="991daaa39762e190adfeb550bc9f5930a388bb1aeb2b77762621675faad7188b",
        by_name="Alice",
    )
    return snapshot


def test_what_was_frozen_by_the_first_version_reads_the_same_in_every_later_one(strategy: Strategy) -> None:
    kept = json.loads(FROZEN.read_text())

    assert digest_of(kept) == "991daaa39762e190adfeb550bc9f5930a388bb1aeb2b77762621675faad7188b"
    found = thawed(strategy)
    assert found.is_whole
    text = said(found, strategy)
    for part in (
        "Havtornklyngen af 2025",
        "Hjemmemarkedet er for lille.",
        "S1 Flere eksporterer",
        "K1 Eksporterende medlemmer",
        "28",
        "60",
        "A1 Messe i Hamborg",
        "125.000 kr.",
        "I gang",
    ):
        assert part in text


def test_document_of_a_snapshot_stays_whatever_changes(strategy: Strategy, cluster: Cluster, alice: User) -> None:
    filled(strategy, alice)
    snapshot = snapshot_of(strategy, alice)
    before = {language: said(snapshot, strategy, language) for language in ("da", "en")}
    assert "Messe i Hamborg" in before["da"]
    assert "Snapshot: Før mødet" in before["en"]

    put(strategy.workbook, alice, "why", {"da": "Noget helt andet"})
    Goal.objects.of(cluster).update(title={"da": "Nyt mål"})
    value(cluster.kpis.get(), alice, date(2024, 12, 1), 99)
    cluster.name_da, cluster.accent = "Nyt klyngenavn", "#123456"
    cluster.save()

    fresh = Strategy.objects.of(cluster).get()
    fresh.cluster = cluster
    assert {language: said(snapshot, fresh, language) for language in ("da", "en")} == before


def test_page_of_a_snapshot_shows_what_stands_in_panels_as_it_was(
    strategy: Strategy, alice: User, sign_in: SignIn
) -> None:
    filled(strategy, alice)
    snapshot = snapshot_of(strategy, alice)

    response = sign_in(alice).get(f"{PAGE}{snapshot.number}/")

    assert response.status_code == 200
    for part in ("Flere eksporterer", "Messe i Hamborg"):
        assert part in words(tree(response))


def test_snapshot_is_given_as_pdf_and_word(strategy: Strategy, alice: User, sign_in: SignIn) -> None:
    filled(strategy, alice)
    snapshot_of(strategy, alice)
    client = sign_in(alice)

    page = tree(client.get(f"{PAGE}1/"))
    word = client.get(f"{DOCUMENT}da.docx")
    text = "\n".join(p.text for p in Document(BytesIO(word.content)).paragraphs)

    assert page.xpath(f"//a[@href='{DOCUMENT}en.pdf']")
    assert word.status_code == 200
    assert "Hjemmemarkedet er for lille." in text
    assert client.get(f"{DOCUMENT}xx.docx").status_code == 404
    assert client.get(DOCUMENT.replace("/1/", "/9/") + "da.docx").status_code == 404


def test_document_whose_checksum_does_not_fit_says_so_on_its_cover(strategy: Strategy, alice: User) -> None:
    snapshot = snapshot_of(strategy, alice)
    changed = {**snapshot.content, "answers": {"name": {"da": "Forfalsket"}}}
    Snapshot.objects.of(strategy.cluster).update(content=changed)

    text = said(Snapshot.objects.of(strategy.cluster).get(), strategy, "en")

    assert "The frozen content no longer matches its checksum" in text
    assert "Forfalsket" in text


def test_keeping_a_snapshot_takes_twelve_queries_at_most(
    strategy: Strategy, alice: User, django_assert_max_num_queries: Callable
) -> None:
    for _n in range(4):
        filled(strategy, alice)
    shown = opened(strategy)

    with django_assert_max_num_queries(12):
        take_snapshot(shown=shown, name="Før mødet", by=alice)


def test_closing_a_measuring_round_keeps_the_strategy(strategy: Strategy, cluster: Cluster, alice: User) -> None:
    kpi = measured_kpi(cluster, alice, factories.make_goal(strategy, alice))
    round = a_round(strategy, alice, [kpi])

    close_round(round=round, closed_on=MIDDLE, remark="", by=alice)

    kept = Snapshot.objects.of(cluster).get()
    assert (kept.reason, kept.by, kept.is_whole) == ("round", alice, True)


def test_two_hundred_snapshots_are_paged_both_ways(strategy: Strategy, alice: User, sign_in: SignIn) -> None:
    first = snapshot_of(strategy, alice)
    Snapshot.objects.bulk_create(
        Snapshot(
            strategy=strategy,
            number=number,
            edition=first.edition,
            name=f"Nr. {number}",
            content=first.content,
            digest=first.digest,
            by_name="Alice",
        )
        for number in range(2, 201)
    )
    client = sign_in(alice)

    found = [tree(client.get(f"{PAGE}?page={page}")).xpath("//ul[@class='toc']/li") for page in (1, 8, 9)]
    middle = tree(client.get(f"{PAGE}?page=4")).xpath("//p[@class='actions']/a/@href")

    assert [len(one) for one in found] == [25, 25, 0]
    assert middle == ["?page=3", "?page=5"]
    assert client.get(f"{PAGE}200/").status_code == 200
