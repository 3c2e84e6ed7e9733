"""Every step of a draft is found again in words, and one can go back to how it was; a draft is seen as files too."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from curation.models import Draft
from curation.rules.operations import Set
from curation.services import writing
from tests.curation.samples import HOW, WHY, act, at, form_of, fresh, page, save, strategy
from tests.pages import tree

pytestmark = pytest.mark.django_db


def history(client: Client, draft: Draft) -> str:
    """Open the history."""
    return " ".join(tree(client.get(reverse("curation:history", args=[draft.pk]))).text_content().split())


def test_steps_are_told_in_words_with_who_did_them(karen: Client, draft: Draft) -> None:
    save(karen, draft, {**form_of(page(karen, draft, WHY)), f"f/{WHY}/label/da": "Hvorfor ud?"})
    act(karen, draft, f"remove:{HOW}", HOW)

    shown = history(karen, draft)

    assert "Karen" in shown
    assert "why in English: Question (Danish) “Hvorfor ud?”" in shown
    assert "how in English: deleted" in shown


def test_words_that_were_set_aside_are_found_here(karen: Client, draft: Draft, kurt: User) -> None:
    path = f"{WHY}/label/da"
    writing.write(fresh(draft).manuscript, [Set(path, "Kurts ord")], based_on=1, by=kurt)

    save(karen, draft, {"revision": "1", "at": WHY, f"f/{path}": "Mine ord"})

    shown = history(karen, draft)
    assert "Set aside: a colleague was faster" in shown
    assert "“Mine ord”" in shown


def test_going_back_is_a_step_that_can_be_undone(karen: Client, draft: Draft) -> None:
    act(karen, draft, f"remove:{HOW}", HOW)
    act(karen, draft, f"remove:{WHY}", WHY)
    url = reverse("curation:history", args=[draft.pk])

    karen.post(url, {"to": "1", "revision": str(fresh(draft).manuscript.revision)})

    assert fresh(draft).document == {**strategy(), "version": 2}
    karen.post(reverse("curation:undo", args=[draft.pk]), {"at": ""})
    assert at(draft, WHY) is None


def test_nobody_goes_back_over_what_a_colleague_has_written_meanwhile(karen: Client, draft: Draft, kurt: User) -> None:
    act(karen, draft, f"remove:{HOW}", HOW)
    writing.write(fresh(draft).manuscript, [Set(f"{WHY}/label/da", "Kurts ord")], based_on=2, by=kurt)

    answer = karen.post(reverse("curation:history", args=[draft.pk]), {"to": "1", "revision": "2"})

    assert answer.status_code == 422
    assert at(draft, f"{WHY}/label/da") == "Kurts ord"


@pytest.mark.parametrize(("form", "kind"), [("pdf", "application/pdf"), ("docx", "wordprocessingml")])
def test_draft_is_seen_as_the_files_that_a_cluster_gets(karen: Client, draft: Draft, form: str, kind: str) -> None:
    answer = karen.get(reverse("curation:preview_file", args=[draft.pk, "da", form]))

    assert answer.status_code == 200
    assert kind in answer["Content-Type"]


def test_draft_is_seen_as_wide_as_a_phone_and_in_no_frame_of_others(karen: Client, draft: Draft, client: Any) -> None:
    shown = karen.get(reverse("curation:preview_phone", args=[draft.pk]))
    inside = karen.get(reverse("curation:preview_form", args=[draft.pk]))

    assert tree(shown).xpath("//iframe/@src") == [reverse("curation:preview_form", args=[draft.pk])]
    assert inside["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in inside["Content-Security-Policy"]
    assert karen.get(reverse("curation:editor", args=[draft.pk]))["X-Frame-Options"] == "DENY"
