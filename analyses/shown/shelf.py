"""What stands on the shelf of documents of this room."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from analyses.models import Analysis
from clusters.models import Cluster
from core.text import Language, other
from reports.shown.covers import Cover
from reports.shown.shelf import MOST, Shelf, Shelved


class Analyses(Shelf):
    """The analyses, as they are now."""

    title = gettext_lazy("Analyses")

    def rows(self, cluster: Cluster, language: Language) -> Iterable[Shelved]:
        """Return the analyses, the newest first; one query."""
        for one in Analysis.objects.of(cluster).alive().order_by("-number")[:MOST]:
            title, place = one.title_text.resolve(language).text, (cluster.slug, one.number)
            yield Shelved(
                Cover(_("Analysis"), title, art="bars"),
                title,
                reverse("analyses:document", args=[*place, language, "pdf"]),
                word=reverse("analyses:document", args=[*place, language, "docx"]),
                other=reverse("analyses:document", args=[*place, other(language), "pdf"]),
                url=reverse("analyses:detail", args=place),
                url_words=_("The result"),
            )

    def all_url(self, cluster: Cluster) -> tuple[str, str | Promise]:
        """Lead to all of them."""
        return reverse("analyses:index", args=[cluster.slug]), gettext_lazy("All analyses")
