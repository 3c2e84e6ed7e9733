"""What publishing means is said before it is done: what differs, and how many answers would be parked."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from clusters.models import Cluster
from curation.models import Draft
from tests import factories
from tests.curation.samples import HOW, WHY, act, form_of, page, save
from workbooks.models import Answer

pytestmark = pytest.mark.django_db


def answered(cluster: Cluster, by: User, draft: Draft, **answers: object) -> None:
    """Start a strategy on the published edition, and answer."""
    strategy = factories.make_strategy(cluster, by, draft.based_on)
    for key, value in answers.items():
        Answer.objects.create(workbook=strategy.workbook, question_key=key, value=value)


def test_effect_is_told_in_numbers_and_nobody_is_named(
    karen: Client, draft: Draft, cluster: Cluster, other_cluster: Cluster, alice: User, charlie: User
) -> None:
    answered(cluster, alice, draft, why={"da": "Hemmeligt svar"}, amount=7)
    answered(other_cluster, charlie, draft, why={"da": "Et andet"}, how="alone")
    act(karen, draft, f"remove:{WHY}", WHY)

    shown = karen.get(reverse("curation:publish", args=[draft.pk])).content.decode()

    assert "2 workbooks use an earlier edition." in shown
    assert "If they move to this one, 2 answers are parked, in 2 of them." in shown
    assert "No longer asked" in shown
    for secret in ("Hemmeligt", "Klyngen", "Cluster havtorn", "nabo"):
        assert secret not in shown


def test_answer_that_follows_is_not_counted(karen: Client, draft: Draft, cluster: Cluster, alice: User) -> None:
    answered(cluster, alice, draft, how="alone")
    save(karen, draft, {**form_of(page(karen, draft, HOW)), f"f/{HOW}/type": "multichoice"})

    shown = karen.get(reverse("curation:publish", args=[draft.pk])).content.decode()

    assert "1 workbook uses an earlier edition." in shown
    assert "Every answer would stay" in shown
    assert "Answered in another way" in shown


def test_impact_asks_as_often_for_many_workbooks_as_for_one(
    karen: Client, draft: Draft, cluster: Cluster, alice: User, django_assert_max_num_queries
) -> None:
    act(karen, draft, f"remove:{WHY}", WHY)
    for _number in range(5):
        answered(cluster, alice, draft, why={"da": "Svar"})
    url = reverse("curation:publish", args=[draft.pk])
    karen.get(url)

    with django_assert_max_num_queries(12):
        shown = karen.get(url).content.decode()

    assert "5 answers are parked, in 5 of them" in shown


def test_question_that_takes_the_place_of_another_takes_its_answers_along(
    karen: Client, draft: Draft, cluster: Cluster, alice: User
) -> None:
    answered(cluster, alice, draft, why={"da": "Svar"})
    act(karen, draft, f"remove:{WHY}", WHY)
    new = "sections/needs/questions@0"
    act(karen, draft, f"add:{new}", "", **{f"n/{new}/type": "longtext", f"n/{new}/en": "Why abroad"})
    made = "sections/needs/questions/why_abroad"
    shown = page(karen, draft, made)
    assert "why in English" in shown.content.decode()

    save(karen, draft, {**form_of(shown), f"f/{made}/replaces": ["why"]})

    told = karen.get(reverse("curation:publish", args=[draft.pk]))
    assert "is missing in Danish" in page(karen, draft, made).content.decode()
    save(karen, draft, {**form_of(page(karen, draft, made)), f"f/{made}/label/da": "Hvorfor ud"})
    told = karen.get(reverse("curation:publish", args=[draft.pk])).content.decode()
    assert "Every answer would stay" in told
    assert "Takes the place of another" in told
