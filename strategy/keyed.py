"""Goals by their keys."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from clusters.keyed import KeyCard, Keyed
from clusters.models import Cluster
from core.addresses import reverse
from core.dates import format_date
from core.languages import content_language
from core.prepared import Prepared
from strategy.models import Goal


@Prepared
def _current(cluster: Cluster) -> "QuerySet[Goal]":
    goals = Goal.objects.of(cluster).filter(strategy__is_current=True, strategy__deleted_at=None, deleted_at=None)
    return goals.only("number")


class GoalKeys(Keyed):
    """The goals of the strategy that the cluster works by; they stand on the page of the red thread."""

    letter = "S"

    def addresses(self, cluster: Cluster) -> dict[int, str]:
        """Return where each goal stands."""
        thread = reverse("findings:thread", args=[cluster.slug])
        return {goal.number: f"{thread}#s{goal.number}" for goal in _current(cluster)}

    def card(self, cluster: Cluster, number: int) -> KeyCard | None:
        """Return title, owner and deadline."""
        goals = Goal.objects.of(cluster).filter(strategy__is_current=True, strategy__deleted_at=None, deleted_at=None)
        goal = goals.select_related("owner").filter(number=number).first()
        if goal is None:
            return None
        language = content_language()
        owner = goal.owner.display_name if goal.owner else goal.role_text.resolve(language).text
        lines = [owner or _("No owner")]
        if goal.deadline:
            lines.append(_("By %(day)s") % {"day": format_date(goal.deadline, language)})
        url = f"{reverse('findings:thread', args=[cluster.slug])}#s{number}"
        return KeyCard(goal.key, goal.title_text.resolve(language).text, url, tuple(lines))
