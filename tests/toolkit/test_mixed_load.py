"""People who edit, measure, read in and plan at once never hear of the database's own quarrels."""

import pytest

from accounts.models import User
from bench.mixed import Load, deadlocks
from clusters.models import Cluster
from tests import factories
from tests.kpis.samples import a_kpi
from tests.plans.samples import make_activity

pytestmark = pytest.mark.django_db(transaction=True)


def test_eight_people_at_once_are_told_nothing_of_the_database(cluster: Cluster, alice: User, editor: User) -> None:
    strategy = factories.make_strategy(cluster, alice)
    goals = [factories.make_goal(strategy, alice, f"Mål {number}") for number in range(3)]
    for number in range(6):
        a_kpi(cluster, alice, goals[number % 3], f"KPI {number}")
        make_activity(cluster, alice, f"Aktivitet {number}", goal=goals[number % 3])
    before = deadlocks()
    load = Load(cluster.pk, [alice.pk, editor.pk] * 4, turns=7)

    load.run()

    assert load.told == []
    assert deadlocks() == before
    acts = {name.removesuffix(" (refused)") for name in load.done}
    assert len(acts) == 7
    assert sum(load.done.values()) == 8 * 7
