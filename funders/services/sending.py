"""Freezing a report as it was sent, and explaining a figure that differs from an earlier sending."""

from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from clusters.activity import record
from clusters.locking import lock, newest_number
from clusters.revisions import change
from core import frozen
from core.dates import format_date
from core.errors import Conflict, Refusal
from core.frozen import digest_of, plain
from core.languages import content_language
from core.locking import hold
from core.text import Text
from funders.models import Explanation, FunderReport, Sending
from funders.selectors.gathering import gather
from funders.selectors.report import ReportPage
from reviews.models import Snapshot
from reviews.services import keep_moment
from schema.documents import Template


def send_report(*, report: FunderReport, seen: str, after: int, sent_on: date, remark: str, by: User) -> Sending:
    """Freeze the report as it stands, as the sending after the one that was the newest when the person looked.

    `seen` is the digest of what they saw. Raises Conflict when a colleague has sent it meanwhile or something in it
    has changed, and Refusal for a day to come.
    """
    if sent_on > timezone.localdate():
        raise Refusal(_("The date is in the future. Enter the date on which the report was sent."), "sent_on")
    try:
        with transaction.atomic():
            return _sent(report, seen, after, sent_on, remark, by)
    except IntegrityError as error:
        # Two at the same moment, on a database that does not let one wait for the other.
        raise Conflict(_already(report)) from error


def _sent(report: FunderReport, seen: str, after: int, sent_on: date, remark: str, by: User) -> Sending:
    cluster = report.cluster
    lock(cluster)
    # As it stands now: a colleague may have given it another title, or deleted it.
    report = hold(FunderReport.objects.of(cluster).alive().with_workbook(), report)
    report.cluster = cluster
    if report.strategy is not None and report.strategy.deleted_at is not None:
        report.strategy = None
    newest = newest_number(Sending.objects.of(report.cluster).filter(report=report))
    if newest != after:
        raise Conflict(_already(report))
    shown = ReportPage(report.cluster, report, {a.question_key: a for a in report.workbook.answers.all()})
    content = plain(gather(shown).content)
    if digest_of(content) != seen:
        raise Conflict(
            _(
                "Something in the report has changed since you opened this page, so nothing was sent. Check it again "
                "first."
            )
        )
    sending = Sending(
        report=report,
        number=newest + 1,
        stage=shown.stage,
        edition=report.workbook.edition,
        sent_on=sent_on,
        by=by,
        by_name=by.display_name,
        remark=remark,
        content=content,
        figures={"period": content["period"], "figures": content["figures"]},
    )
    sending.digest = digest_of(sealed(sending))
    sending.save(force_insert=True)
    if report.strategy is not None:
        # What the funder was told of stays readable as it was.
        report.strategy.cluster = report.cluster
        name = _("Sent: %(report)s") % {"report": report.shown_title}
        keep_moment(strategy=report.strategy, reason=Snapshot.Reason.SENDING, name=name, by=by)
    record(cluster=report.cluster, by=by, verb="sent-report", subject=report.title, url=report.get_absolute_url())
    return sending


def sealed(sending: Sending) -> dict[str, object]:
    """Return all that a sending's digest vouches for."""
    return {
        "number": sending.number,
        "sent_on": sending.sent_on.isoformat(),
        "by": sending.by_name,
        "remark": sending.remark,
        "content": sending.content,
        "figures": sending.figures,
    }


def is_untouched(sending: Sending) -> bool:
    """Tell whether a sending is what it was when it was frozen, by its digest."""
    return frozen.is_untouched(sealed(sending), sending.digest)


def template_of(sending: Sending) -> Template:
    """Return the template that a sending was filled in on."""
    document = sending.edition.parsed
    assert isinstance(document, Template)  # noqa: S101 -- start_workbook lets nothing else in
    return document


def _already(report: FunderReport) -> str:
    newest = Sending.objects.of(report.cluster).filter(report=report).bare().first()
    if newest is None:  # pragma: no cover -- callers have seen one
        return _("Somebody else sent the report at the same moment.")
    return _("%(who)s recorded a submission on %(day)s while you had this page open. Nothing was sent twice.") % {
        "who": newest.by_name,
        "day": format_date(timezone.localdate(newest.at), content_language()),
    }


def explain(*, report: FunderReport, figure: str, against: Sending, text: Text, based_on: int, by: User) -> Explanation:
    """Keep why a figure differs from what a sending said; raises Conflict when a colleague wrote the same meanwhile."""
    rows = Explanation.objects.of(report.cluster).filter(report=report, figure=figure, against=against)
    known: Explanation | None = rows.select_related("changed_by").first()
    if known is None:
        # An explanation that nobody has written is an empty one, which the first writer changes as any other.
        first = Explanation(report=report, figure=figure, against=against, revision=0)
        Explanation.objects.bulk_create([first], ignore_conflicts=True)
        known = rows.get()
    known.report = report
    return change(known, {"text": text.to_value()}, based_on=based_on, by=by)
