"""The goals, KPIs and activities of an example in the editor: fields of their own kind, and the name that each has."""

import pytest
from django.test import Client

from accounts.models import User
from curation.models import Draft
from curation.services.drafts import open_draft
from library.services import publish_edition
from tests.curation.samples import at, form_of, page, save
from tests.pages import tree, words
from tests.schema.samples import assessment, catalogue, example, strategy

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(curator: User) -> Draft:
    for data in (strategy(), assessment(), catalogue()):
        publish_edition(data=data, by=None)
    return open_draft(edition=publish_edition(data=example(), by=None), by=curator)


@pytest.fixture
def karen(client: Client, curator: User) -> Client:
    client.force_login(curator)
    return client


def kind_of(response: object, name: str) -> tuple[str, str]:
    """Return what sort of field has this name: a control, and its type."""
    (field,) = tree(response).xpath(f"//*[@name='{name}'][not(@type='hidden')]")
    return field.tag, field.get("type", "")


def test_goal_has_a_title_in_both_languages_and_a_day(karen: Client, draft: Draft) -> None:
    opened = page(karen, draft, "goals/S1")

    assert kind_of(opened, "f/goals/S1/deadline") == ("input", "date")
    save(
        karen,
        draft,
        {**form_of(opened), "f/goals/S1/title/da": ["Tre nye markeder"], "f/goals/S1/deadline": ["2029-06-30"]},
    )

    assert at(draft, "goals/S1/title") == {"da": "Tre nye markeder", "en": "Mål in English"}
    assert at(draft, "goals/S1/deadline") == "2029-06-30"


def test_kpi_is_called_as_in_the_catalogue_and_has_days_and_numbers(karen: Client, draft: Draft) -> None:
    opened = page(karen, draft, "kpis/exporting")
    named = next(one["name"]["en"] for one in catalogue()["kpis"] if one["key"] == "exporting")

    assert "Without a name" not in words(tree(opened))
    assert named in words(tree(opened).xpath("//*[@aria-current]/ancestor-or-self::li[1] | //main//h2")[0])
    assert kind_of(opened, "f/kpis/exporting/targets/0/date") == ("input", "date")
    assert kind_of(opened, "f/kpis/exporting/goal")[0] == "select"
    sent = {**form_of(opened), "f/kpis/exporting/targets/1/value": ["14,5"]}
    save(karen, draft, sent)

    assert [one["value"] for one in at(draft, "kpis/exporting/targets")] == [8, 14.5]


def test_activity_has_days_money_a_status_its_kpis_and_milestones(karen: Client, draft: Draft) -> None:
    opened, own = page(karen, draft, "activities/a1"), "f/activities/a1"

    assert kind_of(opened, f"{own}/start") == ("input", "date")
    assert kind_of(opened, f"{own}/status")[0] == "select"
    save(
        karen,
        draft,
        {**form_of(opened), f"{own}/status": ["delayed"], f"{own}/budget_dkk": ["120000"], f"{own}/kpis": [""]},
    )

    found = at(draft, "activities/a1")
    assert (found["status"], found["budget_dkk"], found.get("kpis", [])) == ("delayed", 120000, [])
    assert found["milestones"] == example()["activities"][0]["milestones"]


def test_what_does_not_fit_is_said_where_it_is_and_kept(karen: Client, draft: Draft) -> None:
    opened = page(karen, draft, "kpis/exporting")

    save(karen, draft, {**form_of(opened), "f/kpis/exporting/measurements/0/date": ["2027-01-31"]})

    assert at(draft, "kpis/exporting/measurements")[0]["date"] == "2027-01-31"
    assert "This is later than the date of the example." in words(tree(page(karen, draft, "kpis/exporting")))
