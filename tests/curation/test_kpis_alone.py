"""A KPI without a phase: made in the editor by an empty choice, shown in the library, followed by a cluster."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from clusters.models import Cluster
from curation.models import Draft
from curation.selectors import faults_in
from curation.services.drafts import open_draft
from kpis.services.following import KpiDraft, adopt_kpi
from library.services import publish_edition
from tests.curation.samples import form_of, page
from tests.schema.samples import catalogue

pytestmark = pytest.mark.django_db
PATH = "kpis/exporting"


def of_one(**given: object) -> dict:
    data = catalogue()
    return {**data, "kpis": [{**data["kpis"][0], **given}]}


def test_phase_is_taken_away_in_the_editor_and_the_draft_says_what_it_needs(karen: Client, curator: User) -> None:
    draft = open_draft(edition=publish_edition(data=of_one(), by=None), by=curator)
    sent = {**form_of(page(karen, draft, PATH)), f"f/{PATH}/section": ""}

    karen.post(reverse("curation:change", args=[draft.pk]), sent)

    now = Draft.objects.whole().get(pk=draft.pk).document
    assert "section" not in now["kpis"][0]
    assert now["format"] == 2
    assert faults_in(now) == []


def test_it_is_in_the_library_and_followed_like_any_other(
    cluster: Cluster, alice: User, sign_in: Callable[..., Client]
) -> None:
    data = of_one(name={"da": "Uden fase", "en": "Without a phase"})
    data["kpis"][0].pop("section")
    edition = publish_edition(data={**data, "format": 2}, by=None)
    client = sign_in(alice)

    shown = client.get("/library/kpi-catalogue/kpis/").content.decode()
    offered = client.get(reverse("kpis:catalogue", args=[cluster.slug])).content.decode()
    adopt_kpi(cluster=cluster, definition=edition.parsed.kpi("exporting"), draft=KpiDraft(), by=alice)
    followed = client.get(reverse("kpis:index", args=[cluster.slug])).content.decode()

    assert "Without a phase" in shown
    assert "Phase:" not in shown
    assert "Without a phase" in offered
    assert "Without a phase" in followed
