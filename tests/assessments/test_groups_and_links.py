"""A statement says which group it stands in, and where one reads on about it."""

from io import BytesIO
from typing import Any

import docx
import pytest
from django.test import Client, override_settings

from accounts.models import User
from assessments.services import Guest, add_guest
from clusters.models import Cluster
from exports.word import word_file
from library.exports import blank_document
from library.services import publish_edition
from tests.assessments import samples
from tests.pages import tree, words
from tests.schema.samples import resource, text

pytestmark = pytest.mark.django_db


def grouped() -> dict[str, Any]:
    data = {**samples.document(), "format": 2}
    first = data["sections"][0]
    linked = {**first["questions"][1], "links": [{"kind": "resource", "slug": "tips"}]}
    first["groups"] = [{"key": "why", "title": text("Grunde"), "questions": [linked]}]
    first["questions"] = first["questions"][:1]
    return data


@pytest.fixture
def assessment(cluster: Cluster, alice: User, bob: User) -> Any:
    publish_edition(data=resource(), by=None)
    return samples.an_assessment(cluster, alice, bob, edition=publish_edition(data=grouped(), by=None))


def test_score_page_has_the_group_and_the_links_of_its_statement(client: Client, bob: User, assessment: Any) -> None:
    client.force_login(bob)
    found: list[Any] = [client.get(f"{assessment.score_url}{key}/") for key in ("mandate", "reason")]
    plain, reason = found

    assert words(tree(plain).xpath("//div[@class='sc-prog']//b")[0]) == "foundation in English"
    assert words(tree(reason).xpath("//div[@class='sc-prog']//b")[0]) == "foundation in English: Grunde in English"
    assert tree(plain).xpath("//ul[@class='q-leads']") == []
    assert tree(reason).xpath("//ul[@class='q-leads']//a/@href") == ["/library/resource/tips/"]


@pytest.mark.parametrize("is_public", [False, True])
def test_guest_is_led_where_they_may_go_alone(client: Client, alice: User, assessment: Any, is_public: bool) -> None:
    _scorer, token = add_guest(assessment=assessment, guest=Guest("Ida"), by=alice)

    with override_settings(PUBLIC_LIBRARY=is_public):
        answer: Any = Client().get(f"/score/{token}/reason/")

    assert answer.status_code == 200
    assert bool(tree(answer).xpath("//ul[@class='q-leads']")) is is_public


def test_empty_form_in_word_leads_there_too(assessment: Any) -> None:
    document = docx.Document(BytesIO(word_file(blank_document(assessment.edition, "en"))))
    targets = [one.target_ref for one in document.part.rels.values() if one.is_external]

    assert [one for one in targets if one.endswith("/library/resource/tips/")]
