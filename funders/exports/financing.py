"""The sums of a report held against its strategy’s financing: a table, and by how much they differ in sentences."""

from decimal import Decimal

from django.utils.translation import gettext as _

from core.text import Language
from exports.document import Column, Layout, TableBlock, Words
from funders.selectors.content import Content, sums_of
from plans.shown.activities import Sums, money_words
from plans.shown.budget import FRAME_CURRENCY
from reports.exports.money import amounts, sources_words, years_words


def financing_table(content: Content, language: Language) -> TableBlock | None:
    """Return the table; nothing where the strategy says nothing of its money, or the report knew nothing of it."""
    found = financing_lines(content)
    if not found:
        return None
    rows: list[tuple[Words, ...]] = [(name, money_words(amount, FRAME_CURRENCY) or "–") for name, amount in found]
    columns = (Column(_("What")), Column(_("Amount"), is_number=True))
    remarks = tuple(financing_words(content, language))
    label = _("The report’s money and the strategy’s financing")
    return TableBlock(label=label, columns=columns, rows=tuple(rows), remarks=remarks, layout=Layout.FULL)


def financing_lines(content: Content) -> list[tuple[str, Decimal | None]]:
    """Return the sums of the report beside those of its strategy, in kroner."""
    found = content.financing
    if found is None:
        return []
    sums = sums_of(content.activities)
    return [
        (_("Budget of the activities in the period"), sums.budget.get(FRAME_CURRENCY)),
        (_("Spent in the period"), sums.spent.get(FRAME_CURRENCY)),
        (_("Strategy’s budget for the period"), found.frame),
        (_("Strategy’s budget, all years"), found.whole if found.whole is not None else found.years),
        (_("Sources of money, all years"), found.sources),
    ]


def financing_words(content: Content, language: Language) -> list[str]:
    """Say whether report, budget and sources meet, and by how much they do not."""
    found = content.financing
    if found is None:
        return []
    sentences = _period_words(content, sums_of(content.activities), language)
    whole = found.whole if found.whole is not None else found.years
    if found.whole is not None:
        sentences += years_words(found.years, found.whole, language)
    if whole is not None:
        sentences += sources_words(found.sources, whole, language)
    return sentences


def _period_words(content: Content, sums: Sums, language: Language) -> list[str]:
    """Say how what the activities are to cost and have cost in the period stands to the budget of its years."""
    found = content.financing
    if found is None or found.frame is None:
        return [_("The strategy has no budget for the years of the period.")]
    said = []
    for name, amount in (("budget", sums.budget), ("spent", sums.spent)):
        held = amount.get(FRAME_CURRENCY, Decimal(0))
        words = amounts(held, found.frame, language)
        if name == "budget" and held == found.frame:
            said.append(_("The activities take all of the %(whole)s that the strategy gives the period.") % words)
        elif name == "budget" and held < found.frame:
            words_of = _(
                "The activities take %(sum)s of the %(whole)s that the strategy gives the period; "
                "%(rest)s has not been given to any."
            )
            said.append(words_of % words)
        elif name == "budget":
            words_of = _("The activities take %(sum)s, which is %(rest)s more than the strategy gives the period.")
            said.append(words_of % words)
        elif held > found.frame:
            words_of = _("%(sum)s has been spent, which is %(rest)s more than the strategy gives the period.")
            said.append(words_of % words)
    others = sorted({*sums.budget, *sums.spent} - {FRAME_CURRENCY})
    if others:
        words_of = _("Amounts in %(currencies)s are not counted in: the strategy’s budget is in %(unit)s.")
        said.append(words_of % {"currencies": ", ".join(others), "unit": FRAME_CURRENCY})
    if found.is_shared:
        said.append(_("Of a year that lies in the period only partly, the strategy’s budget is shared by days."))
    return [f"{sentence.rstrip('.')}." for sentence in said]
