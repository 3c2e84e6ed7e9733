"""Content in Swedish alone: no word of it stands on a page without saying that it is Swedish, options included."""

from typing import Any

import pytest
from crispy_forms.utils import render_crispy_form
from django import forms
from django.test import Client

from accounts.models import User
from checklists.services.running import start_checklist
from checklists.services.sources import of_published
from clusters.models import Cluster
from core.text import Foreign, Text
from documents.services import start_document
from library.models import Edition
from library.services import publish_edition
from strategy.models import Strategy
from surveys.services.rounds import close_round
from tests import factories
from tests.assessments import samples as assessments
from tests.days import TODAY
from tests.pages import tree
from tests.schema.samples import checklist, every_type, options, question, scale, spoken, template, text
from tests.surveys import samples as surveys
from workbooks.models import Answer
from workbooks.services.workbooks import save_answer

pytestmark = pytest.mark.django_db
CARDS = question(
    "partners",
    "table",
    layout="cards",
    row=text("Partner"),
    columns=[
        question("who"),
        question("role", "choice", options=options("sell", "pay")),
        question("ways", "multichoice", options=options("fair", "web")),
    ],
)
ANSWERS: dict[str, Any] = {
    "name": {"da": "Os"},
    "members": 4,
    "stage": "plan",
    "means": ["visit", "fair"],
    "mandate": 4,
    "late": 1,
    "criteria": [{"id": "need", "cells": {"weight": 60}}, {"id": "access", "cells": {"weight": 40}}],
    "markets": [{"id": "r1", "cells": {"name": {"da": "Norge"}, "state": "open", "need": 2, "access": 3}}],
    "partners": [{"id": "r1", "cells": {"who": {"da": "Havnen"}, "role": "sell", "ways": ["fair"]}}],
}


def in_swedish(data: dict[str, Any]) -> Edition:
    made = {**spoken(data, sv="Sv "), "format": 2, "languages": ["sv"]}
    return publish_edition(data=made, by=None)


def unmarked(client: Client, url: str) -> list[str]:
    """What stands on the page in Swedish without saying so, with where.

    Attributes are plain text, and so is the title that a drawing is read by; a sentence about a condition quotes.
    """
    answer = client.get(url)
    assert answer.status_code == 200, url
    page = tree(answer)
    assert page.xpath("//body//*[contains(text(), 'Sv ')]"), url
    return [
        f"<{one.getparent().tag} class={one.getparent().get('class')}> {str(one).strip()}"
        for one in page.xpath("//body//text()[contains(., 'Sv ')]")
        if one.getparent().tag not in ("script", "textarea")
        and not one.getparent().xpath("ancestor-or-self::svg[@role='img'] | ancestor::*[@class='lib-condition']")
        and not one.getparent().xpath("ancestor-or-self::*[@lang][1][@lang='sv']")
    ]


@pytest.fixture
def user(alice: User, client: Client) -> User:
    client.force_login(alice)
    return alice


@pytest.fixture
def strategy(cluster: Cluster, user: User) -> Strategy:
    data = {**every_type(), "kind": "strategy"}
    for section in data["sections"]:
        section["questions"] = [one for one in section["questions"] if one["type"] != "clause"]
    data["sections"][1]["questions"].append(CARDS)
    made = factories.make_strategy(cluster, user, in_swedish(data))
    for key, value in ANSWERS.items():
        save_answer(workbook=made.workbook, question_key=key, value=value, based_on=0, current=None, by=user)
    assert Answer.objects.of(cluster).count() == len(ANSWERS)
    return made


@pytest.mark.parametrize("path", ["phases/first/", "phases/second/", "review/", "missing/", ""])
def test_a_strategy(strategy: Strategy, client: Client, path: str) -> None:
    assert unmarked(client, f"/c/{strategy.cluster.slug}/strategies/{strategy.number}/{path}") == []


def test_the_scores_of_a_self_assessment(cluster: Cluster, user: User, client: Client) -> None:
    made = assessments.an_assessment(cluster, user, edition=in_swedish(assessments.document()))

    assert unmarked(client, made.url("score")) == []


def test_a_checklist(cluster: Cluster, user: User, client: Client) -> None:
    edition = in_swedish(checklist())
    made = start_checklist(
        cluster=cluster, source=of_published(edition.parsed), title="Tur", day=TODAY, edition=edition, by=user
    )

    for path in ("", "items/", "items/add/"):
        assert unmarked(client, f"/c/{cluster.slug}/checklists/{made.number}/{path}") == []


def test_the_answer_of_a_company(cluster: Cluster, user: User, client: Client) -> None:
    data = template(
        question("plan", "choice", options=options("none", "written")),
        question("offers", "multichoice", options=options("none", "written")),
        question("members", "number", unit=text("stk.")),
        scale("benefit"),
        scale("how", levels=[text(str(n)) for n in range(1, 6)]),
        kind="survey",
    )
    made = surveys.an_open_round(cluster, user, edition=in_swedish(data))

    assert unmarked(client, f"/answer/{surveys.links(made)[0]}/") == []


def test_what_the_library_says_of_a_template(user: User, client: Client) -> None:
    data = every_type()
    (members,) = (one for one in data["sections"][0]["questions"] if one["key"] == "members")
    del members["unit"]
    edition = in_swedish(data)

    assert unmarked(client, f"/library/{edition.publication.kind}/{edition.publication.slug}/") == []


def test_an_agreement(cluster: Cluster, user: User, client: Client) -> None:
    made = start_document(cluster=cluster, edition=in_swedish(every_type()), title=Text(da="Aftale"), by=user)
    for key in ("name", "members", "stage", "means", "mandate", "markets"):
        save_answer(workbook=made.workbook, question_key=key, value=ANSWERS[key], based_on=0, current=None, by=user)

    for path in ("", "sections/first/", "sections/second/"):
        assert unmarked(client, f"{made.get_absolute_url()}{path}") == []


def test_the_results_of_a_survey(cluster: Cluster, user: User, client: Client) -> None:
    data = template(
        question("plan", "choice", options=options("none", "written")),
        question("offers", "multichoice", options=options("none", "written")),
        kind="survey",
    )
    made = surveys.an_open_round(cluster, user, edition=in_swedish(data))
    surveys.answers_to(made, *[{"plan": "none", "offers": ["written"]}] * 6)
    close_round(round=made, by=user)

    assert unmarked(client, f"{made.get_absolute_url()}results/") == []


def test_an_option_of_a_list_that_opens() -> None:
    field = forms.ChoiceField(choices=[("a", Foreign("Sv a", "sv")), ("b", "B")])
    radio = forms.ChoiceField(choices=field.choices, widget=forms.RadioSelect)
    form = type("Form", (forms.Form,), {"one": field, "two": radio})()

    assert '<option value="a" lang="sv">Sv a</option>' in str(form["one"])
    assert '<option value="b">B</option>' in str(form["one"])
    assert 'lang="sv">Sv a</label>' in render_crispy_form(form)
