"""What a Danish cluster does with content in Swedish alone: every room shows it and says which language it is."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from checklists.services.running import start_checklist
from checklists.services.sources import of_published
from clusters.models import Cluster
from core.text import Text
from documents.exports.printed import print_page, word_file
from documents.services import start_document
from kpis.services import KpiDraft, adopt_kpi
from library.models import Edition
from library.services import publish_edition
from tests.assessments import samples as assessments
from tests.days import TODAY
from tests.documents import samples as documents
from tests.pages import tree, words
from tests.schema.samples import catalogue, checklist, spoken

pytestmark = pytest.mark.django_db


def in_swedish(data: dict[str, Any]) -> Edition:
    made = {**spoken(data, sv="Sv "), "format": 2, "languages": ["sv"]}
    return publish_edition(data={key: one for key, one in made.items() if key != "hints"}, by=None)


def marked(client: Client, user: User, url: str) -> set[str]:
    client.force_login(user)
    answer = client.get(url)
    assert answer.status_code == 200
    return {words(one) for one in tree(answer).xpath("//*[@lang='sv']")}


def test_a_checklist_is_run(cluster: Cluster, alice: User, client: Client) -> None:
    edition = in_swedish(checklist())
    made = start_checklist(
        cluster=cluster, source=of_published(edition.parsed), title="Tur", day=TODAY, edition=edition, by=alice
    )

    assert "Sv Ord" in marked(client, alice, f"/c/{cluster.slug}/checklists/{made.number}/")


def test_a_kpi_is_followed_under_its_name(cluster: Cluster, alice: User, client: Client) -> None:
    edition = in_swedish(catalogue())
    kpi = adopt_kpi(cluster=cluster, definition=edition.parsed.kpis[0], draft=KpiDraft(), by=alice)

    assert any(said.startswith("Sv ") for said in marked(client, alice, f"/c/{cluster.slug}/kpis/"))
    assert any(said.startswith("Sv ") for said in marked(client, alice, f"/c/{cluster.slug}/kpis/{kpi.number}/"))


def test_a_self_assessment_is_scored(cluster: Cluster, alice: User, client: Client) -> None:
    assessment = assessments.an_assessment(cluster, alice, edition=in_swedish(assessments.document()))

    assert any("Sv Påstand" in said for said in marked(client, alice, assessment.url("score")))


def test_an_agreement_is_written_and_printed(cluster: Cluster, alice: User, client: Client) -> None:
    edition = in_swedish(documents.template())
    document = start_document(cluster=cluster, edition=edition, title=Text(da="Aftale"), by=alice)
    client.force_login(alice)

    page = client.get(document.get_absolute_url())
    assert page.status_code == 200
    assert tree(page).xpath("//*[@lang='sv']")

    shown = documents.shown(document)
    html = print_page(shown, "da")
    assert 'lang="sv"' in html
    assert "Sv " in html
    assert word_file(shown, "da").startswith(b"PK")
