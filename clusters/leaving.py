"""What stands in the way of leaving a cluster, and what ends with it.

The rooms above know both, and this room knows none of them. One of them says here, when the portal starts, how to
count what a member still answers for, and offers a page on which it is handed over; each says what it keeps running in
a member's name, and how that is ended.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.translation import ngettext

from clusters.models import Membership
from clusters.permissions import Permission, Role, may
from core.errors import Refusal

Count = Callable[[Membership], int]
_counts: list[Count] = []


@dataclass(frozen=True, slots=True)
class Ending:
    """Something that runs in a member's name: `tell` says how much of it in a sentence, or nothing, `end` ends it.

    It goes on while the member has the right that it `needs`.
    """

    name: str
    tell: Callable[[Membership], str]
    end: Callable[[Membership], None]
    needs: Permission = Permission.READ


_endings: dict[str, Ending] = {}


def ends(ending: Ending) -> None:
    """Have this ended with a membership; said twice it is ended once."""
    _endings[ending.name] = ending


def what_ends(membership: Membership) -> list[str]:
    """Return in sentences what ends when the member goes or may no longer sign in."""
    told = (ending.tell(membership) for ending in _endings.values())
    return [sentence for sentence in told if sentence]


def end_all(membership: Membership) -> list[str]:
    """End everything that runs in the member's name, and return in sentences what it was."""
    told = what_ends(membership)
    for ending in _endings.values():
        ending.end(membership)
    return told


def what_ends_as(membership: Membership, role: Role) -> list[str]:
    """Return in sentences what ends when the member is given another role."""
    told = (ending.tell(membership) for ending in _ending_with(membership, role))
    return [sentence for sentence in told if sentence]


def end_for_role(membership: Membership, role: Role) -> list[str]:
    """End what the member may no longer have with another role, and return in sentences what it was."""
    told = what_ends_as(membership, role)
    for ending in _ending_with(membership, role):
        ending.end(membership)
    return told


def _ending_with(membership: Membership, role: Role) -> list[Ending]:
    return [one for one in _endings.values() if may(membership.role, one.needs) and not may(role, one.needs)]


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
                "%(name)s is responsible for %(count)s thing here. Hand it over to somebody else first.",
                "%(name)s is responsible for %(count)s things here. Hand them over to somebody else first.",
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
