"""No page stands nearly empty: phases and short summaries share theirs, and wide tables follow their chapter."""

import re
from dataclasses import replace
from datetime import date

import pytest
from django.utils.safestring import mark_safe

from core.graphics import charts
from exports.document import (
    Appendix,
    Column,
    Fact,
    FigureBlock,
    HeadingBlock,
    Layout,
    Part,
    PrintDocument,
    Summary,
    TableBlock,
    TextBlock,
    ValueBlock,
)
from exports.html import print_html
from exports.pdf import render_document
from exports.spreads import Knot, SpreadBlock, Step
from kpis.shown import chart
from tests.exports.test_print import page_words
from tests.exports.word import opened
from tests.pdf_check import check_pdf

WORDS = TextBlock(label="Words", html="<p>What is said.</p>")
ACROSS = TableBlock(label="Across", columns=(Column("A"), Column("B")), rows=(("one", "two"),), layout=Layout.LANDSCAPE)
PAPER = PrintDocument(language="en", organisation="Havtorn", title="A report", date=date(2026, 11, 24))
KPI = Knot(title="K1 A KPI", sign="ok", status="On track")
STEPS = tuple(Step(kind="hit", words=f"Step {n}") for n in range(3))


def pages(document: PrintDocument, since: int = 2) -> list[str]:
    """Return the words of each page after the cover and the contents, or since another one."""
    made = render_document(print_html(document))
    assert check_pdf(made.pdf) == []
    return [re.sub(r"\s+", " ", text) for text in page_words(made.pdf)][since:]


def summed(count: int) -> Summary:
    return Summary(title="In short", facts=tuple(Fact(label=f"Fact {n}", value="1") for n in range(count)))


@pytest.mark.parametrize(("count", "expected"), [(3, 0), (30, 2)])
def test_a_summary_of_a_few_lines_shares_its_page_with_the_contents_and_what_follows(count: int, expected: int) -> None:
    chapter = Appendix(title="Chapter", blocks=(WORDS,), flows=True)

    assert len(pages(replace(PAPER, summary=summed(count), appendices=(chapter,)))) == expected


def test_a_table_that_lies_across_follows_the_words_of_its_chapter() -> None:
    chapter = Appendix(title="Chapter", blocks=(WORDS, ACROSS, replace(WORDS, label="After")))

    upright, across = pages(replace(PAPER, appendices=(chapter,)))

    assert "After" in upright
    assert "The table is on a page of its own: page 4" in upright
    assert "one two" in across


def test_a_chapter_of_nothing_else_has_its_heading_there() -> None:
    (only,) = pages(replace(PAPER, appendices=(Appendix(title="Chapter", blocks=(ACROSS,)),)))

    assert "Chapter" in only
    assert "one two" in only


def test_a_chapter_that_holds_is_not_broken() -> None:
    table = TableBlock(
        label="Rows", columns=(Column("A"), Column("B")), rows=(("one", "two"),) * 20, layout=Layout.FULL
    )
    chapters = [Appendix(title=f"Goal {n}", blocks=(table,), flows=True, holds=True) for n in range(3)]

    assert len(pages(replace(PAPER, appendices=tuple(chapters)))) == 3


def phases(lines: int) -> list[str]:
    """Return the pages of two phases, the first of them so many paragraphs long."""
    long = TextBlock(label="Words", html=mark_safe("<p>A line of the first.</p>" * lines))
    parts = (Part(number=1, title="Beginning", blocks=(long,)), Part(number=2, title="Going on", blocks=(WORDS,)))
    return pages(replace(PAPER, parts=parts))


def test_a_phase_begins_where_the_one_before_it_has_left_room() -> None:
    (only,) = phases(3)

    assert only.index("A line of the first.") < only.index("Phase 2") < only.index("What is said.")


def test_a_phase_begins_a_page_rather_than_stand_there_without_its_first_answer() -> None:
    found = {}
    for lines in range(3, 12, 2):
        for number, words in enumerate(phases(lines)):
            if "Phase 2" in words:
                assert "What is said." in words
                found[lines] = number

    assert set(found.values()) == {0, 1}


