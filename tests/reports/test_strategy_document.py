"""The strategy as a document: what stands in it, and the PDF of the demo read back."""

import io
import re
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pypdf
import pytest

import reports.exports.strategy
from accounts.models import User
from clusters.models import Cluster
from clusters.services import change_profile
from core.languages import content_language
from core.text import LANGUAGES, Language, Resolved, Text
from exports.document import Aside, Fact, PrintDocument
from exports.html import print_html
from exports.pdf import render_pdf
from reports.exports.strategy import strategy_document
from strategy import services
from strategy.models import Strategy
from strategy.selectors.phases import StrategyPage
from strategy.services import GoalDraft
from tests import factories
from tests.pdf_check import check_pdf
from tests.strategy.samples import publish_every_question, publish_starter
from toolkit.demo import make_demo

pytestmark = pytest.mark.django_db

UNANSWERED = {"da": "Ikke besvaret endnu", "en": "Not answered yet"}
BORROWED = {"da": "engelsk", "en": "Danish"}


def opened(strategy: Strategy) -> StrategyPage:
    """Load a strategy as the views do."""
    found = Strategy.objects.of(strategy.cluster).with_workbook().get(pk=strategy.pk)
    return StrategyPage(strategy.cluster, found, {a.question_key: a for a in found.workbook.answers.with_people()})


def document_of(strategy: Strategy, language: Language = "da") -> PrintDocument:
    return strategy_document(strategy.cluster, opened(strategy), list(strategy.goals.alive()), language)


def blocks(document: PrintDocument) -> dict[str, Any]:
    """Return the blocks of all parts by their label."""
    return {words(block.label): block for part in document.parts for block in part.blocks}


def words(text: str | Resolved) -> str:
    return text.text if isinstance(text, Resolved) else text


def store(strategy: Strategy, key: str, value: object) -> None:
    strategy.workbook.answers.update_or_create(question_key=key, defaults={"value": value})


# ---- what stands in it


@pytest.fixture
def strategy(cluster: Cluster, alice: User) -> Strategy:
    made = factories.make_strategy(cluster, alice, publish_every_question())
    store(made, "stage", "plan")
    return made


def test_every_type_of_answer_has_its_block(strategy: Strategy) -> None:
    for key, value in {
        "name": {"da": "Havtorn"},
        "why": {"da": "- et\n- to"},
        "members": 12.5,
        "where": ["DE", "NO"],
        "criteria": [{"id": "need", "cells": {"weight": 100}}],
    }.items():
        store(strategy, key, value)

    found = blocks(document_of(strategy))

    assert (found["name"].kind, words(found["name"].value)) == ("value", "Havtorn")
    assert (found["why"].kind, "<li>et</li>" in found["why"].html) == ("text", True)
    assert words(found["members"].value) == "12,5 medlemmer"
    assert [words(item) for item in found["where"].items] == ["Tyskland", "Norge"]
    table = found["criteria"]
    assert [words(column.label) for column in table.columns][1:] == ["weight"]
    assert [[words(cell) for cell in row] for row in table.rows] == [["Ord", "100"], ["Ord", ""]]
    assert found["price"].kind == "unanswered"


def test_hidden_questions_and_phases_are_not_printed(strategy: Strategy) -> None:
    store(strategy, "later", {"da": "skjult"})
    with_phase = blocks(document_of(strategy))
    store(strategy, "stage", "report")

    without = document_of(strategy)

    assert "later" not in with_phase
    assert [words(part.title) for part in without.parts] == ["first"]


