"""The curators' desk."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from curation.models import Draft, Wish
from curation.selectors import FEWEST, clusters_using
from library.models import Edition, Kind, Publication
from library.words import ICONS, extent, lack_words
from schema.vocabulary import TEMPLATE_KINDS


@dataclass(frozen=True, slots=True)
class PublishedLine:
    """Something that is published, and the draft of its next edition where there is one."""

    edition: Edition
    kind: str
    icon: str
    extent: str
    draft: Draft | None
    use: str
    is_due: bool
    # What it lacks in a language, a sentence each.
    lacks: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Desk:
    """All that the desk shows."""

    drafts: Sequence[Draft]
    put_away: Sequence[Draft]
    published: Sequence[tuple[str, Sequence[PublishedLine]]]
    due: Sequence[PublishedLine]
    wishes: Sequence[Wish]
    more_wishes: int
    withdrawn: Sequence[Publication]


# So many wishes are shown at once.
SHOWN_WISHES = 20
# So long before its day something is on the desk.
AHEAD = timedelta(days=30)


def desk_of(today: date) -> Desk:
    """Return the desk; the same number of queries however much there is."""
    using = clusters_using()
    drafts = list(Draft.objects.exclude(state=Draft.State.PUBLISHED).listed())
    by_publication = {one.publication_id: one for one in drafts if one.is_open and one.publication_id}
    editions = sorted(
        Edition.objects.newest().without_document(), key=lambda one: (KINDS.index(one.publication.kind), one.pk)
    )
    lacks = _lacks(editions)
    lines = [
        PublishedLine(
            one,
            one.publication.get_kind_display(),
            ICONS[one.publication.kind],
            extent(one.publication.kind, one.extent),
            by_publication.get(one.publication_id),
            _use(one, using),
            one.review_by is not None and one.review_by <= today + AHEAD,
            lacks.get(one.pk, ()),
        )
        for one in editions
    ]
    wishes = list(Wish.objects.waiting().select_related("publication"))
    groups: dict[str, list[PublishedLine]] = {}
    for line in lines:
        groups.setdefault(line.kind, []).append(line)
    return Desk(
        drafts=[one for one in drafts if one.is_open],
        put_away=[one for one in drafts if not one.is_open],
        published=list(groups.items()),
        due=sorted((one for one in lines if one.is_due), key=lambda one: one.edition.review_by or today),
        wishes=wishes[:SHOWN_WISHES],
        more_wishes=max(0, len(wishes) - SHOWN_WISHES),
        withdrawn=list(
            Publication.objects.filter(editions__state=Edition.State.RETIRED)
            .exclude(editions__state=Edition.State.PUBLISHED)
            .distinct()
        ),
    )


def _lacks(editions: Sequence[Edition]) -> Mapping[int, Sequence[str]]:
    """Say what documents lack that name their languages; one query, and none where none does."""
    naming = [one.pk for one in editions if one.languages]
    found = Edition.objects.filter(pk__in=naming) if naming else ()
    return {one.pk: [lack_words(lack, one.first_language) for lack in one.lacks] for one in found}


def _use(edition: Edition, using: Mapping[int, int]) -> str:
    """Say how many clusters work with it; of what nobody starts work on, nothing."""
    if edition.publication.kind not in STARTED:
        return ""
    clusters = using.get(edition.publication_id, 0)
    if clusters < FEWEST:
        return _("fewer than five")
    return str(clusters)


# What a cluster starts work on.
STARTED = {*(str(kind) for kind in TEMPLATE_KINDS), Kind.SURVEY, Kind.CHECKLIST}


KINDS = list(Kind.values)
