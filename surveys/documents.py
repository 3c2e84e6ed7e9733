"""The questions of a round: those of the published survey, and after them the cluster's own."""

from dataclasses import replace

from core.text import Text
from schema.documents import Section, Template
from schema.questions import LongTextQuestion
from surveys.models import SurveyRound
from surveys.models.rounds import MOST_OWN

OWN = "own"
OWN_TITLE = Text(da="Spørgsmål fra klyngen", en="Questions from the cluster")


def document_of(round: SurveyRound) -> Template:
    """Return all that is asked."""
    document = round.edition.parsed
    if not isinstance(document, Template):
        raise TypeError(f"{round.edition} is no survey")
    own = own_questions(round)
    if not own:
        return document
    return replace(document, sections=(*document.sections, Section(key=OWN, title=OWN_TITLE, questions=own)))


def own_questions(round: SurveyRound) -> tuple[LongTextQuestion, ...]:
    """Return the cluster's own questions, which are answered in words."""
    texts = ((n, Text(round.own.get(f"{n}_da", ""), round.own.get(f"{n}_en", ""))) for n in range(1, MOST_OWN + 1))
    return tuple(LongTextQuestion(key=f"{OWN}_{n}", label=text) for n, text in texts if text)
