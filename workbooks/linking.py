"""Where an answer was carried over from, asked of the rooms above that carry things over.

A room names in the setting LINKS a class that says which questions it writes to, what it wrote in a workbook, and which
countries it has examined.
"""

from abc import ABC, abstractmethod
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.utils.module_loading import import_string

from core.text import Text

if TYPE_CHECKING:
    from clusters.models import Cluster
    from workbooks.models import Workbook

NOTHING = Text()


@dataclass(frozen=True, slots=True)
class Link:
    """Where an answer comes from, in words; `warning` says that it is another there by now.

    `title` is what it was carried over from, `stale` how many of the figures there are too old to decide on.
    """

    words: str
    url: str = ""
    warning: str = ""
    title: Text = NOTHING
    stale: int = 0


class Links(ABC):
    """What one room has carried over."""

    keys: ClassVar[frozenset[str]]

    @abstractmethod
    def of(self, workbook: "Workbook") -> Mapping[str, Link]:
        """Return what stands in the workbook, by question, in a fixed number of queries."""

    @abstractmethod
    def examined(self, cluster: "Cluster", countries: Collection[str]) -> Mapping[str, Link]:
        """Return where each of these countries was given a score, the newest place, in a fixed number of queries."""


@cache
def _links() -> tuple[Links, ...]:
    return tuple(import_string(name)() for name in settings.LINKS)


def links_of(workbook: "Workbook", keys: Collection[str]) -> dict[str, Link]:
    """Return where the answers to these questions come from; no query where none of them takes anything over."""
    return {
        key: link
        for one in _links()
        if one.keys.intersection(keys)
        for key, link in one.of(workbook).items()
        if key in keys
    }


def examined(cluster: "Cluster", countries: Collection[str]) -> dict[str, Link]:
    """Return where these countries have been given a score, apart from the strategy; no query for none."""
    if not countries:
        return {}
    return {country: link for one in _links() for country, link in one.examined(cluster, countries).items()}
