"""The report as a document for `exports`: one for PDF and Word, in one language, made from the content alone."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from answers.grouped import below
from answers.points import blocks_of
from answers.sheet import AnswerSheet
from core.dates import format_date
from core.languages import interface_language
from core.text import Language, Resolved
from exports.document import (
    Appendix,
    Block,
    Column,
    Fact,
    HeadingBlock,
    Layout,
    ListBlock,
    PrintDocument,
    Ring,
    Rings,
    Summary,
    TableBlock,
    TextBlock,
    UnansweredBlock,
    ValueBlock,
    Words,
)
from funders.exports.financing import financing_table
from funders.exports.tables import (
    activity_table,
    in_order,
    keyed,
    kpi_table,
    short_kpi_table,
    theme_sums,
    theme_words,
)
from funders.models import Sending
from funders.selectors.content import ActivityRow, Content, KpiRow, sums_of
from funders.selectors.question_keys import (
    ACTIVITIES,
    KPIS,
    funder_of,
    grant_of,
    is_result,
    last_day,
    theme_of,
    themes_of,
)
from funders.selectors.report import period_words
from funders.words import before_words, now_words, why_words
from kpis.rules.status import State
from plans.models import Activity
from reports.exports.funding import funding_of, funding_page
from reports.exports.result import MOST_ON_THE_PAGE
from reports.exports.thread import judged
from schema.documents import Section, Template
from schema.questions import Question


def funder_document(
    content: Content, document: Template, language: Language, *, today: date, sending: Sending | None = None
) -> PrintDocument:
    """Return the document of a report; what has not been sent says on its cover and in its title that it is a draft."""
    with translation.override(interface_language(language)):
        organisation = content.organisation.resolve(language).text
        period = period_words(content.period, language)
        named = content.title.resolve(language)
        funding = funding_of(row.eu_grant for row in content.activities)
        title = named.text if sending else _("%(title)s (draft)") % {"title": named.text}
        return PrintDocument(
            language=language,
            organisation=organisation,
            title=title,
            title_language=named.language,
            subtitle=funder_of(content.answers).resolve(language).text,
            date=sending.sent_on if sending else today,
            period="" if period in named.text else period,
            status=standing(content, sending),
            author=organisation,
            description=document.title.get(language),
            summary=summary(content, language, _frozen_on(sending) or today),
            rings=rings(content, document, language),
            appendices=(
                *Chapters(content, document, language, sending).all(),
                *funding_page(funding),
            ),
            funding=funding,
            supporters=content.supporters,
            site=settings.BASE_URL,
            logo=content.logo,
            accent=content.accent,
        )


def standing(content: Content, sending: Sending | None) -> str:
    """Say for the cover what the document is, and whether it has been sent."""
    stage = str(Sending.Stage(content.stage).label)
    if sending is None:
        return _("%(stage)s, unsent draft") % {"stage": stage}
    if sending.is_corrected:
        return _("%(stage)s, submission %(number)s") % {"stage": stage, "number": sending.number}
    return stage


def _frozen_on(sending: Sending | None) -> date | None:
    """Return the day of which the content of a sending is; it may say that it was sent on an earlier one."""
    return timezone.localdate(sending.at) if sending else None


def summary(content: Content, language: Language, today: date) -> Summary:
    """Return the report on one page: for whom and when, how much is done, and what it costs."""
    sums = sums_of(content.activities)
    rows: list[tuple[str, Words]] = [
        (_("Funder"), funder_of(content.answers).resolve(language)),
        (_("Grant"), grant_of(content.answers).resolve(language)),
        (_("Period"), period_words(content.period, language)),
        (_("Strategy"), content.strategy.resolve(language)),
        (_("Activities"), activities_in_words(content.activities)),
        (_("Budget"), sums.budget_words),
        (_("Spent"), sums.spent_words),
        (_("KPIs"), kpis_in_words(content.kpis)),
        (differing_words(), str(len(content.differences)) if content.differences else ""),
    ]
    facts = tuple(Fact(label=label, value=value) for label, value in rows if str(getattr(value, "text", value)))
    table = short_kpi_table(content.kpis, language) if 0 < len(content.kpis) <= MOST_ON_THE_PAGE else None
    note = _judged(content, today, language) if content.kpis or content.activities else ""
    return Summary(title=_("The report on one page"), facts=facts, table=table, note=note)


def _judged(content: Content, today: date, language: Language) -> str:
    """Say of which day the statuses are: KPIs are looked at on the last day of a period that is over, and no later."""
    day = last_day(content.period, today)
    if not content.activities or not content.kpis or day == today:
        return judged(today if not content.kpis else day, language)
    return _("The KPIs were judged as of %(day)s. Activities and money are those of %(today)s.") % {
        "day": format_date(day, language),
        "today": format_date(today, language),
    }


def rings(content: Content, document: Template, language: Language) -> Rings | None:
    """Return the picture of the cover: for each theme, how many of its activities are done; dropped ones are out."""
    found = []
    for theme in themes_of(document):
        rows = [row for row in content.of_theme(theme) if row.status != Activity.Status.DROPPED]
        done = sum(row.status == Activity.Status.DONE for row in rows)
        if rows:
            name = _shortened(theme_words(theme, document).resolve(language).text)
            words = _("%(done)s of %(count)s") % {"done": done, "count": len(rows)}
            found.append(Ring(name=name, percent=100 * done // len(rows), words=words))
    if not found:
        return None
    said = ", ".join(f"{ring.name} {ring.words}" for ring in found)
    description = _("Activities that are done, theme by theme: %(themes)s") % {"themes": said}
    return Rings(caption=_("Activities done"), description=description, rings=tuple(found))


def _shortened(title: str) -> str:
    """Return a theme's name without the word that only says that it is one."""
    return title.partition(": ")[2] or title


