"""The whole strategy to be read: phase by phase, question by question, in one language."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property

from answers.sheet import AnswerSheet
from answers.shown import NOTHING, Shown
from core.parts.values import of_lasting
from core.text import Language
from schema.questions import Question
from strategy.models import Goal
from strategy.selectors.phases import Phase, StrategyPage
from workbooks.origins import Origin

# The one panel whose objects are this room's own.
GOALS_PANEL = "goals"


@dataclass(frozen=True)
class ReadQuestion:
    """A question with its answer as it reads; at the panel of goals stand the goals themselves."""

    question: Question
    sheet: AnswerSheet
    language: Language
    goals: tuple[Goal, ...] | None = None
    # The name of a panel whose objects belong to a room above; the page loads it, the document asks that room.
    panel: str = ""
    # Where an answer comes from that nobody in the cluster has changed or confirmed; empty for the cluster's own.
    origin: Origin = Origin.OWN

    def drawn_from(self) -> object:
        """Return what the page shows of it, for `{% kept %}`."""
        answer = (self.sheet.value(self.question.key), self.language, self.sheet.around(self.question))
        return of_lasting(self.question), answer, self.goals, self.panel, self.origin

    @cached_property
    def shown(self) -> Shown:
        """The answer as it reads; nothing at a panel."""
        return NOTHING if self.question.shows_panel else self.sheet.show(self.question, self.language)

    @property
    def anchor(self) -> str:
        """The id of its place on the page."""
        return f"a-{self.question.key}"


@dataclass(frozen=True, slots=True)
class ReadPhase:
    """A phase of the page on which a strategy is read, with its questions as text."""

    phase: Phase
    questions: tuple[ReadQuestion, ...]


def read_view(
    shown: StrategyPage, goals: Sequence[Goal], language: Language, panels: Collection[str] = ()
) -> list[ReadPhase]:
    """Return the visible questions of every phase with their answers in this language.

    `panels` names those of rooms above that can be shown; a panel that is not among them is left out.
    """
    parts, sheet = [], shown.sheet
    for section in shown.sheet.sections():
        phase = shown.phase(section)
        questions = []
        for question in shown.sheet.read(section):
            if question.shows_panel == GOALS_PANEL:
                questions.append(ReadQuestion(question, sheet, language, tuple(goals)))
            elif question.shows_panel in panels:
                questions.append(ReadQuestion(question, sheet, language, panel=question.shows_panel))
            elif not question.shows_panel:
                questions.append(ReadQuestion(question, sheet, language, origin=shown.origin(question)))
        if phase is not None:
            parts.append(ReadPhase(phase, tuple(questions)))
    return parts
