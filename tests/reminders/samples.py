"""Things that somebody answers for, one of each kind, with days that are given."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

from accounts.models import User
from analyses.models import Analysis
from analyses.querysets import REVIEWED_ON
from checklists.models import Item
from clusters.models import Cluster
from core.text import Text
from curation.models import OwnCopy
from curation.querysets import LOOK_WITHIN
from curation.services.own import copy_for
from documents.models import ClusterDocument
from documents.services.documents import Tied
from kpis.models import Kpi, Measurement
from kpis.services.following import DefinitionDraft, KpiDraft, make_kpi
from library.models import Edition, Kind
from library.services import publish_edition
from plans.models import Activity, Milestone
from strategy.models import Goal, Strategy
from strategy.services import GoalDraft, add_goal
from tests import factories
from tests.analyses.samples import analysis_template, make_analysis
from tests.documents.samples import make_document
from tests.plans.samples import make_activity, make_milestone
from tests.schema.samples import question, template
from tests.workbooks.samples import put as answer

# A Monday.
TODAY = date(2026, 11, 23)
COUNTED = DefinitionDraft(
    name=Text(da="Eksportører"),
    definition=Text(da="Medlemmer med eksport."),
    level="outcome",
    unit="count",
    direction="up",
    frequency="monthly",
    aggregation="point",
)


def in_days(days: int) -> date:
    """Return the day so many days from today, which is the 23rd of November 2026."""
    return TODAY + timedelta(days=days)


def activity_of(user: User | None, cluster: Cluster, day: date | None, by: User | None = None) -> Activity:
    """Give somebody an activity that ends on the day."""
    return make_activity(cluster, by, "Markedsbesøg", owner=user, ends=day)


def milestone_of(user: User, cluster: Cluster, day: date) -> Milestone:
    """Give somebody an activity without an end, with a milestone on the day."""
    return make_milestone(activity_of(user, cluster, None), "Aftalen er skrevet", date=day)


def item_of(user: User | None, cluster: Cluster, day: date, by: User | None = None) -> Item:
    """Give somebody the first item of a checklist, due on the day; the others are nobody's and far away."""
    checklist = factories.make_checklist(cluster, by, day=date(2028, 5, 1))
    item: Item = Item.objects.of(cluster).get(checklist=checklist, number=1)
    item.assignee, item.due, item.changed_by = user, day, by
    item.save(update_fields=["assignee", "due", "changed_by"])
    return item


def document_of(user: User | None, cluster: Cluster, day: date | None, by: User | None = None) -> ClusterDocument:
    """Give somebody a draft to finish by the day; all are on one edition of the template."""
    edition = Edition.objects.filter(publication__kind=Kind.DOCUMENT).first()
    return make_document(cluster, by, edition, Tied(owner=user, due_on=day))


def analysis_of(user: User, cluster: Cluster, day: date) -> Analysis:
    """Give somebody an analysis to look at again on the day; all are on one edition of the template."""
    edition = Edition.objects.filter(publication__kind=Kind.ANALYSIS).first()
    if edition is None:
        data = analysis_template()
        data["sections"][0]["questions"].append(question(REVIEWED_ON, "date"))
        edition = publish_edition(data=data, by=None)
    analysis = make_analysis(cluster, user, edition)
    answer(analysis.workbook, user, REVIEWED_ON, day.isoformat())
    return analysis


def copy_of(user: User, cluster: Cluster, day: date) -> OwnCopy:
    """Give somebody a copy whose original has a newer edition, to be looked at by the day."""
    first = Edition.objects.filter(publication__slug="original", version=1).first()
    if first is None:
        given = template(question("a"), kind="strategy", slug="original")
        first = publish_edition(data=given, by=None)
        newer = publish_edition(data={**given, "version": 2}, by=None)
        moment = datetime.combine(day - LOOK_WITHIN, time(10), UTC)
        Edition.objects.filter(pk=newer.pk).update(published_at=moment)
    return copy_for(cluster=cluster, edition=first, by=user)


def strategy_of(cluster: Cluster) -> Strategy:
    """Return the cluster's strategy, started if it has none."""
    return Strategy.objects.of(cluster).current().first() or factories.make_strategy(cluster)


def goal_of(user: User | None, cluster: Cluster, day: date | None, by: User | None = None) -> Goal:
    """Give somebody a goal with a deadline."""
    draft = GoalDraft(title=Text(da="Flere eksporterer"), owner=user, deadline=day)
    return add_goal(strategy=strategy_of(cluster), draft=draft, by=by)  # type: ignore[arg-type]


def kpi_of(user: User | None, cluster: Cluster, measured: date, by: User) -> Kpi:
    """Give somebody a KPI for every month, measured on the day and not since."""
    kpi = make_kpi(cluster=cluster, definition=COUNTED, draft=KpiDraft(owner=user), by=by)
    Measurement.objects.create(kpi=kpi, date=measured, value=Decimal(10), is_baseline=True)
    return kpi
