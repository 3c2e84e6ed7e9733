"""Opening, beginning and discarding the curators' drafts."""

from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core.errors import Refusal
from core.text import LANGUAGES, Text
from curation.models import Draft, Manuscript
from curation.rules.keys import slug_from
from curation.rules.shapes import started
from curation.services.writing import refuse_too_large
from library.models import Edition, EditionSource, Publication
from schema.parsing.documents import READERS
from schema.plain import digest
from schema.upgrades import FORMAT


def open_draft(*, edition: Edition, by: User) -> Draft:
    """Return the draft in which the next edition is written; it begins as the edition given, unless one is open."""
    publication = edition.publication
    found = Draft.objects.open().filter(publication=publication).first()
    if found is not None:
        return found
    newest = Edition.objects.published().without_document().of(publication.kind, publication.slug).first() or edition
    document = {**edition.document, "version": newest.version + 1}
    try:
        with transaction.atomic():
            return Draft.objects.create(
                manuscript=manuscript_of(document, by, source_of(edition)),
                publication=publication,
                based_on=newest,
                opened_by=by,
            )
    except IntegrityError:  # somebody opened it at the same moment
        return Draft.objects.open().get(publication=publication)


@transaction.atomic
def new_draft(*, kind: str, title: Text, by: User, languages: tuple[str, ...] = LANGUAGES) -> Draft:
    """Begin something new; its slug is made from its title, and stays. It names other languages than the usual two."""
    taken = {*Publication.objects.values_list("slug", flat=True)}
    taken |= {*Draft.objects.open().values_list("manuscript__slug", flat=True)}
    document = {
        "format": FORMAT,
        "kind": kind,
        "slug": slug_from(title.en or next(iter(title.every()), ""), taken),
        "version": 1,
        **({"languages": list(languages)} if languages != LANGUAGES else {}),
        **started(READERS[kind].type),  # type: ignore[index]
        "title": title.to_value(),
    }
    return Draft.objects.create(manuscript=manuscript_of(document, by), opened_by=by)


def discard(*, draft: Draft) -> None:
    """Put a draft away; everything that was written in it stays where it can be brought back from."""
    Draft.objects.open().filter(pk=draft.pk).update(state=Draft.State.DISCARDED, publish_at=None)


def bring_back(*, draft: Draft) -> None:
    """Open a discarded draft again. Raises Refusal where another draft of the same is open."""
    try:
        with transaction.atomic():
            rows = Draft.objects.filter(pk=draft.pk, state=Draft.State.DISCARDED)
            rows.update(state=Draft.State.OPEN)
    except IntegrityError as error:
        raise Refusal(
            _("There is another open draft of the same. Publish or discard that one first, then bring this one back.")
        ) from error


def source_of(edition: Edition) -> str:
    """Return the file that an edition was read from, or nothing."""
    found = EditionSource.objects.filter(edition=edition).first()
    return found.text if found else ""


def manuscript_of(document: dict[str, Any], by: User, source: str = "") -> Manuscript:
    """Make the manuscript of a draft. Raises Refusal where it is too large."""
    refuse_too_large(document)
    return Manuscript.objects.create(
        kind=document["kind"],
        slug=document["slug"],
        title=document["title"] if isinstance(document.get("title"), dict) else {},
        document=document,
        source=source,
        changed_by=by,
    )


def is_changed(draft: Draft) -> bool:
    """Tell whether a draft says anything else than the edition that it was begun from; one query."""
    if draft.based_on is None:
        return True
    return digest({**draft.document, "version": draft.based_on.version}) != draft.based_on.digest
