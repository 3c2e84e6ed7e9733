"""What a hostile sheet costs the web server itself, beside a page: the rest is done by a child that gives way."""

import cProfile
import pstats
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import User
from clusters.models import Cluster
from tests.sheets.hostile import HOSTILE


def calls_of(act: Callable[[], object]) -> int:
    """Return how many calls an act makes in this process, and not in its children, once everything is loaded."""
    act()
    profile = cProfile.Profile()
    profile.runcall(act)
    return pstats.Stats(profile).total_calls  # type: ignore[attr-defined]


@pytest.mark.parametrize("address", ["/c/havtorn/kpis/import/", "/c/havtorn/plan/import/"])
@pytest.mark.parametrize("name", ["a bomb", "a million levels", "a hundred thousand columns"])
def test_refusing_a_hostile_sheet_costs_the_server_no_more_than_a_page(
    sign_in: Callable, cluster: Cluster, alice: User, address: str, name: str
) -> None:
    client: Client = sign_in(alice)
    content = HOSTILE[name]()

    def send() -> None:
        answer = client.post(address, {"file": SimpleUploadedFile("a.xlsx", content)})
        assert answer.status_code == 422

    page = calls_of(lambda: client.get("/c/havtorn/"))

    assert calls_of(send) <= page
