"""Figures, spreads and changes in words, in the language of the page."""

from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.rules.result import Change, Result
from assessments.rules.spread import Spread
from core.languages import content_language
from core.numbers import format_decimal


def figure_words(figure: Fraction | None) -> str:
    """Return a figure with one decimal, or a dash."""
    if figure is None:
        return "–"
    return format_decimal(Decimal(figure.numerator) / figure.denominator, content_language(), places=1)


def change_words(change: Fraction | None) -> str:
    """Return how far a figure has moved, with its sign."""
    if change is None:
        return ""
    rounded = round(Decimal(change.numerator) / change.denominator, 1)
    if not rounded:
        return _("unchanged")
    words = format_decimal(abs(rounded), content_language(), places=1)
    return f"+{words}" if rounded > 0 else f"\u2212{words}"


def state_words(change: Change | None) -> str:
    """Return what cannot be read from the figures: that a statement is new, or was worded otherwise."""
    states = {"new": _("New statement"), "reworded": _("Worded differently last time")}
    return states.get(change.state, "") if change else ""


def spread_words(spread: Spread) -> str:
    """Return from where to where, or the one level that everybody chose."""
    scores = spread.scores
    if spread.n == 1:
        return _("One person said %(level)s") % {"level": scores[0]}
    if not spread.range:
        return _("All said %(level)s") % {"level": scores[0]}
    return _("From %(lowest)s to %(highest)s") % {"lowest": scores[0], "highest": scores[-1]}


def alone_words(result: Result) -> str:
    """Return whose a result is, where one person's own answers are shown in it."""
    if result.is_all_alone:
        return _("What was scored here is one person’s, who answered alone.")
    return _("Some levels are what one person answered alone.") if result.is_alone else ""


def named(name: str, result: Result) -> str:
    """Return the name of a result beside others, with a word where it is one person's."""
    return _("%(name)s (one person)") % {"name": name} if result.is_alone else name


def counts_words(spread: Spread) -> str:
    """Return the whole spread in a sentence, for who does not see the dots."""
    said = ngettext("%(count)s score:", "%(count)s scores:", spread.n) % {"count": spread.n}
    parts = [
        _("level %(level)s: %(count)s") % {"level": level, "count": count}
        for level, count in enumerate(spread.counts, start=spread.lowest)
    ]
    return f"{said} {', '.join(parts)}."


def camps_words(spread: Spread) -> str:
    """Return what to talk about first: two camps, a stray score, or that there is nothing to settle."""
    if spread.n == 1:
        return _("One person answered, alone. Would the rest of you say the same?")
    if not spread.range:
        return _("You all chose the same level. Agree on it, and go on.")
    if (gap := spread.gap) is not None:
        below = sum(spread.counts[: gap - spread.lowest])
        words = _(
            "Two groups: %(below)s below level %(gap)s, %(above)s above it. "
            "Let one from each side say what they have in mind."
        )
        return words % {"below": below, "gap": gap, "above": spread.n - below}
    if spread.range == 1:
        return _("You are one level apart. What would have to be true for the higher one?")
    words = _("From level %(lowest)s to %(highest)s. Begin with the two who are furthest apart.")
    return words % {"lowest": spread.scores[0], "highest": spread.scores[-1]}
