"""The demo's analyses: its markets two years in a row, and its technologies."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.utils import timezone

from accounts.models import User
from analyses.models import Analysis
from analyses.services import start_analysis
from clusters.models import Cluster
from core.text import Text
from library.models import Edition, Kind
from schema.documents import Template
from strategy.models import Strategy

MARKETS = (
    *("need", "size_growth", "advantage", "competition", "access"),
    *("partners", "technology", "interest", "strategic", "risk"),
)

MARKET_WEIGHTS = (20, 10, 15, 10, 10, 10, 5, 10, 5, 5)
# Each country's scores this year and the year before, in the order of the criteria.
COUNTRIES: dict[tuple[str, str], tuple[tuple[int, ...], tuple[int, ...]]] = {
    ("Tyskland", "Germany"): ((5, 5, 4, 3, 4, 4, 4, 5, 4, 5), (5, 5, 3, 2, 4, 3, 4, 4, 4, 5)),
    ("Nederlandene", "Netherlands"): ((4, 4, 5, 4, 5, 5, 5, 4, 4, 5), (4, 4, 4, 4, 5, 4, 5, 3, 4, 5)),
    ("Sverige", "Sweden"): ((4, 3, 4, 4, 5, 5, 4, 4, 3, 5), (4, 3, 4, 4, 5, 5, 4, 4, 3, 5)),
    ("Frankrig", "France"): ((4, 4, 3, 2, 2, 2, 3, 3, 3, 4), (4, 4, 3, 2, 2, 1, 3, 2, 3, 4)),
    ("Japan", "Japan"): ((3, 3, 3, 3, 1, 2, 4, 2, 5, 4), (2, 3, 3, 3, 1, 1, 4, 2, 5, 4)),
}
# By criterion: the source in both languages, how many days before the analysis it is from, and who found it.
MARKET_SOURCES: dict[str, tuple[str, str, int, str]] = {
    "need": ("14 interviews med indkøbere", "14 interviews with buyers", 40, "Mette Krogh"),
    "size_growth": (
        "Eurostat, emballageaffald efter land",
        "Eurostat, packaging waste by country",
        1030,
        "Mette Krogh",
    ),
    "competition": (
        "Brancheforeningens markedsoverblik",
        "The trade association's market overview",
        400,
        "Ingrid Holm",
    ),
    "interest": ("Nulpunktsmålingen, 79 svar", "The baseline survey, 79 answers", 640, "Mette Krogh"),
    "risk": ("Udenrigsministeriets landevurderinger", "The foreign ministry's country assessments", 90, "Ingrid Holm"),
}
TECHNOLOGIES = ("market", "fit", "timing", "partners", "sustainability")
TECHNOLOGY_WEIGHTS = (25, 30, 15, 20, 10)
TECHNOLOGY_SCORES: dict[tuple[str, str], tuple[int, ...]] = {
    ("Optisk sortering", "Optical sorting"): (4, 4, 5, 4, 4),
    ("Enzymatisk rensning", "Enzymatic cleaning"): (4, 3, 3, 5, 5),
    ("Digitale materialepas", "Digital material passports"): (5, 4, 4, 3, 3),
    ("Additiv fremstilling", "Additive manufacturing"): (2, 1, 4, 4, 2),
}
TECHNOLOGY_RINGS = ("act", "try", "act", "follow")


def make_analyses(*, cluster: Cluster, people: dict[str, User]) -> None:
    """Make this year's and last year's market analysis, and a technology analysis; once."""
    strategy = Strategy.objects.of(cluster).current().first()
    if strategy is None or Analysis.objects.of(cluster).exists():
        return
    today, editor = timezone.localdate(), people["editor"]
    for back in (1, 0):
        year = today.year - back
        day = date(year, 10, 6)
        title = Text(da=f"Markedsanalyse {year}", en=f"Market analysis {year}")
        _start(cluster, "market-analysis", title, strategy, editor, market_answers(day, is_newest=not back))
    title = Text(da=f"Teknologianalyse {today.year}", en=f"Technology analysis {today.year}")
    answers = technology_answers(date(today.year, 9, 14))
    _start(cluster, "technology-analysis", title, strategy, people["owner"], answers)


def _start(cluster: Cluster, slug: str, title: Text, strategy: Strategy, by: User, answers: Mapping[str, Any]) -> None:
    edition = Edition.objects.newest().filter(publication__kind=Kind.ANALYSIS, publication__slug=slug).first()
    if edition is None or not isinstance(edition.parsed, Template):
        return
    start_analysis(cluster=cluster, edition=edition, title=title, strategy=strategy, by=by, answers=dict(answers))


def market_answers(day: date, *, is_newest: bool) -> dict[str, Any]:
    """Return what the secretariat found out about its markets."""
    rows = [
        _row(number, "market", name, MARKETS, scores[0 if is_newest else 1])
        for number, (name, scores) in enumerate(COUNTRIES.items(), start=1)
    ]
    for row in rows:
        row["cells"]["knockout"] = "none"
    return {
        "decision_to_take": _text(
            "Hvilke lande skal have en ansvarlig i sekretariatet og en plads i budgettet de næste to år? Bestyrelsen "
            "beslutter på mødet i december.",
            "Which countries get a person in charge at the secretariat and a place in the budget for the next two "
            "years? The board decides at its meeting in December.",
        ),
        "members_concerned": _text(
            "42 producenter og 11 maskinleverandører, der allerede eksporterer eller har søgt om at komme i gang.",
            "42 producers and 11 machinery suppliers that already export or have asked for help to begin.",
        ),
        "market_definition": _text(
            "Genbrugsemballage til fødevarer og detailhandel, i led fra materiale til retur.",
            "Reusable packaging for food and retail, in the links from material to return.",
        ),
        "long_list": ["DE", "NL", "SE", "FR", "JP"],
        "analysed_on": day.isoformat(),
        "market_figures": [
            _figure(
                1, "Emballageaffald i Tyskland", "Packaging waste in Germany", "19 mio. ton", "19 million tonnes", 2023
            ),
            _figure(
                2, "Andel genbrug i Nederlandene", "Share of reuse in the Netherlands", "14 %", "14 %", day.year - 1
            ),
        ],
        "criteria_weights": _weights(MARKETS, MARKET_WEIGHTS),
        "market_scores": rows,
        "score_evidence": [
            {
                "id": key,
                "cells": {
                    "source": _text(da, en),
                    "dated": date.fromordinal(day.toordinal() - days).isoformat(),
                    "who": _text(who, who),
                },
            }
            for key, (da, en, days, who) in MARKET_SOURCES.items()
        ],
        "confidence": 4 if is_newest else 3,
        "recommended_choice": "enter",
    }


def technology_answers(day: date) -> dict[str, Any]:
    """Return what the secretariat found out about technologies."""
    rows = [
        _row(number, "technology", name, TECHNOLOGIES, scores)
        for number, (name, scores) in enumerate(TECHNOLOGY_SCORES.items(), start=1)
    ]
    for row, ring in zip(rows, TECHNOLOGY_RINGS, strict=True):
        row["cells"]["ring"] = ring
    return {
        "focal_question": _text(
            "Hvilke teknologier flytter kravene til vores medlemmers emballage inden 2031, og hvem er længst fremme?",
            "Which technologies will move the requirements on our members' packaging by 2031, and who is furthest "
            "ahead?",
        ),
        "horizon": "mid",
        "methods_used": ["literature", "patents", "interviews"],
        "analysed_on": day.isoformat(),
        "priority_weights": _weights(TECHNOLOGIES, TECHNOLOGY_WEIGHTS),
        "radar_table": rows,
    }


def _text(da: str, en: str) -> dict[str, str]:
    return {"da": da, "en": en}


def _row(
    number: int, named: str, name: tuple[str, str], criteria: Sequence[str], scores: Sequence[int]
) -> dict[str, Any]:
    cells: dict[str, Any] = {named: _text(*name), **dict(zip(criteria, scores, strict=True))}
    return {"id": f"demo{number}", "cells": cells}


def _weights(criteria: Sequence[str], numbers: Sequence[int]) -> list[dict[str, Any]]:
    return [{"id": key, "cells": {"weight": number}} for key, number in zip(criteria, numbers, strict=True)]


def _figure(number: int, da: str, en: str, da_value: str, en_value: str, year: int) -> dict[str, Any]:
    cells = {
        "figure": _text(da, en),
        "value": _text(da_value, en_value),
        "year": year,
        "source": _text("Eurostat", "Eurostat"),
    }
    return {"id": f"demo{number}", "cells": cells}
