"""The whole analysis to be read, section by section."""

from dataclasses import dataclass

from analyses.selectors.page import AnalysisPage
from answers.shown import Shown
from core.languages import content_language
from schema.questions import Question
from workbooks.origins import Origin
from workbooks.selectors import Part


@dataclass(frozen=True, slots=True)
class ReadQuestion:
    """A question with its answer as it reads."""

    question: Question
    shown: Shown
    # Where an answer comes from that nobody here has changed or confirmed; empty for the cluster's own.
    origin: Origin = Origin.OWN

    @property
    def anchor(self) -> str:
        """The id of its place on the page."""
        return f"a-{self.question.key}"


@dataclass(frozen=True, slots=True)
class ReadPart:
    """A section to be read."""

    part: Part
    questions: tuple[ReadQuestion, ...]


def read_view(shown: AnalysisPage) -> list[ReadPart]:
    """Return the visible questions of every section with their answers, in the language of the page."""
    language = content_language()
    return [
        ReadPart(
            shown.part_of(section),
            tuple(
                ReadQuestion(one, shown.sheet.show(one, language), shown.origin(one))
                for one in shown.sheet.read(section)
                if not one.shows_panel
            ),
        )
        for section in shown.sheet.sections()
    ]
