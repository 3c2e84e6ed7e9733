"""Items of a checklist in the editor: what they are part of, what they come after, and no day at all."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import User
from clusters.models import Cluster
from curation.models import Draft
from curation.selectors import faults_in
from curation.services.drafts import open_draft
from library.exports import blank_document
from library.models import Edition
from library.services import publish_edition
from schema import parse
from schema.differences import Fate, difference
from tests import pages
from tests.checklists.samples import event
from tests.curation.samples import act, at, form_of, fresh, page, save
from tests.schema.samples import text

pytestmark = pytest.mark.django_db
BRIEF, VISIT = "groups/prepare/items/brief", "groups/there/items/visit"


def hanging() -> dict:
    data = {**event(), "format": 2}
    data["groups"][0]["items"] += [
        {"key": "print", "label": text("Tryk"), "within": "brief"},
        {"key": "send", "label": text("Send"), "after": "brief", "due_days": 3},
        {"key": "gift", "label": text("Gave")},
    ]
    return data


@pytest.fixture
def draft(curator: User) -> Draft:
    return open_draft(edition=publish_edition(data=event(), by=None), by=curator)


def picks(client: Client, draft: Draft, path: str, name: str) -> list[str]:
    tree = pages.tree(page(client, draft, path))
    return tree.xpath(f"//select[@name='f/{path}/{name}']/option/@value")


def test_what_it_is_part_of_and_comes_after_is_picked(karen: Client, draft: Draft) -> None:
    assert picks(karen, draft, BRIEF, "within") == ["", "book"]
    assert picks(karen, draft, VISIT, "after") == ["", "book", "brief", "welcome", "thank", "measure"]

    sent = {**form_of(page(karen, draft, BRIEF)), f"f/{BRIEF}/within": "book", f"f/{BRIEF}/due_days": ""}
    save(karen, draft, sent)
    sent = {**form_of(page(karen, draft, VISIT)), f"f/{VISIT}/after": "brief", f"f/{VISIT}/due_days": "2"}
    save(karen, draft, sent)

    now = fresh(draft).document
    assert at(draft, BRIEF)["within"] == "book"
    assert "due_days" not in at(draft, BRIEF)
    assert at(draft, VISIT)["after"] == "brief"
    assert now["format"] == 2
    assert faults_in(now) == []


def test_a_circle_is_told_in_words_where_it_stands(karen: Client, draft: Draft) -> None:
    save(karen, draft, {**form_of(page(karen, draft, BRIEF)), f"f/{BRIEF}/after": "book", f"f/{BRIEF}/due_days": "1"})
    book = "groups/prepare/items/book"

    save(karen, draft, {**form_of(page(karen, draft, book)), f"f/{book}/after": "brief", f"f/{book}/due_days": "1"})

    assert "wait for each other in a circle" in pages.words(pages.tree(page(karen, draft, book)))


def test_what_an_item_came_after_is_deleted(karen: Client, draft: Draft) -> None:
    save(karen, draft, {**form_of(page(karen, draft, VISIT)), f"f/{VISIT}/after": "brief", f"f/{VISIT}/due_days": "2"})

    act(karen, draft, f"remove:{BRIEF}", BRIEF)

    assert "The item that this comes after has been deleted." in pages.words(pages.tree(page(karen, draft, VISIT)))


def test_library_reads_them_in_order_and_prints_them(
    cluster: Cluster, alice: User, sign_in: Callable[..., Client]
) -> None:
    edition: Edition = publish_edition(data=hanging(), by=None)

    words = pages.words(pages.tree(sign_in(alice).get("/library/checklist/event/")))
    (part, *_rest) = blank_document(edition, "en").appendices

    assert words.index("brief in English") < words.index("Tryk in English") < words.index("Send in English")
    assert "3 days after “brief in English”" in words
    assert "No date" in words
    rows = [(row[1].text, *row[2:]) for row in part.blocks[0].rows]  # type: ignore[union-attr]
    assert ("– Tryk in English", "", "") in rows
    assert ("Send in English", "3 days after “brief in English”", "") in rows


def test_differences_between_editions_say_so() -> None:
    before = event()
    after = {**event(), "format": 2}
    after["groups"][0]["items"][1] = {**after["groups"][0]["items"][1], "after": "book"}
    after["groups"][0]["items"][1]["due_days"] = 7

    found = difference(parse(before), parse(after))

    (change,) = found.fated(Fate.CHANGED, kind="item")
    assert change.key == "brief"
    assert set(change.rules) == {"after", "due_days"}
