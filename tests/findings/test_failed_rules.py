"""A rule that could not be checked is checked again the next time that somebody looks."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import User
from clusters.models import Cluster
from findings import services
from findings.rules import Rule, Severity
from findings.rules.facts import Facts
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("page", ["thread/", ""], ids=["the thread", "the overview"])
def test_a_page_on_which_a_rule_failed_is_not_kept(
    cluster: Cluster, alice: User, sign_in: Callable[..., Client], monkeypatch: pytest.MonkeyPatch, page: str
) -> None:
    factories.make_goal(factories.make_strategy(cluster, alice), alice)
    checked: list[bool] = []

    def scarce(_facts: Facts) -> list[object]:
        checked.append(bool(checked))
        if not checked[-1]:
            raise MemoryError
        return []

    rule = next(one for one in services.RULES if one.severity is Severity.ERROR)
    monkeypatch.setattr(services, "RULES", (Rule(rule.name, Severity.ERROR, scarce), *services.RULES))
    client = sign_in(alice)
    for _time in range(3):
        assert client.get(f"/c/{cluster.slug}/{page}").status_code == 200

    assert checked == [False, True]
