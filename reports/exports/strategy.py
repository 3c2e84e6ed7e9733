"""What the strategy's document contains: the whole strategy as plain data for `exports`, in one language.

Panels of rooms that do not exist are left out, as on the page. What is missing in the document's language stands in the
other, marked; what nobody has answered is printed as such.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from answers.grouped import in_groups
from answers.points import blocks_of
from answers.sheet import AnswerSheet
from clusters import logos
from clusters.models import Cluster
from core import markdown
from core.languages import interface_language
from core.text import Language, Resolved, Text
from exports.choices import Choices
from exports.document import (
    Aside,
    Block,
    Fact,
    GoalsBlock,
    Part,
    PrintDocument,
    Summary,
    UnansweredBlock,
)
from exports.document import Goal as PrintedGoal
from exports.onepage import fits
from plans.models import Activity
from reports.exports.assessments import assessment_blocks
from reports.exports.control import control_of, mark_of, signature_page
from reports.exports.funding import funding_of, funding_page
from reports.exports.hanging import Hanging, hanging_on, summary_table
from reports.exports.kpis import kpi_blocks
from reports.exports.parked import parked_chapter
from reports.exports.pictured import with_picture
from reports.exports.plans import plan_blocks
from reports.exports.thread import thread_chapter
from schema.documents import Template
from strategy.models import Goal
from strategy.selectors.phases import Phase, StrategyPage
from strategy.shown.read_view import ReadPhase, ReadQuestion, read_view
from workbooks.selectors import state_words

USUALLY = Choices()
# Answers that stand on the one-page summary when the template asks for them (docs/content-format.md).
VISION = "international_vision"
FACTS = ("focus_countries", "ambition_level", "total_budget", "internationalisation_types")


def strategy_document(
    cluster: Cluster, shown: StrategyPage, goals: Sequence[Goal], language: Language, choices: Choices = USUALLY
) -> PrintDocument:
    """Return the document of a strategy in one language; the date on it is today's."""
    with translation.override(interface_language(language)):
        parts = read_view(shown, goals, language, PANEL_BLOCKS)
        period = shown.period_words(language)
        title = shown.strategy.title_text.resolve(language)
        mark, words = mark_of(shown.strategy)
        thread = hanging_on(shown, goals, language, timezone.localdate())
        summed = summary(shown, thread, overall(cluster, language))
        activities = Activity.objects.of(cluster).alive().of_strategy(shown.strategy)
        funding = funding_of(activities.order_by("number").values_list("eu_grant", flat=True))
        made = PrintDocument(
            language=language,
            organisation=cluster.name.resolve(language).text,
            title=title.text,
            title_language=title.language,
            date=timezone.localdate(),
            # Many titles say it already.
            period="" if period in title.text else period,
            status=status_words(shown),
            author=cluster.name.resolve(language).text,
            description=shown.sheet.document.title.get(language),
            summary=summed,
            parts=tuple(
                Part.of(
                    heading_of(shown.sheet.document, part.phase, language),
                    number=part.phase.number,
                    short=part.phase.label,
                    icon=part.phase.icon,
                    status=part.phase.state,
                    percent=part.phase.percent,
                    blocks=part_blocks(part, shown.sheet, lambda item: blocks(item, shown, language), language),
                )
                for part in parts
            ),
            appendices=(
                *funding_page(funding),
                *(thread_chapter(thread) if choices.thread else ()),
                *(parked_chapter(shown.workbook, language) if choices.parked else ()),
                *(signature_page() if choices.signatures else ()),
            ),
            site=settings.BASE_URL,
            logo=logos.data_uri(cluster),
            supporters=logos.supporters_of(cluster),
            accent=cluster.accent,
            funding=funding,
            mark=mark,
            mark_words=words,
            control=control_of(shown.strategy, words, language),
        )
        if not fits(made):
            made = replace(made, summary=with_goals_alone(summed, thread))
        return choices.applied(made)


# What the panels of the rooms above put into the document, by the panel's name: a function of the strategy and the
# language that gives its blocks, the first of them carrying the question's label.
PANEL_BLOCKS: dict[str, Callable[[StrategyPage, Resolved, Language], tuple[Block, ...]]] = {
    "activities": plan_blocks,
    "assessment": assessment_blocks,
    "kpis": kpi_blocks,
}


