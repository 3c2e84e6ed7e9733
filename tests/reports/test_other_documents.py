"""Documents of other rooms with hard data and with none pass the validator of PDF/UA-1, and become Word files."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from accounts.models import User
from analyses.exports.document import analysis_document
from clusters.models import Cluster
from core.text import Language, Text
from documents.exports.printed import print_page, word_file
from exports.document import PrintDocument
from exports.html import print_html
from exports.pdf import render_document
from exports.word import word_file as word_of
from funders.exports.document import funder_document
from funders.selectors.gathering import gather
from kpis.services import close_round
from library.exports import blank_document
from plans.models import Activity
from reports.exports.assessments import assessment_document
from reports.exports.evaluation import evaluation_document
from reports.exports.surveys import survey_document
from surveys.services.rounds import close_round as close_survey
from tests import factories
from tests.analyses import samples as analyses
from tests.assessments.samples import a_closed_one, an_edition
from tests.days import TODAY
from tests.documents import samples as documents
from tests.funders import samples as funders
from tests.kpis.samples import MIDDLE, a_kpi, a_round, measured_kpi
from tests.pdf_check import check_pdf
from tests.reports.test_pictured import LONG
from tests.strategy.samples import publish_starter
from tests.surveys.samples import a_survey, an_answer, an_open_round, answers_to

pytestmark = pytest.mark.django_db
WORD = "Internationaliseringsstrategiudviklingsmedarbejder" * 2
HARD = f"{LONG} {WORD} <&> Ωж ǿ"
Make = Callable[[Cluster, User, Language], PrintDocument]


def full_evaluation(cluster: Cluster, by: User, language: Language) -> PrintDocument:
    goal = factories.make_goal(factories.make_strategy(cluster, by), by, HARD[:300])
    kpis = [measured_kpi(cluster, by, goal, name=f"{HARD[:150]} {n}") for n in range(20)]
    round = a_round(goal.strategy, by, kpis)
    return evaluation_document(close_round(round=round, closed_on=MIDDLE, remark=HARD, by=by), language)


def empty_evaluation(cluster: Cluster, by: User, language: Language) -> PrintDocument:
    goal = factories.make_goal(factories.make_strategy(cluster, by), by)
    return evaluation_document(a_round(goal.strategy, by, [a_kpi(cluster, by, goal)]), language)


def full_report(cluster: Cluster, by: User, language: Language) -> PrintDocument:
    strategy = factories.make_strategy(cluster, by, publish_starter()[0])
    goal = factories.make_goal(strategy, by, HARD[:300])
    measured_kpi(cluster, by, goal, name=HARD[:150])
    Activity.objects.bulk_create(
        Activity(
            cluster=cluster,
            number=n,
            goal=goal,
            title={"da": f"{HARD[:200]} {n}"},
            starts=date(2025, 3, 1),
            ends=date(2026 + n % 3, 11, 30),
            budget=Decimal(1_234_567_890),
            spent=Decimal("0.05"),
            currency=["DKK", "EUR"][n % 2],
            status=["planned", "in-progress", "delayed", "done", "dropped"][n % 5],
            reason={"da": HARD} if n % 5 in (2, 4) else {},
            theme=["knowledge", ""][n % 2],
        )
        for n in range(1, 61)
    )
    report = funders.make_report(cluster, by, strategy=strategy, title=Text(da=HARD[:160]))
    funders.put(report, by, "stage", "report")
    funders.put(report, by, "summary_plan", {"da": f"# {HARD}\n\n- {HARD}\n\n" * 20})
    milestones = [{"id": f"r{n:010x}", "cells": {"milestone": {"da": HARD[:300]}}} for n in range(60)]
    funders.put(report, by, "milestones", milestones)
    shown = funders.page_of(report)
    return funder_document(gather(shown).content, shown.sheet.document, language, today=TODAY)


def empty_report(cluster: Cluster, by: User, language: Language) -> PrintDocument:
    shown = funders.page_of(funders.make_report(cluster, by))
    return funder_document(gather(shown).content, shown.sheet.document, language, today=TODAY)


def full_analysis(cluster: Cluster, by: User, language: Language) -> PrintDocument:
    made = analyses.make_analysis(cluster, by, title=HARD[:160])
    analyses.put(made, by, "decision", {"da": HARD * 20})
    analyses.put(made, by, "weights", analyses.weights(market=50, access=30, interest=20))
    rows = [(f"{HARD[:150]} {n}", 1 + n % 5, 5 - n % 4, 1 + n % 3) for n in range(40)]
    analyses.put(made, by, "scores", analyses.scores(*rows))
    figures = {"figure": {"da": HARD[:300]}, "value": {"da": WORD}, "year": 2019, "source": {"da": HARD[:300]}}
    analyses.put(made, by, "figures", [{"id": f"r{n:010x}", "cells": figures} for n in range(60)])
    return analysis_document(analyses.page_of(made), language, today=TODAY)


def empty_analysis(cluster: Cluster, by: User, language: Language) -> PrintDocument:
    return analysis_document(analyses.page_of(analyses.make_analysis(cluster, by)), language, today=TODAY)


def full_assessment(cluster: Cluster, by: User, language: Language) -> PrintDocument:
    rows = [(1 + n % 5, "unsure" if n % 3 else 5, 5 - n % 4) for n in range(12)]
    edition = an_edition(mandate=HARD[:300], data=WORD)
    return assessment_document(a_closed_one(cluster, by, *rows, edition=edition, name=HARD[:120]), language)


def empty_assessment(cluster: Cluster, by: User, language: Language) -> PrintDocument:
    return assessment_document(a_closed_one(cluster, by), language)


def full_survey(cluster: Cluster, by: User, language: Language) -> PrintDocument:
    made = an_open_round(cluster, by, 12)
    said = {"da": HARD * 5}
    answers_to(made, *(an_answer(n, benefit=1 + n % 5, orders=10**9 * n, comment=said) for n in range(1, 11)))
    return survey_document(close_survey(round=made, by=by), language)


def empty_survey(cluster: Cluster, by: User, language: Language) -> PrintDocument:
    return survey_document(close_survey(round=an_open_round(cluster, by), by=by), language)


def blank_survey(cluster: Cluster, by: User, language: Language) -> PrintDocument:
    return blank_document(a_survey(), language)


@pytest.mark.parametrize(
    ("make", "language"),
    [
        (full_evaluation, "da"),
        (empty_evaluation, "en"),
        (full_report, "da"),
        (empty_report, "en"),
        (full_analysis, "da"),
        (empty_analysis, "en"),
        (full_assessment, "da"),
        (empty_assessment, "en"),
        (full_survey, "da"),
        (empty_survey, "en"),
        (blank_survey, "da"),
    ],
)
def test_every_kind_passes_with_hard_data_and_with_none(
    cluster: Cluster, alice: User, make: Make, language: Language
) -> None:
    document = make(cluster, alice, language)

    made = render_document(print_html(document))

    assert check_pdf(made.pdf) == []
    assert word_of(document)
    assert len(made.pdf) / max(made.pages, 3) < 30_000


@pytest.mark.parametrize(("language", "words"), [("da", HARD), ("en", "")])
def test_agreements_pass(cluster: Cluster, alice: User, language: Language, words: str) -> None:
    rows = documents.budget_rows(*((f"{words[:200]} {n}", 10**9 + n, n) for n in range(60 if words else 0)))
    answers = {"name": {"da": words[:200]}, "story": {"da": words * 20}, "budget": rows} if words else {}
    shown = documents.shown(documents.make_document(cluster, alice, **answers))

    assert check_pdf(render_document(print_page(shown, language)).pdf) == []
    assert word_file(shown, language)
