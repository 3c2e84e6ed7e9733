"""The whole report to be read: section by section, with what is pulled in where it belongs."""

from dataclasses import dataclass

from answers.shown import NOTHING, Shown
from core.languages import content_language
from funders.selectors.gathering import Gathered, PlannedActivities
from funders.selectors.question_keys import ACTIVITIES, KPIS, theme_of
from funders.selectors.report import ReportPage
from funders.shown.panels import activity_context
from funders.shown.tables import ActivityTable, kpi_lines
from schema.questions import Question
from workbooks.origins import Origin
from workbooks.selectors import Part
from workbooks.shown.cards import Panel


@dataclass(frozen=True, slots=True)
class ReadQuestion:
    """A question with its answer as it reads, or what its panel shows."""

    question: Question
    shown: Shown
    # Where an answer comes from that nobody here has changed or confirmed; empty for the cluster's own.
    origin: Origin = Origin.OWN
    panel: Panel | None = None

    @property
    def anchor(self) -> str:
        """The id of its place on the page."""
        return f"a-{self.question.key}"


@dataclass(frozen=True, slots=True)
class ReadPart:
    """A section to be read, with the activities of its theme."""

    part: Part
    questions: tuple[ReadQuestion, ...]
    table: ActivityTable | None = None


def read_view(shown: ReportPage, gathered: Gathered) -> list[ReadPart]:
    """Return the visible questions of every section with their answers, in the language of the page."""
    content = gathered.content
    activities = PlannedActivities(content.activities, gathered.undated, ())
    panels = {
        ACTIVITIES: Panel(
            template="funders/activities_panel.html", context=activity_context(shown, activities, may_write=False)
        ),
        KPIS: Panel(
            template="funders/kpis_panel.html",
            context={"lines": kpi_lines(shown.cluster, content.kpis), "cluster": shown.cluster},
        ),
    }
    language = content_language()
    parts = []
    for section in shown.sheet.sections():
        questions = []
        for question in shown.sheet.read(section):
            if not question.shows_panel:
                questions.append(ReadQuestion(question, shown.sheet.show(question, language), shown.origin(question)))
            elif question.shows_panel in panels:
                questions.append(ReadQuestion(question, NOTHING, panel=panels[question.shows_panel]))
        theme = theme_of(section)
        rows = content.of_theme(theme) if theme else []
        table = ActivityTable.of(shown.cluster, rows, theme=theme) if rows else None
        parts.append(ReadPart(shown.part_of(section), tuple(questions), table))
    return parts
