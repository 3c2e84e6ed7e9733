"""A long list of findings, and a rule that cannot be checked."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client

from accounts.models import User
from clusters.models import Cluster
from findings.models import Waiver
from findings.rules import RULES, Rule, Severity
from strategy.models import Strategy
from tests import factories
from tests.days import TODAY
from tests.kpis.samples import measured_kpi
from tests.pages import tree, words
from tests.plans.samples import make_activity

pytestmark = pytest.mark.django_db

SignIn = Callable[..., Client]
THREAD, LIST = "/c/havtorn/thread/", "/c/havtorn/thread/findings/"


@pytest.fixture
def strategy(cluster: Cluster, alice: User) -> Strategy:
    return factories.make_strategy(cluster, alice)


def narrow(client: Client, query: str) -> list[str]:
    return [words(one) for one in tree(client.get(LIST + query)).xpath("//li[contains(@class, 'fd ')]//h2")]


def test_long_list_comes_in_pages_that_keep_how_it_was_narrowed(
    strategy: Strategy, cluster: Cluster, alice: User, sign_in: SignIn
) -> None:
    goal = factories.make_goal(strategy, alice)
    for number in range(45):
        make_activity(cluster, alice, f"Nr. {number}", goal=goal, owner=alice, ends=date(2024, 1, 1), budget=1)
    client = sign_in(alice)

    first = tree(client.get(f"{LIST}?rule=activity-past-its-end"))

    assert "1 to 40 of 45 findings, the gravest first." in words(first.xpath("//main")[0])
    (further,) = first.xpath("//a[@rel='next']/@href")
    assert len(narrow(client, further)) == 5
    assert len(narrow(client, "?rule=activity-past-its-end&show=all")) == 45
    assert narrow(client, "?rule=activity-past-its-end&page=99") == narrow(client, further)
    (kind,) = first.xpath("//*[@class='fd-kinds']/li[a/@aria-current]")
    assert words(kind) == "Activities that should have ended 45"


def test_finding_is_set_aside_on_the_page_where_it_stands(
    strategy: Strategy, cluster: Cluster, alice: User, sign_in: SignIn
) -> None:
    goal = factories.make_goal(strategy, alice)
    for number in range(45):
        make_activity(cluster, alice, f"Nr. {number}", goal=goal, owner=alice, ends=date(2024, 1, 1), budget=1)
    client = sign_in(alice)
    narrowed = "?rule=activity-past-its-end&page=2"
    last = tree(client.get(LIST + narrowed)).xpath("//a[contains(@href, 'waive=')]/@href")[-1]

    asked = tree(client.get(LIST + last.partition("#")[0]))
    (action,) = asked.xpath("//form[contains(@class, 'fd-form')]/@action")
    done = client.post(action, {"reason": "Aftalt", "until": TODAY + timedelta(days=30)})

    assert done["Location"] == LIST + narrowed
    assert Waiver.objects.of(cluster).get().reason == "Aftalt"


def test_rule_that_cannot_be_checked_is_told_of_wherever_findings_stand(
    strategy: Strategy, cluster: Cluster, alice: User, sign_in: SignIn
) -> None:
    goal = factories.make_goal(strategy, alice)
    measured_kpi(cluster, alice, goal)
    make_activity(cluster, alice, goal=goal, owner=alice)

    def crash(_facts: object) -> list:
        raise ZeroDivisionError

    RULES.append(Rule("goal-without-kpi", Severity.ERROR, crash))
    client = sign_in(alice)
    try:
        pages = {
            page: words(tree(client.get(page)).xpath("//main")[0])
            for page in ("/c/havtorn/", THREAD, LIST, "/c/havtorn/strategies/1/approve/", f"{THREAD}about/kpi/1/")
        }
    finally:
        RULES.pop()

    for page in ("/c/havtorn/", THREAD, LIST):
        assert "1 rule could not be checked." in pages[page]
        assert "The thread holds" not in pages[page]
    for page in (THREAD, LIST, "/c/havtorn/strategies/1/approve/", f"{THREAD}about/kpi/1/"):
        assert "One rule could not be checked, so nothing is known about it." in pages[page]
        assert "Goals without a KPI" in pages[page]
    assert "The red thread is whole here." not in pages[f"{THREAD}about/kpi/1/"]
