"""Starting an analysis, copying it, giving it another title or strategy, putting it away and bringing it back."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from analyses.models import Analysis
from answers.base import Stored
from clusters.activity import record
from clusters.locking import lock, newest_number
from clusters.models import Cluster
from clusters.revisions import change, hand_over
from core.errors import Refusal
from core.text import Text
from library.models import Edition, Kind
from schema.documents import Template
from strategy.models import Strategy
from workbooks.services.workbooks import start_workbook

MOST_ANALYSES = 500


@transaction.atomic
def start_analysis(
    *,
    cluster: Cluster,
    edition: Edition,
    title: Text,
    strategy: Strategy | None,
    by: User | None,
    answers: dict[str, Stored] | None = None,
    verb: str = "started-analysis",
) -> Analysis:
    """Start an analysis on a published template, empty or with given answers.

    Raises Refusal for what is no template of an analysis, and when the cluster has as many as it can have.
    """
    if not isinstance(edition.parsed, Template) or edition.publication.kind != Kind.ANALYSIS:
        raise Refusal(_("This template cannot be filled in as an analysis. Choose another."), "source")
    # Numbers are given out by the cluster: whoever starts two at one moment waits for the other here.
    lock(cluster)
    if Analysis.objects.of(cluster).alive().count() >= MOST_ANALYSES:
        raise Refusal(
            _("The cluster has %(most)s analyses. Delete one that you no longer use.") % {"most": MOST_ANALYSES}
        )
    newest = newest_number(Analysis.objects.of(cluster))
    analysis = Analysis(cluster=cluster, number=newest + 1, strategy=strategy, owner=by, created_by=by, changed_by=by)
    analysis.entitle(title, cluster.language)
    analysis.workbook = start_workbook(
        cluster=cluster, edition=edition, title=analysis.title, by=by, answers=answers or {}
    )
    analysis.save(force_insert=True)
    record(cluster=cluster, by=by, verb=verb, subject=analysis.title, url=analysis.get_absolute_url())
    return analysis


def copy_analysis(*, analysis: Analysis, title: Text, by: User) -> Analysis:
    """Start another one with the same answers, on the same edition: next year's, or to try other weights."""
    return start_analysis(
        cluster=analysis.cluster,
        edition=analysis.workbook.edition,
        title=title,
        strategy=analysis.strategy,
        by=by,
        answers=analysis.workbook.own_answers,
        verb="copied-analysis",
    )


def change_analysis(
    *,
    analysis: Analysis,
    title: Text,
    strategy: Strategy | None,
    owner: User | None,
    by: User,
    based_on: int | None = None,
) -> Analysis:
    """Give the analysis another title or owner, or let it serve another strategy."""
    fields = {"title": title.to_value(), "strategy": strategy, "owner": owner}
    return change(analysis, fields, based_on=based_on, by=by)


@transaction.atomic
def hand_over_analyses(*, cluster: Cluster, of: User, to: User, by: User) -> int:
    """Give somebody's analyses to another, deleted ones too; whoever asks for it writes the one line in the log."""
    return hand_over(Analysis.objects.of(cluster).filter(owner=of), "owner", to=to, by=by)


@transaction.atomic
def delete_analysis(*, analysis: Analysis, by: User) -> None:
    """Put the analysis away; it can be brought back whole, and what was carried over stays in the strategy."""
    analysis.put_away()
    record(cluster=analysis.cluster, by=by, verb="deleted-analysis", subject=analysis.title)


@transaction.atomic
def restore_analysis(*, analysis: Analysis, by: User) -> None:
    """Bring back an analysis that was deleted."""
    analysis.bring_back()
    url = analysis.get_absolute_url()
    record(cluster=analysis.cluster, by=by, verb="restored-analysis", subject=analysis.title, url=url)
