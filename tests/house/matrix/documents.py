"""The rows of documents, and of reports to funders."""

from datetime import date
from typing import Any

from clusters.permissions import Permission
from core.access import Access
from funders.services import delete_report
from reports.models import BoardPack
from strategy.models import Strategy
from tests import factories
from tests.funders.samples import make_report, send
from tests.house.matrix.kpis import a_measuring_round
from tests.house.matrix.rows import Place, Row, with_value
from tests.house.matrix.strategies import a_strategy
from tests.reports.sent import make_sent


def an_export(place: Place) -> dict[str, Any]:
    """Ask for a document."""
    return {"pk": factories.make_export(place.cluster, place.owner).pk}


def a_funder_report(place: Place) -> dict[str, Any]:
    """Start a report to a funder."""
    return {"number": make_report(place.cluster, place.owner).number}


def a_deleted_funder_report(place: Place) -> dict[str, Any]:
    """Start a report to a funder and put it away."""
    report = make_report(place.cluster, place.owner)
    delete_report(report=report, by=place.owner)
    return {"number": report.number}


def a_sending(place: Place) -> dict[str, Any]:
    """Send a report to a funder."""
    report = make_report(place.cluster, place.owner)
    return {"number": report.number, "sending": send(report, place.owner).number}


def a_sent_document(place: Place) -> dict[str, Any]:
    """Send a document with a link."""
    return {"number": make_sent(place.cluster, place.owner).number}


def a_pack(place: Place) -> dict[str, Any]:
    """Begin a pack for the board."""
    strategy = Strategy.objects.of(place.cluster).current().first() or factories.make_strategy(
        place.cluster, place.owner
    )
    made = BoardPack.objects.create(
        cluster=place.cluster,
        strategy=strategy,
        number=BoardPack.objects.of(place.cluster).count() + 1,
        meeting_on=date(2027, 1, 1),
    )
    return {"number": made.number}


REPORTS = {
    "reports:evaluation_pdf": Row(Permission.READ, lambda place: {**a_measuring_round(place), "language": "da"}),
    "reports:evaluation": Row(Permission.READ, a_measuring_round),
    "reports:evaluation_preview": Row(Permission.READ, lambda place: {**a_measuring_round(place), "language": "da"}),
    "reports:evaluation_word": Row(Permission.READ, lambda place: {**a_measuring_round(place), "language": "da"}),
    "reports:index": Row(Permission.READ),
    "reports:export": Row(Permission.READ, an_export),
    "reports:export_file": Row(Permission.READ, an_export),
    "reports:send": Row(Permission.SEND_REPORTS, an_export),
    "reports:send_file": Row(Permission.SEND_REPORTS),
    "reports:sent_list": Row(Permission.READ),
    "reports:sent": Row(Permission.READ, a_sent_document),
    "reports:sent_file": Row(Permission.READ, a_sent_document),
    "reports:sent_revoke": Row(Permission.SEND_REPORTS, a_sent_document),
    "shared_files:sent": Row(Access.PUBLIC, with_value(token="abc"), inside="hidden"),
    "reports:packs": Row(Permission.READ),
    "reports:pack_new": Row(Permission.WRITE),
    "reports:pack": Row(Permission.READ, a_pack),
    "reports:pack_edit": Row(Permission.WRITE, a_pack),
    "reports:pack_send": Row(Permission.WRITE, a_pack),
    "reports:pack_mail": Row(Permission.WRITE, a_pack),
    "reports:pack_pdf": Row(Permission.READ, lambda place: {**a_pack(place), "language": "da"}),
    "reports:pack_word": Row(Permission.READ, lambda place: {**a_pack(place), "language": "da"}),
    "reports:strategy": Row(Permission.READ, a_strategy),
    "reports:alone_pdf": Row(Permission.READ, lambda place: {**a_strategy(place), "what": "plan", "language": "da"}),
    "reports:alone_word": Row(Permission.READ, lambda place: {**a_strategy(place), "what": "year", "language": "da"}),
    "reports:strategy_choices": Row(Permission.READ, a_strategy),
    "reports:strategy_pdf": Row(Permission.READ, lambda place: {**a_strategy(place), "language": "da"}),
    "reports:strategy_preview": Row(Permission.READ, lambda place: {**a_strategy(place), "language": "da"}),
    "reports:strategy_word": Row(Permission.READ, lambda place: {**a_strategy(place), "language": "da"}),
}


FUNDERS = {
    "funders:index": Row(Permission.READ),
    "funders:start": Row(Permission.WRITE),
    "funders:detail": Row(Permission.READ, a_funder_report),
    "funders:read": Row(Permission.READ, a_funder_report),
    "funders:settings": Row(Permission.WRITE, a_funder_report),
    "funders:delete": Row(Permission.WRITE, a_funder_report),
    "funders:restore": Row(Permission.WRITE, a_deleted_funder_report),
    "funders:section": Row(Permission.READ, lambda place: {**a_funder_report(place), "section": "only"}),
    "funders:differences": Row(Permission.READ, a_funder_report),
    "funders:send": Row(Permission.SEND_REPORTS, a_funder_report),
    "funders:draft": Row(Permission.READ, lambda place: {**a_funder_report(place), "language": "da", "form": "xlsx"}),
    "funders:draft_preview": Row(Permission.READ, lambda place: {**a_funder_report(place), "language": "da"}),
    "funders:sending": Row(Permission.READ, a_sending),
    "funders:sent": Row(Permission.READ, lambda place: {**a_sending(place), "language": "da", "form": "xlsx"}),
    "funders:sent_preview": Row(Permission.READ, lambda place: {**a_sending(place), "language": "da"}),
}
