"""The questions of a round: those of the published survey, and after them the cluster's own."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from core.text import Text
from schema.documents import Section, Template
from schema.questions import (
    ChoiceQuestion,
    LongTextQuestion,
    MultiChoiceQuestion,
    NumberQuestion,
    Question,
    ScaleQuestion,
    YesNoQuestion,
)
from schema.traits import Option
from surveys.models import SurveyRound
from surveys.models.rounds import MOST_OWN, OwnKind

OWN = "own"
SCALE_LOW, SCALE_HIGH = Text(da="slet ikke", en="not at all"), Text(da="i meget høj grad", en="to a very high degree")
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


def own_questions(round: SurveyRound) -> tuple[Question, ...]:
    """Return the cluster's own questions, each answered as the cluster has chosen."""
    found = ((n, _own_text(round, f"{n}")) for n in range(1, MOST_OWN + 1))
    return tuple(_own(round, n, text) for n, text in found if text)


def _own_text(round: SurveyRound, name: str) -> Text:
    return Text(round.own.get(f"{name}_da", ""), round.own.get(f"{name}_en", ""))


def _own(round: SurveyRound, number: int, label: Text) -> Question:
    known: dict[str, Any] = {"key": f"{OWN}_{number}", "label": label}
    match round.own.get(f"{number}_type", OwnKind.WORDS):
        case OwnKind.NUMBER:
            return NumberQuestion(**known, min=Decimal(0))
        case OwnKind.YES_NO:
            return YesNoQuestion(**known)
        case OwnKind.SCALE:
            return ScaleQuestion(**known, min=1, max=5, low=SCALE_LOW, high=SCALE_HIGH)
        case OwnKind.CHOICE:
            return ChoiceQuestion(**known, options=_options(round, number))
        case OwnKind.SEVERAL:
            return MultiChoiceQuestion(**known, options=_options(round, number))
    return LongTextQuestion(**known)


def _options(round: SurveyRound, number: int) -> tuple[Option, ...]:
    """Return what can be chosen, line by line in both languages."""
    texts = _own_text(round, f"{number}_options")
    lines = zip(texts.da.splitlines(), texts.en.splitlines(), strict=False)
    return tuple(Option(key=f"option_{place}", label=Text(da, en)) for place, (da, en) in enumerate(lines, start=1))
