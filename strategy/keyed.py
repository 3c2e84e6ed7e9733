"""Goals by their keys."""

from collections.abc import Iterable

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from clusters.keyed import Addresses, KeyCard, Keyed
from clusters.models import Cluster
from core.addresses import reverse
from core.dates import format_date
from core.languages import content_language
from core.prepared import Prepared
from strategy.models import Goal, Strategy


@Prepared
def _current(cluster: Cluster) -> "QuerySet[Goal]":
    goals = Goal.objects.of(cluster).filter(strategy__is_current=True, strategy__deleted_at=None, deleted_at=None)
    return goals.only("number")


def know_goals(addresses: Addresses | None, strategy: Strategy, goals: Iterable[Goal]) -> None:
    """Say where the goals of a strategy stand, for texts that name them, where a page has loaded them already."""
    if addresses is not None and strategy.is_current:
        addresses.known[GoalKeys.letter] = _places(addresses.cluster, goals)


def _places(cluster: Cluster, goals: Iterable[Goal]) -> dict[int, str]:
    thread = reverse("findings:thread", args=[cluster.slug])
    return {goal.number: f"{thread}#s{goal.number}" for goal in goals}


class GoalKeys(Keyed):
    """The goals of the strategy that the cluster works by; they stand on the page of the red thread."""

    letter = "S"

    def addresses(self, cluster: Cluster) -> dict[int, str]:
        """Return where each goal stands."""
        return _places(cluster, _current(cluster))

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
