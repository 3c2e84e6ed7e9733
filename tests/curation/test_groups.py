"""A curator puts questions into groups: adds one, moves into it, copies it, and finds what moved; the format rises."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from curation.models import Draft
from curation.rules.paths import find, resolve
from library.services import publish_edition
from schema import parse
from tests.curation.samples import WHY, act, at, form_of, fresh, keys, page, save
from tests.pages import tree, words
from tests.schema.grouped import grouped

pytestmark = pytest.mark.django_db
GROUPS = "sections/needs/groups"


def added(karen: Client, draft: Draft) -> str:
    act(karen, draft, f"add:{GROUPS}", "sections/needs", **{f"n/{GROUPS}/da": "Om jer", f"n/{GROUPS}/en": "About you"})
    return f"{GROUPS}/about_you"


def test_group_is_added_under_a_key_of_its_own_and_raises_the_format(karen: Client, draft: Draft) -> None:
    group = added(karen, draft)

    assert at(draft, group) == {"key": "about_you", "title": {"da": "Om jer", "en": "About you"}, "questions": []}
    assert fresh(draft).document["format"] == 2


def test_question_goes_into_a_group_and_is_still_found_where_it_was(karen: Client, draft: Draft) -> None:
    group = added(karen, draft)
    shown = tree(page(karen, draft, WHY))
    assert f"{group}/questions" in shown.xpath("//select[@name='to']/option/@value")

    act(karen, draft, f"move:{WHY}", WHY, to=f"{group}/questions")

    assert keys(draft, f"{group}/questions") == ["why"]
    document = fresh(draft).document
    assert find(document, WHY)["key"] == "why"
    assert resolve(document, f"{WHY}/label/da")[:5] == ("sections", 0, "groups", 0, "questions")
    parse(document)


def test_condition_of_a_group_is_picked_from_what_stands_before_it(karen: Client, draft: Draft) -> None:
    group = added(karen, draft)
    act(karen, draft, f"move:{WHY}", WHY, to=f"{group}/questions")

    offered = tree(page(karen, draft, group)).xpath(f"//select[@name='c/{group}/show_if/question.0']/option/@value")

    assert offered == ["", "how", "who"]
    save(karen, draft, {**form_of(page(karen, draft, group)), f"c/{group}/show_if/question.0": "how"})
    assert at(draft, f"{group}/show_if")["question"] == "how"


def test_copy_of_a_group_has_keys_of_its_own_throughout(karen: Client, draft: Draft) -> None:
    group = added(karen, draft)
    act(karen, draft, f"move:{WHY}", WHY, to=f"{group}/questions")

    act(karen, draft, f"copy:{group}", group)

    assert keys(draft, GROUPS) == ["about_you", "about_you_2"]
    assert keys(draft, f"{GROUPS}/about_you_2/questions") == ["why_2"]


def test_form_of_a_draft_leads_from_a_question_in_a_group_to_its_place(karen: Client, curator: User) -> None:
    from curation.services.drafts import open_draft

    made = open_draft(edition=publish_edition(data=grouped(), by=None), by=curator)

    shown = tree(karen.get(reverse("curation:preview_form", args=[made.pk])))

    assert any(
        "sections%2Fmarkets%2Fgroups%2Fpresent%2Fquestions%2Ftoday" in one
        or "sections/markets/groups/present/questions/today" in one
        for one in shown.xpath("//a/@href")
    )
    assert "Where you are today" in [words(one) for one in shown.xpath("//h3")]


def test_page_of_a_grouped_draft_that_nobody_touched_changes_nothing(karen: Client, curator: User) -> None:
    from curation.services.drafts import open_draft

    made = open_draft(edition=publish_edition(data=grouped(), by=None), by=curator)
    for path in (
        "sections/markets",
        "sections/markets/groups/present",
        "sections/markets/groups/present/questions/today",
    ):
        save(karen, made, form_of(page(karen, made, path)))

    assert [one.operations for one in fresh(made).manuscript.changes.all()] == []
    assert {**fresh(made).document, "version": 1} == grouped()
