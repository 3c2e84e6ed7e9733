"""Freezing a report: it stays as it was, whatever changes afterwards; two people do not send it twice."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from accounts.models import User
from clusters.models import ActivityEntry, Cluster
from core.errors import Conflict, Refusal
from core.frozen import revived
from core.text import Language, Text
from exports.html import print_html
from funders.exports.document import funder_document
from funders.exports.sheet import report_sheets
from funders.models import Explanation, FunderReport, Sending
from funders.selectors.content import Content
from funders.selectors.gathering import gather
from funders.services import change_report, delete_report, explain
from funders.services.sending import is_untouched, template_of
from kpis.models import KpiDefinition, Measurement
from plans.models import Activity
from strategy.models import Goal
from tests import factories
from tests.days import NOW, TODAY
from tests.funders.samples import make_report, page_of, put, seen, send
from tests.funders.test_gathering import change
from tests.kpis.samples import measured_kpi
from tests.plans.samples import make_activity

pytestmark = pytest.mark.django_db

FEBRUARY = {"starts": date(2026, 1, 1), "ends": date(2026, 2, 1)}


@pytest.fixture
def report(cluster: Cluster, alice: User) -> FunderReport:
    goal = factories.make_goal(factories.make_strategy(cluster, alice), alice)
    make_activity(
        cluster, alice, goal=goal, owner=alice, theme="knowledge", budget=Decimal(100), spent=Decimal(40), **FEBRUARY
    )
    make_activity(cluster, alice, "Uden tema", budget=Decimal(7), currency="EUR", **FEBRUARY)
    measured_kpi(cluster, alice, goal)
    made = make_report(cluster, alice)
    put(made, alice, "summary_plan", {"da": "Vi vil **ud**.", "en": "We want *out*."})
    put(made, alice, "companies", [{"id": "all", "cells": {"target": 40}}])
    return made


def again(sending: Sending) -> Sending:
    return Sending.across_clusters.select_related("report", "edition").get(pk=sending.pk)


def made_of(sending: Sending) -> tuple[str, str, str]:
    """Return all that is made of a sending: both documents, and the sheets."""
    content, template = revived(Content, sending.content), template_of(sending)
    languages: tuple[Language, ...] = ("da", "en")
    pages = [
        print_html(funder_document(content, template, language, today=date(2030, 1, 1), sending=sending))
        for language in languages
    ]
    return pages[0], pages[1], repr([report_sheets(content, template, language) for language in languages])


def test_sending_says_what_it_is(alice: User, report: FunderReport) -> None:
    sending = send(report, alice, remark="Med post")

    assert (sending.number, sending.stage, sending.sent_on, sending.by_name, sending.remark) == (
        1,
        "plan",
        date(2026, 1, 15),
        "Alice",
        "Med post",
    )
    assert is_untouched(again(sending))
    entry = ActivityEntry.objects.of(report.cluster).first()
    assert (entry.verb, entry.subject, entry.url) == ("sent-report", report.title, "/c/havtorn/funder/1/")


def test_what_was_sent_is_the_same_whatever_changes_afterwards(
    cluster: Cluster, alice: User, report: FunderReport
) -> None:
    sending = send(report, alice, remark="Med *post*")
    before = made_of(again(sending))

    activity = Activity.objects.of(cluster).get(number=1)
    change(activity, alice, title=Text(da="Noget andet"), budget=Decimal(999), status="done", theme="", owner=None)
    Activity.objects.of(cluster).filter(number=2).delete()
    KpiDefinition.objects.of(cluster).update(name={"da": "Omdøbt"}, unit="percent")
    Measurement.objects.of(cluster).update(value=1)
    Goal.objects.of(cluster).update(number=9, title={"da": "Et andet mål"})
    put(report, alice, "summary_plan", {"da": "Helt anderledes"})
    put(report, alice, "stage", "report")
    put(report, alice, "period_to", "2027-12-31")
    change_report(report=report, title=Text(da="Ny titel"), strategy=None, by=alice)
    cluster.name_da, cluster.accent = "Nyt navn", "#123456"
    cluster.save()
    alice.name = "Alice Andersen"
    alice.save()
    FunderReport.objects.of(cluster).update(deleted_at=NOW)

    after = made_of(again(sending))
    assert after == before
    assert is_untouched(again(sending))
    # So much for the arrangement: what stands now is another document.
    assert gather(page_of(report)).content != revived(Content, sending.content)


def test_sending_cannot_be_changed(alice: User, report: FunderReport) -> None:
    sending = send(report, alice)

    with pytest.raises(TypeError):
        sending.save()


@pytest.mark.parametrize("field", ["remark", "by_name"])
def test_change_behind_the_portals_back_is_noticed(alice: User, report: FunderReport, field: str) -> None:
    sending = send(report, alice)
    Sending.across_clusters.filter(pk=sending.pk).update(**{field: "Noget andet"})

    assert not is_untouched(again(sending))


def test_change_of_one_frozen_figure_is_noticed(alice: User, report: FunderReport) -> None:
    sending = send(report, alice)
    content = sending.content
    content["activities"][0]["budget"] = "101"
    Sending.across_clusters.filter(pk=sending.pk).update(content=content)

    assert not is_untouched(again(sending))


def test_second_of_two_senders_is_told(alice: User, editor: User, report: FunderReport) -> None:
    looked = seen(report)
    send(report, alice)

    with pytest.raises(Conflict) as conflict:
        send(report, editor, seen=looked, after=0)

    assert conflict.value.message.startswith("Alice recorded a submission on ")
    assert report.sendings.count() == 1


def test_what_changed_since_one_looked_is_looked_at_again(cluster: Cluster, alice: User, report: FunderReport) -> None:
    looked = seen(report)
    change(Activity.objects.of(cluster).get(number=1), alice, budget=Decimal(101))

    with pytest.raises(Conflict) as conflict:
        send(report, alice, seen=looked)

    assert conflict.value.message.startswith("Something in the report has changed since you opened this page")
    assert not report.sendings.exists()


def test_title_that_a_colleague_gave_or_a_deletion_while_one_sent_is_noticed(
    alice: User, editor: User, report: FunderReport
) -> None:
    looked, loaded = seen(report), FunderReport.objects.of(report.cluster).with_workbook().get(pk=report.pk)
    change_report(report=report, title=Text(da="Noget andet"), strategy=report.strategy, by=editor)

    with pytest.raises(Conflict):
        send(loaded, alice, seen=looked)
    delete_report(report=report, by=editor)
    with pytest.raises(Conflict):
        send(loaded, alice)

    assert not Sending.objects.of(report.cluster).exists()


def test_report_is_not_sent_tomorrow(alice: User, report: FunderReport) -> None:
    with pytest.raises(Refusal) as refusal:
        send(report, alice, TODAY + timedelta(days=1))

    assert (refusal.value.field, report.sendings.count()) == ("sent_on", 0)


def test_correction_stands_beside_the_first(cluster: Cluster, alice: User, report: FunderReport) -> None:
    first = send(report, alice)
    digest = first.digest
    change(Activity.objects.of(cluster).get(number=1), alice, budget=Decimal(120))
    second = send(report, alice, date(2026, 1, 20))

    assert [(one.number, one.is_corrected) for one in report.sendings.order_by("number")] == [(1, False), (2, True)]
    assert (again(first).digest, is_untouched(again(first))) == (digest, True)
    (difference,) = revived(Content, second.content).differences
    assert (difference.before, difference.now) == (Decimal(100), Decimal(120))
    # What the correction told is not told again.
    assert gather(page_of(report)).content.differences == ()


# ---- explaining


def explained(report: FunderReport, by: User, sending: Sending, words: str, based_on: int = 0) -> Explanation:
    return explain(
        report=report, figure="activity:1:budget", against=sending, text=Text(da=words), based_on=based_on, by=by
    )


def test_explanation_is_kept_printed_and_frozen(cluster: Cluster, alice: User, report: FunderReport) -> None:
    sending = send(report, alice)
    change(Activity.objects.of(cluster).get(number=1), alice, budget=Decimal(120))
    explained(report, alice, sending, "Flere deltagere end ventet")

    second = send(report, alice, date(2026, 1, 20))
    Explanation.objects.of(cluster).update(text={"da": "Rettet bagefter"})

    (difference,) = revived(Content, again(second).content).differences
    assert difference.explanation == Text(da="Flere deltagere end ventet")
    danish = made_of(again(second))[0]
    assert ("Flere deltagere end ventet" in danish, "Rettet bagefter" in danish) == (True, False)


def test_explanation_belongs_to_one_difference(cluster: Cluster, alice: User, report: FunderReport) -> None:
    sending = send(report, alice)
    change(Activity.objects.of(cluster).get(number=1), alice, budget=Decimal(120))
    explained(report, alice, sending, "Flere deltagere")
    send(report, alice, date(2026, 1, 20))
    change(Activity.objects.of(cluster).get(number=1), alice, budget=Decimal(60))

    (difference,) = gather(page_of(report)).content.differences

    assert (difference.before, difference.explanation) == (Decimal(120), Text())


def test_colleagues_explanation_is_not_overwritten(alice: User, editor: User, report: FunderReport) -> None:
    sending = send(report, alice)
    explained(report, editor, sending, "Først")

    with pytest.raises(Conflict):
        explained(report, alice, sending, "Sidst")

    same = explained(report, alice, sending, "Først")
    newer = explained(report, alice, sending, "Sidst", based_on=1)
    assert (same.revision, newer.revision, newer.words.da) == (1, 2, "Sidst")
