"""A section of an analysis as a form, with the ranking beside it as it changes."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from analyses.selectors.page import AnalysisPage
from analyses.views.loading import opened
from clusters.access import ClusterRequest, cluster_view
from clusters.permissions import Permission
from core.languages import spoken
from schema.documents import Section
from workbooks.sections import SectionView
from workbooks.selectors import Part
from workbooks.shown.cards import Panel

# A longer name makes the bar below the form wrap, so that it covers what is written.
LONGEST_NAME = 24


@cluster_view(Permission.READ)
@require_http_methods(["GET", "POST"])
def section(request: ClusterRequest, number: int, section: str) -> HttpResponse:
    """Show a section to be filled in, and store what is sent; who may only read is led to the read view."""
    return AnalysisSectionView(request, opened(request, number)).respond(section)


class AnalysisSectionView(SectionView[AnalysisPage]):
    """How a section is filled in and saved in a workbook that an analysis holds."""

    template = "analyses/section.html"

    @property
    def hidden_words(self) -> str:
        """What is said when a colleague's answer has hidden the section that was sent."""
        return _("Your answers are kept, but a colleague’s answer has hidden this section in the meantime.")

    @property
    def end_url(self) -> str:
        """The last section leads to the result."""
        return self.shown.detail_url

    def back_words(self, before: Part) -> str:
        """Return where the button back leads."""
        return before.label if len(before.label) <= LONGEST_NAME else _("Previous section")

    def onward_words(self, coming: Part | None) -> str:
        """Return where the button onward leads; the last section leads to the result."""
        if coming is None:
            return _("Save and see the result")
        if len(coming.label) > LONGEST_NAME:
            return _("Save and go to the next section")
        return spoken(_("Save and continue to %(section)s"), section=coming.label)

    def panels(self, section: Section) -> Mapping[str, Panel]:
        """Return nothing: an analysis has no panels."""
        return {}

    def surroundings(self, section: Section) -> dict[str, Any]:
        """Return the sections, and whether the ranking stands beside this one."""
        shown, here = self.shown, self.shown.part_of(section)
        asked = {question.key for question in section.questions}
        weighs = any({one.key, one.column.weights.question} & asked for one in shown.weighings)
        return {
            "analysis": shown.analysis,
            "part": here,
            "parts": shown.parts,
            "standing_url": shown.url("standing") if weighs else "",
            "crumbs": [(shown.title, shown.detail_url), (here.label, "")],
        }
