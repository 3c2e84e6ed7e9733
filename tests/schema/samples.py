"""Small documents that are right, and a way to make one thing in them wrong."""

import copy
import re
from typing import Any

REMOVED = object()
STEP = re.compile(r"([^.\[\]]+)|\[(\d+)\]")


def text(words: str = "Ord") -> dict[str, str]:
    return {"da": words, "en": f"{words} in English"}


def spoken(value: Any, **by_code: str) -> Any:
    """Return a document whose texts are in other languages: each code with what its words begin with."""
    if isinstance(value, dict):
        if set(value) == {"da", "en"} and isinstance(value["da"], str):
            return {code: f"{before}{value['da']}" for code, before in by_code.items()}
        return {key: spoken(one, **by_code) for key, one in value.items()}
    return [spoken(one, **by_code) for one in value] if isinstance(value, list) else value


def common(kind: str, slug: str = "sample", version: int = 1) -> dict[str, Any]:
    return {
        "format": 1,
        "slug": slug,
        "kind": kind,
        "version": version,
        "title": text("Prøve"),
        "summary": text("En prøve"),
    }


def question(key: str, kind: str = "text", **own: Any) -> dict[str, Any]:
    return {"key": key, "type": kind, "label": text(key), **own}


def options(*keys: str) -> list[dict[str, Any]]:
    return [{"key": key, "label": text(key)} for key in keys]


def scale(key: str, lowest: int = 1, highest: int = 5, **own: Any) -> dict[str, Any]:
    return question(key, "scale", min=lowest, max=highest, low=text("Lav"), high=text("Høj"), **own)


def section(key: str, *questions: dict[str, Any], **own: Any) -> dict[str, Any]:
    return {"key": key, "title": text(key), "questions": list(questions), **own}


def template(*questions: dict[str, Any], kind: str = "analysis", slug: str = "sample") -> dict[str, Any]:
    return {**common(kind, slug), "sections": [section("only", *questions)]}


def every_type() -> dict[str, Any]:
    """A template for documents with one question of each type, tables of every column, and conditions."""
    weights = question(
        "criteria",
        "table",
        columns=[question("weight", "number", min=0)],
        rows=[{"key": "need", "label": text()}, {"key": "access", "label": text()}],
        sum_to={"column": "weight", "total": 100},
    )
    scores = question(
        "markets",
        "table",
        columns=[
            question("name"),
            question("need", "number", min=1, max=5),
            scale("access"),
            question("cost", "money", currency="EUR"),
            question("share", "percent"),
            question("day", "date"),
            question("state", "choice", options=options("open", "closed")),
            question("country", "country"),
            question("score", "weighted", weights={"question": "criteria", "column": "weight"}),
        ],
    )
    return {
        **common("document"),
        "review_by": "2027-01-31",
        "sections": [
            section(
                "first",
                question("name", help=text("Hjælp"), example=text("Eksempel"), required=True),
                question("why", "longtext"),
                question("members", "number", min=0, max=500, step=0.5, unit=text("medlemmer")),
                question("price", "money"),
                question("part", "percent"),
                question("start", "date"),
                question("stage", "choice", options=options("plan", "report")),
                question("means", "multichoice", options=options("visit", "fair"), max_choices=2),
                scale("mandate", levels=[text(str(n)) for n in range(1, 6)]),
                question("where", "countries", max_choices=3),
                short=text("Først"),
                intro=text("Indledning"),
            ),
            section(
                "second",
                weights,
                scores,
                question("live", "panel", panel="goals"),
                question("parties", "clause", body=text("Mellem {{ name }} og {{ why }}.")),
                question("extra", "clause", body=text("Mere"), optional=True),
                question("later", show_if={"question": "mandate", "in": [4, 5]}),
                scale("late"),
                show_if={"question": "stage", "is": "plan"},
            ),
        ],
    }


def survey(slug: str = "baseline", *questions: dict[str, Any]) -> dict[str, Any]:
    return template(*(questions or (question("sales", "number", min=0),)), kind="survey", slug=slug)


