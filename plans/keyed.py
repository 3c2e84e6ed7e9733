"""Activities by their keys."""

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from clusters.keyed import KeyCard, Keyed
from clusters.models import Cluster
from core.addresses import reverse
from core.dates import format_date
from core.languages import content_language
from core.prepared import Prepared
from plans.models import Activity, Milestone
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

    def part(self, cluster: Cluster, number: int, pk: int) -> KeyCard | None:
        """Return a milestone: its day, whether it has been reached, and who answers for its activity."""
        rows = Milestone.objects.of(cluster).filter(activity__number=number, activity__deleted_at=None, deleted_at=None)
        found = rows.select_related("activity__owner").filter(pk=pk).first()
        if found is None:
            return None
        language, today, activity = content_language(), timezone.localdate(), found.activity
        activity.cluster = cluster
        if found.done_on:
            said, kind, icon = (
                _("Reached on %(day)s") % {"day": format_date(found.done_on, language)},
                "ok",
                "circle-check",
            )
        elif found.is_overdue(today):
            said, kind, icon = _("Not reached"), "bad", "octagon-alert"
        else:
            said, kind, icon = _("To come"), "none", "circle"
        owner = activity.owner.display_name if activity.owner else activity.role_text.resolve(language).text
        return KeyCard(
            activity.key,
            found.title_text.resolve(language).text,
            f"{activity.get_absolute_url()}#m-{found.pk}",
            (
                format_date(found.date, language),
                _("Milestone of %(title)s") % {"title": activity.title_text.resolve(language).text},
                owner or _("No owner"),
            ),
            said,
            kind,
            icon,
        )
