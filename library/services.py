"""What changes the library: publishing an edition."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core.errors import Refusal
from library.models import Edition, EditionSource, Publication
from schema import digest


@transaction.atomic
def publish_edition(
    *,
    data: dict[str, Any],
    by: User | None,
    note: dict[str, str] | None = None,
    source: str = "",
    own: Publication | None = None,
) -> Edition:
    """Publish a document that `schema.parse` has accepted; the same again gives the edition that is there.

    `note` says what is new in it, `source` is the file that it was read from, `own` whose edition it is where a cluster
    has it for itself.

    Raises Refusal when the version exists with other content, or is below the newest, or the slug is a cluster's own.
    """
    publication = own or _shared(data["kind"], data["slug"])
    fingerprint = digest(data)
    newest = publication.editions.order_by("-version").first()
    if newest and data["version"] == newest.version and fingerprint == newest.digest:
        return newest
    if newest and data["version"] <= newest.version:
        raise Refusal(
            _("“%(slug)s” has been changed, but its version is %(version)s. Give it version %(next)s or higher.")
            % {"slug": data["slug"], "version": data["version"], "next": newest.version + 1},
            field="version",
        )
    review_by = data.get("review_by")
    edition = Edition.objects.create(
        publication=publication,
        version=data["version"],
        title=data["title"],
        summary=data["summary"],
        document=data,
        digest=fingerprint,
        state=Edition.State.PUBLISHED,
        review_by=date.fromisoformat(review_by) if review_by else None,
        published_at=timezone.now(),
        published_by=by,
        note=note or {},
    )
    if source:
        EditionSource.objects.create(edition=edition, text=source)
    return edition


def _shared(kind: str, slug: str) -> Publication:
    """Return what everybody reads under this name, made where it is new."""
    # across_clusters: whether the name is a cluster's own; nothing else of it is told
    publication, _made = Publication.across_clusters.get_or_create(kind=kind, slug=slug)
    if publication.is_own:
        raise Refusal(
            _("“%(slug)s” is what a cluster calls its own copy. Give the file another slug.") % {"slug": slug}, "slug"
        )
    return publication
