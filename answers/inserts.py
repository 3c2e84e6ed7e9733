"""What stands among the questions and is not an answer to one: clauses of a document, and live objects."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from answers.base import AnswerType, Description, Stored, Surroundings
from answers.shown import NOTHING, Shown, ShownLine
from core.text import Language
from schema.questions import ClauseQuestion, PanelQuestion

PANELS: dict[str, str | Promise] = {
    "goals": gettext_lazy("Your goals are listed here, each with an owner and a deadline"),
    "kpis": gettext_lazy("Your KPIs are listed here, with baseline, targets and measurements"),
    "activities": gettext_lazy("The activities of your action plan are listed here"),
    "assessment": gettext_lazy("The result of your self-assessment is shown here"),
    "surveys": gettext_lazy("The results of your member surveys are shown here"),
}


class ClauseType(AnswerType[ClauseQuestion]):
    """A clause of a document; an optional one can be left out, and is in until somebody says so."""

    type = "clause"

    def describe(self, asked: ClauseQuestion, language: Language) -> Description:
        words = _("A clause that you can leave out") if asked.optional else _("A fixed clause")
        return Description(words, body=asked.body, lines=0)

    def show(self, asked: ClauseQuestion, value: Stored, language: Language, around: Surroundings) -> Shown:
        if asked.optional and value is False:
            return NOTHING
        return Shown("prose", line=ShownLine.of(asked.body.resolve(language)))

    def is_answered(self, value: Stored) -> bool:
        return isinstance(value, bool)


class PanelType(AnswerType[PanelQuestion]):
    """A place where live objects of the cluster stand; nothing is asked or stored."""

    type = "panel"

    def describe(self, asked: PanelQuestion, language: Language) -> Description:
        return Description(str(PANELS[asked.panel]), lines=8)

    def show(self, asked: PanelQuestion, value: Stored, language: Language, around: Surroundings) -> Shown:
        return NOTHING

    def is_answered(self, value: Stored) -> bool:
        return False
