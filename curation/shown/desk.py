"""The curators' desk."""

from collections.abc import Sequence
from dataclasses import dataclass

from curation.models import Draft
from library.models import Edition, Kind
from library.words import ICONS, extent


@dataclass(frozen=True, slots=True)
class PublishedLine:
    """Something that is published, and the draft of its next edition where there is one."""

    edition: Edition
    kind: str
    icon: str
    extent: str
    draft: Draft | None


@dataclass(frozen=True, slots=True)
class Desk:
    """All that the desk shows."""

    drafts: Sequence[Draft]
    put_away: Sequence[Draft]
    published: Sequence[tuple[str, Sequence[PublishedLine]]]


def desk_of() -> Desk:
    """Return the desk; two queries, however much there is."""
    drafts = list(Draft.objects.exclude(state=Draft.State.PUBLISHED).listed())
    by_publication = {one.publication_id: one for one in drafts if one.is_open and one.publication_id}
    editions = sorted(
        Edition.objects.newest().without_document(), key=lambda one: (KINDS.index(one.publication.kind), one.pk)
    )
    lines = [
        PublishedLine(
            one,
            one.publication.get_kind_display(),
            ICONS[one.publication.kind],
            extent(one.publication.kind, one.extent),
            by_publication.get(one.publication_id),
        )
        for one in editions
    ]
    groups: dict[str, list[PublishedLine]] = {}
    for line in lines:
        groups.setdefault(line.kind, []).append(line)
    return Desk(
        drafts=[one for one in drafts if one.is_open],
        put_away=[one for one in drafts if not one.is_open],
        published=list(groups.items()),
    )


KINDS = list(Kind.values)
