"""The money of a plan year by year: the strategy's budget, what the activities take, and where it comes from."""

from decimal import Decimal

from django.utils.translation import gettext as _

from answers.tables import stored_rows
from core.graphics.charts import ticks_of
from core.numbers import format_money, format_short_number
from core.text import Language
from exports.document import Appendix, Block, Column, FigureBlock, Layout, TableBlock, Words
from plans.shown.activities import Plan, money_words
from plans.shown.budget import FRAME_CURRENCY, Budget, YearMoney, budget_of
from reports.exports.charts import MOST_YEARS, Amount, year_columns
from schema.numbers import as_decimal
from strategy.selectors.phases import StrategyPage

# Templates that ask where the money comes from ask under this key (docs/content-format.md).
FINANCING = "financing_sources"


def money_chapter(plan: Plan, shown: StrategyPage, language: Language) -> tuple[Appendix, ...]:
    """Return the chapter on money; nothing where neither the strategy nor an activity has any."""
    money = budget_of(plan, shown)
    if not any(one.frame or one.sums.budget or one.sums.spent for one in money.years):
        return ()
    picture = _picture(money, language)
    table = _table(money, shown, language)
    blocks: tuple[Block, ...] = (picture, table) if picture else (table,)
    return (Appendix(title=_("Money, year by year"), blocks=blocks, flows=True),)


def _name(one: YearMoney) -> str:
    return str(one.year) if one.year else _("Without dates")


def _picture(money: Budget, language: Language) -> FigureBlock | None:
    years = [one for one in money.years if one.year]
    if not 1 < len(years) <= MOST_YEARS:
        return None
    amounts = []
    for one in years:
        planned, spent = (sums.get(FRAME_CURRENCY, Decimal(0)) for sums in (one.sums.budget, one.sums.spent))
        notes = [_("Spent: %(sum)s") % {"sum": format_short_number(spent, language)}]
        if one.frame is not None:
            notes.append(_("Of %(sum)s") % {"sum": format_short_number(one.frame, language)})
        amounts.append(Amount(_name(one), planned, format_short_number(planned, language), "full", tuple(notes)))
    if not any(amount.value for amount in amounts):
        return None
    highest = [Decimal(0), *(amount.value for amount in amounts)]
    ticks = [(tick, format_short_number(tick, language)) for tick in ticks_of(highest, 5)]
    said = "; ".join(f"{one.name} {one.words} ({', '.join(one.notes)})" for one in amounts)
    title = _("What the activities are to cost each year, in %(unit)s: %(years)s.")
    drawn = year_columns(title % {"unit": FRAME_CURRENCY, "years": said}, amounts, ticks)
    caption = _("Below each year is what has been spent, and the strategy’s budget for it.")
    return FigureBlock(label=_("What the activities are to cost"), svg=drawn, caption=caption, place=Layout.FULL)


def _table(money: Budget, shown: StrategyPage, language: Language) -> TableBlock:
    rows: list[tuple[Words, ...]] = [
        (_name(one), _frame(one.frame), one.sums.budget_words, one.sums.spent_words) for one in money.years
    ]
    remarks = [
        _(
            "What was entered for a year counts in that year. The rest of an activity’s money is shared by days: the "
            "budget over all of them, the spending over those that have passed."
        ),
        *_meets(money, shown, language),
    ]
    return TableBlock(
        label=_("The figures"),
        columns=(
            Column(_("Year")),
            Column(_("Strategy’s budget"), is_number=True),
            Column(_("Budget of the activities"), is_number=True),
            Column(_("Spent"), is_number=True),
        ),
        rows=tuple(rows),
        total=(_("Total"), _frame(_frames(money)), money.total.budget_words, money.total.spent_words),
        remarks=tuple(remarks),
        layout=Layout.FULL,
    )


def _frames(money: Budget) -> Decimal | None:
    given = [one.frame for one in money.years if one.frame is not None]
    return sum(given, Decimal(0)) if given else None


def _frame(amount: Decimal | None) -> str:
    return money_words(amount, FRAME_CURRENCY) or "–"


def _meets(money: Budget, shown: StrategyPage, language: Language) -> list[str]:
    """Say whether the years, the activities and the sources meet the strategy's budget, and by how much they do not."""
    if money.frame is None:
        return []
    found = years_words(_frames(money), money.frame, language)
    if money.left:
        said = (
            _("The activities take %(sum)s of the strategy’s %(whole)s; %(rest)s has not been given to any.")
            if money.left > 0
            else _("The activities take %(sum)s, which is %(rest)s more than the strategy’s %(whole)s.")
        )
        found.append(_ended(said % amounts(money.frame - money.left, money.frame, language)))
    return [*found, *sources_words(sources_of(shown), money.frame, language)]


def years_words(by_year: Decimal | None, whole: Decimal, language: Language) -> list[str]:
    """Say by how much the years of a strategy's budget do not come to its total, if they do not."""
    if by_year is None or by_year == whole:
        return []
    said = _("The years of the strategy’s budget come to %(sum)s, and its total is %(whole)s.")
    return [_ended(said % amounts(by_year, whole, language))]


def sources_words(sources: Decimal | None, whole: Decimal, language: Language) -> list[str]:
    """Say whether the sources of money come to the strategy's budget, and by how much they do not."""
    if sources is None:
        return []
    said = (
        _("The sources of money come to the strategy’s %(whole)s.")
        if sources == whole
        else _("The sources of money come to %(sum)s, which is %(rest)s less than the strategy’s %(whole)s.")
        if sources < whole
        else _("The sources of money come to %(sum)s, which is %(rest)s more than the strategy’s %(whole)s.")
    )
    return [_ended(said % amounts(sources, whole, language))]


def amounts(amount: Decimal, whole: Decimal, language: Language) -> dict[str, str]:
    """Return an amount, what it is held against, and how far they are apart, in words."""
    named = {"sum": amount, "whole": whole, "rest": abs(whole - amount)}
    return {name: format_money(value, FRAME_CURRENCY, language) for name, value in named.items()}


def _ended(sentence: str) -> str:
    """Return a sentence with one full stop, also where it ends with "kr."."""
    return f"{sentence.rstrip('.')}."


def sources_of(shown: StrategyPage) -> Decimal | None:
    """Return what the sources of money come to that have not been rejected."""
    cells = [row["cells"] for row in stored_rows(shown.own_value(FINANCING))]
    given = [as_decimal(one.get("amount")) for one in cells if one.get("status") != "rejected"]
    known = [amount for amount in given if amount is not None]
    return sum(known, Decimal(0)) if known else None