def heading_of(document: Template, phase: Phase, language: Language) -> Resolved:
    """Return what stands above a phase in a document."""
    section = document.section(phase.key)
    return section.heading.resolve(language) if section else Resolved(phase.title, language, is_fallback=False)


def part_blocks(
    part: ReadPhase, sheet: AnswerSheet, of_question: Callable[[ReadQuestion], Iterable[Block]], language: Language
) -> tuple[Block, ...]:
    """Return what a phase puts into a document: the points of it and of its groups, and the blocks of its questions."""
    key = part.phase.key
    asked = in_groups(part.questions, of_question, language, above=lambda group: blocks_of(sheet, key, language, group))
    return (*blocks_of(sheet, key, language), *asked)


def blocks(item: ReadQuestion, shown: StrategyPage, language: Language) -> tuple[Block, ...]:
    """Return what one question puts into the document."""
    if item.panel:
        return PANEL_BLOCKS[item.panel](shown, item.question.heading.resolve(language), language)
    return with_picture(item.question, shown.sheet, block(item, shown, language), language)


def status_words(shown: StrategyPage) -> str:
    """Return how whole the strategy is, for the cover."""
    progress = shown.sheet.progress()
    if progress.borrowed:
        return state_words(progress, shown.source)
    if progress.answered == progress.total:
        return _("All questions answered")
    return _("%(answered)s of %(total)s questions answered") % {"answered": progress.answered, "total": progress.total}


def overall(cluster: Cluster, language: Language) -> Aside | None:
    """Return the cluster's mission and vision from its profile, which the strategy serves, as far as they are there."""
    known = [(_("Mission"), cluster.mission_text), (_("Vision"), cluster.vision_text)]
    items = tuple(Fact(label=name, value=words.resolve(language)) for name, words in known if words)
    return Aside(title=_("The cluster’s overall mission and vision"), items=items) if items else None


def summary(shown: StrategyPage, thread: Hanging, aside: Aside | None = None) -> Summary:
    """Return the strategy on one page: the vision, a few facts, and the goals with what hangs on them."""
    language = thread.language
    # What nobody in the cluster has written or confirmed does not sum up its strategy.
    own = shown.sheet.visible - frozenset(shown.sheet.borrowed)
    vision = Text.from_value(shown.sheet.value(VISION)) if VISION in own else Text()
    resolved = vision.resolve(language)
    facts = []
    for key in FACTS:
        question = shown.sheet.document.question(key)
        if question is None or key not in own:
            continue
        words = shown.sheet.printed(question, language).one_line
        if words:
            facts.append(Fact(label=question.heading.resolve(language).text, value=words))
    lead = Resolved(markdown.plain(resolved.text), resolved.language, resolved.is_fallback)
    summed = Summary(lead=lead, aside=aside, facts=tuple(facts), table=summary_table(thread))
    return summed if summed.table else with_goals_alone(summed, thread)


def with_goals_alone(summed: Summary, thread: Hanging) -> Summary:
    """Return the summary with the goals themselves, where nothing hangs on them yet or there is no room for more."""
    return replace(summed, table=None, goals=tuple(printed_goal(goal, thread.language) for goal in thread.goals))


def block(item: ReadQuestion, shown: StrategyPage, language: Language) -> Block:
    """Return what is printed of one question: an answer, a table, its goals, or that it has no answer."""
    label = item.question.heading.resolve(language)
    if item.goals is not None:
        if not item.goals:
            return UnansweredBlock(label=label)
        return GoalsBlock(label=label, goals=tuple(printed_goal(goal, language) for goal in item.goals))
    return shown.sheet.printed(item.question, language).block(item.origin.marked(label), language)


def printed_goal(goal: Goal, language: Language) -> PrintedGoal:
    """Return a goal as it is printed; a person stands for the role."""
    owner: Resolved | str = goal.owner.display_name if goal.owner else goal.role_text.resolve(language)
    return PrintedGoal(
        key=goal.key,
        title=goal.title_text.resolve(language),
        rationale=goal.rationale_text.resolve(language),
        owner=owner,
        deadline=goal.deadline,
    )
