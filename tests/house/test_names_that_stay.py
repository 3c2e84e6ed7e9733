"""Who has left stays named on what they answered for, whatever else is corrected there."""

from collections.abc import Callable

import pytest
from django.urls import reverse

from accounts.models import User
from checklists.models import Item
from clusters.models import Cluster
from kpis.models import Kpi
from plans.models import Activity
from strategy.models import Goal
from tests.house.matrix import ROWS, Place
from tests.house.matrix.saves import SAVES
from tests.house.test_saves import form_of


@pytest.mark.parametrize(
    ("route", "model", "field"),
    [
        ("plans:edit", Activity, "owner"),
        ("plans:quick", Activity, "owner"),
        ("strategy:goal_edit", Goal, "owner"),
        ("kpis:edit", Kpi, "owner"),
        ("checklists:item", Item, "assignee"),
    ],
)
def test_person_who_has_left_stays_named(
    route: str, model: type, field: str, cluster: Cluster, alice: User, editor: User, sign_in: Callable
) -> None:
    keywords = (SAVES[route].objects or ROWS[route].objects)(Place(cluster, alice))
    url, client = reverse(route, kwargs={"cluster": cluster.slug, **keywords}), sign_in(alice)
    model.objects.of(cluster).update(**{field: editor})
    cluster.memberships.filter(user=editor).delete()
    changed = SAVES[route].field

    sent = form_of(client.get(url), changed)
    answer = client.post(url, {**sent, changed: SAVES[route].mine})

    assert answer.status_code == 302
    assert editor in {getattr(row, field) for row in model.objects.of(cluster)}
    assert form_of(client.get(url), changed)[field] == [str(editor.pk)]
