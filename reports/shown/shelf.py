"""The shelf: every document that a cluster can hand on, each with a cover, a day and its files one click away.

A room that has documents offers them by a class that is a `Shelf`, named in the setting SHELVES, in the order in which
the page shows them.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import ClassVar

from django.conf import settings
from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clusters.models import Cluster
from core.dates import format_date
from core.text import Language
from reports.models import Export
from reports.shown.covers import Cover, drawn_cover

# Of one kind the page shows the newest; their own page has the others.
MOST = 4


@dataclass(frozen=True, slots=True)
class Shelved:
    """A document that can be taken from the shelf, in the reader's language and in the other.

    `word`, `other` and `url` may be missing: a Word file, the PDF in the other language, the page about it.
    """

    cover: Cover
    title: str
    pdf: str
    said: str = ""
    word: str = ""
    other: str = ""
    url: str = ""
    url_words: str = ""
    # A board's pack is frozen and mailed from its own page.
    is_mailed_elsewhere: bool = False


@dataclass(frozen=True, slots=True)
class Board:
    """One board of the shelf: documents of a kind."""

    title: str | Promise
    rows: Sequence["ShelfRow"]
    url: str = ""
    url_words: str | Promise = ""


@dataclass(frozen=True, slots=True)
class ShelfRow:
    """A document with its drawn cover, and when its file was last made."""

    one: Shelved
    art: SafeString
    made: str


class Shelf(ABC):
    """What a room has to hand on."""

    title: ClassVar[str | Promise]

    @abstractmethod
    def rows(self, cluster: Cluster, language: Language) -> Iterable[Shelved]:
        """Return the documents, the newest first, in a fixed number of queries."""

    def all_url(self, cluster: Cluster) -> tuple[str, str | Promise]:
        """Return where the others of the kind stand, and what the link says; nothing where there is no such page."""
        return "", ""


@cache
def shelves() -> tuple[Shelf, ...]:
    """Return every shelf, in the order of the setting."""
    return tuple(import_string(name)() for name in settings.SHELVES)


def boards_of(cluster: Cluster, language: Language) -> list[Board]:
    """Return the boards that have something on them; one query more than their rooms need."""
    made: dict[str, Export] = {}
    for one in Export.objects.of(cluster).made().only("address", "finished_at", "pages"):
        made.setdefault(one.address.partition("?")[0], one)
    found = []
    for shelf in shelves():
        rows = list(shelf.rows(cluster, language))[:MOST]
        url, words = shelf.all_url(cluster)
        drawn = [ShelfRow(one, drawn_cover(cluster, one.cover), _made(made.get(one.pdf), language)) for one in rows]
        if drawn:
            found.append(Board(shelf.title, drawn, url, words))
    return found


def _made(export: Export | None, language: Language) -> str:
    if export is None or export.finished_at is None:
        return ""
    day = format_date(export.finished_at.date(), language)
    if not export.pages:
        return _("Last created on %(day)s") % {"day": day}
    pages = ngettext("%(n)s page", "%(n)s pages", export.pages) % {"n": export.pages}
    return _("Last created on %(day)s, %(pages)s") % {"day": day, "pages": pages}
