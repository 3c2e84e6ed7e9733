"""Starting a report, giving it another title or strategy, putting it away and bringing it back."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from answers.base import Stored
from clusters.activity import record
from clusters.locking import lock, newest_number
from clusters.models import Cluster
from clusters.revisions import change
from core.errors import Refusal
from core.text import Text
from funders.models import FunderReport
from funders.selectors.question_keys import FUNDER, GRANT
from funders.services.previous_year import carried_over, known_answers
from library.models import Edition, Kind
from schema.documents import Template
from strategy.models import Strategy
from workbooks.services.workbooks import start_workbook


@transaction.atomic
def start_report(
    *,
    cluster: Cluster,
    edition: Edition,
    title: Text,
    period: tuple[date, date],
    strategy: Strategy | None,
    funder: str,
    grant: str,
    by: User | None,
    earlier: FunderReport | None = None,
) -> FunderReport:
    """Start a report on a published template, with what is known; `earlier` gives its text as a beginning.

    Raises Refusal for a period that ends before it begins, and for what is no template of a report.
    """
    if period[1] < period[0]:
        raise Refusal(_("The period ends before it begins. Change one of the two dates."), "period_to")
    document = edition.parsed
    if not isinstance(document, Template) or edition.publication.kind != Kind.REPORT:
        raise Refusal(_("This template cannot be filled in as a report. Choose another."), "source")
    # Numbers are given out by the cluster: whoever starts two at one moment waits for the other here.
    lock(cluster)
    before = answers_of(earlier) if earlier else {}
    answers: dict[str, Stored] = {}
    if earlier is not None and isinstance(earlier.workbook.edition.parsed, Template):
        answers = carried_over(document, earlier.workbook.edition.parsed, before)
    known = known_answers(
        document,
        cluster=in_written_languages(cluster, cluster.name),
        funder=same_or_new(cluster, before.get(FUNDER), funder),
        grant=same_or_new(cluster, before.get(GRANT), grant),
        period=period,
    )
    newest = newest_number(FunderReport.objects.of(cluster))
    report = FunderReport(cluster=cluster, number=newest + 1, strategy=strategy, created_by=by)
    report.entitle(title, cluster.language)
    report.workbook = start_workbook(
        cluster=cluster, edition=edition, title=report.title, by=by, answers=answers | known
    )
    report.save(force_insert=True)
    record(cluster=cluster, by=by, verb="started-report", subject=report.title, url=report.get_absolute_url())
    return report


def answers_of(report: FunderReport) -> dict[str, Stored]:
    """Return what somebody has answered in a report."""
    return report.workbook.own_answers


def in_written_languages(cluster: Cluster, text: Text) -> Text:
    """Return a text in the languages that the cluster writes."""
    return Text.of({language: text.get(language) for language in cluster.languages})


def same_or_new(cluster: Cluster, before: Stored, typed: str) -> Text:
    """Return the earlier text where the same was typed again, which keeps its other language; else what was typed."""
    earlier = Text.from_value(before)
    return earlier if earlier.resolve(cluster.language).text == typed else Text.of({cluster.language: typed})


def change_report(
    *, report: FunderReport, title: Text, strategy: Strategy | None, by: User, based_on: int | None = None
) -> FunderReport:
    """Give the report another title, or pull in another strategy's activities and KPIs."""
    fields = {"title": title.to_value(), "strategy": strategy}
    return change(report, fields, based_on=based_on, by=by)


@transaction.atomic
def delete_report(*, report: FunderReport, by: User) -> None:
    """Put the report away; it can be brought back whole, and what was sent stays sent."""
    report.put_away()
    record(cluster=report.cluster, by=by, verb="deleted-report", subject=report.title)


@transaction.atomic
def restore_report(*, report: FunderReport, by: User) -> None:
    """Bring back a report that was deleted."""
    report.bring_back()
    record(cluster=report.cluster, by=by, verb="restored-report", subject=report.title, url=report.get_absolute_url())
