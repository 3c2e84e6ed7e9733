"""The history of a goal, as its page shows it."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

from django.utils.translation import gettext as _

from core.dates import format_date
from core.differences import Piece, differences
from core.languages import content_language, label_in
from core.text import Language, Text
from strategy.models import Goal, GoalChange


@dataclass(frozen=True, slots=True)
class Field:
    """One thing that a step says or changes, word by word; `language` where the words are in one that differs."""

    label: str
    language: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the history: what it changed, or all it said where nothing stood before."""

    row: GoalChange
    fields: tuple[Field, ...]
    is_current: bool

    @property
    def who(self) -> str:
        """Who made it; the name as it was then, when the person has left."""
        return self.row.by.display_name if self.row.by else self.row.by_name


def steps_of(goal: Goal, languages: Sequence[Language]) -> list[Step]:
    """Return the steps, newest first; one query. A goal that was never changed since histories are kept has none."""
    rows = list(goal.changes.select_related("by", "owner").order_by("at", "pk"))
    used = {row.revision: row for row in rows if row.kind != GoalChange.Kind.SET_ASIDE}
    steps = []
    for row in rows:
        is_aside = row.kind == GoalChange.Kind.SET_ASIDE
        earlier = [
            one for number, one in used.items() if number < row.revision or (is_aside and number == row.revision)
        ]
        before = max(earlier, key=lambda one: one.revision, default=None)
        is_current = not is_aside and row.revision == goal.revision
        steps.append(Step(row, _fields(row, before, languages), is_current))
    return steps[::-1]


def _fields(row: GoalChange, before: GoalChange | None, languages: Sequence[Language]) -> tuple[Field, ...]:
    said = _said(row, languages)
    if before is None:
        return tuple(Field(label, lang, (Piece("same", words),)) for label, lang, words in said if words)
    pairs = zip_longest(_said(before, languages), said)
    return tuple(
        Field(label, lang, tuple(differences(former[2], words)))
        for former, (label, lang, words) in pairs
        if former[2] != words
    )


def _said(row: GoalChange, languages: Sequence[Language]) -> list[tuple[str, str, str]]:
    """Return all that a step says: what it is about, in which language, and the words."""
    found = []
    for label, value in ((_("Goal"), row.title), (_("Why this goal"), row.rationale), (_("Role"), row.owner_role)):
        for language in languages:
            found.append((label_in(label, language, languages), language, Text.from_value(value).get(language)))
    owner = row.owner.display_name if row.owner else row.owner_name
    deadline = format_date(row.deadline, content_language()) if row.deadline else ""
    return [*found, (_("Who answers for it"), "", owner), (_("To be reached by"), "", deadline)]