def checklist() -> dict[str, Any]:
    item = {"key": "book", "label": text(), "due_days": -30, "role": text(), "help": text(), "optional": True}
    return {
        **common("checklist", "tour"),
        "anchor": text("Afrejse"),
        "groups": [
            {
                "key": "before",
                "title": text("Før"),
                "items": [item, {**item, "key": "ask", "link": {"kind": "survey", "slug": "baseline"}}],
            }
        ],
    }


def catalogue() -> dict[str, Any]:
    kpi = {
        "key": "exporting",
        "name": text(),
        "definition": text(),
        "level": "outcome",
        "unit": "count",
        "direction": "up",
        "frequency": "yearly",
        "aggregation": "point",
        "source": text(),
        "section": "direction",
    }
    feed = {"question": "sales", "statistic": "sum", "min_answers": 5}
    return {**common("kpi-catalogue", "kpis"), "kpis": [kpi, {**kpi, "key": "sold", "survey": feed}]}


def resource() -> dict[str, Any]:
    return {
        **common("resource", "tips"),
        "topic": "funding",
        "body": text("## Råd\n\nSe [kilden](https://example.org) eller [biblioteket](/library/)."),
        "sources": [{"title": "Rapport 2025", "url": "https://example.org/r"}],
        "figures": [
            {"value": "42 %", "label": text(), "source": "Rapport 2025"},
            {"value": "7", "label": text(), "source": "https://example.org/tal"},
        ],
        "terms": [{"term": text("Klynge"), "definition": text("Flere virksomheder")}],
    }


def strategy() -> dict[str, Any]:
    return {
        **common("strategy", "plan"),
        "sections": [
            section(
                "direction",
                question("aim", required=True),
                question("stage", "choice", options=options("plan", "report")),
                question("why_report", show_if={"question": "stage", "is": "report"}, required=True),
            )
        ],
    }


def assessment() -> dict[str, Any]:
    return template(scale("mandate", required=True), kind="assessment", slug="check")


def example() -> dict[str, Any]:
    return {
        **common("example", "invented"),
        "template": "plan",
        "as_of": "2026-11-23",
        "cluster": {"name": text("Omslag"), "smes": 12},
        "answers": {"aim": text("Flere lande"), "stage": "plan"},
        "goals": [{"key": "S1", "title": text("Mål"), "deadline": "2028-12-31"}],
        "kpis": [
            {
                "key": "exporting",
                "goal": "S1",
                "responsible": text(),
                "baseline": {"date": "2025-01-01", "value": 4},
                "targets": [{"date": "2026-12-31", "value": 8}, {"date": "2027-12-31", "value": 12}],
                "measurements": [{"date": "2025-12-31", "value": 5, "note": text()}],
            }
        ],
        "activities": [
            {
                "key": "a1",
                "goal": "S1",
                "kpis": ["exporting"],
                "title": text(),
                "responsible": text(),
                "start": "2025-02-01",
                "end": "2025-06-30",
                "budget_dkk": 100000,
                "spent_dkk": 90000,
                "status": "done",
                "expected_result": text(),
                "milestones": [{"title": text(), "date": "2025-03-01", "done": True}],
            }
        ],
        "assessments": [{"date": "2025-01-15", "answers": {"mandate": 3}}],
    }


def everything() -> dict[str, dict[str, Any]]:
    """One file of each kind that a file can speak of, by their names."""
    return {
        "templates/document.yaml": every_type(),
        "templates/plan.yaml": strategy(),
        "templates/check.yaml": assessment(),
        "surveys/baseline.yaml": survey(),
        "surveys/final.yaml": survey("final"),
        "checklists/tour.yaml": checklist(),
        "kpis/kpis.yaml": catalogue(),
        "resources/tips.yaml": resource(),
        "examples/invented.yaml": example(),
    }


def edited(data: dict[str, Any], path: str, value: object) -> dict[str, Any]:
    """Return a copy in which the value at this path is another, or REMOVED."""
    data = copy.deepcopy(data)
    steps = [key or int(number) for key, number in STEP.findall(path)]
    owner: Any = data
    for step in steps[:-1]:
        owner = owner[step]
    if value is REMOVED:
        del owner[steps[-1]]
    else:
        owner[steps[-1]] = value
    return data
