"""Self-assessments that somebody has been asked to answer, and has not answered whole."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from assessments.models import Scorer
from clusters.duties import Duties, Duty
from clusters.models import Cluster
from core.text import Text


class ScorerDuties(Duties):
    """What a member is asked to score; their own, until the answers are opened."""

    kind = "score"
    label = gettext_lazy("Self-assessments to answer")
    icon = "radar"
    owner_field = "user"
    day_field = "assessment__until"

    def open(self) -> QuerySet[Any]:
        """Return members who have not answered everything, of assessments that can still be answered."""
        # across_clusters: narrowed to the clusters that the reader may see
        return Scorer.across_clusters.filter(
            user__isnull=False, is_done=False, assessment__closed_on=None, assessment__deleted_at=None
        )

    def loaded(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Add the assessment and the person."""
        return rows.select_related("assessment__created_by", "user")

    def made(self, rows: Iterable[Any], clusters: Mapping[int, Cluster]) -> list[Duty]:
        found = []
        for row in rows:
            asked = row.assessment
            asked.cluster = clusters[asked.cluster_id]
            who = asked.created_by.display_name if asked.created_by else ""
            found.append(
                self.duty(
                    row,
                    asked.cluster,
                    Text(asked.name, asked.name),
                    asked.url("score"),
                    asked.until,
                    of=_("Self-assessment, asked for by %(who)s") % {"who": who} if who else _("Self-assessment"),
                    given_by_id=asked.created_by_id,
                )
            )
        return found

    def hand_over(self, *, cluster: Cluster, of: User, to: User, by: User) -> int:
        """Ask somebody else in place of who leaves; what has been scored stays, and is nobody's task.

        So does what has a file alone: whoever is asked next could read it.
        """
        rows = Scorer.objects.of(cluster).filter(
            user=of, is_done=False, assessment__closed_on=None, assessment__deleted_at=None
        )
        begun = rows.filter(Q(scores__isnull=False) | Q(files__isnull=False)).distinct()
        Scorer.objects.of(cluster).filter(pk__in=list(begun.values_list("pk", flat=True))).update(user=None)
        asked = Scorer.objects.of(cluster).filter(user=to).values("assessment")
        rows.filter(assessment__in=asked).update(user=None)
        return int(rows.update(user=to, name=to.display_name))
