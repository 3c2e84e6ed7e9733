"""The rows of the curators' desk."""

from typing import Any

from clusters.permissions import Permission
from core.access import Access
from core.text import Text
from curation.services import wishes
from curation.services.drafts import new_draft, open_draft
from library.services import publish_edition
from tests import factories
from tests.days import TODAY
from tests.house.matrix.checklists import an_item
from tests.house.matrix.rows import Place, Row
from tests.house.matrix.strategies import an_answer
from tests.schema.samples import catalogue, example, strategy

DOCX = {"language": "da", "form": "docx"}


def a_draft(place: Place) -> dict[str, Any]:
    """Begin a draft."""
    return {"number": new_draft(kind="checklist", title=Text(da="Prøve", en="Sample"), by=place.owner).pk}


def a_filled_draft(place: Place) -> dict[str, Any]:
    """Begin the next edition of something."""
    return {"number": open_draft(edition=factories.make_edition(), by=place.owner).pk}


def an_example(place: Place) -> dict[str, Any]:
    """Begin the next edition of an example, whose strategy and KPIs are published."""
    for data in (strategy(), catalogue()):
        publish_edition(data=data, by=None)
    return {"number": open_draft(edition=publish_edition(data=example(), by=None), by=place.owner).pk}


def a_published(place: Place) -> dict[str, Any]:
    """Publish something, and name it."""
    made = factories.make_edition()
    return {"kind": made.publication.kind, "slug": made.publication.slug}


def a_wish(place: Place) -> dict[str, Any]:
    """Wish for something."""
    edition = factories.make_edition()
    wish = wishes.wish(edition=edition, part="why", called=Text(da="Hvorfor"), words="Kortere", today=TODAY)
    return {"number": wish.pk}


WISHES = {
    "wishes:question": Row(Permission.READ, an_answer),
    "wishes:item": Row(Permission.READ, an_item),
}


CURATION = {
    "curation:withdraw": Row(Access.CURATOR, a_published),
    "curation:put_back": Row(Access.CURATOR, a_published),
    "curation:log": Row(Access.CURATOR),
    "curation:links": Row(Access.CURATOR),
    "curation:settle": Row(Access.CURATOR, a_wish),
    "curation:approve": Row(Access.CURATOR, a_draft),
    "curation:keep_back": Row(Access.CURATOR, a_draft),
    "curation:desk": Row(Access.CURATOR),
    "curation:new": Row(Access.CURATOR),
    "curation:begin": Row(Access.CURATOR, a_published),
    "curation:editor": Row(Access.CURATOR, a_draft),
    "curation:change": Row(Access.CURATOR, a_draft),
    "curation:undo": Row(Access.CURATOR, a_draft),
    "curation:redo": Row(Access.CURATOR, a_draft),
    "curation:discard": Row(Access.CURATOR, a_draft),
    "curation:bring_back": Row(Access.CURATOR, a_draft),
    "curation:draft_file": Row(Access.CURATOR, a_draft),
    "curation:files": Row(Access.CURATOR),
    "curation:archive": Row(Access.CURATOR),
    "curation:edition_file": Row(Access.CURATOR, lambda place: {**a_published(place), "version": 1}),
    "curation:preview_form": Row(Access.CURATOR, a_draft),
    "curation:preview": Row(Access.CURATOR, a_draft),
    "curation:publish": Row(Access.CURATOR, a_draft),
    "curation:history": Row(Access.CURATOR, a_draft),
    "curation:answers": Row(Access.CURATOR, an_example),
    "curation:preview_phone": Row(Access.CURATOR, a_draft),
    "curation:preview_file": Row(Access.CURATOR, lambda place: a_filled_draft(place) | DOCX),
}
