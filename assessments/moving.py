"""What another edition asks, as the page shows it before anything has happened: statements alone, and no score."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from assessments.services.moving import Prospect
from library.shown.differences import ChangeLine, line_of


@dataclass(frozen=True, slots=True)
class Group:
    """Statements of which the same becomes."""

    icon: str
    title: str
    words: str
    lines: list[ChangeLine]


@dataclass(frozen=True, slots=True)
class MovePage:
    """What becomes of each statement in another edition, for a page on which nothing has happened yet."""

    kept: int
    groups: list[Group]
    seen: str


def move_page(prospect: Prospect) -> MovePage:
    """Return it, in the language of the page."""
    before, after, places = prospect.assessment.form.by_key, prospect.form.by_key, prospect.places
    taken = set(places.values())
    same_levels = {place for key, place in places.items() if before[key].numbers == after[place].numbers}
    same_words = {place for key, place in places.items() if before[key].wording == after[place].wording}
    rescaled = taken - same_levels
    reworded = same_levels - same_words
    gone = set(before) - set(places)
    told = [one for one in prospect.difference.of("question") if one.key in before or one.key in after]

    def lines(keys: set[str], *, is_gone: bool = False) -> list[ChangeLine]:
        chosen = [one for one in told if one.key in keys and (one.after is None) == is_gone]
        return [line_of(one, prospect.difference) for one in chosen]

    groups = (
        Group(
            "pencil",
            _("Reads differently"),
            _("Each score stays, and is marked for the one who gave it until they have looked at it."),
            lines(reworded),
        ),
        Group(
            "refresh-cw",
            _("Has other levels"),
            _("Everybody chooses again; what they chose before stands beside it."),
            lines(rescaled),
        ),
        Group("plus", pgettext("statements", "New"), _("Nobody has scored these yet."), lines(set(after) - taken)),
        Group(
            "archive",
            _("No longer asked"),
            _("What was answered is kept for the one who answered, and comes back if it is asked again."),
            lines(gone, is_gone=True),
        ),
    )
    kept = len(same_levels & same_words)
    return MovePage(kept, [one for one in groups if one.lines], prospect.seen)
