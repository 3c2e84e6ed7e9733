"""What a parsed document gives: typed values, and look-ups by key."""

from datetime import date
from decimal import Decimal

import pytest

from core.text import Text
from schema import Library, SchemaError, digest, document_of, parse
from schema.checklists import Checklist, Link
from schema.conditions import Condition
from schema.documents import Template
from schema.examples import Example
from schema.kpis import KpiCatalogue, SurveyFeed
from schema.questions import (
    QUESTION_TYPES,
    ClauseQuestion,
    CountriesQuestion,
    MoneyQuestion,
    MultiChoiceQuestion,
    NumberQuestion,
    PanelQuestion,
    ScaleQuestion,
    TableQuestion,
)
from schema.resources import Resource
from schema.tables import COLUMN_TYPES, MoneyColumn, SumTo, WeightedColumn, Weights
from schema.upgrades import NEW_COLUMNS, NEW_TYPES, upgrade
from schema.vocabulary import DocumentKind, Level, Panel, Statistic, Topic, Unit
from tests.schema.samples import catalogue, checklist, edited, every_type, everything, example, resource, text


@pytest.fixture
def template() -> Template:
    document = parse(every_type())
    assert isinstance(document, Template)
    return document


def test_common_fields(template: Template) -> None:
    assert (template.format, template.slug, template.kind, template.version) == (2, "sample", DocumentKind.DOCUMENT, 1)
    assert template.title == Text(da="Prøve", en="Prøve in English")
    assert template.review_by == date(2027, 1, 31)


def test_sections_and_questions_are_found_by_key(template: Template) -> None:
    first = template.section("first")
    why = template.question("why")

    assert [section.key for section in template.sections] == ["first", "second"]
    assert [question.key for question in template.questions()][:3] == ["name", "why", "members"]
    assert why is not None
    assert why.label.da == "why"
    assert template.section_of("why") is first
    assert (template.section("third"), template.question("x"), template.section_of("x")) == (None, None, None)


def test_every_question_type_is_read(template: Template) -> None:
    # Those of format 2 are read in tests of their own.
    assert {question.type for question in template.questions()} == set(QUESTION_TYPES) - NEW_TYPES


def test_every_column_type_is_read(template: Template) -> None:
    markets = template.question("markets")
    assert isinstance(markets, TableQuestion)

    assert {column.type for column in markets.columns} == set(COLUMN_TYPES) - NEW_COLUMNS


def test_own_fields_of_questions(template: Template) -> None:
    members, price, means = template.question("members"), template.question("price"), template.question("means")
    mandate, where, live = template.question("mandate"), template.question("where"), template.question("live")
    assert isinstance(members, NumberQuestion)
    assert isinstance(price, MoneyQuestion)
    assert isinstance(means, MultiChoiceQuestion)
    assert isinstance(mandate, ScaleQuestion)
    assert isinstance(where, CountriesQuestion)
    assert isinstance(live, PanelQuestion)

    assert (members.min, members.max, members.step) == (Decimal(0), Decimal(500), Decimal("0.5"))
    assert members.unit == Text.from_value(text("medlemmer"))
    assert price.currency == "DKK"
    assert [option.key for option in means.options] == ["visit", "fair"]
    assert (means.max_choices, means.option("fair"), means.option("x")) == (2, means.options[1], None)
    assert list(mandate.numbers) == [1, 2, 3, 4, 5]
    assert (mandate.level(4), mandate.level(6)) == (Text.from_value(text("4")), None)
    assert where.max_choices == 3
    assert live.panel == Panel.GOALS


def test_what_stores_an_answer(template: Template) -> None:
    silent = [question.key for question in template.questions() if not question.stores_answer]

    assert silent == ["live", "parties"]


def test_tables(template: Template) -> None:
    criteria, markets = template.question("criteria"), template.question("markets")
    assert isinstance(criteria, TableQuestion)
    assert isinstance(markets, TableQuestion)
    score, cost = markets.column("score"), markets.column("cost")
    assert isinstance(score, WeightedColumn)
    assert isinstance(cost, MoneyColumn)

    assert (criteria.has_fixed_rows, markets.has_fixed_rows) == (True, False)
    assert criteria.sum_to == SumTo(column="weight", total=Decimal(100))
    assert score.weights == Weights(question="criteria", column="weight", criteria=("need", "access"))
    assert markets.weighted_columns == (score,)
    assert cost.currency == "EUR"


