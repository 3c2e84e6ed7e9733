"""A phase of a strategy: the form of its section, with the panels that stand in it."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from answers.base import Surroundings
from answers.types import type_of
from clusters.access import ClusterRequest, cluster_view
from clusters.permissions import Permission
from core.languages import content_language, spoken
from core.pages import page
from schema.documents import Section
from strategy.current import noted, opened
from strategy.deciding import approved_words
from strategy.selectors.phases import SERVES_MISSION, StrategyPage
from strategy.shown.panels import panels
from strategy.shown.read_view import GOALS_PANEL, read_view
from workbooks.sections import SectionView
from workbooks.selectors import Part
from workbooks.services.workbooks import waiting_changes
from workbooks.shown.cards import Panel


@cluster_view(Permission.READ)
@require_http_methods(["GET", "POST"])
def phase(request: ClusterRequest, number: int, section: str) -> HttpResponse:
    """Show a phase to be filled in, and store what is sent; who may only read is led to the read view."""
    return PhaseView(request, opened(request, number)).respond(section)


class PhaseView(SectionView[StrategyPage]):
    """A section as a phase of a strategy."""

    template = "strategy/phase.html"

    @property
    def hidden_words(self) -> str:
        """What is said when a colleague's answer has hidden the phase that was sent."""
        return _("Your answers are kept, but a colleague’s answer has hidden this phase in the meantime.")

    @property
    def end_url(self) -> str:
        """The last phase leads to what is missing."""
        return self.shown.missing_url

    def back_words(self, before: Part) -> str:
        """Return the name of the phase before."""
        return before.label

    def onward_words(self, coming: Part | None) -> str:
        """Return where saving leads."""
        if coming is None:
            return _("Save and see what is missing")
        return spoken(_("Save and continue to %(phase)s"), phase=coming.label)

    def panels(self, section: Section) -> Mapping[str, Panel]:
        """Return the strategy's panels."""
        return panels(self.request, self.shown)

    def locked(self, section: Section) -> HttpResponse:
        """Show the phase as it was approved, with who approved it, and offer a new round."""
        shown, language = self.shown, content_language()
        goals = list(shown.strategy.goals.alive())
        parts = read_view(shown, goals, language, panels(self.request, shown))
        part = next(one for one in parts if one.phase.key == section.key)
        before, coming = shown.neighbours(section)
        asked = {question.key: question for question in section.questions}
        rows = [one for one in waiting_changes(shown.workbook) if one.question_key in asked]
        context = {
            "shown": shown,
            "cluster": self.request.cluster,
            "section": section,
            "part": part,
            "panels": panels(self.request, shown),
            "approved": approved_words(shown.strategy),
            "waiting": [
                (
                    asked[one.question_key],
                    one,
                    type_of(asked[one.question_key]).show(
                        asked[one.question_key], one.value, language, Surroundings(shown.sheet.values)
                    ),
                )
                for one in rows
            ],
            "before": before,
            "coming": coming,
            **self.surroundings(section),
        }
        return page(self.request, "strategy/phase_locked.html", context)

    def surroundings(self, section: Section) -> dict[str, Any]:
        """Return the stepper and the crumbs; the menus around the page are told of the answers as they stand now."""
        shown, here = self.shown, self.shown.phase_of(section)
        noted(self.request, shown)
        return {
            "strategy": shown.strategy,
            "talk_url": shown.url("detail") if self.request.membership.may(Permission.REVIEW) else "",
            "phase": here,
            "phases": shown.phases,
            "may_manage": self.request.membership.may(Permission.MANAGE_CLUSTER),
            # The lessons of the last strategy are about its goals, so they stand where the goals are set.
            "shows_lessons": shown.strategy.previous_id is not None
            and any(question.shows_panel == GOALS_PANEL for question in section.questions),
            "serves_mission": any(question.key in SERVES_MISSION for question in section.questions),
            "crumbs": [(shown.strategy.shown_title, shown.detail_url), (here.label, "")],
        }
