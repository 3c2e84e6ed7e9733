"""What stands in the way of leaving a cluster: what a member still answers for there.

The rooms above know that, and this room knows none of them. One of them says here, when the portal starts, how to
count it, and offers a page on which it is handed over.
"""

from collections.abc import Callable

from django.urls import NoReverseMatch, reverse
from django.utils.translation import ngettext

from clusters.models import Membership
from core.errors import Refusal

Count = Callable[[Membership], int]
_counts: list[Count] = []


def count_by(count: Count) -> None:
    """Have this asked before a member leaves; asked for twice it is asked once."""
    if count not in _counts:
        _counts.append(count)


def still_answers_for(membership: Membership) -> int:
    """Return how many things the member answers for."""
    return sum(count(membership) for count in _counts)


def refuse_who_answers_for_something(membership: Membership) -> None:
    """Raise Refusal for a member who does: it would be left without anybody."""
    count = still_answers_for(membership)
    if count:
        raise Refusal(
            ngettext(
                "%(name)s answers for %(count)s thing here. Hand it over to somebody else first.",
                "%(name)s answers for %(count)s things here. Hand them over to somebody else first.",
                count,
            )
            % {"name": membership.user.display_name, "count": count}
        )


def handover_page(membership: Membership, *, is_own: bool) -> str:
    """Return the address at which it is handed over before the member leaves, or nothing where there is none."""
    slug = membership.cluster.slug
    try:
        if is_own:
            return reverse("reminders:handover_own", args=[slug])
        return reverse("reminders:handover", args=[slug, membership.pk]) + "?leaving"
    except NoReverseMatch:
        return ""
