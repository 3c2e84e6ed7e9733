"""What stands under a digest is what was frozen: everything is changed live, and the document's text stays."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from accounts.models import User
from clusters.models import Cluster, Supporter
from core.frozen import revived
from core.text import LANGUAGES, Language
from exports.document import PrintDocument
from exports.html import print_html
from funders.exports.document import funder_document
from funders.selectors.content import Content
from kpis.models import Kpi, KpiDefinition, Measurement, MeasuringRound, RoundComment, Target
from kpis.services import (
    MeasurementDraft,
    close_round,
    correct_closed_value,
    enter_round_value,
    redefine_kpi,
    set_targets,
)
from kpis.services.rounds import entries_of
from plans.models import Activity, Milestone
from reports.exports.evaluation import evaluation_document
from reports.exports.snapshot import snapshot_document
from schema.documents import Template
from strategy.models import Goal, Strategy
from tests import factories
from tests.funders.documents import full_report
from tests.funders.samples import send
from tests.kpis.samples import MIDDLE, a_round, definition, measured_kpi, value
from tests.reviews.samples import snapshot_of

pytestmark = pytest.mark.django_db

OTHER = {"da": "Helt andet", "en": "Something else"}


def change_everything(cluster: Cluster) -> None:
    """Change all that a cluster has, behind the back of every service."""
    cluster.name_da, cluster.name_en, cluster.accent = "Andet navn", "Other name", "#c8102e"
    cluster.save()
    Strategy.objects.of(cluster).update(title=OTHER)
    Target.objects.of(cluster).update(value=Decimal(1))
    KpiDefinition.objects.of(cluster).update(name=OTHER, definition=OTHER, unit="percent")
    Measurement.objects.of(cluster).update(value=Decimal(999), note=OTHER, source="Andet")
    Kpi.objects.of(cluster).update(lower=Decimal(90), upper=Decimal(95), owner_role=OTHER)
    RoundComment.objects.of(cluster).update(text=OTHER)
    Milestone.objects.of(cluster).update(title=OTHER)
    Activity.objects.of(cluster).update(
        title=OTHER, budget=Decimal(1), spent=Decimal(2), ends=date(2031, 1, 1), eu_grant=""
    )
    Goal.objects.of(cluster).update(title=OTHER, rationale=OTHER, deadline=date(2040, 1, 1))
    # A goal that is deleted takes the commentary with it.
    Goal.objects.of(cluster).all().delete()
    Supporter.objects.of(cluster).delete()


def texts(document_in: Callable[[Language], PrintDocument]) -> list[str]:
    return [print_html(document_in(language)) for language in LANGUAGES]


@pytest.fixture
def closed(cluster: Cluster, alice: User) -> MeasuringRound:
    factories.make_supporter(cluster, alice)
    strategy = factories.make_strategy(cluster, alice)
    goal = factories.make_goal(strategy, alice)
    round = a_round(strategy, alice, [measured_kpi(cluster, alice, goal, name=f"KPI {n}") for n in (1, 2)])
    RoundComment.objects.create(round=round, goal=goal, text={"da": "Det gik godt.", "en": "It went well."})
    return close_round(round=round, closed_on=MIDDLE, remark="Alt er inde", by=alice)


def again(round: MeasuringRound) -> MeasuringRound:
    return MeasuringRound.objects.of(round.cluster_id).select_related("strategy", "cluster").get(pk=round.pk)


def test_closed_round_says_for_ever_what_it_said(closed: MeasuringRound) -> None:
    before = texts(lambda language: evaluation_document(again(closed), language))
    change_everything(closed.cluster)

    after = texts(lambda language: evaluation_document(again(closed), language))

    assert "It went well." in before[1]
    assert "Havnefonden" in before[1]
    assert after == before


def test_round_that_is_closed_as_of_an_earlier_day_says_nothing_of_later_values(cluster: Cluster, alice: User) -> None:
    """The secretariat closes in November what was over in December two years before, and has measured since."""
    strategy = factories.make_strategy(cluster, alice)
    kpis = [measured_kpi(cluster, alice, factories.make_goal(strategy, alice), name=f"KPI {n}") for n in (1, 2)]
    round = a_round(strategy, alice, kpis)
    (entry, _other) = entries_of(again(round))
    entry.round, entry.kpi.cluster = again(round), cluster
    enter_round_value(entry=entry, draft=MeasurementDraft(date(2025, 1, 20), Decimal(41)), by=alice)
    for kpi in kpis:
        value(kpi, alice, date(2026, 1, 31), 4321)

    made = close_round(round=again(round), closed_on=date(2025, 1, 10), remark="", by=alice)
    said = " ".join(texts(lambda language: evaluation_document(again(made), language)))

    assert "4321" not in said.replace(".", "").replace(",", "")
    assert "31 January 2026" not in said
    # Its own value stands, though its day is after the one on which the round was closed.
    assert ">41<" in said
    assert made.frozen is not None
    assert [one["value"] and one["value"]["value"] for one in made.frozen["kpis"]] == ["41", None]


def test_round_that_is_closed_as_of_an_earlier_day_is_judged_by_the_targets_of_its_definition(
    cluster: Cluster, alice: User
) -> None:
    """What is counted has changed since, and so have the targets."""
    strategy = factories.make_strategy(cluster, alice)
    kpi = measured_kpi(cluster, alice, factories.make_goal(strategy, alice))
    round = a_round(strategy, alice, [kpi])
    redefine_kpi(
        kpi=kpi, definition=definition("Ny optælling"), valid_from=date(2026, 2, 1), reason="x", bridge=None, by=alice
    )
    set_targets(kpi=kpi, targets=[(MIDDLE, Decimal(40)), (date(2026, 12, 30), Decimal(4321))], by=alice)

    made = close_round(round=again(round), closed_on=date(2025, 1, 10), remark="", by=alice)
    said = " ".join(texts(lambda language: evaluation_document(again(made), language)))

    assert "4321" not in said.replace(".", "").replace(",", "")
    assert "Ny optælling" not in said
    assert "28 on 1 July 2024" in said


def test_correction_after_the_closing_has_a_chapter_of_its_own(closed: MeasuringRound, alice: User) -> None:
    before = evaluation_document(again(closed), "en")
    kpi = Kpi.objects.of(closed.cluster).get(number=1)
    kpi.cluster = closed.cluster
    draft = MeasurementDraft(MIDDLE, Decimal(77), source="Register")
    correct_closed_value(round=again(closed), kpi=kpi, draft=draft, reason="Talt forkert", by=alice)

    after = evaluation_document(again(closed), "en")

    assert replace(after, appendices=after.appendices[:-1]) == before
    assert after.appendices[-1].title == "Corrections after the round was closed"
    said = str(after.appendices[-1].blocks)
    assert [words for words in ("77", "Talt forkert") if words not in said] == []


def test_open_round_follows_what_stands(closed: MeasuringRound, alice: User) -> None:
    strategy = factories.make_strategy(closed.cluster, alice)
    goal = factories.make_goal(strategy, alice)
    open_round = a_round(strategy, alice, [measured_kpi(closed.cluster, alice, goal)])
    before = texts(lambda language: evaluation_document(again(open_round), language))

    change_everything(closed.cluster)

    assert texts(lambda language: evaluation_document(again(open_round), language)) != before


def test_submission_says_for_ever_what_it_said(cluster: Cluster, alice: User) -> None:
    report = full_report(cluster, alice)
    factories.make_supporter(cluster, alice)
    Activity.objects.of(cluster).update(eu_grant="Interreg 41-2-12-25")
    sending = send(report, alice)

    def document_in(language: Language) -> PrintDocument:
        sending.refresh_from_db()
        content, template = revived(Content, sending.content), sending.report.workbook.edition.parsed
        assert isinstance(template, Template)
        return funder_document(content, template, language, today=date(2030, 1, 1), sending=sending)

    before = texts(document_in)
    change_everything(cluster)

    assert texts(document_in) == before
    assert [words for words in ("Havnefonden", "Interreg 41-2-12-25", 'class="emblem"') if words not in before[0]] == []


def test_snapshot_says_for_ever_what_it_said(cluster: Cluster, alice: User) -> None:
    strategy = factories.make_strategy(cluster, alice)
    goal = factories.make_goal(strategy, alice)
    measured_kpi(cluster, alice, goal)
    factories.make_supporter(cluster, alice)
    made = snapshot_of(strategy, alice)

    def document_in(language: Language) -> PrintDocument:
        stands = Strategy.objects.of(cluster).with_workbook().get(pk=strategy.pk)
        return snapshot_document(Cluster.objects.get(pk=cluster.pk), stands, made, language)

    before = texts(document_in)
    change_everything(cluster)

    assert texts(document_in) == before
