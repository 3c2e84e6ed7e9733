"""KPIs by their keys."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from clusters.keyed import KeyCard, Keyed
from clusters.models import Cluster
from core.addresses import reverse
from core.prepared import Prepared
from kpis.models import Kpi
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