def test_the_head_of_a_page_names_the_phase_that_the_page_begins_with() -> None:
    (only,) = phases(3)

    assert (only.count("1 Beginning"), only.count("2 Going on")) == (1, 0)


def test_a_goal_that_no_kpi_measures_shares_its_page_with_what_is_done() -> None:
    goal = SpreadBlock(key="S1", label="S1 A goal", activities=(Knot(title="A1 A deed", sign="done", status="Done"),))
    measured = replace(goal, kpis=(Knot(title="K1 A KPI", sign="ok", status="On track"),))

    alone, both = (
        pages(replace(PAPER, appendices=(Appendix(title="Thread", blocks=(one,)),))) for one in (goal, measured)
    )

    assert any("S1 A goal" in words and "A1 A deed" in words for words in alone)
    assert not any("K1 A KPI" in words and "A1 A deed" in words for words in both)


def test_what_stands_below_a_table_is_not_alone_on_the_next_page() -> None:
    columns, rows = (Column("A"), Column("B")), (("one", "two"),) * 12
    found = set()
    for lines in range(12, 30):
        long = TextBlock(label="Words", html=mark_safe("<p>A line of the words.</p>" * lines))
        table = TableBlock(label="Rows", columns=columns, rows=rows, layout=Layout.FULL, note="Together 100")
        for words in pages(replace(PAPER, appendices=(Appendix(title="Chapter", blocks=(long, table, WORDS)),))):
            if "Together 100" in words:
                found.add(lines)
                assert words.index("one two") < words.index("Together 100")

    assert found == set(range(12, 30))


def test_a_table_before_pages_that_lie_across_fills_the_page_and_its_last_rows_go_together() -> None:
    columns = (Column("A"), Column("B"))
    overleaf = set()
    for lines in range(14, 26):
        long = TextBlock(label="Words", html=mark_safe("<p>A line of the words.</p>" * lines))
        table = TableBlock(label="Rows", columns=columns, rows=(("one", "two"),) * 10, layout=Layout.FULL)
        found = pages(replace(PAPER, appendices=(Appendix(title="Chapter", blocks=(ACROSS, long, table)),)))
        upright = [words.count("one two") for words in found[:-1]]
        assert sum(upright) == 10
        assert [words.count("A B") for words in found[:-1] if "one two" in words] == [1] * len([*filter(None, upright)])
        overleaf.add(upright[-1] if upright[0] else 0)

    assert overleaf >= {3, 4, 7}
    assert not overleaf & {1, 2}


def test_tables_of_a_row_or_two_are_not_tied_to_each_other() -> None:
    columns = (Column("A"), Column("B"))
    months = tuple(
        TableBlock(label=f"Month {n}", columns=columns, rows=(("one", "two"),) * (1 + n % 2), layout=Layout.FULL)
        for n in range(12)
    )
    chapter = Appendix(title="Month by month", blocks=months, flows=True)

    made = render_document(print_html(replace(PAPER, summary=summed(1), appendices=(chapter,))))

    contents = page_words(made.pdf)[1]
    assert "Fact 0" in contents
    assert "Month 3" in contents


def test_twenty_rows_that_lie_across_have_one_page() -> None:
    (only,) = pages(
        replace(PAPER, appendices=(Appendix(title="Plan", blocks=(replace(ACROSS, rows=ACROSS.rows * 20),)),))
    )

    assert only.count("one two") == 20


def test_a_line_that_ends_the_document_takes_with_it_what_comes_before() -> None:
    alone = ValueBlock(label="Frequency", value="Quarterly")
    for lines in range(20, 34):
        long = TextBlock(label="Words", html=mark_safe("<p>A line of the words.</p>" * lines))
        *_before, last = pages(replace(PAPER, appendices=(Appendix(title="Chapter", blocks=(long, alone)),)))
        assert "Quarterly" in last
        assert "A line of the words." in last


