"""What ends when a person may no longer sign in: their sessions here, and whatever the rooms above keep for them.

This room knows none of them; the room of clusters says here, when the portal starts, what ends and how.
"""

from collections.abc import Callable

from django.contrib.sessions.models import Session

from accounts.models import User

Tell = Callable[[User], list[str]]
_asked: list[tuple[Tell, Tell]] = []


def goes_with(tell: Tell, end: Tell) -> None:
    """Have this told before somebody is shut out, and ended then; said twice it is done once."""
    if (tell, end) not in _asked:
        _asked.append((tell, end))


def what_ends(person: User) -> list[str]:
    """Return in sentences what ends when the person may no longer sign in."""
    return [sentence for tell, _end in _asked for sentence in tell(person)]


def end_everything(person: User) -> list[str]:
    """Sign the person out everywhere, end what runs in their name, and return in sentences what it was."""
    keys = person.devices.exclude(session_key="").values("session_key")
    Session.objects.filter(session_key__in=keys).delete()
    person.devices.update(session_key="")
    return [sentence for _tell, end in _asked for sentence in end(person)]
