"""A curator lets a remark be written beside a question, and lets an option be said in one's own words."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from core.text import Text
from curation.models import Draft
from curation.rules.operations import Set
from curation.services.drafts import new_draft
from curation.services.writing import write
from tests.curation.samples import HOW, WHY, act, at, form_of, fresh, page, save, strategy
from tests.schema.samples import options, question

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


def test_editor_leaves_out_what_there_is_nothing_to_write_in(karen: Client, draft: Draft) -> None:
    assert "/replaces" not in str(form_of(page(karen, draft, HOW)))

    # Only what the edition before had and this one has not can be replaced.
    act(karen, draft, f"remove:{WHY}", WHY)

    assert f"m/{HOW}/replaces" in form_of(page(karen, draft, HOW))
    assert f"m/{HOW}/options/alone/replaces" not in form_of(page(karen, draft, HOW))


def test_option_in_a_table_is_offered_no_words_of_ones_own_unless_a_file_asks_for_them(karen: Client) -> None:
    data = strategy()
    columns = [question("does", "choice", options=[{**one, "other": True} for one in options("sell", "buy")])]
    del columns[0]["options"][1]["other"]
    data["sections"][0]["questions"].append(question("partners", "table", columns=columns))
    made = new_draft(kind="strategy", title=Text(da="Prøve", en="Sample"), by=User.objects.get())
    write(
        made.manuscript, [Set("sections", data["sections"])], based_on=made.manuscript.revision, by=User.objects.get()
    )
    path = "sections/needs/questions/partners/columns/does/options"

    form = form_of(page(karen, made, "sections/needs/questions/partners"))

    assert f"b/{path}/sell/other" in form
    assert f"b/{path}/buy/other" not in form


def test_preview_says_how_many_questions_there_are(karen: Client, draft: Draft) -> None:
    assert "4 questions" in karen.get(reverse("curation:preview", args=[draft.pk])).content.decode()
