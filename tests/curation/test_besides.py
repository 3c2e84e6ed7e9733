"""A curator lets a remark be written beside a question, and lets an option be said in one's own words."""

import pytest
from django.test import Client

from curation.models import Draft
from tests.curation.samples import HOW, at, form_of, fresh, page, save

pytestmark = pytest.mark.django_db


def test_remark_is_ticked_and_raises_the_format(karen: Client, draft: Draft) -> None:
    shown = page(karen, draft, HOW)
    assert "A remark can be written beside it" in shown.content.decode()

    save(karen, draft, {**form_of(shown), f"f/{HOW}/remark": "on"})

    assert at(draft, f"{HOW}/remark") is True
    assert fresh(draft).document["format"] == 2


def test_option_is_said_in_ones_own_words(karen: Client, draft: Draft) -> None:
    save(karen, draft, {**form_of(page(karen, draft, HOW)), f"f/{HOW}/options/together/other": "on"})
    assert at(draft, f"{HOW}/options/together/other") is True

    save(karen, draft, {**form_of(page(karen, draft, HOW)), f"f/{HOW}/options/alone/other": "on"})

    assert "Only one option of a question can be" in page(karen, draft, HOW).content.decode()
