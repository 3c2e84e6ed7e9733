"""Taking something that is published out of use, and putting it back. Work that runs on it goes on."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core.errors import Refusal
from curation import selectors
from curation.models import Withdrawal
from library.models import Edition, Publication
from schema import Library, SchemaError, parse


@transaction.atomic
def withdraw(*, publication: Publication, by: User) -> None:
    """Take all editions out of use. Raises Refusal where something else that is published speaks of it."""
    if speakers := _speakers(publication):
        raise Refusal(
            _("This cannot be taken out of use, because it is mentioned in %(titles)s. Change that first.")
            % {"titles": ", ".join(speakers[:5])}
        )
    changed = Edition.objects.published().filter(publication=publication).update(state=Edition.State.RETIRED)
    if changed:
        _note(publication, by, is_withdrawn=True)


@transaction.atomic
def put_back(*, publication: Publication, by: User) -> None:
    """Put all editions into use again."""
    retired = Edition.objects.filter(publication=publication, state=Edition.State.RETIRED)
    if retired.update(state=Edition.State.PUBLISHED):
        _note(publication, by, is_withdrawn=False)


def _note(publication: Publication, by: User, *, is_withdrawn: bool) -> None:
    Withdrawal.objects.create(publication=publication, is_withdrawn=is_withdrawn, by=by, by_name=by.display_name[:120])


def _speakers(publication: Publication) -> list[str]:
    """Return the titles of what has more faults once this is gone."""
    everything = selectors.published_documents()
    left = [one for one in everything if (one["kind"], one["slug"]) != (publication.kind, publication.slug)]
    found = []
    for one in left:
        if _count(one, left) > _count(one, everything):
            title = one["title"]
            found.append(str(title.get("da") or title.get("en")))
    return found


def _count(document: selectors.Document, beside: list[selectors.Document]) -> int:
    others = [one for one in beside if one is not document]
    try:
        parse(document, library=Library({selectors.THIS_DRAFT: document}, others))
    except SchemaError as error:
        return len(error.faults)
    return 0
