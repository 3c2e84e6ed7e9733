"""What clusters would like to be better: written by whoever works with it, settled by a curator."""

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core.errors import Refusal
from core.text import Text
from curation.models import Wish
from library.models import Edition

LONGEST = 1_000
# More than anybody reads; whoever writes the next one is told.
MOST_WAITING = 500


def wish(*, edition: Edition, part: str, called: Text, words: str, today: date) -> Wish:
    """Keep what somebody would like to be better; neither the person nor the cluster is kept. Raises Refusal."""
    if Wish.objects.waiting().filter(publication=edition.publication_id).count() >= MOST_WAITING:
        raise Refusal(_("So many wishes are waiting for the curators that no more can be taken. Try again later."))
    return Wish.objects.create(
        publication_id=edition.publication_id,
        version=edition.version,
        part=part,
        called=called.to_value(),
        words=words[:LONGEST],
        on=today,
    )


def settle(*, wish: Wish, by: User) -> None:
    """Take a wish off the desk."""
    Wish.objects.waiting().filter(pk=wish.pk).update(settled_at=timezone.now(), settled_by=by)
