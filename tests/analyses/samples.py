"""Analyses, made without surprises: three countries, three criteria, and what they rest on."""

from typing import Any

from accounts.models import User
from analyses.models import Analysis, CarryOver
from analyses.selectors.carrying import Target, target_for
from analyses.selectors.page import AnalysisPage
from analyses.services import carry_over, start_analysis
from analyses.shown.result import Result
from clusters.models import Cluster
from core.text import Text
from library.models import Edition
from library.services import publish_edition
from strategy.models import Strategy
from strategy.services import start_strategy
from tests.schema.samples import common, options, question, section, text
from tests.workbooks.samples import put as answer

CRITERIA = ("market", "access", "interest")


def analysis_template(slug: str = "markets", criteria: tuple[str, ...] = CRITERIA, **weight: Any) -> dict[str, Any]:
    """Return a template that compares options by weighted criteria; the weight is a percentage unless given."""
    kind = weight.pop("kind", "percent")
    weights = question(
        "weights",
        "table",
        columns=[question("weight", kind, **weight)],
        rows=[{"key": key, "label": text(key.capitalize())} for key in criteria],
        **({"sum_to": {"column": "weight", "total": 100}} if kind == "percent" else {}),
    )
    scores = question(
        "scores",
        "table",
        columns=[
            question("option"),
            *(question(key, "number", min=1, max=5, step=1) for key in criteria),
            question("weighted", "weighted", weights={"question": "weights", "column": "weight"}),
            question("knockout", "choice", options=options("none", "stop")),
        ],
    )
    evidence = question(
        "evidence",
        "table",
        columns=[question("source"), question("dated", "date"), question("who")],
        rows=[{"key": key, "label": text(key.capitalize())} for key in criteria],
    )
    figures = question(
        "figures",
        "table",
        columns=[question("figure"), question("value"), question("year", "number"), question("source")],
    )
    return {
        **common("analysis", slug),
        "sections": [
            section("scope", question("decision", "longtext"), question("analysed_on", "date"), figures),
            section("scoring", weights, scores, evidence),
        ],
    }


def publish_template(slug: str = "markets", criteria: tuple[str, ...] = CRITERIA, **weight: Any) -> Edition:
    """Publish the template."""
    return publish_edition(data=analysis_template(slug, criteria, **weight), by=None)


def make_analysis(
    cluster: Cluster,
    by: User,
    edition: Edition | None = None,
    strategy: Strategy | None = None,
    title: str = "Markeder",
) -> Analysis:
    """Start an empty analysis."""
    return start_analysis(
        cluster=cluster, edition=edition or publish_template(), title=Text(da=title), strategy=strategy, by=by
    )


def put(analysis: Analysis, by: User, key: str, stored: Any) -> None:
    """Let somebody store an answer on top of what is there."""
    answer(analysis.workbook, by, key, stored)


def weights(**numbers: float) -> list[dict[str, Any]]:
    """Return the stored table of weights."""
    return [{"id": key, "cells": {"weight": number}} for key, number in numbers.items()]


def scores(*rows: tuple[Any, ...], criteria: tuple[str, ...] = CRITERIA) -> list[dict[str, Any]]:
    """Return the stored table of scores: what each option is called, then its scores; None is none."""
    found = []
    for number, (name, *given) in enumerate(rows, start=1):
        cells = {key: score for key, score in zip(criteria, given, strict=False) if score is not None}
        found.append({"id": f"r{number}", "cells": {"option": {"da": name}, **cells}})
    return found


def filled(cluster: Cluster, by: User, **values: Any) -> Analysis:
    """Start an analysis in which Germany is first, then the Netherlands, then Poland.

    4·50 + 4·30 + 3·20 = 380, 3·50 + 5·30 + 4·20 = 380 would tie; Germany's access is 5: 410 against 380 and 270.
    """
    analysis = make_analysis(cluster, by, **values)
    put(analysis, by, "weights", weights(market=50, access=30, interest=20))
    put(analysis, by, "scores", scores(("Tyskland", 4, 5, 3), ("Holland", 3, 5, 4), ("Polen", 3, 2, 3)))
    return analysis


def page_of(analysis: Analysis) -> AnalysisPage:
    """Return the analysis as a request sees it now."""
    fresh = Analysis.objects.of(analysis.cluster).with_workbook().get(pk=analysis.pk)
    return AnalysisPage(
        analysis.cluster, fresh, {one.question_key: one for one in fresh.workbook.answers.with_people()}
    )


STRATEGY_CRITERIA = ("market", "access", "technology")


def strategy_template(slug: str = "plan") -> dict[str, Any]:
    """Return a template of a strategy that takes a result: countries by three criteria, and a text."""
    criteria = question(
        "priority_criteria",
        "table",
        columns=[question("weight", "percent")],
        rows=[{"key": key, "label": text(key.capitalize())} for key in STRATEGY_CRITERIA],
    )
    countries = question(
        "country_priorities",
        "table",
        columns=[
            question("country", "country"),
            *(question(key, "number", min=1, max=5, step=1) for key in STRATEGY_CRITERIA),
            question("weighted", "weighted", weights={"question": "priority_criteria", "column": "weight"}),
            question("role", "choice", options=options("focus", "not_now")),
            question("rationale"),
        ],
    )
    return {
        **common("strategy", slug),
        "sections": [section("direction", criteria, countries, question("technology_analysis", "longtext"))],
    }


def with_strategy(cluster: Cluster, by: User, **values: Any) -> tuple[Analysis, Strategy]:
    """Start a strategy that takes results, and an analysis that serves it."""
    edition = publish_edition(data=strategy_template(), by=None)
    strategy = start_strategy(cluster=cluster, edition=edition, title=Text(da="Ud i verden"), by=by)
    return filled(cluster, by, strategy=strategy, **values), strategy


def target_of(analysis: Analysis) -> Target:
    """Return the strategy's answer that takes the result, as it stands now."""
    shown = page_of(analysis)
    assert shown.weighing is not None
    found = target_for(shown, shown.weighing)
    assert found is not None
    return found


def carry(analysis: Analysis, by: User, **values: Any) -> CarryOver:
    """Carry the result over on top of what stands there now."""
    shown, target = page_of(analysis), target_of(analysis)
    assert shown.weighing is not None
    known = {"based_on": target.revision, "target": target, **values}
    return carry_over(shown=shown, weighing=shown.weighing, by=by, **known)


def countries_in(strategy: Strategy) -> dict[str, dict[str, Any]]:
    """Return the cells of each country in the strategy."""
    stored = strategy.workbook.answers.filter(question_key="country_priorities").first()
    return {row["cells"]["country"]: row["cells"] for row in (stored.value if stored else None) or []}


def result_of(analysis: Analysis) -> Result:
    """Rank an analysis, as its result page does."""
    weighing = page_of(analysis).weighing
    assert weighing is not None
    return Result(weighing)
