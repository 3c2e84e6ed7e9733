"""Links from a question to guidance, KPIs and checklists."""

from typing import Any

import pytest

from schema import Library, SchemaError, parse
from schema.traits import Place
from schema.upgrades import needs_second
from schema.vocabulary import DocumentKind
from tests.schema.samples import catalogue, checklist, question, resource, template

TIPS = {"kind": "resource", "slug": "tips"}
KPI = {"kind": "kpi-catalogue", "slug": "kpis", "part": "exporting"}


def linked(*links: Any, kind: str = "analysis", format: int = 2) -> dict[str, Any]:
    return {**template(question("a", links=list(links)), kind=kind), "format": format}


def faults(data: dict[str, Any]) -> list[str]:
    library = Library({"a.yaml": data}, [resource(), catalogue(), checklist()])
    with pytest.raises(SchemaError) as refused:
        parse(data, library=library)
    return [str(fault) for fault in refused.value.faults]


def test_a_question_leads_to_guidance_to_a_kpi_and_to_a_checklist() -> None:
    data = linked(TIPS, KPI, {"kind": "checklist", "slug": "tour"})
    found: Any = parse(data, library=Library({"a.yaml": data}, [resource(), catalogue(), checklist()]))

    (asked,) = found.questions()
    assert asked.links[:2] == (
        Place(kind=DocumentKind.RESOURCE, slug="tips"),
        Place(kind=DocumentKind.KPI_CATALOGUE, slug="kpis", part="exporting"),
    )


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (linked(TIPS, format=1), "links needs `format: 2` at the top of the file"),
        (linked(TIPS, kind="survey"), "a link would lead the one who answers out of the survey"),
        (linked({"kind": "resource", "slug": "gone"}), "there is no resource 'gone'"),
        (linked({**KPI, "part": "gone"}), "kpi-catalogue kpis has no section, question, group or KPI 'gone'"),
        (linked({"kind": "strategy", "slug": "x"}), "'strategy' is not one of checklist, kpi-catalogue, resource"),
        (linked({"kind": "resource"}), "missing slug"),
        (linked("tips"), "must be a mapping"),
        (linked(), "must not be empty"),
        (linked(TIPS, TIPS), "leads to the same as another"),
        (linked(*[TIPS] * 11), "has 11 links, and a question can have 10"),
        (linked({**TIPS, "slug": ["tips"]}), "must be one line of text without HTML"),
    ],
)
def test_what_leads_nowhere_is_refused_with_its_place(data: dict[str, Any], fault: str) -> None:
    assert any(one.startswith("sections[0].questions[0].links") and one.endswith(fault) for one in faults(data))


def test_a_stored_template_is_read_when_what_it_leads_to_is_gone() -> None:
    found: Any = parse(linked({"kind": "resource", "slug": "gone"}))

    assert found.questions()[0].links[0].slug == "gone"


def test_writing_a_link_raises_the_number() -> None:
    assert needs_second([TIPS], "links")
    assert needs_second(question("a", links=[TIPS]), "questions")
    assert not needs_second(None, "links")
