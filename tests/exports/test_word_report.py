"""What a Word document of a report has that a strategy's lacks: chapters that flow, remarks, a borrowed title."""

from dataclasses import replace

from docx.shared import Pt

from core.text import Resolved
from exports.document import Appendix, Aside, Column, Fact, Goal, Summary, TableBlock, ValueBlock
from exports.spreads import Knot, SpreadBlock
from exports.word import word_file
from tests.exports.test_word_pages import DRAWING
from tests.exports.word import document, faults, lines, opened


def breaks(facts: int, chapters: int) -> list[bool | None]:
    """Return which of summary and chapters begin a page."""
    found = tuple(
        Appendix(title=f"K{n}", blocks=(ValueBlock(label="T", value="1"),), flows=True) for n in range(chapters)
    )
    summary = Summary(title="Kort fortalt", facts=tuple(Fact(label=f"F{n}", value="1") for n in range(facts)))
    paper = opened(document(summary=summary, appendices=found))
    begun = [p for p in paper.paragraphs if p.style.style_id == "Heading1" and p.text.startswith("K")]
    return [p.paragraph_format.page_break_before for p in begun]


def test_chapter_that_flows_begins_a_page_only_after_a_long_summary() -> None:
    assert breaks(facts=14, chapters=3) == [True, True, None, None]
    assert breaks(facts=3, chapters=3)[1:] == [None, None, None]


def test_short_summary_stands_below_a_few_lines_of_contents() -> None:
    assert [breaks(facts=3, chapters=count)[0] for count in (3, 20)] == [False, True]


def test_heading_and_status_of_a_kpi_go_along_with_its_drawing() -> None:
    drawn = Knot(title="K1", sign="ok", status="På sporet", picture=DRAWING)
    spread = SpreadBlock(label="S1", kpis=(drawn, replace(drawn, picture="")))

    found = opened(document(appendices=(Appendix(title="K", blocks=(spread,)),))).paragraphs

    assert [p.paragraph_format.keep_with_next for p in found if p.text == "På sporet"] == [True, None]


def test_lines_below_a_table_are_there_and_in_their_language() -> None:
    table = TableBlock(
        label="T", columns=(Column("A"),), rows=(("1",),), remarks=("Ja", Resolved("Overdue", "en", True))
    )

    made = document(appendices=(Appendix(title="K", blocks=(table,)),))

    assert [text for style, text in lines(opened(made)) if style == "Note"] == ["Ja", "Overdue (på engelsk)"]


def test_summary_has_what_stands_beside_it() -> None:
    aside = Aside(title="Overordnet", items=(Fact(label="Mission", value="Vi hjælper"),))

    made = document(summary=Summary(title="På én side", aside=aside))

    assert [line for line in lines(opened(made)) if line[0].startswith("Aside")] == [
        ("AsideTitle", "Overordnet"),
        ("Aside", "Mission: Vi hjælper"),
    ]
    assert faults(word_file(made)) == []


def test_title_borrowed_from_the_other_language_says_so() -> None:
    made = replace(document(), title="Action plan", title_language="en")

    found = [(one.style.style_id, one.text) for one in opened(made).paragraphs]

    at = found.index(("Title", "Action plan"))
    assert found[at + 1] == ("InOtherLanguage", "På engelsk")


def test_lead_is_set_smaller_where_the_summary_would_not_fit_its_page() -> None:
    goals = tuple(Goal(key=f"S{n}", title="Et mål, der fylder to linjer, fordi det er så langt") for n in range(30))

    sizes = []
    for found in ((), goals):
        paper = opened(document(summary=Summary(title="På én side", lead="Visionen", goals=found)))
        (lead,) = [one for one in paper.paragraphs if one.style.style_id == "Lead"]
        sizes.append(lead.runs[0].font.size)

    assert sizes == [None, Pt(12)]