def test_goals_stand_where_their_panel_is(strategy: Strategy, alice: User, bob: User) -> None:
    empty = blocks(document_of(strategy))["live"].kind
    draft = GoalDraft(title=Text("Mål", "Goal"), rationale=Text("Fordi"), owner=bob)
    services.add_goal(strategy=strategy, draft=draft, by=alice)
    services.add_goal(strategy=strategy, draft=GoalDraft(title=Text(da="To"), role=Text("Chef", "Head")), by=alice)
    services.delete_goal(goal=factories.make_goal(strategy, alice, "Slettet"), by=alice)

    goals = blocks(document_of(strategy, "en"))["live in English"].goals

    assert empty == "unanswered"
    assert [(g.key, words(g.title), words(g.owner)) for g in goals] == [("S1", "Goal", "Bob"), ("S2", "To", "Head")]
    assert [g.title.is_fallback for g in goals] == [False, True]


def test_panel_of_a_room_that_does_not_exist_is_left_out(
    cluster: Cluster, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reports.exports.strategy, "PANEL_BLOCKS", {})
    template, _example = publish_starter()
    made = services.start_strategy(cluster=cluster, edition=template, title=Text(da="Prøve"), by=alice)
    asked = {q.heading.da: q.panel for q in template.parsed.questions() if q.type == "panel"}

    printed = set(blocks(document_of(made)))

    assert {asked[label] for label in printed & set(asked)} == {"goals"}


def test_words_of_the_other_language_are_marked(strategy: Strategy) -> None:
    store(strategy, "name", {"da": "Havtorn"})
    store(strategy, "why", {"da": "Fordi", "en": "Because"})

    found = blocks(document_of(strategy, "en"))

    assert (found["name in English"].value.language, found["name in English"].value.is_fallback) == ("da", True)
    assert "Because" in found["why in English"].html


def test_document_speaks_its_own_language_whatever_the_page_speaks(strategy: Strategy) -> None:
    statuses = {language: document_of(strategy, language).status for language in LANGUAGES}

    # Name, stage and so on: ten in the first phase; criteria, markets and late in the second.
    assert statuses == {"da": "1 af 14 spørgsmål er besvaret", "en": "1 of 14 questions answered"}
    assert content_language() == "da"


def test_same_document_is_the_same_page(strategy: Strategy) -> None:
    assert print_html(document_of(strategy)) == print_html(document_of(strategy))


def test_texts_of_people_are_never_markup(strategy: Strategy, alice: User) -> None:
    nasty = "<script>alert(1)</script><link rel=attachment href='file:///etc/passwd'>"
    for key in ("name", "why"):
        store(strategy, key, {"da": nasty})
    services.rename_strategy(strategy=strategy, title=Text(da=nasty[:160]), by=alice)
    services.add_goal(
        strategy=strategy,
        draft=GoalDraft(title=Text(da=nasty), rationale=Text(da=nasty), role=Text(da=nasty)),
        by=alice,
    )

    html = print_html(document_of(strategy))

    assert "<script" not in html
    assert "<link rel=attachment" not in html


# ---- the PDF of the demo


@dataclass(frozen=True)
class Printed:
    """The demo's PDF in one language, and what must stand in it."""

    language: Language
    content: bytes
    title: str
    cluster: str
    phases: tuple[str, ...]
    goals: tuple[str, ...]
    emptied: str
    untranslated: str

    @cached_property
    def reader(self) -> pypdf.PdfReader:
        return pypdf.PdfReader(io.BytesIO(self.content))

    @cached_property
    def text(self) -> str:
        return squeezed(" ".join(page.extract_text() for page in self.reader.pages))


def squeezed(text: str) -> str:
    """Return the text without spaces and hyphens, which a line's end may add or take."""
    return re.sub(r"[\s\u00ad\u2010-]+", "", text)


PRINTED: dict[str, Printed] = {}


@pytest.fixture(params=LANGUAGES)
def printed(request: pytest.FixtureRequest, db: None) -> Printed:
    """The demo with one answer taken away and one translation missing; made once for each language."""
    language: Language = request.param
    if language not in PRINTED:
        PRINTED[language] = print_demo(language)
    return PRINTED[language]


