"""Answers to a request: the page, its fragment, and where to go."""

import json

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from django_htmx.middleware import HtmxMiddleware

from core.pages import announce, go, is_fragment, page

FRAGMENT = {"HX-Request": "true"}
BOOSTED = {**FRAGMENT, "HX-Boosted": "true"}
RESTORED = {**FRAGMENT, "HX-History-Restore-Request": "true"}


def request(headers: dict[str, str]):
    made = RequestFactory().get("/", headers=headers)
    HtmxMiddleware(lambda r: HttpResponse())(made)
    return made


@pytest.mark.parametrize(("headers", "is_one"), [({}, False), (FRAGMENT, True), (BOOSTED, False), (RESTORED, False)])
def test_fragment_is_what_htmx_asks_for_itself(headers: dict[str, str], is_one: bool) -> None:
    assert is_fragment(request(headers)) is is_one


def test_page_varies_by_who_asks_and_keeps_its_status() -> None:
    response = page(request({}), "components/meter.html", {}, status=422)

    assert (response.status_code, response["Vary"]) == (422, "HX-Request")


def test_redirect_works_for_a_browser_and_for_htmx() -> None:
    plain, fragment = go(request({}), "/library/"), go(request(FRAGMENT), "/library/")

    assert (plain.status_code, plain["Location"]) == (302, "/library/")
    assert (fragment.status_code, fragment["HX-Redirect"], fragment.content) == (204, "/library/", b"")


def test_message_is_announced_in_the_header_that_htmx_reads() -> None:
    response = announce(HttpResponse(), "Mål S1 er “gemt”")

    assert json.loads(response["HX-Trigger"]) == {"toast": {"message": "Mål S1 er “gemt”"}}
