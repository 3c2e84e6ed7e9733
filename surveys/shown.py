"""The results of a round as they are shown on a page and in a file: words and numbers, with what is hidden said."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from answers.types import type_of
from core.numbers import format_decimal, format_money, format_percent
from core.text import Language, Text
from schema.countries import country_name
from schema.questions import Heading, Question
from surveys.models.companies import Region, Size
from surveys.results import EVERYBODY, Part, Results, mark_of
from surveys.rules.hiding import Why
from surveys.rules.intervals import Interval, wilson
from surveys.rules.statistics import Counted, Share, as_fraction
from surveys.rules.waves import MeanChange, ShareChange, all_hidden

MOST_COUNTRIES = 15


@dataclass(frozen=True, slots=True)
class ShownOption:
    """How many chose something, with its interval."""

    label: str
    share: Share
    language: Language
    # The same in an earlier round.
    before: Share | None = None

    @property
    def percent(self) -> int:
        """The share as a whole number, for the bar."""
        return round(self.share.percent)

    @property
    def percent_words(self) -> str:
        """The share in words."""
        return percent_words(self.share.percent, self.language)

    @property
    def interval_words(self) -> str:
        """From where to where it may lie among all companies."""
        return interval_words(self.share.interval, self.language)


@dataclass(frozen=True, slots=True)
class ShownText:
    """What somebody wrote; `mark` names this one text, so that it can be hidden."""

    mark: str
    text: str
    is_hidden: bool


@dataclass(frozen=True, slots=True)
class ShownGroup:
    """A group of a breakdown: its figure, or why it is hidden."""

    label: str
    n: int
    figure: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class ShownChange:
    """What has changed since an earlier round: of an option, or of the average."""

    label: str
    before: str
    after: str
    change: str
    verdict: str
    # From where to where the change itself may lie, and whether no change at all is outside of it.
    interval: str = ""
    is_sure: bool = False
    # An average; a share is told in a row of its option.
    is_mean: bool = False


@dataclass(frozen=True, slots=True)
class ShownQuestion:
    """A question with what was answered."""

    key: str
    label: Text
    n: int | None
    asked: int
    why: str = ""
    options: tuple[ShownOption, ...] = ()
    figures: tuple[tuple[str, str], ...] = ()
    texts: tuple[ShownText, ...] = ()
    groups: tuple[ShownGroup, ...] = ()
    changes: tuple[ShownChange, ...] = ()
    is_reworded: bool = False
    # The group of its section that it stands in.
    group: Heading | None = None


def why_words(why: Why | None) -> str:
    """Say why something is hidden."""
    if why is None:
        return ""
    if why is Why.FEW:
        return _("Fewer than five answers, so nothing is shown.")
    return _("Hidden, since the answers of fewer than five companies could be worked out from it.")


def percent_words(value: Fraction, language: Language) -> str:
    """Return a share as people read it."""
    return format_percent(round(value), language)


def number_words(value: Fraction, question: Question, language: Language) -> str:
    """Return a figure as people read it, with its currency or per cent."""
    kind = type_of(question)
    if currency := kind.currency(question):
        return format_money(Decimal(round(value)), currency, language)
    rounded = Decimal(round(10 * value)) / 10
    if kind.is_percent:
        return format_percent(rounded, language)
    return format_decimal(rounded, language)


def interval_words(interval: Interval, language: Language) -> str:
    """Return an interval of per cent in words."""
    low, high = (format_decimal(round(value), language) for value in (interval.low, interval.high))
    return _("%(low)s to %(high)s %%") % {"low": low, "high": high}


def margin_words(n: int, language: Language) -> str:
    """Say how far a share may be off with so many answers: at the widest, where half say yes."""
    found = wilson(n // 2, n)
    points = format_decimal(round((found.high - found.low) / 2), language)
    return _(
        "With %(n)s answers a share can be up to %(points)s percentage points too high or too low (95 %% interval by "
        "Wilson’s method), if those who did not answer are like those who did."
    ) % {"n": n, "points": points}


def options_of(question: Question, language: Language) -> list[tuple[str, str]]:
    """Return what can be chosen at a question, by key; empty where one writes or types a number."""
    options: Sequence[Any] = getattr(question, "options", ())
    return [(one.key, one.label.resolve(language).words) for one in options]


def shown_of(
    results: Results,
    language: Language,
    *,
    by: str = "",
    earlier: Results | None = None,
    part: Part = EVERYBODY,
) -> list[tuple[Text, list[ShownQuestion]]]:
    """Return the sections with their questions, perhaps broken down by a group, perhaps held against another round.

    Of a part of the companies no texts are shown and nothing is broken down further: three ways at once are too many.
    """
    return [
        (
            section.title,
            [
                replace(_question(results, question, language, by, earlier, part), group=question.group)
                for question in section.questions
            ],
        )
        for section in results.document.sections
    ]


def _question(
    results: Results, question: Question, language: Language, by: str, earlier: Results | None, part: Part
) -> ShownQuestion:
    counted, why = results.part(question, part) if part else (results.counted(question), results.why_hidden(question))
    if why is not None:
        # How many have answered would tell as much as the figure.
        return ShownQuestion(question.key, question.label, None, 0, why_words(why))
    values: dict[str, Any] = {"key": question.key, "label": question.label, "n": counted.n, "asked": counted.asked}
    kind = type_of(question)
    if kind.has_languages and part:
        return ShownQuestion(question.key, question.label, None, 0, _("Texts are shown for all companies together."))
    if kind.has_languages:
        return ShownQuestion(**values, texts=tuple(_texts(results, question)))
    options = options_of(question, language)
    if options:
        values["options"] = tuple(ShownOption(label, counted.share([key]), language) for key, label in options)
    elif kind.is_several:
        values["options"] = tuple(_countries(counted, language))
    elif counted.numbers:
        values |= _figures(question, counted, None if part else results.population(question), language)
    if by and not part and results.may_be_broken_down and not kind.is_several:
        values["groups"] = tuple(_groups(results, question, by, language))
    if earlier is not None:
        values |= _changes(values, counted, question, (results, earlier), part, language)
    return ShownQuestion(**values)


def _texts(results: Results, question: Question) -> list[ShownText]:
    # In the order of the alphabet: that in which they came is not kept, and this one tells nothing.
    texts = []
    for one in results.answers:
        text = Text.from_value(one.values.get(question.key)) if question.key in one.asked else Text()
        if text:
            texts.append(ShownText(mark_of(one.pk, question.key), text.da or text.en, question.key in one.hidden))
    return sorted(texts, key=lambda one: one.text.casefold())


def _countries(counted: Counted, language: Language) -> list[ShownOption]:
    codes = sorted({str(code) for value in counted.values if isinstance(value, list) for code in value})
    found = [ShownOption(country_name(code, language), counted.share([code]), language) for code in codes]
    return sorted(found, key=lambda one: -one.share.count)[:MOST_COUNTRIES]


def _figures(question: Question, counted: Counted, population: int | None, language: Language) -> dict[str, Any]:
    def words(value: Fraction) -> str:
        return number_words(value, question, language)

    rows = [(_("Average"), words(counted.mean)), (_("Median"), words(counted.median))]
    interval = counted.mean_interval(population)
    if interval is not None:
        low, high = words(Fraction(interval.low)), words(Fraction(interval.high))
        rows.append((_("95 per cent interval of the average"), _("%(low)s to %(high)s") % {"low": low, "high": high}))
    scale = getattr(question, "numbers", None)
    options: tuple[ShownOption, ...] = ()
    if scale is None and not type_of(question).is_percent:
        rows.append((_("All together"), words(counted.total)))
    if scale is not None:
        numbers = counted.numbers
        options = tuple(
            ShownOption(str(step), Share(sum(n == step for n in numbers), counted.n), language) for step in scale
        )
    return {"figures": tuple(rows), "options": options}


def group_labels(results: Results, by: str, language: Language) -> dict[str, str]:
    """Return the groups of a breakdown in their order; the last is those whose group is not known."""
    found: dict[str, str] = {}
    if by == "size":
        found = {value: str(label) for value, label in Size.choices}
    elif by == "region":
        found = {value: str(label) for value, label in Region.choices}
    elif question := results.document.question(by):
        found = dict(options_of(question, language))
    return {**found, "": _("Others, or not stated")}


def _groups(results: Results, question: Question, by: str, language: Language) -> list[ShownGroup]:
    given = results.by_group(question, by)
    labels = group_labels(results, by, language)
    groups = {key: given.get(key, Counted(0, ())) for key in labels}
    hidden = results.hidden_groups(question, by)
    rows = []
    for key, label in labels.items():
        counted = groups[key]
        if key in hidden:
            rows.append(ShownGroup(label, 0, "", why_words(hidden[key])))
        elif counted.n:
            rows.append(ShownGroup(label, counted.n, _group_figure(question, counted, language)))
    return rows


def _group_figure(question: Question, counted: Counted, language: Language) -> str:
    if options := options_of(question, language):
        shares = [(label, counted.share([key]).percent) for key, label in options]
        return ", ".join(f"{label} {percent_words(share, language)}" for label, share in shares if share)
    return number_words(counted.mean, question, language) if counted.numbers else ""


def _changes(
    values: dict[str, Any],
    counted: Counted,
    question: Question,
    both: tuple[Results, Results],
    part: Part,
    language: Language,
) -> dict[str, Any]:
    """Return what has changed since an earlier round asked the same question of the same part of the companies."""
    results, earlier = both
    before = earlier.document.question(question.key)
    if before is None or before.type != question.type:
        return {}
    then, why = earlier.part(before, part) if part else (earlier.counted(before), earlier.why_hidden(before))
    if why is not None or all_hidden(then.n, counted.n) is not None:
        return {}
    rows = []
    options = options_of(question, language)
    known = {key for key, _label in options_of(before, language)}
    shown: list[ShownOption] = list(values.get("options", ()))
    for place, (key, label) in enumerate(options):
        if key in known:
            change = ShareChange(then.share([key]), counted.share([key]))
            shown[place] = replace(shown[place], before=change.before)
            rows.append(
                ShownChange(
                    label,
                    percent_words(change.before.percent, language),
                    percent_words(change.after.percent, language),
                    _signed(change.change, language),
                    *_how_sure(change, language),
                    is_sure=not change.can_be_chance,
                )
            )
    if not options and then.numbers and counted.numbers:
        # Of a part nobody knows how many there are, nor of those who were silent behind a condition.
        was = then.mean_interval(None if part else earlier.population(before))
        now = counted.mean_interval(None if part else results.population(question))
        change_of_mean = MeanChange(was, now) if was and now else None
        rows.append(_mean_change(then.mean, counted.mean, change_of_mean, question, language))
    return {"changes": tuple(rows), "options": tuple(shown), "is_reworded": before.label != question.label}


def _mean_change(
    then: Fraction, now: Fraction, change: MeanChange | None, question: Question, language: Language
) -> ShownChange:
    places = 0 if type_of(question).currency(question) else 1
    return ShownChange(
        _("Average"),
        number_words(then, question, language),
        number_words(now, question, language),
        _signed(now - then, language, places),
        *(_how_sure(change, language, places) if change else ("", "")),
        is_sure=change is not None and not change.can_be_chance,
        is_mean=True,
    )


def _how_sure(change: ShareChange | MeanChange, language: Language, places: int = 0) -> tuple[str, str]:
    """Return whether a change can be chance, and from where to where it may lie, in words."""
    low, high = (_signed(Fraction(value), language, places) for value in (change.interval.low, change.interval.high))
    verdict = _("can be chance") if change.can_be_chance else _("more than chance")
    return verdict, _("%(low)s to %(high)s") % {"low": low, "high": high}


def _signed(value: Fraction, language: Language, places: int = 0) -> str:
    rounded = as_fraction(round(float(value), places)) or Fraction(0)
    number = Decimal(round(rounded * 10**places)) / 10**places
    words = format_decimal(abs(number), language)
    return f"+{words}" if number > 0 else f"−{words}" if number < 0 else words
