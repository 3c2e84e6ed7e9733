"""A snapshot as a document: made of what was frozen and of its edition, and of nothing that stands today."""

from dataclasses import replace
from functools import partial

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.models import User
from clusters.models import Cluster
from core.dates import format_date, format_short
from core.languages import interface_language
from core.numbers import format_money
from core.text import Language, Resolved, Text
from exports.document import Block, Column, Fact, Layout, PrintDocument, TableBlock, UnansweredBlock, Words
from kpis.rules.status import State
from kpis.words import state_words, value_words
from plans.models import Activity
from reports.exports.strategy import strategy_document
from reviews.freezing import page_of
from reviews.models import Snapshot
from reviews.rules.content import FrozenActivity, FrozenGoal, FrozenKpi, FrozenStrategy
from strategy.models import Goal, Strategy
from strategy.selectors.phases import StrategyPage


def snapshot_document(strategy: Strategy, snapshot: Snapshot, language: Language) -> PrintDocument:
    """Return the document of a snapshot in one language; a test keeps the words of a frozen one for ever."""
    content = snapshot.frozen
    cluster = _cluster(strategy.cluster, content)
    shown = page_of(cluster, strategy, snapshot.edition, content)
    panels = {
        "kpis": partial(_kpi_blocks, content),
        "activities": partial(_plan_blocks, content),
    }
    made = strategy_document(cluster, shown, [_goal(one) for one in content.goals], language, panels=panels)
    with translation.override(interface_language(language)):
        digest = " ".join(snapshot.digest[i : i + 8] for i in range(0, len(snapshot.digest), 8))
        facts = (Fact(label=_("Snapshot"), value=snapshot.name), Fact(label=_("Checksum (SHA-256)"), value=digest))
        return replace(
            made,
            date=timezone.localdate(snapshot.at),
            status=_status(snapshot, language),
            summary=replace(made.summary, facts=(*made.summary.facts, *facts)) if made.summary else None,
            logo=content.profile.logo,
            accent=content.profile.accent,
        )


def _status(snapshot: Snapshot, language: Language) -> str:
    """Say for the cover when it was approved or frozen, and loudly when it is no longer what was frozen."""
    if not snapshot.is_whole:
        return _("The frozen content no longer matches its checksum")
    approval = getattr(snapshot, "approval", None)
    if approval is not None:
        return _("Approved on %(day)s") % {"day": format_date(approval.approved_on, language)}
    return _("Frozen on %(day)s") % {"day": format_date(timezone.localdate(snapshot.at), language)}


def _cluster(cluster: Cluster, content: FrozenStrategy) -> Cluster:
    """Return the cluster as its profile said; its languages and its address are those of today."""
    profile = content.profile
    return Cluster(
        pk=cluster.pk,
        slug=cluster.slug,
        name_da=profile.name.da,
        name_en=profile.name.en,
        mission=profile.mission.to_value(),
        vision=profile.vision.to_value(),
        main_language=cluster.main_language,
        has_second_language=cluster.has_second_language,
    )


def _goal(one: FrozenGoal) -> Goal:
    return Goal(
        pk=one.pk,
        number=one.number,
        title=one.title.to_value(),
        rationale=one.rationale.to_value(),
        owner=User(name=one.owner) if one.owner else None,
        owner_role=one.role.to_value(),
        deadline=one.deadline,
    )


def _key_of(content: FrozenStrategy, goal: int | None) -> str:
    return next((one.key for one in content.goals if one.pk == goal), "")


def _named(key: str, name: Text, language: Language) -> Words:
    resolved = name.resolve(language)
    return Resolved(f"{key} {resolved.text}", resolved.language, resolved.is_fallback)


def _kpi_blocks(
    content: FrozenStrategy, _shown: StrategyPage, label: Resolved, language: Language
) -> tuple[Block, ...]:
    kpis = [one for one in content.kpis if one.goal is not None]
    if not kpis:
        return (UnansweredBlock(label=label),)
    columns = (
        Column(_("Goal")),
        Column(_("KPI")),
        Column(_("Baseline"), is_number=True),
        Column(_("Latest"), is_number=True),
        Column(_("Target"), is_number=True),
        Column(_("By"), is_number=True),
        Column(_("Status")),
    )
    return (TableBlock(label=label, columns=columns, rows=tuple(_kpi(content, one, language) for one in kpis)),)


def _kpi(content: FrozenStrategy, one: FrozenKpi, language: Language) -> tuple[Words, ...]:
    def words(value: object) -> str:
        return value_words(value, one.unit, language) if value is not None else "–"  # type: ignore[arg-type]

    latest = words(one.latest)
    if one.latest_on and one.latest is not None:
        latest = f"{latest} ({format_short(one.latest_on, language)})"
    target = max(one.targets, key=lambda found: found.date, default=None)
    return (
        _key_of(content, one.goal),
        _named(one.key, one.name, language),
        words(one.baseline),
        latest,
        words(target.value if target else None),
        format_short(target.date, language) if target else "–",
        state_words(State(one.state)) if one.state in set(State) else one.state,
    )


def _plan_blocks(
    content: FrozenStrategy, _shown: StrategyPage, label: Resolved, language: Language
) -> tuple[Block, ...]:
    found = [one for one in content.activities if one.goal is not None]
    if not found:
        return (UnansweredBlock(label=label),)
    columns = (
        Column(_("Goal")),
        Column(_("Activity")),
        Column(_("Owner")),
        Column(_("When")),
        Column(_("Status")),
        Column(_("Budget"), is_number=True),
        Column(_("Spent"), is_number=True),
    )
    rows = tuple(_activity(content, one, language) for one in found)
    return (TableBlock(label=label, columns=columns, rows=rows, layout=Layout.LANDSCAPE),)


def _activity(content: FrozenStrategy, one: FrozenActivity, language: Language) -> tuple[Words, ...]:
    def money(value: object) -> str:
        return format_money(value, one.currency, language) if value is not None else "–"  # type: ignore[arg-type]

    days = [format_short(day, language) for day in (one.starts, one.ends) if day]
    status = str(Activity.Status(one.status).label) if one.status in Activity.Status.values else one.status
    return (
        _key_of(content, one.goal),
        _named(one.key, one.title, language),
        one.owner or one.role.resolve(language),
        "–".join(dict.fromkeys(days)),
        status,
        money(one.budget),
        money(one.spent),
    )
