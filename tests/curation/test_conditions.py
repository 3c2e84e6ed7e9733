"""A condition of several answers is picked from lists and said in a sentence; a cluster reads the same."""

from typing import Any

import pytest
from django.test import Client

from curation.models import Draft
from library.words import condition
from schema import Template, parse
from tests.curation.samples import at, form_of, fresh, page, save

pytestmark = pytest.mark.django_db
WHO = "sections/needs/questions/who"
IF = f"c/{WHO}/show_if"


def picked(karen: Client, draft: Draft, **more: Any) -> Any:
    """Add a second condition to the one that is there, and return what is stored."""
    sent = {**form_of(page(karen, draft, WHO)), f"{IF}/question.1": "why", **more}
    save(karen, draft, sent)
    return at(draft, f"{WHO}/show_if")


def test_second_condition_is_picked_and_taken_away_again(karen: Client, draft: Draft) -> None:
    together = {"question": "how", "is": "together"}

    assert picked(karen, draft) == {"all": [together, {"question": "why", "answered": True}]}
    shown = page(karen, draft, WHO).content.decode()
    assert "Shown when “how in English” is together in English and “why in English” is answered." in shown
    assert fresh(draft).document["format"] == 2
    save(karen, draft, {**form_of(page(karen, draft, WHO)), f"{IF}/join": "any", f"{IF}/test.1": "unanswered"})
    assert at(draft, f"{WHO}/show_if") == {"any": [together, {"question": "why", "answered": False}]}
    save(karen, draft, {**form_of(page(karen, draft, WHO)), f"{IF}/question.1": ""})
    assert at(draft, f"{WHO}/show_if") == together


def test_page_that_nobody_touched_changes_nothing(karen: Client, draft: Draft) -> None:
    picked(karen, draft)
    before = fresh(draft).manuscript.revision

    save(karen, draft, form_of(page(karen, draft, WHO)))

    assert fresh(draft).manuscript.revision == before


def test_condition_in_a_part_is_sent_alone_and_answered_with_its_control(karen: Client, draft: Draft) -> None:
    answer = save(
        karen,
        draft,
        {
            "revision": "1",
            "at": WHO,
            f"{IF}/question.0": "how",
            f"{IF}/test.0": "answered",
            f"{IF}/question.1": "",
        },
    )

    assert answer.status_code in (200, 302)
    assert at(draft, f"{WHO}/show_if") == {"question": "how", "answered": True}


def test_cluster_reads_the_same_sentence(karen: Client, draft: Draft) -> None:
    picked(karen, draft)
    template = parse(fresh(draft).document)

    assert isinstance(template, Template)
    rule = template.question("who").show_if  # type: ignore[union-attr]
    assert rule is not None
    assert "how in English" in condition(rule, template)
    assert condition(rule, template).endswith(" and “why in English” is answered.")
