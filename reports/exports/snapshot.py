"""The document of a snapshot: made of what was frozen and of nothing else, so that it says the same for ever."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from clusters.models import Cluster
from core.dates import format_date, format_short
from core.languages import interface_language
from core.numbers import format_money
from core.text import Language, Resolved, Text
from exports.document import (
    Appendix,
    Block,
    Column,
    Fact,
    GoalsBlock,
    Part,
    PrintDocument,
    Summary,
    TableBlock,
    UnansweredBlock,
)
from exports.document import Goal as PrintedGoal
from kpis.rules.status import State
from kpis.words import newest_words, state_words, value_words
from plans.models import Activity
from plans.shown.activities import Sums
from plans.shown.budget import spread
from reports.exports.funding import funding_of, funding_page
from reports.exports.pictured import with_picture
from reports.exports.strategy import FACTS, VISION, heading_of, part_blocks
from reports.exports.thread import judged
from reviews.models import Snapshot
from reviews.rules.content import FrozenActivity, FrozenGoal, FrozenKpi, FrozenStrategy
from reviews.shown.frozen import ShownSnapshot
from reviews.shown.parked import shown_parked
from strategy.models import Strategy
from strategy.shown.read_view import ReadQuestion


def snapshot_document(
    cluster: Cluster, strategy: Strategy, snapshot: Snapshot, language: Language, *, is_shared: bool = False
) -> PrintDocument:
    """Return a snapshot as a document in one language; its date is the day on which it was frozen.

    What is parked stands at the end, but for strangers: who has a public link is shown the strategy alone.
    """
    with translation.override(interface_language(language)):
        shown = ShownSnapshot.of(snapshot, cluster, strategy)
        content = shown.content
        title = content.title.resolve(language)
        period = shown.then.period_words(language)
        organisation = content.profile.name.resolve(language).text
        day = timezone.localdate(snapshot.at)
        parts = [
            Part.of(
                heading_of(shown.then.sheet.document, part.phase, language),
                number=part.phase.number,
                short=part.phase.label,
                icon=part.phase.icon,
                blocks=part_blocks(part, shown.then.sheet, lambda item: _blocks(item, shown, language), language),
            )
            for part in shown.parts
        ]
        loose = [_panel(name, label, content, language) for name, label in _left(shown, language)]
        if loose and parts:
            parts[-1] = replace(parts[-1], blocks=(*parts[-1].blocks, *loose))
        funding = funding_of(one.eu_grant for one in content.activities)
        return PrintDocument(
            language=language,
            organisation=organisation,
            title=title.text,
            title_language=title.language,
            date=day,
            period="" if period in title.text else period,
            status=_status(snapshot, language),
            author=organisation,
            description=shown.then.sheet.document.title.get(language),
            summary=_summary(shown, snapshot, language),
            parts=tuple(parts),
            appendices=(*funding_page(funding), *(() if is_shared else _parked(shown, language))),
            funding=funding,
            site=settings.BASE_URL,
            logo=content.profile.logo,
            supporters=content.profile.supporters,
            accent=content.profile.accent,
        )


def _parked(shown: ShownSnapshot, language: Language) -> tuple[Appendix, ...]:
    found = shown_parked(shown.content.parked, language)
    blocks = tuple(one.shown.block(one.label.resolve(language), language) for one in found)
    return (Appendix(title=_("Answered in an earlier edition"), blocks=blocks),) if blocks else ()


def _left(shown: ShownSnapshot, language: Language) -> list[tuple[str, Resolved]]:
    named = [("goals", _("Goals")), ("kpis", _("KPIs")), ("activities", _("Activities"))]
    return [(name, Resolved(label, language, is_fallback=False)) for name, label in named if name in shown.left]


def _status(snapshot: Snapshot, language: Language) -> str:
    """Return what the cover says of it: when it was approved, or that it is a snapshot; loudly what does not fit."""
    if not snapshot.is_whole:
        return _("The frozen content no longer matches its checksum")
    approval = getattr(snapshot, "approval", None)
    if approval is not None:
        return _("Approved on %(day)s") % {"day": format_date(approval.approved_on, language)}
    return _("Snapshot: %(name)s") % {"name": snapshot.name}


def _summary(shown: ShownSnapshot, snapshot: Snapshot, language: Language) -> Summary:
    sheet = shown.then.sheet
    # What the board has approved is the cluster's, whoever wrote it first.
    own = sheet.visible - (frozenset() if getattr(snapshot, "approval", None) else frozenset(sheet.borrowed))
    vision = Text.from_value(sheet.value(VISION)) if VISION in own else Text()
    facts = []
    for key in FACTS:
        question = sheet.document.question(key)
        if question is not None and key in own and (words := sheet.printed(question, language).one_line):
            facts.append(Fact(label=question.heading.resolve(language).text, value=words))
    # In groups, so that the line can be broken.
    digest = " ".join(snapshot.digest[i : i + 8] for i in range(0, len(snapshot.digest), 8))
    facts.append(Fact(label=_("Checksum (SHA-256)"), value=digest))
    goals = tuple(_goal(one, language) for one in shown.content.goals)
    # What is approved as of an earlier day was frozen when somebody entered it, with the statuses of that day.
    has_status = shown.content.kpis or shown.content.activities
    note = judged(timezone.localdate(snapshot.at), language) if has_status else ""
    return Summary(lead=vision.resolve(language), facts=tuple(facts), goals=goals, note=note)


def _blocks(item: ReadQuestion, shown: ShownSnapshot, language: Language) -> tuple[Block, ...]:
    return with_picture(item.question, shown.then.sheet, _block(item, shown, language), language)


def _block(item: ReadQuestion, shown: ShownSnapshot, language: Language) -> Block:
    label, content = item.question.heading.resolve(language), shown.content
    if item.goals is not None:
        return _panel("goals", label, content, language)
    if item.panel:
        return _panel(item.panel, label, content, language)
    return shown.then.sheet.printed(item.question, language).block(label, language)


def _panel(name: str, label: Resolved, content: FrozenStrategy, language: Language) -> Block:
    """Return the goals, KPIs or activities that were frozen, under a label."""
    things: Sequence[Any] = getattr(content, name)
    if not things:
        return UnansweredBlock(label=label)
    if name == "goals":
        return GoalsBlock(label=label, goals=tuple(_goal(one, language) for one in content.goals))
    keys = {goal.pk: goal.key for goal in content.goals}
    if name == "kpis":
        return TableBlock(
            label=label,
            columns=(
                Column(_("Goal")),
                Column(_("KPI")),
                Column(_("Baseline"), is_number=True),
                Column(_("Latest"), is_number=True),
                Column(_("Targets")),
                Column(_("Owner")),
                Column(_("Status")),
            ),
            rows=tuple(_kpi(one, keys, language) for one in content.kpis),
        )
    return TableBlock(
        label=label,
        columns=(
            Column(_("Goal")),
            Column(_("Activity")),
            Column(_("Owner")),
            Column(_("Start"), is_number=True),
            Column(_("End"), is_number=True),
            Column(_("Budget"), is_number=True),
            Column(_("Status")),
        ),
        rows=tuple(_activity(one, keys, language) for one in content.activities),
        remarks=_by_year(content, language),
    )


def _by_year(content: FrozenStrategy, language: Language) -> tuple[str, ...]:
    """Say what the activities were to cost each year; what was frozen before that was kept says nothing of it."""
    if content.format < 2:
        return ()
    years: dict[int | None, Sums] = {}
    for one in content.activities:
        money = {"budget": one.budget, "budget_by_year": one.budget_by_year, "status": one.status}
        for year, budget, spent in spread(Activity(starts=one.starts, ends=one.ends, **money), one.ends or date.max):
            years.setdefault(year, Sums()).add(one.currency, budget or None, spent or None)
    said = [f"{year}: {sums.budget_words}" for year, sums in sorted(years.items(), key=_year) if year and sums.budget]
    if len(said) < 2:
        return ()
    words = _("The activities’ budget by year: %(years)s. What is not entered for a year is shared by days.")
    return (words % {"years": "; ".join(said).rstrip(".")},)


def _year(found: tuple[int | None, Sums]) -> int:
    return found[0] or 0


def _goal(goal: FrozenGoal, language: Language) -> PrintedGoal:
    return PrintedGoal(
        key=goal.key,
        title=goal.title.resolve(language),
        rationale=goal.rationale.resolve(language),
        owner=goal.owner or goal.role.resolve(language),
        deadline=goal.deadline,
    )


def _kpi(one: FrozenKpi, keys: dict[int, str], language: Language) -> tuple[Any, ...]:
    name = one.name.resolve(language)
    targets = "; ".join(f"{format_short(t.date, language)}: {_value(t.value, one, language)}" for t in one.targets)
    return (
        keys.get(one.goal or 0, ""),
        Resolved(f"{one.key} {name.text}", name.language, name.is_fallback),
        _value(one.baseline, one, language),
        newest_words(one.latest, one.total, one.unit, language),
        targets or "–",
        one.owner or one.role.resolve(language).text or "–",
        state_words(State(one.state)) if one.state in set(State) else one.state,
    )


def _value(value: Decimal | None, one: FrozenKpi, language: Language) -> str:
    return value_words(value, one.unit, language) if value is not None else "–"


def _activity(one: FrozenActivity, keys: dict[int, str], language: Language) -> tuple[Any, ...]:
    title = one.title.resolve(language)
    return (
        keys.get(one.goal or 0, ""),
        Resolved(f"{one.key} {title.text}", title.language, title.is_fallback),
        one.owner or one.role.resolve(language).text or "–",
        format_short(one.starts, language) if one.starts else "–",
        format_short(one.ends, language) if one.ends else "–",
        format_money(one.budget.normalize() + 0, one.currency, language) if one.budget is not None else "–",
        str(Activity.Status(one.status).label) if one.status in Activity.Status.values else one.status,
    )