def print_demo(language: Language) -> Printed:
    publish_starter()
    make_demo()
    strategy = Strategy.across_clusters.select_related("cluster").get(cluster__slug="demo")
    document = opened(strategy).sheet.document
    prose = [q for q in document.questions() if q.type == "longtext"]
    other: Language = "en" if language == "da" else "da"
    store(strategy, prose[0].key, None)
    store(strategy, prose[1].key, {other: "Kun paa det andet sprog."})
    made = document_of(strategy, language)
    return Printed(
        language=language,
        content=render_pdf(print_html(made)),
        title=strategy.title_text.get(language),
        cluster=strategy.cluster.name.get(language),
        phases=tuple(section.title.get(language) for section in document.sections),
        goals=tuple(goal.title_text.get(language) for goal in strategy.goals.alive()),
        emptied=prose[0].heading.get(language),
        untranslated="Kun paa det andet sprog.",
    )


def test_pdf_has_the_whole_strategy(printed: Printed) -> None:
    text = printed.text

    wanted = (printed.cluster, printed.title, *printed.phases, *printed.goals, printed.emptied, printed.untranslated)
    assert len(wanted) > 12
    assert [words for words in wanted if squeezed(words) not in text] == []


def test_what_is_called_one_page_is_one(printed: Printed) -> None:
    summary, after = (squeezed(printed.reader.pages[n].extract_text()) for n in (2, 3))

    assert [goal for goal in printed.goals if squeezed(goal) not in summary] == []
    assert squeezed(printed.phases[0]) in after


def test_pdf_says_what_is_not_answered_and_what_is_borrowed(printed: Printed) -> None:
    text = printed.text

    place = text.index(squeezed(printed.untranslated))
    assert squeezed(UNANSWERED[printed.language]) in text
    assert BORROWED[printed.language].casefold() in text[place - 200 : place + 200].casefold()


def test_pdf_has_title_language_and_bookmarks(printed: Printed) -> None:
    reader = printed.reader

    outline = [entry.title for entry in flat(reader.outline)]
    assert printed.title in reader.metadata.title
    assert reader.metadata.author == printed.cluster
    assert reader.root_object["/Lang"].casefold()[:2] == printed.language
    assert [phase for phase in printed.phases if not any(phase in title for title in outline)] == []


def flat(outline: list[Any]) -> list[Any]:
    return [one for entry in outline for one in (flat(entry) if isinstance(entry, list) else [entry])]


def test_pdf_is_accessible_by_our_own_list(printed: Printed) -> None:
    assert check_pdf(printed.content) == []


def test_pdf_gives_no_room_to_fallback_fonts(printed: Printed) -> None:
    names = {
        str(font["/BaseFont"]).partition("+")[2]
        for page in printed.reader.pages
        for font in (ref.get_object() for ref in page["/Resources"].get("/Font", {}).values())
    }

    assert [
        name for name in names if not name.startswith(("Schibsted", "Source-Serif", "SourceSerif", "Toolkit"))
    ] == []


# ---- the overall strategy


def test_summary_shows_the_clusters_own_mission_and_vision(cluster: Cluster, alice: User) -> None:
    change_profile(cluster=cluster, mission=Text(da="Vi hjælper"), vision=Text(en="By 2030"), accent="", by=alice)
    strategy = factories.make_strategy(cluster, alice)

    summary = document_of(strategy, "en").summary

    assert summary is not None
    assert summary.aside == Aside(
        title="The cluster’s overall mission and vision",
        items=(
            Fact(label="Mission", value=Resolved("Vi hjælper", "da", is_fallback=True)),
            Fact(label="Vision", value=Resolved("By 2030", "en", is_fallback=False)),
        ),
    )


def test_mission_and_vision_that_nobody_wrote_leave_no_box(cluster: Cluster, alice: User) -> None:
    summary = document_of(factories.make_strategy(cluster, alice)).summary

    assert summary is not None
    assert summary.aside is None
