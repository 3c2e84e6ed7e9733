"""An analysis as tables: the ranking with its scores, what each weight can change, and what the figures rest on."""

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from analyses.selectors.page import AnalysisPage
from analyses.shown.result import Result
from analyses.words import decimal_of
from core.languages import content_language
from exports.sheets import Cell, Sheet


def sheets_of(shown: AnalysisPage, today: date) -> list[Sheet]:
    """Return the tables in the language of the page; numbers are numbers, as exact as a sheet holds them."""
    found: list[Sheet] = []
    for number, weighing in enumerate(shown.weighings, start=1):
        result, place = Result(weighing), f" {number}" if len(shown.weighings) > 1 else ""
        found += [_ranking(result, _("The ranking") + place), _weights(result, _("The weights") + place)]
        if result.moves:
            found.append(_moves(result, _("Single scores") + place))
    if shown.evidence:
        found.append(_sources(shown, today))
    return found


def _ranking(result: Result, title: str) -> Sheet:
    weighing = result.weighing
    options = {one.key: one for one in weighing.comparison.options}
    criteria = [one.key for one in weighing.comparison.criteria]

    def rows() -> Iterator[list[Cell]]:
        for one in weighing.ranking.in_order:
            scores = options[one.key].scores
            given = [decimal_of(scores[key]) if key in scores else None for key in criteria]
            total = None if one.score is None else decimal_of(one.score)
            yield [one.rank, result.name(one.key), *given, total, _note(result, one.is_out, one.missing)]

    headings = (
        _("Place"),
        result.option_words,
        *(result.criterion(key) for key in criteria),
        _("Total"),
        _("Note"),
    )
    return Sheet(title, headings, list(rows()), widths=(8, 28))


def _note(result: Result, is_out: bool, missing: tuple[str, ...]) -> str:
    if is_out:
        return pgettext("option", "Ruled out")
    names = ", ".join(result.criterion(key) for key in missing)
    return _("No score for %(names)s") % {"names": names} if missing else ""


def _weights(result: Result, title: str) -> Sheet:
    comparison = result.weighing.comparison
    firm = {one.name: one for one in result.weights}
    rows: list[list[Cell]] = []
    for one in comparison.criteria:
        name = result.criterion(one.key)
        share = decimal_of(comparison.share(one)) if comparison.can_be_weighed else None
        told = firm.get(name)
        moved = [told.minus, told.plus, told.down, told.up] if told else [""] * len(result.firmness_heads)
        rows.append([name, decimal_of(one.weight), share, *moved])
    headings = (_("Criterion"), _("Weight"), _("Share in per cent"), *result.firmness_heads)
    return Sheet(title, headings, rows, widths=(30, 10, 10, 26, 26, 30, 30))


def _moves(result: Result, title: str) -> Sheet:
    rows = [[one.option, one.criterion, one.change, one.first] for one in (*result.few_moves, *result.more_moves)]
    headings = (result.option_words, _("Criterion"), _("Score"), _("Then first"))
    return Sheet(title, headings, rows, widths=(28, 28, 14, 28))


def _sources(shown: AnalysisPage, today: date) -> Sheet:
    language = content_language()
    rows: list[list[Cell]] = [
        [
            one.subject.resolve(language).text,
            one.value.resolve(language).text,
            one.source.resolve(language).text,
            one.dated,
            one.who.resolve(language).text,
            one.months(today),
            _("Old") if one.is_stale(today) else "",
        ]
        for one in shown.evidence
    ]
    headings = (
        _("Figure"),
        _("Value"),
        _("Source"),
        _("From"),
        _("Found by"),
        _("Age in months"),
        _("Note"),
    )
    return Sheet(_("Sources"), headings, rows, widths=(28, 18, 40, 12, 20))
