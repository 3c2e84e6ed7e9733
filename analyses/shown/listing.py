"""An analysis as a list shows it."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from analyses.models import Analysis
from analyses.selectors.page import AnalysisPage
from analyses.shown.result import Result
from core.times import moment


@dataclass
class ListLine:
    """What it is called, what it comes to, and who changed it last."""

    page: AnalysisPage
    today: date

    @property
    def analysis(self) -> Analysis:
        return self.page.analysis

    @cached_property
    def result(self) -> Result | None:
        """Its first comparison."""
        return Result(self.page.weighing) if self.page.weighing else None

    @property
    def answer(self) -> str:
        """What it comes to, in a sentence; empty while nothing is ranked."""
        return self.result.answer if self.result and self.result.has_places else ""

    @property
    def is_firm(self) -> bool:
        """Whether weights a fifth up or down leave the first where they are."""
        firm = self.page.weighing.firmness if self.page.weighing else None
        return firm is not None and firm.weights_firm and not firm.is_tied

    @property
    def stale(self) -> str:
        """How many of its sources are old, in words; empty where none is."""
        count = len(self.page.stale(self.today))
        return ngettext("%(count)s old source", "%(count)s old sources", count) % {"count": count} if count else ""

    @property
    def changed(self) -> str:
        """Who changed it last, and when."""
        last = self.page.last_change
        who = last.changed_by if last and last.changed_by else self.analysis.created_by
        at = last.changed_at if last else self.analysis.created_at
        words = {"who": who.display_name if who else "–", "when": moment(at)}
        return _("Changed %(when)s by %(who)s") % words if last else _("Begun %(when)s by %(who)s") % words
