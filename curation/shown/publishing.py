"""What publishing a draft means: the effect first, then what differs, in words."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from curation import selectors
from curation.models import Draft, OwnCopy
from curation.selectors import Impact
from library.shown.differences import ChangeLine, label_of, lines_of, own_words
from schema import parse
from schema.differences import BESIDE, ENTRIES, Difference, Fate, difference
from schema.vocabulary import STARTABLE_KINDS


@dataclass(frozen=True, slots=True)
class ParkedRow:
    """A question whose answers would be parked: what it is called, what happens to it, and how many answers."""

    label: str
    fate: str
    answers: int


@dataclass(frozen=True, slots=True)
class Publishing:
    """All that the page says before anything has happened."""

    headline: str
    rows: Sequence[ParkedRow] = ()
    lines: Sequence[ChangeLine] = ()
    own: Sequence[str] = ()
    unchanged: int = 0
    impact: Impact = field(default_factory=Impact)


def publishing_of(draft: Draft | OwnCopy) -> Publishing:
    """Return what publishing means; the draft is without faults."""
    document = draft.document
    if draft.based_on is None or draft.publication is None:
        return Publishing(_("This is something new. No work is running on it."))
    told = difference(draft.based_on.parsed, parse(document))
    impact = selectors.impact_of(draft.publication, document) if document["kind"] in STARTABLE_KINDS else Impact()
    lines = [line for kind in ENTRIES.values() for line in lines_of(told, kind=kind)]
    unchanged = sum(counts[Fate.KEPT] for counts in told.counts.values())
    return Publishing(_headline(impact), _rows(told, impact), lines, own_words(told), unchanged, impact)


def _headline(impact: Impact) -> str:
    if not impact.workbooks:
        return _("No work is running on an earlier edition.")
    used = ngettext(
        "%(workbooks)s workbook uses an earlier edition.",
        "%(workbooks)s workbooks use an earlier edition.",
        impact.workbooks,
    ) % {"workbooks": impact.workbooks}
    if not impact.answers:
        stays = _("Every answer would stay if they moved to this one.")
        return f"{used} {stays}"
    parked = ngettext(
        "If they move to this one, %(answers)s answer is parked, in %(touched)s of them.",
        "If they move to this one, %(answers)s answers are parked, in %(touched)s of them.",
        impact.answers,
    ) % {"answers": impact.answers, "touched": impact.touched}
    return f"{used} {parked}"


def _rows(told: Difference, impact: Impact) -> list[ParkedRow]:
    by_key: dict[str, tuple[str, str]] = {}
    for line in (*lines_of(told), *lines_of(told, kind=BESIDE)):
        for entry in (line.change.before, *line.change.replaces):
            if entry is not None:
                by_key[entry.key] = (label_of(entry), str(line.fate))
    counted = sorted(impact.parked.items(), key=lambda one: -one[1])
    return [ParkedRow(*by_key.get(key, (key, "")), answers) for key, answers in counted]
