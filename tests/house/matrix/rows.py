"""What a row of the matrix is made of."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from accounts.models import User
from clusters.models import Cluster
from clusters.permissions import Permission
from core.access import Access


@dataclass(frozen=True)
class Place:
    """Where an object is made: a cluster, and its owner to make it."""

    cluster: Cluster
    owner: User


Objects = Callable[[Place], dict[str, Any]]


@dataclass(frozen=True)
class Row:
    """Who may come in, what the address names, and what the view itself answers when it is reached."""

    access: Access | Permission
    objects: Objects | None = None
    inside: str = "in"


def with_value(**values: Any) -> Objects:
    """Give keywords that name no object of a cluster."""

    def given(place: Place) -> dict[str, Any]:
        return values

    given.is_value = True  # type: ignore[attr-defined]
    return given
