"""People in lists and choices: the Danish order of names, and two of one name told apart."""

from collections.abc import Callable

import pytest

from accounts.models import User
from clusters.models import Cluster
from tests import factories
from tests.pages import tree

NAMES = ["anna", "Ærbødig", "Aase", "Bo", "Åge", "Zenia", "aage", "Øjvind", "Ane", "Émile", "élan", "ærlig"]
IN_ORDER = ["Ane", "anna", "Bo", "élan", "Émile", "Zenia", "Ærbødig", "ærlig", "Øjvind"]


def people(cluster: Cluster) -> None:
    """Make them members, in no order."""
    for number, name in enumerate(NAMES):
        person = factories.make_user(f"p{number}")
        User.objects.filter(pk=person.pk).update(name=name)
        factories.make_member(cluster, person)


def test_names_are_in_the_danish_order(cluster: Cluster) -> None:
    people(cluster)

    found = [one.user.name for one in cluster.memberships.with_people()]

    assert found[:-3] == IN_ORDER
    assert sorted(found[-3:]) == ["Aase", "aage", "Åge"]
    assert [one.name for one in User.objects.in_order()][:-3] == IN_ORDER


@pytest.mark.parametrize(
    ("address", "field"),
    [
        ("/c/havtorn/strategies/1/goals/add/", "owner"),
        ("/c/havtorn/plan/add/", "owner"),
        ("/c/havtorn/people/{pk}/handover/", "successor"),
    ],
)
def test_two_of_one_name_are_told_apart(
    cluster: Cluster, alice: User, editor: User, sign_in: Callable, address: str, field: str
) -> None:
    strategy = factories.make_strategy(cluster, alice)
    factories.make_goal(strategy, alice)
    strategy.goals.update(owner=editor)
    for email in ("one", "two"):
        person = factories.make_user(email)
        User.objects.filter(pk=person.pk).update(name="Anne Jensen")
        factories.make_member(cluster, person)
    where = address.format(pk=cluster.memberships.get(user=editor).pk)

    choices = tree(sign_in(alice).get(where)).xpath(f"//*[@name='{field}']//option/text()")
    labels = [choice.strip() for choice in choices]

    assert {"Anne Jensen (one@example.com)", "Anne Jensen (two@example.com)", "Alice"} <= set(labels)
