"""The languages of a draft: one added, one taken away, two of three beside each other."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from curation.models import Draft
from curation.rules.languages import without_languages
from curation.rules.operations import Set
from curation.services.drafts import open_draft
from library.services import publish_edition
from schema import parse
from tests.curation.samples import WHY, act, at, form_of, fresh, page, save, strategy
from tests.factories import make_user
from tests.pages import tree, words
from tests.schema.samples import spoken

pytestmark = pytest.mark.django_db


def test_taking_a_language_away_takes_no_cell_of_a_column_that_is_called_like_it() -> None:
    rows = [{"id": "r1", "cells": {"de": 5, "fr": "high", "it": {"de": "Warum?", "sv": "Varför?"}}}]
    document = {"title": {"sv": "S", "de": "D"}, "answers": {"de": "yes", "fr": "no", "scores": rows}}

    gone = without_languages(document, ["de"])

    assert gone == [Set("title/de", None), Set("answers/scores/0/cells/it/de", None)]


def languages(client: Client, draft: Draft, *codes: str) -> None:
    sent = form_of(page(client, draft))
    save(client, draft, {**sent, "f/languages": list(codes)})


def sides(client: Client, draft: Draft, path: str = WHY) -> list[str]:
    return [words(one) for one in tree(page(client, draft, path)).xpath("//section[@class='ed-card']//h2")]


def labels(client: Client, draft: Draft) -> list[str]:
    return [
        one.get("name") for one in tree(page(client, draft, WHY)).xpath(f"//textarea[contains(@name, '{WHY}/label')]")
    ]


def test_a_curator_adds_a_language_and_it_can_be_published_half_written(karen: Client, draft: Draft) -> None:
    languages(karen, draft, "da", "en", "sv")
    save(karen, draft, {**form_of(page(karen, draft, WHY)), f"f/{WHY}/label/en": "Why?"})

    document = fresh(draft).document
    assert (document["format"], document["languages"]) == (2, ["da", "en", "sv"])
    assert parse(document).languages == ("da", "en", "sv")
    said = tree(page(karen, draft)).text_content()
    assert "texts are not in Swedish yet: shown in Danish." in said or "Not in Swedish yet: shown in Danish." in said


def test_two_languages_stand_beside_each_other_and_the_second_is_chosen(karen: Client, draft: Draft) -> None:
    languages(karen, draft, "da", "en", "sv")
    assert sides(karen, draft) == ["Dansk", "English"]

    save(karen, draft, {**form_of(page(karen, draft, WHY)), "beside": "sv"})
    assert sides(karen, draft) == ["Dansk", "Swedish"]
    assert labels(karen, draft) == [f"f/{WHY}/label/da", f"f/{WHY}/label/sv"]

    save(karen, draft, {**form_of(page(karen, draft, WHY)), f"f/{WHY}/label/sv": "Varför?"})
    assert at(draft, f"{WHY}/label") == {"da": "why", "en": "why in English", "sv": "Varför?"}


def test_a_language_that_is_taken_away_takes_its_texts_and_undo_brings_them_back(karen: Client, draft: Draft) -> None:
    before = fresh(draft).document

    languages(karen, draft, "da")

    document = fresh(draft).document
    assert "en" not in str(document["sections"][0]["title"])
    assert parse(document).title.resolve("en").language == "da"
    assert sides(karen, draft) == ["Dansk"]
    karen.post(reverse("curation:undo", args=[draft.pk]), {"at": ""})
    assert fresh(draft).document == before


def test_no_language_at_all_changes_nothing(karen: Client, draft: Draft) -> None:
    before = fresh(draft).document

    languages(karen, draft, "", "klingon")

    assert fresh(draft).document == before


def test_a_fault_in_a_language_that_is_not_shown_is_said(karen: Client, draft: Draft) -> None:
    languages(karen, draft, "da", "en", "sv")
    save(karen, draft, {**form_of(page(karen, draft, WHY)), "beside": "sv"})
    save(karen, draft, {**form_of(page(karen, draft, WHY)), f"f/{WHY}/label/sv": "<script>"})
    save(karen, draft, {**form_of(page(karen, draft, WHY)), "beside": "en"})

    said = tree(page(karen, draft, WHY)).xpath(f"string(//*[@id='f-{WHY.replace('/', '.')}.label.da-e'])")

    assert "Swedish: This looks like HTML" in " ".join(said.split())


@pytest.fixture
def swedish(karen: Client) -> Draft:
    data = {**spoken(strategy(), sv="Sv "), "languages": ["sv"], "format": 2, "slug": "svensk"}
    return open_draft(edition=publish_edition(data=data, by=None), by=make_user("Sven"))


def test_a_draft_in_swedish_alone_is_written_in_swedish(karen: Client, swedish: Draft) -> None:
    assert sides(karen, swedish) == ["Swedish"]
    for path in ("", "sections/needs", WHY):
        assert save(karen, swedish, form_of(page(karen, swedish, path))).status_code == 302
    assert fresh(swedish).manuscript.revision == 1

    name = "n/sections/needs/questions@1"
    act(
        karen,
        swedish,
        "add:sections/needs/questions@1",
        WHY,
        **{f"{name}/type": "text", f"{name}/sv": "Vad kostar det?"},
    )

    assert at(swedish, "sections/needs/questions/vad_kostar_det/label") == {"sv": "Vad kostar det?"}


@pytest.mark.parametrize("what", ["preview", "preview_form", "publish", "history", "draft_file"])
def test_its_other_pages_open(karen: Client, swedish: Draft, what: str) -> None:
    answer: Any = karen.get(swedish.urls[what])

    assert answer.status_code == 200
    if what == "draft_file":
        assert "languages:\n  - sv" in answer.content.decode()
