"""What stands on the shelf of documents of this room."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clusters.models import Cluster
from core.dates import format_date
from core.text import Language, other
from documents.models import ClusterDocument
from reports.shown.covers import Cover
from reports.shown.shelf import MOST, Shelf, Shelved


class Documents(Shelf):
    """Agreements, adverts and plans."""

    title = gettext_lazy("Agreements, adverts and plans")

    def rows(self, cluster: Cluster, language: Language) -> Iterable[Shelved]:
        """Return the documents, the newest first; one query."""
        rows = ClusterDocument.objects.of(cluster).alive().defer("known", "known_at").order_by("-number")
        for one in rows[:MOST]:
            title, place = one.title_text.resolve(language).text, (cluster.slug, one.number)
            day = one.signed_on or one.final_on
            state = str(one.get_state_display())
            yield Shelved(
                Cover(_("Document"), title, state),
                title,
                reverse("documents:file", args=[*place, language, "pdf"]),
                f"{state}, {format_date(day, language)}" if day else state,
                reverse("documents:file", args=[*place, language, "docx"]),
                reverse("documents:file", args=[*place, other(language), "pdf"]),
                reverse("documents:detail", args=place),
                _("Open"),
            )

    def all_url(self, cluster: Cluster) -> tuple[str, str | Promise]:
        """Lead to all of them."""
        return reverse("documents:index", args=[cluster.slug]), gettext_lazy("All documents")
