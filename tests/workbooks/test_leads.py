"""Where a question leads to, under its help: in the library, in the form, on paper and in the editor."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from clusters.models import Cluster
from curation.selectors import faults_in
from curation.services.drafts import open_draft
from library.exports import page_html
from library.models import Edition
from library.services import publish_edition
from tests import factories, pages
from tests.curation.samples import form_of, fresh, page, save
from tests.schema.samples import catalogue, question, resource, template

pytestmark = pytest.mark.django_db
SECTION = template(question("a"))["sections"][0]["key"]
LINKS = [{"kind": "resource", "slug": "tips"}, {"kind": "kpi-catalogue", "slug": "kpis", "part": "exporting"}]


def leading(links: list[dict[str, Any]] | None = LINKS) -> dict[str, Any]:
    more = {"links": links} if links else {}
    return {**template(question("a", **more), question("b"), kind="strategy"), "format": 2}


@pytest.fixture
def published(db: None) -> Edition:
    publish_edition(data=resource(), by=None)
    data = catalogue()
    data["kpis"] = [{**data["kpis"][0], "name": {"da": "Medlemmer der eksporterer", "en": "Members exporting"}}]
    publish_edition(data=data, by=None)
    return publish_edition(data=leading(), by=None)


def leads(response: Any) -> list[tuple[str, str]]:
    links = pages.tree(response).xpath("//ul[@class='q-leads']//a")
    return [(pages.words(one), one.get("href")) for one in links]


def test_library_shows_them(published: Edition, client: Client) -> None:
    found = leads(client.get(published.publication.get_absolute_url()))

    assert [url for _words, url in found] == ["/library/resource/tips/", "/library/kpi-catalogue/kpis/#kpi-exporting"]
    assert found[1][0] in ("Members exporting", "Medlemmer der eksporterer")


def test_what_is_not_published_any_more_is_left_out(client: Client) -> None:
    edition = publish_edition(data=leading(), by=None)

    assert leads(client.get(edition.publication.get_absolute_url())) == []


def test_blank_print_names_them(published: Edition) -> None:
    html = page_html(published, "en")

    assert "Read on and use:" in html
    assert "Members exporting" in html


def test_form_shows_them_and_asks_once_for_all(
    published: Edition, cluster: Cluster, alice: User, other_cluster: Cluster, charlie: User, sign_in: Callable
) -> None:
    strategy = factories.make_strategy(cluster, alice, published)
    plain = publish_edition(data={**leading(None), "slug": "plain"}, by=None)
    without = factories.make_strategy(other_cluster, charlie, plain)
    address, other = (
        reverse("strategy:phase", args=[one.cluster.slug, one.number, SECTION]) for one in (strategy, without)
    )
    client, theirs = sign_in(alice), sign_in(charlie)

    assert "/library/resource/tips/" in [url for _words, url in leads(client.get(address))]
    # One for all that is led to, and one for the catalogue whose KPI is named.
    assert pages.queries(client, address) == pages.queries(theirs, other) + 2


def test_they_are_picked_in_the_editor(published: Edition, curator: User, sign_in: Callable) -> None:
    karen: Client = sign_in(curator)
    data = {**leading(None), "slug": "fresh", "format": 1}
    draft = open_draft(edition=publish_edition(data=data, by=None), by=curator)
    path = f"sections/{data['sections'][0]['key']}/questions/a"

    offered = pages.tree(page(karen, draft, path)).xpath(f"//select[@name='f/{path}/links']//option/@value")
    sent = {**form_of(page(karen, draft, path)), f"f/{path}/links": [offered[1], "kpi-catalogue/kpis#exporting", ""]}
    save(karen, draft, sent)

    assert "resource/tips" in offered
    now = fresh(draft).document
    assert now["sections"][0]["questions"][0]["links"][1] == LINKS[1]
    assert now["format"] == 2
    assert faults_in(now) == []
    save(karen, draft, {**form_of(page(karen, draft, path)), f"f/{path}/links": ["", ""]})
    assert "links" not in fresh(draft).document["sections"][0]["questions"][0]


def test_a_draft_is_told_that_what_it_leads_to_is_gone(published: Edition, curator: User) -> None:
    data = leading([{"kind": "resource", "slug": "gone"}])

    (fault,) = faults_in(data)

    assert fault.what == "there is no resource 'gone'"
