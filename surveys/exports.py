"""What of this room goes into files: the register, and results without what is hidden; never a single answer."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from answers.types import type_of
from core.text import Language, Text
from exports.sheets import Cell, Sheet
from surveys.models import Company
from surveys.results import Results
from surveys.shown import ShownQuestion, options_of


def companies_sheet(companies: Iterable[Company]) -> Sheet:
    """Return the register in the columns that the import reads."""
    rows: list[tuple[Cell, ...]] = [
        (
            one.name,
            one.registration,
            one.get_size_display(),
            one.get_region_display(),
            one.contact_name,
            one.email,
            one.get_language_display(),
            _("Yes") if one.is_active else _("No"),
            one.agreed_on,
            _("Yes") if one.do_not_ask else _("No"),
        )
        for one in companies
    ]
    headings = (
        _("Company"),
        _("Registration number"),
        _("Size"),
        _("Region"),
        _("Contact"),
        _("Email address"),
        _("Language"),
        _("Member today"),
        _("Agreed to be asked on"),
        _("Do not ask again"),
    )
    return Sheet(_("Member companies"), headings, rows, (34, 14, 24, 26, 24, 34, 10, 10, 14, 14))


def results_sheet(results: Results, shown: Sequence[tuple[Text, list[ShownQuestion]]], language: Language) -> Sheet:
    """Return every figure that is shown, a row each."""
    rows: list[tuple[Cell, ...]] = []
    for section, questions in shown:
        for one in questions:
            head = (section.resolve(language).text, one.key, one.label.resolve(language).text)
            if one.n is None:
                rows.append((*head, one.why, None, None, "", ""))
            for label, words in one.figures:
                rows.append((*head, label, one.n, None, words, ""))
            for option in one.options:
                rows.append(
                    (*head, option.label, one.n, option.share.count, option.percent_words, option.interval_words)
                )
    headings = (
        _("Part"),
        _("Key"),
        _("Question"),
        _("Answer"),
        _("Answered the question"),
        _("Chose this"),
        _("Figure"),
        _("95 per cent interval"),
    )
    return Sheet(_("Results"), headings, rows, (24, 20, 60, 40, 12, 12, 16, 16))


def texts_sheet(shown: Sequence[tuple[Text, list[ShownQuestion]]]) -> Sheet:
    """Return what was written, without what is hidden; each question in the order of the alphabet."""
    rows = [(one.key, text.text) for _part, found in shown for one in found for text in one.texts if not text.is_hidden]
    return Sheet(_("In their own words"), (_("Key"), _("Text")), rows, (20, 100))


def codebook_sheet(results: Results, language: Language) -> Sheet:
    """Return what was asked and what could be answered."""
    rows: list[tuple[Cell, ...]] = []
    for question in results.document.questions():
        words = type_of(question).describe(question, language).words
        head = (question.key, question.label.resolve(language).text, words)
        rows.append((*head, "", ""))
        rows += [(question.key, "", "", key, label) for key, label in options_of(question, language)]
    headings = (_("Key"), _("Question"), _("How it is answered"), _("Code"), _("Answer"))
    return Sheet(_("Codebook"), headings, rows, (24, 60, 40, 20, 40))
