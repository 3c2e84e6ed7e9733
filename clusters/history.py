"""The history of a row, as its page shows it: word by word what each step changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from clusters.models import Change
from clusters.revised import Pieces, Revised
from clusters.revisions import named
from core.differences import Piece, differences
from core.text import is_language


@dataclass(frozen=True, slots=True)
class Changed:
    """One thing that a step says or changes; `language` where the words are in one that may not be the page's."""

    label: str
    language: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the history: what it changed, or all it said where nothing stood before."""

    line: Change
    fields: tuple[Changed, ...]
    is_current: bool

    @property
    def who(self) -> str:
        """Who made it; the name as it was then, when the person has left."""
        return self.line.by.display_name if self.line.by else self.line.by_name


def steps_of(row: Revised, most: int = 200) -> list[Step]:
    """Return the newest steps, newest first; a row that was never changed since histories are kept has none."""
    newest = Change.objects.of(row.own_cluster()).about(row).select_related("by").order_by("-at", "-pk")[:most]
    lines = sorted(newest, key=lambda line: (line.at, line.pk))
    names = row.related_names([line.values for line in lines])
    used = {line.revision: line for line in lines if line.kind != Change.Kind.SET_ASIDE}
    steps = []
    for line in lines:
        is_aside = line.kind == Change.Kind.SET_ASIDE
        earlier = [one for at, one in used.items() if at < line.revision or (is_aside and at == line.revision)]
        before = max(earlier, key=lambda one: one.revision, default=None)
        is_current = not is_aside and line.revision == row.revision
        steps.append(Step(line, _changed(row, line, before, names), is_current))
    return steps[::-1]


def _changed(
    row: Revised, line: Change, before: Change | None, names: Mapping[tuple[str, Any], str]
) -> tuple[Changed, ...]:
    languages = row.own_cluster().languages
    found = []
    for piece in sorted({*line.values, *(before.values if before else ())}, key=row.place_of):
        said = _words(row, piece, line, names)
        former = _words(row, piece, before, names) if before else said
        if before is not None and former == said:
            continue
        key = piece.partition(".")[2]
        pieces = tuple(differences(former, said))
        found.append(Changed(row.label_of(piece, languages), key if is_language(key) else "", pieces))
    return tuple(found)


def _words(row: Revised, piece: str, line: Change, names: Mapping[tuple[str, Any], str]) -> str:
    values: Pieces = line.values
    return row.words_of(piece, values.get(piece), {**line.names, **named(piece, values, names)})
