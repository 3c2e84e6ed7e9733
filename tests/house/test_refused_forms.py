"""A form that cannot be taken comes back with its words, and a button that was refused counts the next time."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from clusters.models import Cluster
from clusters.permissions import Permission
from surveys.models import SurveyRound
from tests.house.matrix import ROWS, Place
from tests.house.matrix.saves import SAVES
from tests.pages import form_fields, tree, words
from tests.surveys import samples

pytestmark = pytest.mark.django_db

# The route, what is wrong in its form, and what stands right beside it.
REFUSED: dict[str, tuple[dict[str, str], dict[str, str]]] = {
    "accounts:new_person": ({"email": "ingen adresse"}, {"name": "Ny Navnesen"}),
    "accounts:profile": ({"name": "http://example.com/"}, {}),
    "checklists:item": ({"due": "engang"}, {"note": "Ring til hallen"}),
    "checklists:settings": ({"title": ""}, {"place": "Kolding"}),
    "clusters:administer": ({"owner": "ingen adresse"}, {}),
    "clusters:profile": ({"accent": "grønlig"}, {"mission_da": "At samle."}),
    "clusters:settings": ({"name_da": "", "name_en": ""}, {"description_da": "Om os"}),
    "clusters:supporters": ({}, {"name": "Region Nord"}),
    "funders:send": ({"sent_on": "engang"}, {"remark": "Som aftalt"}),
    "kpis:correct": ({"value": "mange"}, {"reason": "Talt om"}),
    "kpis:round_edit": ({"date": "engang"}, {"note": "Halvvejs"}),
    "kpis:withdraw": ({"reason": ""}, {}),
    "strategy:settings": ({"title": "x" * 500}, {}),
    "surveys:company": ({"email": "ingen adresse"}, {"name": "Nordlys ApS"}),
    "surveys:company_new": ({"email": "ingen adresse"}, {"name": "Nordlys ApS"}),
    "surveys:round_edit": ({"closes_on": "i morgen"}, {"sender": "Sekretariatet"}),
    "surveys:rules": ({"most_a_year": "mange"}, {"months_kept": "24"}),
}


@pytest.fixture
def place(cluster: Cluster, alice: User) -> Place:
    return Place(cluster, alice)


def address(name: str, place: Place) -> str:
    row, save = ROWS[name], SAVES.get(name)
    made = (save and save.objects) or row.objects
    inside = {"cluster": place.cluster.slug} if isinstance(row.access, Permission) else {}
    return reverse(name, kwargs={**inside, **(made(place) if made else {})})


def person(name: str, place: Place, admin: User) -> User:
    return place.owner if isinstance(ROWS[name].access, Permission) else admin


def fields_of(client: Client, url: str, field: str) -> dict[str, Any]:
    """Return what the form in which a field stands would send, untouched."""
    form = next(one for one in tree(client.get(url)).xpath("//main//form[@method='post']") if field in one.fields)
    sent: dict[str, Any] = {}
    for name, said in form.form_values():
        sent.setdefault(name, []).append(said.removeprefix("\n"))
    return sent


def standing_in(answer: Any, field: str) -> list[str]:
    """Return what stands in the fields of this name, of which a page may have one in each of its forms."""
    found = tree(answer).xpath(f"//main//*[@name='{field}']")
    return [(one.text if one.tag == "textarea" else one.get("value") or "").removeprefix("\n") for one in found]


@pytest.mark.parametrize("name", sorted(REFUSED))
def test_form_that_cannot_be_taken_comes_back_with_its_words(
    name: str, place: Place, admin: User, sign_in: Callable[[User], Client]
) -> None:
    wrong, right = REFUSED[name]
    typed = wrong | right
    client, url = sign_in(person(name, place, admin)), address(name, place)
    untouched = fields_of(client, url, next(iter(typed)))

    answer = client.post(url, untouched | typed)

    assert answer.status_code == 422
    assert {field: said for field, said in typed.items() if said not in standing_in(answer, field)} == {}
    assert tree(answer).xpath("//main//*[contains(@class, 'invalid-feedback') or contains(@class, 'error-summary')]")


# A cluster may say nothing of itself, so that a profile with nothing in it is one.
MAY_BE_EMPTY = {"clusters:profile"}


@pytest.mark.parametrize("name", sorted({"plans:copy", "plans:feeds", *REFUSED} - MAY_BE_EMPTY))
def test_form_that_is_sent_with_nothing_in_it_is_told_what_is_missing(
    name: str, place: Place, admin: User, sign_in: Callable[[User], Client]
) -> None:
    answer = sign_in(person(name, place, admin)).post(address(name, place))

    assert answer.status_code in (409, 422)


def pressed_twice(client: Client, page: str, action: str, meanwhile: Callable[[], object]) -> list[str]:
    """Press a button that is refused, do what stood in its way, and press it again on the page that stayed open."""
    sent = form_fields(client.get(page), action)
    said = []
    for act in (meanwhile, lambda: None):
        answer = client.post(action, sent, follow=True)
        said.append(words(tree(answer).xpath("//main")[0]))
        act()
    return said


def test_survey_that_had_nobody_to_ask_is_sent_by_the_same_button(
    place: Place, sign_in: Callable[[User], Client]
) -> None:
    round = samples.a_round(place.cluster, place.owner)
    send = reverse("surveys:round_send", args=["havtorn", round.number])

    first, second = pressed_twice(
        sign_in(place.owner),
        round.get_absolute_url(),
        send,
        lambda: samples.a_company(place.cluster, place.owner),
    )

    assert "There is no company to be asked" in first
    assert "on its way" in second
    assert not SurveyRound.objects.of(place.cluster).get().is_draft
