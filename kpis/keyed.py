"""KPIs by their keys."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from clusters.keyed import KeyCard, Keyed
from clusters.models import Cluster
from core.addresses import reverse
from core.dates import format_date
from core.prepared import Prepared
from core.text import Text
from kpis.models import Kpi, Measurement
from kpis.shown.kpis import NEWEST, load_kpis


@Prepared
def _numbers(cluster: Cluster) -> "QuerySet[Kpi]":
    return Kpi.objects.of(cluster).only("number")


class KpiKeys(Keyed):
    """KPIs that the cluster follows, or has followed."""

    letter = "K"

    def addresses(self, cluster: Cluster) -> dict[int, str]:
        """Return the page of each."""
        return {one.number: reverse("kpis:detail", args=[cluster.slug, one.number]) for one in _numbers(cluster)}

    def card(self, cluster: Cluster, number: int) -> KeyCard | None:
        """Return baseline, newest value and target, how it stands, and who answers."""
        found = load_kpis(cluster, Kpi.objects.of(cluster).filter(number=number), most=NEWEST)
        if not found:
            return None
        one = found[0]
        figures = f"{one.baseline_words or '–'} → {one.latest_words or '–'}"
        if one.target_words:
            figures = _("%(figures)s, target %(target)s") % {"figures": figures, "target": one.target_words}
        owner = one.kpi.owner.display_name if one.kpi.owner else one.kpi.role_text.resolve(one.language).text
        goal = one.kpi.goal
        lines = [figures, owner or _("No owner")]
        if goal is not None and goal.deleted_at is None:
            lines.append(f"{goal.key} {goal.title_text.resolve(one.language).text}")
        name = one.name.resolve(one.language).text
        return KeyCard(one.kpi.key, name, one.url, tuple(lines), one.state_label, one.chip, one.chip_icon)

    def part(self, cluster: Cluster, number: int, pk: int) -> KeyCard | None:
        """Return a measurement: its value and day, what was noted, its source, and who entered it."""
        rows = Measurement.objects.of(cluster).filter(kpi__number=number, kpi__dropped_at=None, superseded_at=None)
        found = rows.select_related("created_by").filter(pk=pk).first()
        kpis = load_kpis(cluster, Kpi.objects.of(cluster).filter(number=number), most=1) if found else []
        if found is None or not kpis:
            return None
        one = kpis[0]
        who = found.created_by.display_name if found.created_by else ""
        note = Text.from_value(found.note).resolve(one.language).text
        lines = (one.name.resolve(one.language).text, note[:200], found.source, who)
        title = f"{one.show(found.value)}, {format_date(found.date, one.language)}"
        return KeyCard(one.kpi.key, title, f"{one.url}#m-{found.pk}", tuple(filter(None, lines)))
