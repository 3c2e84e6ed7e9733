"""What the KPIs put on the front page: tiles, the ones that need a look first, and what is due."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from clusters.models import Cluster
from dashboard.overview import Step
from kpis.pages import Followed, kpi_url
from kpis.status import State

MOST_TILES = 4
FIRST = (State.OFF_TRACK, State.OVERDUE, State.AT_RISK, State.NO_DATA, State.ON_TRACK)


def tiles_of(found: Sequence[Followed]) -> list[Followed]:
    """Return the few that are shown, those that need a look first."""
    return sorted(found, key=lambda one: (FIRST.index(one.state), one.kpi.number))[:MOST_TILES]


def kpi_steps(cluster: Cluster, found: Sequence[Followed], user: User, *, may_measure: bool) -> list[Step]:
    """Return what is due, as one step: the reader's own values, or everybody's when one of them is late."""
    mine = [one for one in found if one.due and one.kpi.owner_id == user.pk]
    late = [one for one in found if one.verdict.is_overdue]
    asked = mine or late
    if not asked or not may_measure:
        return []
    periods = [period for one in asked for period in one.due]
    due = min(period.last_day for period in periods)
    label = ngettext("Enter the value of %(kpis)s", "Enter the values of %(kpis)s", len(asked)) % {
        "kpis": ", ".join(one.kpi.key for one in asked)
    }
    first = asked[0]
    detail = (
        f"{first.name.resolve(first.language).text}, {first.next_words}" if len(asked) == 1 else _("KPIs that are due")
    )
    return [Step(label, kpi_url(cluster, "due"), detail, "chart-line", due, bool(late))]
