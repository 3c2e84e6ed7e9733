"""A section of a report: its form, with the activities of its theme and the panels that stand in it."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from clusters.access import ClusterRequest, cluster_view
from clusters.permissions import Permission
from core.languages import spoken
from funders.selectors.report import ReportPage
from funders.shown.panels import panels_of, theme_table
from funders.views.loading import opened
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
    return ReportSectionView(request, opened(request, number)).respond(section)


class ReportSectionView(SectionView[ReportPage]):
    """A section of a report to a funder."""

    template = "funders/section.html"

    @property
    def hidden_words(self) -> str:
        """What is said when a colleague's answer has hidden the section that was sent."""
        return _("Your answers are kept, but a colleague’s answer has hidden this section in the meantime.")

    @property
    def end_url(self) -> str:
        """The last section leads to the report's front page."""
        return self.shown.detail_url

    def back_words(self, before: Part) -> str:
        """Return where the button back leads."""
        return before.label if len(before.label) <= LONGEST_NAME else _("Previous section")

    def onward_words(self, coming: Part | None) -> str:
        """Return where the button onward leads; the last section leads to the whole report."""
        if coming is None:
            return _("Save and see the whole report")
        if len(coming.label) > LONGEST_NAME:
            return _("Save and go to the next section")
        return spoken(_("Save and continue to %(section)s"), section=coming.label)

    def panels(self, section: Section) -> Mapping[str, Panel]:
        """Return the panels that the section asks for."""
        return panels_of(self.shown, section, may_write=True)

    def surroundings(self, section: Section) -> dict[str, Any]:
        """Return the report's sections, and the activities of the theme that this one tells of."""
        shown, here = self.shown, self.shown.part_of(section)
        return {
            "report": shown.report,
            "part": here,
            "parts": shown.parts,
            "table": theme_table(shown, section),
            "period": shown.period_words,
            "crumbs": [(shown.title, shown.detail_url), (here.label, "")],
        }
