"""What stands on the shelf of documents: the reports to funders, as they were sent, or as they stand."""

from collections.abc import Iterable

from django.db.models import OuterRef, Subquery
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clusters.models import Cluster
from core.dates import format_date
from core.text import Language, other
from funders.models import FunderReport, Sending
from reports.shown.covers import Cover
from reports.shown.shelf import MOST, Shelf, Shelved


class FunderReports(Shelf):
    """Reports to funders: the newest sending of each, or the draft while nothing was sent."""

    title = gettext_lazy("To the funder")

    def rows(self, cluster: Cluster, language: Language) -> Iterable[Shelved]:
        """Return the reports, the newest first; one query."""
        newest = Sending.objects.of(cluster).filter(report=OuterRef("pk")).order_by("-number")
        rows = FunderReport.objects.of(cluster).alive()
        rows = rows.annotate(last=Subquery(newest.values("number")[:1]), sent_on=Subquery(newest.values("sent_on")[:1]))
        for one in rows.order_by("-number")[:MOST]:
            title = one.title_text.resolve(language).text
            day = format_date(one.sent_on, language) if one.sent_on else ""
            yield Shelved(
                Cover(_("To the funder"), title, day, "lines"),
                title,
                self._file(cluster, one, language, "pdf"),
                _("Sent on %(day)s") % {"day": day} if day else _("Draft, not sent yet"),
                self._file(cluster, one, language, "docx"),
                self._file(cluster, one, other(language), "pdf"),
                reverse("funders:detail", args=[cluster.slug, one.number]),
                _("Open"),
            )

    def _file(self, cluster: Cluster, report: FunderReport, language: Language, form: str) -> str:
        if report.last is None:  # type: ignore[attr-defined]
            return reverse("funders:draft", args=[cluster.slug, report.number, language, form])
        return reverse("funders:sent", args=[cluster.slug, report.number, report.last, language, form])  # type: ignore[attr-defined]

    def all_url(self, cluster: Cluster) -> tuple[str, str | Promise]:
        """Lead to all reports."""
        return reverse("funders:index", args=[cluster.slug]), gettext_lazy("All reports to funders")
