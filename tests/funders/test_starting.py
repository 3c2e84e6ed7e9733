"""Starting a report: what is known is filled in, and last year's text comes along without last year's results."""

from datetime import date

import pytest

from accounts.models import User
from clusters.models import ActivityEntry, Cluster
from core.errors import Refusal
from core.text import Text
from funders.models import FunderReport
from funders.services import change_report, delete_report, restore_report, start_report
from library.services import publish_edition
from tests import factories
from tests.funders.samples import YEAR, make_report, publish_template, put
from tests.schema.samples import common, question, section

pytestmark = pytest.mark.django_db

MILESTONE = {"id": "r1", "cells": {"milestone": {"da": "Aftale"}, "due": "2026-05-01", "status": "reached"}}
NEXT = (date(2027, 1, 1), date(2027, 12, 31))


def answers(report: FunderReport) -> dict[str, object]:
    return dict(report.workbook.answers.values_list("question_key", "value"))


def test_report_begins_with_what_is_known(cluster: Cluster, alice: User) -> None:
    report = make_report(cluster, alice)

    assert (report.number, report.title, report.strategy) == (1, "Plan og rapport 2026", None)
    assert answers(report) == {
        "stage": "plan",
        "cluster_name": {"da": "Klyngen havtorn"},
        "grant_reference": {"da": "J.nr. 1"},
        "funder_name": {"da": "Fonden"},
        "period_from": "2026-01-01",
        "period_to": "2026-12-31",
    }
    assert ActivityEntry.objects.of(cluster).first().verb == "started-report"


def test_cluster_that_writes_two_languages_begins_with_its_name_in_both(alice: User, cluster: Cluster) -> None:
    cluster.has_second_language = True
    cluster.save()

    assert answers(make_report(cluster, alice))["cluster_name"] == {"da": "Klyngen havtorn", "en": "Cluster havtorn"}


def test_template_that_asks_otherwise_is_left_alone(cluster: Cluster, alice: User) -> None:
    asked = section("only", question("stage", "number"), question("cluster_name", "longtext"), question("why"))
    edition = publish_edition(data={**common("report", "own"), "sections": [asked]}, by=None)

    assert answers(make_report(cluster, alice, edition)) == {}


def test_last_years_text_comes_along_without_its_results(cluster: Cluster, alice: User) -> None:
    edition = publish_template()
    last = make_report(cluster, alice, edition)
    for key, value in {
        "stage": "report",
        "adopted_on": "2025-12-09",
        "funder_name": {"da": "Fonden", "en": "The fund"},
        "summary_plan": {"da": "Planen"},
        "knowledge_goals": {"da": "Målene"},
        "knowledge_results": {"da": "Resultaterne"},
        "knowledge_fulfilment": 4,
        "milestones": [
            {"id": "r1", "cells": {"milestone": {"da": "Aftale"}, "due": "2026-05-01", "status": "reached"}}
        ],
        "companies": [{"id": "all", "cells": {"target": 40, "actual": 38}}, {"id": "small", "cells": {"actual": 9}}],
        "finance": [{"id": "all", "cells": {"budget": 500, "actual": 400}}],
        "members": 7,
        "assessment": {"da": "Godt år"},
    }.items():
        put(last, alice, key, value)

    report = make_report(cluster, alice, edition, period=NEXT, earlier=last)

    assert answers(report) == {
        "stage": "plan",
        "cluster_name": {"da": "Klyngen havtorn"},
        "grant_reference": {"da": "J.nr. 1"},
        # The same words in Danish keep their English.
        "funder_name": {"da": "Fonden", "en": "The fund"},
        "period_from": "2027-01-01",
        "period_to": "2027-12-31",
        "summary_plan": {"da": "Planen"},
        "knowledge_goals": {"da": "Målene"},
        "milestones": [{"id": "r1", "cells": {"milestone": {"da": "Aftale"}, "due": "2026-05-01"}}],
        "companies": [{"id": "all", "cells": {"target": 40}}],
        "finance": [{"id": "all", "cells": {"budget": 500}}],
        "members": 7,
    }


def test_period_that_ends_before_it_begins_is_refused(cluster: Cluster, alice: User) -> None:
    with pytest.raises(Refusal) as refusal:
        make_report(cluster, alice, period=(YEAR[1], YEAR[0]))

    assert refusal.value.field == "period_to"
    assert not FunderReport.objects.of(cluster).exists()


def test_template_of_something_else_is_refused(cluster: Cluster, alice: User) -> None:
    with pytest.raises(Refusal):
        start_report(
            cluster=cluster,
            edition=factories.make_edition(),
            title=Text(da="Nej"),
            period=YEAR,
            strategy=None,
            funder="",
            grant="",
            by=alice,
        )


def test_report_is_renamed_put_away_and_brought_back(cluster: Cluster, alice: User) -> None:
    report = make_report(cluster, alice)
    strategy = factories.make_strategy(cluster, alice)

    change_report(report=report, title=Text(da="Ny titel", en="New title"), strategy=strategy, by=alice)
    delete_report(report=report, by=alice)
    away = FunderReport.objects.of(cluster).alive().exists()
    restore_report(report=report, by=alice)

    fresh = FunderReport.objects.of(cluster).alive().with_workbook().get()
    assert (away, fresh.title_text, fresh.strategy) == (False, Text(da="Ny titel", en="New title"), strategy)
    assert (fresh.title, fresh.workbook.title, fresh.shown_title) == ("Ny titel", "Ny titel", "New title")
    verbs = list(ActivityEntry.objects.of(cluster).order_by("pk").values_list("verb", flat=True))
    assert verbs[-3:] == ["changed-report", "deleted-report", "restored-report"]
