"""Activities by their keys."""

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from clusters.keyed import KeyCard, Keyed
from clusters.models import Cluster
from core.addresses import reverse
from core.languages import content_language
from core.prepared import Prepared
from plans.models import Activity
from plans.shown.activities import PlanLine


@Prepared
def _numbers(cluster: Cluster) -> "QuerySet[Activity]":
    return Activity.objects.of(cluster).filter(deleted_at=None).only("number")


class ActivityKeys(Keyed):
    """Activities that nobody has deleted."""

    letter = "A"

    def addresses(self, cluster: Cluster) -> dict[int, str]:
        """Return the page of each."""
        return {one.number: reverse("plans:activity", args=[cluster.slug, one.number]) for one in _numbers(cluster)}

    def card(self, cluster: Cluster, number: int) -> KeyCard | None:
        """Return owner and days, how it stands, and its milestones."""
        rows = Activity.objects.of(cluster).alive().with_people().with_milestones().filter(number=number)
        activity = rows.first()
        if activity is None:
            return None
        activity.cluster = cluster
        line, language = PlanLine(activity, timezone.localdate()), content_language()
        owner = activity.owner.display_name if activity.owner else activity.role_text.resolve(language).text
        lines = [" · ".join(filter(None, (owner or _("No owner"), line.when))), line.milestone_words]
        if activity.goal is not None and activity.goal.deleted_at is None:
            lines.append(f"{activity.goal.key} {activity.goal.title_text.resolve(language).text}")
        return KeyCard(
            activity.key,
            activity.title_text.resolve(language).text,
            activity.get_absolute_url(),
            tuple(filter(None, lines)),
            line.status_words,
            line.kind,
            line.icon,
        )
