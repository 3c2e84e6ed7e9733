"""What a hostile sheet costs the web server itself, beside a page: the rest is done by a child that gives way."""

import statistics
import time
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import User
from clusters.models import Cluster
from tests.sheets.hostile import HOSTILE


def processor_of(act: Callable[[], object]) -> float:
    """Return what an act costs this process, and not its children: the median of five, in seconds."""
    taken = []
    for _turn in range(5):
        begin = time.process_time()
        act()
        taken.append(time.process_time() - begin)
    return statistics.median(taken)


@pytest.mark.parametrize("address", ["/c/havtorn/kpis/import/", "/c/havtorn/plan/import/"])
@pytest.mark.parametrize("name", ["a bomb", "a million levels", "a hundred thousand columns"])
def test_refusing_a_hostile_sheet_costs_the_server_no_more_than_two_pages(
    sign_in: Callable, cluster: Cluster, alice: User, address: str, name: str
) -> None:
    client: Client = sign_in(alice)
    content = HOSTILE[name]()

    def send() -> None:
        answer = client.post(address, {"file": SimpleUploadedFile("a.xlsx", content)})
        assert answer.status_code == 422

    page = processor_of(lambda: client.get("/c/havtorn/"))

    assert processor_of(send) <= 2 * page