def test_clause_names_its_placeholders(template: Template) -> None:
    parties = template.question("parties")
    assert isinstance(parties, ClauseQuestion)

    assert (parties.optional, parties.placeholders(), parties.placeholders("en")) == (
        False,
        ("name", "why"),
        ("name", "why"),
    )


def test_conditions(template: Template) -> None:
    second, later = template.section("second"), template.question("later")
    assert second
    assert later

    assert second.show_if == Condition(question="stage", is_="plan")
    assert later.show_if == Condition(question="mandate", in_=(Decimal(4), Decimal(5)))


def test_line_loses_its_line_break_and_markdown_keeps_its_own() -> None:
    data = edited(edited(resource(), "title.da", "Gode råd\n"), "body.da", "Et\n\nTo\n")

    document = parse(data)

    assert isinstance(document, Resource)
    assert (document.title.da, document.body.da) == ("Gode råd", "Et\n\nTo\n")


def test_checklist() -> None:
    document = parse(checklist())
    assert isinstance(document, Checklist)

    book, ask = document.items()
    assert (document.anchor.da, book.due_days, book.optional, book.link) == ("Afrejse", -30, True, None)
    assert ask.link == Link(kind=DocumentKind.SURVEY, slug="baseline")


def test_catalogue() -> None:
    document = parse(catalogue())
    assert isinstance(document, KpiCatalogue)

    sold = document.kpi("sold")
    assert sold
    assert (sold.level, sold.unit, sold.section) == (Level.OUTCOME, Unit.COUNT, "direction")
    assert sold.survey == SurveyFeed(question="sales", statistic=Statistic.SUM, min_answers=5)
    assert document.kpi("gone") is None


def test_resource() -> None:
    document = parse(resource())
    assert isinstance(document, Resource)

    assert document.topic == Topic.FUNDING
    assert [source.title for source in document.sources] == ["Rapport 2025"]
    assert [figure.value for figure in document.figures] == ["42 %", "7"]
    assert [term.term.da for term in document.terms] == ["Klynge"]


def test_example() -> None:
    document = parse(example(), library=Library(everything()))
    assert isinstance(document, Example)
    assert document.cluster

    assert (document.template, document.as_of, document.cluster.smes) == ("plan", date(2026, 11, 23), 12)
    assert dict(document.answers) == {"aim": text("Flere lande"), "stage": "plan"}
    assert [(target.date, target.value) for target in document.kpis[0].targets] == [
        (date(2026, 12, 31), Decimal(8)),
        (date(2027, 12, 31), Decimal(12)),
    ]
    assert document.activities[0].milestones[0].done is True


def test_digest_is_the_same_whatever_the_order_of_keys() -> None:
    data = every_type()
    reversed_data = dict(reversed(data.items()))

    assert digest(data) == digest(reversed_data)
    assert digest(data) != digest(edited(data, "title.da", "Anden"))


def test_document_of_an_edition_is_parsed_once() -> None:
    data = edited(every_type(), "title.da", "Læst én gang")

    assert document_of(data, digest(data)) is document_of(dict(data), digest(data))


def test_document_cannot_be_changed(template: Template) -> None:
    with pytest.raises(AttributeError):
        template.slug = "other"  # type: ignore[misc]


def test_kind_must_be_one_of_those_expected() -> None:
    with pytest.raises(SchemaError) as caught:
        parse(resource(), kinds={DocumentKind.SURVEY})

    assert str(caught.value) == "kind: 'resource' is not one of survey"


def test_document_of_an_older_format_is_upgraded_step_by_step() -> None:
    old = {"format": 1, "name": "x"}
    steps = {
        1: lambda data: {**data, "format": 2, "second": True},
        2: lambda data: {**data, "format": 3, "third": True},
    }

    assert upgrade(old, steps) == {"format": 3, "name": "x", "second": True, "third": True}
    assert old == {"format": 1, "name": "x"}
