"""What holds a workbook: a strategy, a report. A room above says where its pages are; this room knows none of them.

A room names in the setting HOLDERS a function that takes a cluster and the number of a workbook, and returns its
`Holder`, or None for a workbook that is not its own.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.urls import reverse
from django.utils.module_loading import import_string

from clusters.models import Cluster
from workbooks.models import Workbook
from workbooks.titles import Titled


@dataclass(frozen=True, slots=True)
class Holder:
    """Where what is filled in is read and written, and in a sentence why it cannot be moved, or nothing."""

    title: str
    url: str
    section_url: Callable[[str], str]
    refusal: str = ""


def held_in(room: str, cluster: Cluster, found: Titled | None, *, section: str, refusal: str = "") -> Holder | None:
    """Return what is titled as a holder, its pages named as rooms name them; None where there is none."""
    if found is None:
        return None
    names: list[object] = [cluster.slug, found.number]  # type: ignore[attr-defined]  # everything titled has one
    return Holder(
        title=found.shown_title,
        url=reverse(f"{room}:detail", args=names),
        section_url=lambda key: reverse(f"{room}:{section}", args=[*names, key]),
        refusal=refusal,
    )


Finder = Callable[[Cluster, int], Holder | None]


@cache
def _finders() -> tuple[Finder, ...]:
    return tuple(import_string(path) for path in settings.HOLDERS)


def holder_of(cluster: Cluster, workbook: Workbook) -> Holder | None:
    """Return what holds the workbook; None for what was deleted. At most a query for each room."""
    return next((found for find in _finders() if (found := find(cluster, workbook.pk)) is not None), None)
