"""What pages weigh, unpacked, and of how many elements they are: a phone works for each of both."""

from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from accounts.models import User
from tests.days import ORDINARY, clock_at, moment
from tests.pages import tree
from toolkit.demo import make_demo

pytestmark = pytest.mark.django_db

PHASES = ["foundation", "analysis", "direction", "delivery", "learning"]
# Kilobytes and elements that each page of the demo may have.
MOST = {
    **{f"/c/demo/strategies/1/phases/{phase}/": (90, 1500) for phase in PHASES},
    "/c/demo/": (50, 900),
    "/c/demo/strategies/1/": (90, 1500),
    "/c/demo/kpis/": (35, 650),
    "/c/demo/plan/": (40, 750),
    "/c/demo/plan/timeline/": (35, 600),
    "/c/demo/plan/year/2027/": (35, 750),
    "/c/demo/checklists/1/": (70, 1250),
    "/library/": (40, 750),
}


@pytest.fixture(autouse=True)
def _ordinary_day() -> Iterator[None]:
    # On other days more is overdue in the demo, and its overview is longer.
    with clock_at(moment(ORDINARY)):
        yield


def test_pages_of_the_demo_stay_light(settings: Any) -> None:
    settings.DEMO = True
    call_command("load_content", "--starter", stdout=StringIO())
    make_demo()
    client = Client(headers={"accept-language": "da"})
    client.force_login(User.objects.get(email="owner@example.org"))
    found = {}
    for address in MOST:
        answer = client.get(address)
        assert answer.status_code == 200, address
        found[address] = (len(answer.content) / 1000, len(tree(answer).xpath("//*")))

    heavy = {
        address: weight
        for address, weight in found.items()
        if any(a > b for a, b in zip(weight, MOST[address], strict=True))
    }
    assert heavy == {}, found
