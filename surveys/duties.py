"""Surveys that somebody is to send, or to close when their last day has come."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from clusters.duties import Duties, Duty
from clusters.models import Cluster
from surveys.models import SurveyRound
from surveys.services.rounds import hand_over_rounds


class SurveyDuties(Duties):
    """Rounds that are not closed, by their last day: before somebody closes one nothing is shown, and no KPI is fed."""

    kind = "survey"
    label = gettext_lazy("Surveys")
    icon = "message-square"
    day_field = "closes_on"

    def open(self) -> QuerySet[Any]:
        """Return the rounds that are being prepared or answered."""
        # across_clusters: narrowed to the clusters that the reader may see
        rows: QuerySet[Any] = SurveyRound.across_clusters.named()
        return rows.exclude(state=SurveyRound.State.CLOSED).order_by("cluster", "number")

    def made(self, rows: Iterable[Any], clusters: Mapping[int, Cluster]) -> list[Duty]:
        """Return rounds as duties."""
        found = []
        for row in rows:
            row.cluster = clusters[row.cluster_id]
            path, given_by = row.get_absolute_url(), row.changed_by_id
            found.append(
                self.duty(row, row.cluster, row.title_text, path, row.closes_on, of=row.state, given_by_id=given_by)
            )
        return found

    def detail(self, duty: Duty) -> str:
        """Say what is to be done with it."""
        if duty.of == SurveyRound.State.DRAFT:
            return _("The survey has not been sent yet")
        return _("Close the survey, and see the results")

    def hand_over(self, *, cluster: Cluster, of: User, to: User, by: User) -> int:
        """Give somebody's rounds to another."""
        return hand_over_rounds(cluster=cluster, of=of, to=to, by=by)
