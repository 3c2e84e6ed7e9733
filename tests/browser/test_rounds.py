"""Approving in one browser while a colleague writes in another: what she wrote goes into the next round."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from accounts.models import User
from clusters.models import Cluster
from tests.browser.writing import PHASE, WHY, begin, saved, stored, write
from tests.factories import make_cluster

HERE = "/c/havtorn/strategies/1"


@pytest.fixture
def cluster(starter_content: None) -> Cluster:
    return make_cluster("havtorn")


def test_what_is_written_while_a_colleague_approves_goes_into_the_next_round(
    browse: Callable, cluster: Cluster, mette: User, ingrid: User
) -> None:
    begin(cluster, mette)
    hers, theirs = browse(mette), browse(ingrid)
    hers.goto(f"{PHASE}/foundation/")
    write(hers, "Før mødet.")
    saved(hers, "why_international")

    theirs.goto(f"{HERE}/approve/")
    theirs.get_by_role("button", name="Godkend den, som den er").click()
    expect(theirs.locator("main")).to_contain_text("Strategien er godkendt")
    write(hers, "Skrevet under mødet.")

    expect(hers.locator("#q-why_international .save-state")).to_contain_text("gemt til næste runde")
    expect(hers.locator("#form-status")).to_contain_text("gemt til næste runde")
    assert stored("why_international") == {"da": "Før mødet."}
    theirs.goto(f"{PHASE}/foundation/")
    expect(theirs.locator("section[aria-labelledby='h-waiting']")).to_contain_text("Skrevet under mødet.")
    assert theirs.locator("textarea").count() == 0

    theirs.get_by_role("button", name="Åbn en ny runde").click()
    expect(theirs.locator(WHY)).to_have_value("Skrevet under mødet.")
    assert stored("why_international") == {"da": "Skrevet under mødet."}
