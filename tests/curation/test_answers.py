"""The answers of an example, written by a curator in the fields that a cluster has."""

from typing import Any

import pytest
import yaml
from django.test import Client
from django.urls import reverse

from accounts.models import User
from curation.models import Draft
from curation.rules.operations import Set
from curation.selectors import faults_in
from curation.services import writing
from curation.services.drafts import open_draft
from library.loading import STARTER_CONTENT
from library.services import publish_edition
from tests.curation.samples import at, fresh, page
from tests.pages import queries, tree, words
from tests.schema.samples import (
    assessment,
    catalogue,
    common,
    every_type,
    example,
    question,
    section,
    spoken,
    strategy,
    text,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(curator: User) -> Draft:
    for data in (strategy(), catalogue(), assessment()):
        publish_edition(data=data, by=None)
    return open_draft(edition=publish_edition(data=example(), by=None), by=curator)


def url(draft: Draft, **query: str) -> str:
    return reverse("curation:answers", args=[draft.pk], query=query)


def form_of(response: Any) -> dict[str, Any]:
    sent: dict[str, Any] = {}
    for name, value in tree(response).xpath("//form[@id='f']")[0].form_values():
        # lxml gives the empty choice of a group of radio buttons as “on”.
        sent.setdefault(name, []).append("" if value == "on" else value.removeprefix("\n"))
    return sent


def save(client: Client, draft: Draft, query: dict[str, str] | None = None, **more: Any) -> Any:
    address = url(draft, **(query or {}))
    return client.post(address, {**form_of(client.get(address)), **more})


def test_the_editor_leads_to_the_answers_and_back(karen: Client, draft: Draft) -> None:
    assert tree(page(karen, draft)).xpath(f"//a[@href='{url(draft)}']")
    assert tree(page(karen, draft, "assessments/0")).xpath(f"//a[@href='{url(draft, of='0')}']")
    assert not tree(page(karen, draft, "goals/S1")).xpath("//a[contains(@href, '/answers/')]")


def test_an_answer_is_written_in_both_languages_and_undone(karen: Client, draft: Draft) -> None:
    answer = save(karen, draft, **{"a-aim-da": "Tre lande", "a-aim-en": "Three countries"})

    assert answer.status_code == 302
    assert at(draft, "answers/aim") == {"da": "Tre lande", "en": "Three countries"}
    assert faults_in(fresh(draft).document) == []
    karen.post(reverse("curation:undo", args=[draft.pk]), {"at": ""})
    assert fresh(draft).document == {**example(), "version": 2}


def test_a_page_that_is_saved_untouched_changes_nothing(karen: Client, draft: Draft) -> None:
    assert save(karen, draft).status_code == 302
    assert save(karen, draft, {"of": "0"}).status_code == 302
    assert fresh(draft).manuscript.revision == 1


def test_answers_of_a_self_assessment_are_written_too(karen: Client, draft: Draft) -> None:
    save(karen, draft, {"of": "0"}, **{"a-mandate": "5"})

    assert at(draft, "assessments/0/answers/mandate") == 5


def test_an_answer_is_taken_away_and_the_checker_says_what_is_missing(karen: Client, draft: Draft) -> None:
    save(karen, draft, **{"a-aim-da": "", "a-aim-en": " "})

    assert at(draft, "answers") == {"stage": "plan"}
    assert "no answer to the required question 'aim'" in str(faults_in(fresh(draft).document)[0])


def test_a_question_says_when_it_is_asked(karen: Client, draft: Draft) -> None:
    said = tree(karen.get(url(draft))).xpath("string(//section[@id='q-why_report'])")

    assert "Only if" in said


def test_two_curators_at_once_are_told_and_nothing_is_lost(karen: Client, draft: Draft, kurt: User) -> None:
    sent = form_of(karen.get(url(draft)))
    writing.write(fresh(draft).manuscript, [Set("answers/aim", text("Kurts"))], based_on=1, by=kurt)

    answer = karen.post(url(draft), {**sent, "a-aim-da": "Karens"})

    assert answer.status_code == 409
    assert at(draft, "answers/aim") == text("Kurts")
    assert "Kurt has changed this answer" in words(tree(answer).xpath("//*[@id='errors']")[0])
    again = form_of(answer)
    assert again["a-aim-da"] == ["Karens"]
    karen.post(url(draft), again)
    assert at(draft, "answers/aim/da") == "Karens"


@pytest.fixture
def every(curator: User) -> Draft:
    """An example of a strategy that asks every type of question, with nothing answered but one."""
    asked = list(every_type()["sections"][0]["questions"])
    table = {**question("plan", "table"), "columns": [question("what"), question("when", "date")]}
    data = {**common("strategy", "plan"), "sections": [section("all", *asked, table), section("end", question("aim"))]}
    publish_edition(data=data, by=None)
    publish_edition(data=catalogue(), by=None)
    given = {**example(), "answers": {"aim": text("Mål")}, "assessments": []}
    return open_draft(edition=publish_edition(data=given, by=None), by=curator)


def test_every_type_of_answer_is_written_as_a_file_holds_it(karen: Client, every: Draft) -> None:
    save(
        karen,
        every,
        **{
            **{f"a-{key}-{language}": "Ord" for key in ("name", "why") for language in ("da", "en")},
            "a-members": "12.5",
            "a-price": "1,000",
            "a-part": "40",
            "a-stage": "plan",
            "a-means": ["visit"],
            "a-mandate": "4",
            "a-start": "2027-01-31",
        },
    )

    document = fresh(every).document
    assert faults_in(document) == []
    assert {key: value for key, value in document["answers"].items() if key not in ("name", "why", "aim")} == {
        "members": 12.5,
        "price": 1000,
        "part": 40,
        "stage": "plan",
        "means": ["visit"],
        "mandate": 4,
        "start": "2027-01-31",
    }


def test_rows_of_a_table_are_added_without_a_script(karen: Client, every: Draft) -> None:
    answer = save(karen, every, act="add:plan")
    assert "row=plan" in answer["Location"]
    opened = karen.get(answer["Location"].split("#")[0])
    *_empty, row = form_of(opened)["a-plan-rows"]

    karen.post(
        url(every),
        {**form_of(opened), f"a-plan-{row}-what-da": "Besøg", f"a-plan-{row}-what-en": "Visit"},
    )

    (stored,) = at(every, "answers/plan")
    assert stored["cells"] == {"what": {"da": "Besøg", "en": "Visit"}}


@pytest.mark.parametrize(("name", "typed"), [("members", "many"), ("part", "140"), ("members", "9" * 400)])
def test_what_cannot_be_read_comes_back_and_the_rest_is_saved(
    karen: Client, every: Draft, name: str, typed: str
) -> None:
    answer = save(karen, every, **{f"a-{name}": typed, "a-stage": "report"})

    assert answer.status_code == 422
    assert form_of(answer)[f"a-{name}"] == [typed]
    assert at(every, "answers/stage") == "report"


def test_next_leads_to_the_next_section(karen: Client, every: Draft) -> None:
    assert save(karen, every, act="next")["Location"].endswith("?section=end")


@pytest.mark.parametrize("query", [{"of": "7"}, {"of": "x"}, {"of": "-1"}])
def test_what_is_not_there_is_not_found(karen: Client, draft: Draft, query: dict[str, str]) -> None:
    assert karen.get(url(draft, **query)).status_code == 404


def test_an_example_of_nothing_that_is_published_has_no_answers_to_write(karen: Client, curator: User) -> None:
    lonely = open_draft(edition=publish_edition(data=example(), by=None), by=curator)

    assert karen.get(url(lonely)).status_code == 404


def test_the_real_example_opens_in_few_queries_and_is_saved_untouched(karen: Client, curator: User) -> None:
    for name in ("templates/strategy", "templates/self-assessment", "kpis/catalogue"):
        publish_edition(data=yaml.safe_load((STARTER_CONTENT / f"{name}.yaml").read_text(encoding="utf-8")), by=None)
    data = yaml.safe_load((STARTER_CONTENT / "examples/strategy.yaml").read_text(encoding="utf-8"))
    real = open_draft(edition=publish_edition(data=data, by=None), by=curator)
    sections = [link.get("href") for link in tree(karen.get(url(real))).xpath("//aside//ul//a")]

    for address in sections:
        response = karen.post(address, form_of(karen.get(address)))
        assert response.status_code == 302, address
    assert fresh(real).manuscript.revision == 1
    assert queries(karen, sections[0]) <= 8


def in_languages(curator: User, *codes: str) -> Draft:
    """Open the example as if its files were in these languages, with what each text begins with."""
    words = {code: f"{code} " for code in codes}
    for data in (strategy(), catalogue(), assessment()):
        publish_edition(data={**spoken(data, **words), "languages": list(codes), "format": 2}, by=None)
    data = {**spoken(example(), **words), "languages": list(codes), "format": 2}
    return open_draft(edition=publish_edition(data=data, by=None), by=curator)


def test_an_example_in_swedish_alone_is_written_here(karen: Client, curator: User) -> None:
    draft = in_languages(curator, "sv")
    (name,) = tree(karen.get(url(draft))).xpath(
        "//textarea[@lang='sv']/@name | //input[@lang='sv'][@type='text']/@name"
    )[:1]
    key = name.removeprefix("a-").removesuffix("-sv")

    save(karen, draft)
    assert fresh(draft).manuscript.revision == 1
    save(karen, draft, **{name: "För att hemmamarknaden är liten"})

    assert fresh(draft).document["answers"][key] == {"sv": "För att hemmamarknaden är liten"}
    assert faults_in(fresh(draft).document) == []


def test_each_language_of_an_example_has_its_field(karen: Client, curator: User) -> None:
    draft = in_languages(curator, "sv", "da", "nb")
    page_of_answers = tree(karen.get(url(draft)))
    fields = page_of_answers.xpath("//*[@lang and starts-with(@name, 'a-')]")
    key = fields[0].get("name").removeprefix("a-").rpartition("-")[0]

    assert [one.get("lang") for one in fields[:3]] == ["sv", "da", "nb"]
    labels = [words(one) for one in page_of_answers.xpath(f"//label[starts-with(@for, 'a-{key}-')]")]
    assert labels == ["Swedish", "Danish", "Norwegian (Bokmål)"]

    save(karen, draft, **{f"a-{key}-nb": "Fordi"})

    written = fresh(draft).document["answers"][key]
    assert written["nb"] == "Fordi"
    assert set(written) == {"sv", "da", "nb"}
