"""What is sent with every answer."""

import re

import pytest
from django.test import Client

from accounts.models import User
from clusters.models import Cluster
from core.access import Access
from tests.house.matrix.assessments import a_link
from tests.house.matrix.rows import Place
from tests.house.test_access import ALL
from tests.pages import tree

pytestmark = pytest.mark.django_db

POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)


@pytest.mark.parametrize("address", ["/account/login/", "/nowhere/", "/health/"])
def test_every_answer_carries_the_policy(client: Client, address: str) -> None:
    response = client.get(address)

    assert response["Content-Security-Policy"] == POLICY
    assert response["X-Frame-Options"] == "DENY"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "same-origin"


# Addresses that strangers open, and in which a text of any letters stands: a secret, whatever its name is.
SECRET = [route.address for route in ALL if route.view.access == Access.PUBLIC and "<str:" in route.address]


@pytest.mark.parametrize("address", SECRET)
def test_secret_address_is_indexed_by_nobody_and_passed_on_to_nobody(client: Client, address: str) -> None:
    path = re.sub(r"<(?:\w+:)?(\w+)>", lambda found: {"language": "da"}.get(found[1], "nobody"), address)

    answer = client.get(f"/{path}")

    assert "noindex" in answer["X-Robots-Tag"]
    assert answer["Referrer-Policy"] == "no-referrer"


def test_every_room_with_personal_links_is_among_them() -> None:
    assert {address.partition("/")[0] for address in SECRET} >= {"answer", "calendar", "score", "shared", "invitation"}


def test_link_to_score_by_is_kept_secret_and_still_takes_scores_and_the_language(cluster: Cluster, alice: User) -> None:
    guest = Client(enforce_csrf_checks=True)
    token = a_link(Place(cluster, alice))["token"]
    start = f"/score/{token}/"
    page = guest.get(start)
    assert (page["Referrer-Policy"], page["X-Robots-Tag"]) == ("no-referrer", "noindex, nofollow, noarchive")
    statement = guest.get(f"{start}mandate/")
    assert statement["Referrer-Policy"] == "no-referrer"

    # A page that passes its address on to nobody has the browser send this in place of an origin.
    sent = {"name": "value"} | {
        field.get("name"): field.get("value") for field in tree(statement).xpath("//main//form//input[@type='hidden']")
    }
    scored = guest.post(f"{start}mandate/", {**sent, "level": "3"}, headers={"Origin": "null"})
    switched = guest.post("/language/", {"language": "da", "next": start}, headers={"Origin": "null"})

    assert (scored.status_code, switched.status_code) == (302, 302)
    assert switched["Location"] == start