def test_a_last_chapter_of_a_line_takes_with_it_what_comes_before() -> None:
    steps = Appendix(title="Next steps", blocks=(ValueBlock(label="Acts", value="None yet"),), flows=True)
    counted = set()
    for lines in range(13, 20):
        blocks = tuple(TextBlock(label=f"Words {n}", html=mark_safe("<p>A line.</p>")) for n in range(lines))
        found = pages(replace(PAPER, appendices=(Appendix(title="Chapter", blocks=blocks), steps)))
        counted.add(len(found))
        assert "A line." in next(words for words in found if "None yet" in words)

    assert counted == {1, 2}


def test_two_kpis_with_bar_curve_and_figures_stand_below_their_goal() -> None:
    bar, curve = (
        mark_safe(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 760 {height}"><title>Drawn</title></svg>')
        for height in (100, 330 - charts.BOTTOM + chart.LOW)
    )
    columns = (Column("Date"), Column("Value"), Column("Note"))
    own = (
        FigureBlock(label="From baseline to target", svg=bar, caption="On track. As expected."),
        FigureBlock(label="The values against the line", svg=curve),
        TableBlock(label="The newest figures", columns=columns, rows=(("31.12.2026", "4", "Said"),) * 4),
    )
    blocks = (HeadingBlock(title="K1 Exporters"), *own, HeadingBlock(title="K2 Partners"), *own)

    (only,) = pages(replace(PAPER, appendices=(Appendix(title="S1 " + "A goal " * 12, blocks=blocks, flows=True),)))

    assert only.count("31.12.2026") == 8


def spread(number: int, activities: int) -> SpreadBlock:
    knots = tuple(Knot(title=f"A{n} A deed", sign="done", status="Done", steps=STEPS) for n in range(activities))
    return SpreadBlock(key=f"S{number}", label=f"S{number} A goal", kpis=(KPI,), activities=knots)


def test_no_page_before_a_spread_is_empty_and_its_pages_face_each_other() -> None:
    columns, rows = (Column("A"), Column("B")), (("one", "two"),) * 5
    glance = TableBlock(label="At a glance", columns=columns, rows=rows, layout=Layout.FULL)
    goals = (spread(1, 1), spread(2, 1))
    sides = set()
    for before in range(2):
        first = tuple(Appendix(title=f"Before {n}", blocks=(WORDS,)) for n in range(before))
        thread = Appendix(title="Thread", blocks=(WORDS, glance, *goals))
        # The cover and the contents are the first two pages.
        found = ["", "", *pages(replace(PAPER, appendices=(*first, thread)))]
        (begun,) = (n for n, words in enumerate(found, start=1) if "S1 A goal" in words)
        assert begun % 2 == 0
        assert "At a glance" in found[begun - 2]
        sides.add("What is said." in found[begun - 2])

    assert sides == {True, False}


def test_pages_that_a_goal_of_three_has_moved_face_each_other_again_behind_one_that_no_kpi_measures() -> None:
    more = replace(spread(1, 3), label="S1 A goal, continued", kpis=(), continues=True)
    bare = replace(spread(2, 2), kpis=())
    glance = TableBlock(label="At a glance", columns=(Column("A"),), rows=(("one",),) * 5, layout=Layout.FULL)
    thread = Appendix(title="Thread", blocks=(WORDS, glance, spread(1, 4), more, bare, spread(3, 1), spread(4, 1)))

    found = ["", "", *pages(replace(PAPER, appendices=(thread,)))]

    begun = {key: n for key in ("S1", "S2", "S3", "S4") for n, words in enumerate(found, 1) if f"{key} A goal" in words}
    assert [place % 2 for place in begun.values()] == [0, 1, 0, 0]
    assert found[begun["S2"] - 1].count("A deed") == 2


def test_where_nothing_can_fill_the_page_before_a_spread_it_begins_there() -> None:
    for before in range(2):
        first = tuple(Appendix(title=f"Before {n}", blocks=(WORDS,)) for n in range(before))
        thread = Appendix(title="Thread", blocks=(WORDS, spread(1, 1)))
        found = pages(replace(PAPER, appendices=(*first, thread)))
        assert len(found) == before + 3


def test_what_is_left_of_the_activities_stands_below_its_heading() -> None:
    more = replace(spread(1, 3), label="S1 A goal, continued", kpis=(), continues=True)

    found = pages(replace(PAPER, appendices=(Appendix(title="Thread", blocks=(WORDS, spread(1, 4), more, more)),)))

    assert [words.count("A deed") for words in found] == [0, 0, 4, 3, 3]
    assert ["continued" in words for words in found] == [False, False, False, True, True]


def test_a_goal_whose_kpis_go_on_is_not_said_to_be_without_activities() -> None:
    more = replace(spread(1, 0), label="S1 A goal, continued", continues=True)
    paper = replace(PAPER, appendices=(Appendix(title="Thread", blocks=(WORDS, spread(1, 1), more)),))

    assert [words.count("No activity") for words in pages(paper)] == [0] * 4
    assert not any("No activity" in one.text for one in opened(paper).paragraphs)


def test_the_last_activity_of_a_goal_is_not_alone_on_a_page() -> None:
    for count in range(5, 12):
        found = pages(replace(PAPER, appendices=(Appendix(title="Thread", blocks=(WORDS, spread(1, count))),)))
        assert found[-1].count("A deed") > 1


@pytest.mark.parametrize(("chapters", "rows", "shares"), [(6, 6, True), (6, 24, False), (30, 6, False)])
def test_contents_and_a_summary_of_less_than_a_page_together_share_it(chapters: int, rows: int, shares: bool) -> None:
    appendices = tuple(Appendix(title=f"Chapter {n}", blocks=(WORDS,), flows=True) for n in range(chapters))
    table = TableBlock(label="Places", columns=(Column("A"), Column("B")), rows=(("one", "two"),) * rows)
    summary = replace(summed(3), table=table)

    contents, following, *_rest = pages(replace(PAPER, summary=summary, appendices=appendices), since=1)

    assert f"Chapter {chapters - 1}" in contents
    assert contents.count("one two") == (rows if shares else 0)
    assert following.count("one two") == (0 if shares else rows)


def test_three_rows_of_a_table_stand_together_where_it_begins_and_where_it_ends() -> None:
    columns, whole = (Column("A"), Column("B")), 20
    found = set()
    for lines in range(14, 34):
        long = TextBlock(label="Words", html=mark_safe("<p>A line of the words.</p>" * lines))
        table = TableBlock(label="Rows", columns=columns, rows=(("one", "two"),) * whole, layout=Layout.FULL)
        after = replace(WORDS, label="After")
        made = pages(replace(PAPER, appendices=(Appendix(title="Chapter", blocks=(long, table, after)),)))
        counted = [words.count("one two") for words in made if "one two" in words]
        assert sum(counted) == whole
        found |= set(counted)

    assert found & {3, 4, 5}
    assert not found & {1, 2}


@pytest.mark.parametrize(("chapters", "shares"), [(3, True), (30, False)])
def test_a_short_summary_stands_below_a_few_lines_of_contents(chapters: int, shares: bool) -> None:
    appendices = tuple(Appendix(title=f"Chapter {n}", blocks=(WORDS,)) for n in range(chapters))

    made = render_document(print_html(replace(PAPER, summary=summed(3), appendices=appendices)))

    contents = page_words(made.pdf)[1]
    assert "Chapter 2" in contents
    assert ("Fact 2" in contents) == shares


def test_a_long_word_on_the_cover_is_whole_where_it_has_room() -> None:
    title = "Hvad er ændret: Internationaliseringsstrategi 2025"

    made = render_document(print_html(replace(PAPER, title=title, language="da")))

    assert "Internationaliseringsstrategi" in page_words(made.pdf)[0]
