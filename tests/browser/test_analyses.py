"""A score is typed and the ranking beside it follows; the result goes over into the strategy with one click."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from accounts.models import User
from clusters.models import Cluster
from tests.analyses.samples import carry, countries_in, put, with_strategy
from tests.browser.looks import Look, in_every_look

Browse = Callable[..., Page]

PAGES = [
    "",
    "start/",
    "compare/",
    "1/",
    "1/read/",
    "1/settings/",
    "1/carry/",
    "1/sections/scope/",
    "1/sections/scoring/",
]


def test_ranking_follows_what_is_typed_and_goes_over_with_one_click(
    cluster: Cluster, alice: User, browse: Browse
) -> None:
    _analysis, strategy = with_strategy(cluster, alice)
    page = browse(alice, language="en-gb")
    page.goto(f"/c/{cluster.slug}/analyses/1/sections/scoring/")
    first = page.locator(".an-now li").first
    expect(first).to_contain_text("Tyskland")

    # In the browser at once, and again on the server when it is saved.
    page.locator("[name='a-scores-r2-market']").fill("5")
    expect(page.locator("#a-scores-r2-weighted")).to_have_text("4.80")
    page.locator("[name='a-scores-r2-access']").focus()
    expect(first).to_contain_text("Holland")

    page.goto(f"/c/{cluster.slug}/analyses/1/")
    expect(page.get_by_role("heading", name="Holland comes first, then Tyskland and Polen")).to_be_visible()
    page.get_by_role("button", name="Carry over 3 options").click()
    expect(page.get_by_text("The result is now in")).to_be_visible()
    assert list(countries_in(strategy)) == ["NL", "DE", "PL"]
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("is as it was before")).to_be_visible()
    assert countries_in(strategy) == {}


@in_every_look
def test_nothing_is_wrong_with_any_page(walk: Callable, cluster: Cluster, alice: User, look: Look) -> None:
    analysis, _strategy = with_strategy(cluster, alice)
    put(analysis, alice, "evidence", [{"id": "market", "cells": {"source": {"da": "Rapport"}, "dated": "2023-05-01"}}])
    carry(analysis, alice)
    pages = [f"/c/{cluster.slug}/analyses/{path}" for path in PAGES]

    assert walk(alice, look, [*pages, f"/c/{cluster.slug}/strategies/1/phases/direction/"]) == {}