def activities_in_words(rows: Sequence[ActivityRow]) -> str:
    """Count the activities, and those that are done."""
    done = sum(row.status == Activity.Status.DONE for row in rows)
    counted = ngettext("%(count)s activity", "%(count)s activities", len(rows)) % {"count": len(rows)}
    return _("%(activities)s, of which %(done)s done") % {"activities": counted, "done": done} if rows else counted


def kpis_in_words(rows: Sequence[KpiRow]) -> str:
    """Count the KPIs, and those that are on track."""
    good = sum(row.state == State.ON_TRACK for row in rows)
    counted = ngettext("%(count)s KPI", "%(count)s KPIs", len(rows)) % {"count": len(rows)}
    return _("%(kpis)s, of which %(good)s on track") % {"kpis": counted, "good": good} if rows else counted


def differing_words() -> str:
    """Name the figures that differ; who reads the document is not who sent it."""
    return pgettext("in a report to a funder", "Figures that differ from what was sent before")


def chapter(title: str, blocks: tuple[Block, ...]) -> Appendix:
    """Return a chapter that follows on the one before it: many of them are short."""
    return Appendix(title=title, blocks=blocks, flows=True)


class Chapters:
    """The chapters of a report: a section each, then what the sections have no place for."""

    def __init__(
        self, content: Content, document: Template, language: Language, sending: Sending | None = None
    ) -> None:
        self.content, self.document, self.language, self.sending = content, document, language, sending
        self.sheet = AnswerSheet(document, content.answers)
        self.themes = [theme for section in self.sheet.sections() if (theme := theme_of(section))]
        self.panels = {
            question.shows_panel for section in self.sheet.sections() for question in self.sheet.questions(section)
        }

    def all(self) -> Iterator[Appendix]:
        """Give the chapters in order; an empty one is left out."""
        for section in self.sheet.sections():
            blocks = tuple(self.section(section))
            if blocks:
                yield chapter(section.heading.resolve(self.language).text, blocks)
        if ACTIVITIES not in self.panels and self.content.elsewhere(self.themes):
            yield chapter(_("Activities in the period"), tuple(self.activities(None)))
        if KPIS not in self.panels and self.content.kpis:
            yield chapter(_("KPIs"), (kpi_table(self.content.kpis, _("KPIs"), self.language),))
        if money := financing_table(self.content, self.language):
            yield chapter(_("Money and financing"), (money,))
        if self.content.differences:
            yield chapter(differing_words(), (self.differences(),))
        if self.sending is not None:
            yield chapter(_("About this submission"), tuple(self.about(self.sending)))

    def section(self, section: Section) -> Iterator[Block]:
        """Give the blocks of a section; a theme's activities stand between what was intended and what came."""
        theme = theme_of(section)
        rows = self.content.of_theme(theme) if theme else []
        is_told = not rows
        yield from blocks_of(self.sheet, section.key, self.language)
        above = None
        for question in self.sheet.questions(section):
            if not is_told and is_result(question, section):
                yield self.theme_table(rows)
                is_told = True
            blocks = list(below(question, self.question(question), self.language))
            if blocks and question.group is not None and question.group != above:
                yield HeadingBlock(title=question.group.heading.resolve(self.language))
                yield from blocks_of(self.sheet, section.key, self.language, question.group)
                above = question.group
            yield from blocks
        if not is_told:
            yield self.theme_table(rows)

    def question(self, question: Question) -> Iterator[Block]:
        """Give the blocks of a question; what need not be answered and is not is left out."""
        label = question.heading.resolve(self.language)
        if question.shows_panel == ACTIVITIES:
            yield from self.activities(label)
        elif question.shows_panel == KPIS and self.content.kpis:
            yield kpi_table(self.content.kpis, label, self.language)
        elif question.shows_panel == KPIS:
            yield ValueBlock(label=label, value=_("No KPIs"))
        if question.shows_panel:
            return
        shown = self.sheet.printed(question, self.language)
        if shown:
            found = shown.block(label, self.language)
            # A chapter has no landscape pages of its own, on which a wide table could stand.
            if isinstance(found, TableBlock) and found.place is Layout.LANDSCAPE:
                found = replace(found, layout=Layout.FULL)
            yield found
        elif question.required:
            yield UnansweredBlock(label=label)

    def theme_table(self, rows: Sequence[ActivityRow]) -> TableBlock:
        """Return the activities of a theme."""
        return self.activity_table(rows, _("The theme’s activities in the period"))

    def activity_table(self, rows: Sequence[ActivityRow], label: Words) -> TableBlock:
        """Return activities as every table of the report shows them, with columns of the same width."""
        return activity_table(rows, label, self.language, everything=self.content.activities)

    def activities(self, label: Words | None) -> Iterator[Block]:
        """Give the money theme by theme, and in full the activities that no theme tells of."""
        label = label or _("Activities in the period")
        if not self.content.activities:
            yield ValueBlock(label=label, value=_("No activities in the period"))
            return
        rest = self.content.elsewhere(self.themes)
        if self.themes:
            yield theme_sums(self.content, self.document, self.themes, label, self.language)
            if rest:
                yield self.activity_table(rest, _("Activities not covered by a theme"))
        else:
            yield self.activity_table(rest, label)
        goals = {row.goal: row.goal_title for row in self.content.activities if row.goal}
        if goals:
            items = tuple(keyed(key, goals[key], self.language) for key in sorted(goals, key=in_order))
            yield ListBlock(label=_("Goals that the activities support"), items=items)

    def differences(self) -> TableBlock:
        """Return the figures that differ, with what was sent and why."""
        columns = (
            Column(_("Figure")),
            Column(_("Sent before")),
            Column(_("Now"), is_number=True),
            Column(_("Explanation")),
        )
        rows = []
        for one in self.content.differences:
            explanation: Words = (
                one.explanation.resolve(self.language) if one.explanation else _("No explanation given")
            )
            before = f"{before_words(one, self.language)}. {why_words(one)}"
            rows.append((one.label.resolve(self.language), before, now_words(one, self.language), explanation))
        label = _("What was sent, and what the figure is now")
        return TableBlock(label=label, columns=columns, rows=tuple(rows), layout=Layout.FULL)

    def about(self, sending: Sending) -> Iterator[Block]:
        """Give who sent it and when, and how it can be seen that nothing was changed."""
        words = {"who": sending.by_name or "–", "day": format_date(sending.sent_on, self.language)}
        yield ValueBlock(label=_("Sent on"), value=_("%(day)s by %(who)s") % words)
        frozen = _frozen_on(sending)
        if frozen and frozen != sending.sent_on:
            said = _("%(day)s. Activities and money are those of that day.") % {
                "day": format_date(frozen, self.language)
            }
            yield ValueBlock(label=_("Entered in the portal"), value=said)
        if sending.is_corrected:
            said = _("This is submission %(number)s of the report. The earlier ones are kept alongside it.")
            label = pgettext("of a report to a funder", "Submission")
            yield ValueBlock(label=label, value=said % {"number": sending.number})
        if sending.remark:
            yield TextBlock.of(_("Remark"), Resolved(sending.remark, self.language, is_fallback=False))
        # In groups, so that the line can be broken.
        digest = " ".join(sending.digest[i : i + 8] for i in range(0, len(sending.digest), 8))
        yield ValueBlock(label=_("Checksum of the frozen content (SHA-256)"), value=digest)
