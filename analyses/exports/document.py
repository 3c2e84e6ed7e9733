"""An analysis as a document: what it comes to on one page, its pictures and tables, what it rests on, all answers."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from analyses.selectors.page import AnalysisPage
from analyses.shown.result import Result
from analyses.shown.sources import source_lines
from answers.grouped import in_groups
from answers.points import blocks_of, points_of
from clusters import logos
from core.languages import interface_language
from core.numbers import NBSP
from core.text import Language
from exports.document import (
    Appendix,
    Block,
    Column,
    Fact,
    FigureBlock,
    HeadingBlock,
    Layout,
    ListBlock,
    PrintDocument,
    Summary,
    TableBlock,
    UnansweredBlock,
    ValueBlock,
)
from schema.documents import Section
from schema.questions import Question

# More criteria than this make a table of scores too wide for the page that sums up.
MOST_ON_THE_PAGE = 8


def analysis_document(shown: AnalysisPage, language: Language, *, today: date) -> PrintDocument:
    """Gather what an analysis prints: the answer on one page, each ranking, what it rests on, and all answers."""
    cluster = shown.cluster
    with translation.override(interface_language(language)):
        named = shown.analysis.title_text.resolve(language)
        organisation = cluster.name.resolve(language).text
        results = [Result(one) for one in shown.weighings]
        chapters = [_result(one, several=len(results) > 1) for one in results]
        return PrintDocument(
            language=language,
            organisation=organisation,
            title=named.text,
            title_language=named.language,
            subtitle=shown.sheet.document.title.resolve(language).text,
            date=shown.day,
            author=organisation,
            description=shown.sheet.document.title.get(language),
            summary=_summary(shown, results, language),
            appendices=(*chapters, *_sources(shown, today), *_answers(shown, language)),
            site=settings.BASE_URL,
            logo=logos.data_uri(cluster),
            supporters=logos.supporters_of(cluster),
            accent=cluster.accent,
        )


def _summary(shown: AnalysisPage, results: list[Result], language: Language) -> Summary | None:
    """Return the answer on one page: who is first, how firm that is, and the places; or the points of each section.

    There is none where nothing is compared and nothing gives points.
    """
    facts = []
    for result in results:
        facts.append(Fact(label=_("The answer"), value=result.answer))
        facts += [Fact(label=one.head.rstrip(".:"), value=one.rest) for one in result.points]
        facts += [Fact(label=_("Note"), value=problem) for problem in result.problems]
    for section in shown.sheet.sections():
        if found := points_of(shown.sheet, section.questions):
            value = f"{found.words(language)}. {found.remark}".strip()
            facts.append(Fact(label=section.title.resolve(language).text, value=value))
    if not facts:
        return None
    if shown.analysis.strategy is not None:
        facts.append(Fact(label=_("Strategy"), value=shown.analysis.strategy.title_text.resolve(language)))
    table = _places(results[0]) if results and results[0].has_places else None
    return Summary(title=_("The analysis on one page"), facts=tuple(facts), table=table)


def _places(result: Result) -> TableBlock:
    columns = (Column(_("Place")), Column(result.option_words), Column(_("Score"), is_number=True))
    rows = tuple((row.place or "–", row.name, row.total) for row in result.rows[:MOST_ON_THE_PAGE])
    return TableBlock(label=_("The ranking"), columns=columns, rows=rows, layout=Layout.FULL)


def _result(result: Result, *, several: bool) -> Appendix:
    """Return the chapter of one comparison."""
    return Appendix(title=result.title if several else _("The result"), blocks=tuple(_result_blocks(result)))


def _result_blocks(result: Result) -> Iterator[Block]:
    yield ValueBlock(label=_("The answer"), value=result.answer)
    said = [f"{one.head} {one.rest}" for one in result.points] + result.problems
    if said:
        yield ListBlock(label=_("How firm it is"), items=tuple(said))
    if result.bars:
        yield HeadingBlock(title=_("Total score, and what it is made of"))
        caption = _("The number is the score, the width is the score times the weight.")
        yield FigureBlock(label=_("The ranking"), svg=result.printed_ranking, caption=caption, place=Layout.FULL)
    if result.rows:
        yield _figures(result)
    if result.lines:
        yield from _firmness(result)


def _figures(result: Result) -> TableBlock:
    """Return the scores: a row for each option, or for each criterion where those are too many for the page."""
    label = _("The figures")
    names = [
        # The place stays with the first word of the name.
        f"{row.place}.{NBSP}{row.name}" if row.place else f"{row.name} ({row.note})" if row.note else row.name
        for row in result.rows
    ]
    scores = [[score for _head, score in row.labelled] for row in result.rows]
    totals = [row.total for row in result.rows]
    if len(result.columns) + 2 > MOST_ON_THE_PAGE > len(names):
        return TableBlock(
            label=label,
            columns=(Column(_("Criterion")), *(Column(name, is_number=True) for name in names)),
            rows=tuple((head, *given) for head, *given in zip(result.columns, *scores, strict=True)),
            total=(_("Total"), *totals),
            layout=Layout.FULL,
        )
    heads = (*result.columns, _("Total"))
    return TableBlock(
        label=label,
        columns=(Column(result.option_words), *(Column(head, is_number=True) for head in heads)),
        rows=tuple((name, *given, total) for name, given, total in zip(names, scores, totals, strict=True)),
        layout=Layout.FULL if len(heads) < MOST_ON_THE_PAGE else Layout.LANDSCAPE,
    )


def _firmness(result: Result) -> Iterator[Block]:
    yield HeadingBlock(title=result.question)
    caption = _(
        "Each line is a weight. The dot is the weight now, the thick stroke is 20 %% up and down. Where it is hatched, "
        "another comes first. %(verdict)s"
    )
    yield FigureBlock(
        label=_("When each weight changes who is first"),
        svg=result.printed_firmness,
        caption=caption % {"verdict": result.verdict},
        place=Layout.FULL,
    )
    columns = (
        Column(_("Criterion")),
        Column(_("Weight"), is_number=True),
        *(Column(words) for words in result.firmness_heads),
    )
    rows = tuple((row.name, row.weight, row.minus, row.plus, row.down, row.up) for row in result.weights)
    yield TableBlock(label=_("What each weight can change"), columns=columns, rows=rows, layout=Layout.FULL)
    if result.moves:
        columns = (Column(result.option_words), Column(_("Criterion")), Column(_("Score")), Column(_("Then first")))
        moves = tuple((row.option, row.criterion, row.change, row.first) for row in result.few_moves)
        remarks = (
            _("%(count)s more are on the page of the analysis.")
            % {"count": len(result.more_moves) + result.unlisted_moves},
        )
        yield TableBlock(
            label=_("Single scores that change who is first"),
            columns=columns,
            rows=moves,
            remarks=remarks if result.more_moves else (),
            layout=Layout.FULL,
        )


def _sources(shown: AnalysisPage, today: date) -> Iterator[Appendix]:
    lines = source_lines(shown, today)
    if not lines:
        return
    columns = (Column(_("Figure")), Column(_("Source")), Column(_("From")), Column(_("Found by")), Column(_("Age")))
    rows = tuple(
        (
            f"{one.subject}: {one.value}" if one.value else one.subject,
            one.source or _("No source given"),
            one.dated or "–",
            one.who or "–",
            _("%(age)s: old") % {"age": one.age} if one.kind == "warn" else one.age,
        )
        for one in lines
    )
    title = _("What the figures rest on")
    table = TableBlock(label=_("Sources, the oldest first"), columns=columns, rows=rows, layout=Layout.FULL)
    yield Appendix(title=title, blocks=(table,), flows=True)


def _answers(shown: AnalysisPage, language: Language) -> Iterator[Appendix]:
    """Give the answers section by section; what need not be answered and is not is left out."""
    for section in shown.sheet.sections():
        blocks = tuple(_answer_blocks(shown, section, language))
        if blocks:
            yield Appendix(title=section.title.resolve(language).text, blocks=blocks, flows=True)


def _answer_blocks(shown: AnalysisPage, section: Section, language: Language) -> Iterator[Block]:
    # The scores stand in the result, with their places.
    left_out = {one.key for one in shown.weighings}
    asked = [one for one in shown.sheet.questions(section) if one.key not in left_out and not one.shows_panel]
    yield from blocks_of(shown.sheet, section.key, language)
    yield from in_groups(
        asked,
        lambda one: _blocks_of(shown, one, language),
        language,
        lambda one: one,
        lambda group: blocks_of(shown.sheet, section.key, language, group),
    )


def _blocks_of(shown: AnalysisPage, question: Question, language: Language) -> Iterator[Block]:
    label = shown.origin(question).marked(question.label.resolve(language))
    if found := shown.sheet.show(question, language):
        block = found.block(label, language)
        # A chapter that flows has no landscape pages of its own, on which a wide table could stand.
        if isinstance(block, TableBlock) and block.place is Layout.LANDSCAPE:
            block = replace(block, layout=Layout.FULL)
        yield block
    elif question.required:
        yield UnansweredBlock(label=label)
