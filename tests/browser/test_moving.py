"""A cluster's file goes out and comes in, and a person takes their data and goes, as people do it."""

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from clusters.models import Cluster
from moving.models import Arrival, Copy, State
from moving.writing import FORMAT, NUMBER
from strategy.models import Goal
from tests import factories
from tests.browser.looks import Look, in_every_look
from tests.browser.test_people import sign_in
from tests.moving.samples import a_document, a_full_cluster, packed

pytestmark = pytest.mark.django_db(transaction=True)
Browse = Callable[..., Page]
COPIES = "/c/havtorn/settings/copy/"
IMPORT = "/administration/import/"
LONG = "klyngen-for-vindenergi-og-havvindmølleparker-i-nordsøregionen" * 2


def heading(page: Page, words: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(words)


@in_every_look
def test_nothing_is_wrong_with_the_pages_of_moving(
    walk: Callable, cluster: Cluster, alice: User, admin: User, look: Look
) -> None:
    for state in State:
        fault = "Portalens disk er fuld." if state == State.FAILED else ""
        told = {"state": state, "fault": fault, "done": 3, "total": 9}
        Copy.objects.create(cluster=cluster, asked_by=alice, asked_by_name=LONG, size=7_000_000, **told)
        Arrival.objects.create(name=f"{LONG[:110]}.zip", by_name=LONG[:120], slug=cluster.slug, **told)

    assert walk(alice, look, [COPIES, "/account/data/"]) == {}
    assert walk(admin, look, [IMPORT, "/account/data/"]) == {}


def test_what_an_owner_takes_out_an_administrator_brings_in(
    browse: Browse, axe: Callable, cluster: Cluster, alice: User, admin: User, tmp_path: Path
) -> None:
    a_full_cluster(cluster, alice)
    a_document(cluster, alice)
    owner = browse(alice, language="en-gb")
    owner.goto(COPIES)
    owner.get_by_role("button", name="Create a copy").click()
    with owner.expect_download() as got:
        owner.get_by_role("link", name="Download").click()
    file = tmp_path / got.value.suggested_filename
    got.value.save_as(file)
    assert "files/reports.Export/1-brought" in zipfile.ZipFile(file).namelist()

    page = browse(admin, language="en-gb")
    page.goto("/administration/")
    page.get_by_role("link", name="Import a cluster").click()
    page.get_by_label("The cluster’s file").set_input_files(file)
    page.get_by_role("button", name="Import the cluster").click()
    expect(page.get_by_role("status").filter(has_text="Another cluster has the address")).to_be_visible()
    assert axe(page) == []

    page.get_by_label("The cluster’s file").set_input_files(file)
    page.get_by_label("Address here").fill("ny")
    page.get_by_role("button", name="Import the cluster").click()
    expect(page.locator(".note")).to_contain_text("The cluster has been imported.")
    assert axe(page) == []
    made = Cluster.objects.get(slug="ny")
    assert Goal.objects.of(made).count() == Goal.objects.of(cluster).count()
    owner.goto("/c/ny/")
    expect(owner.get_by_role("heading", level=1)).to_be_visible()


def test_a_file_that_was_changed_is_refused_with_a_sentence(
    browse: Browse, axe: Callable, admin: User, tmp_path: Path
) -> None:
    file = tmp_path / "havtorn.zip"
    file.write_bytes(
        packed({"data/cluster.json": b"{}"}, {"format": FORMAT, "number": NUMBER, "cluster": "ny"}).getvalue()
    )
    page = browse(admin, language="en-gb")
    page.goto(IMPORT)

    page.get_by_label("The cluster’s file").set_input_files(file)
    page.get_by_role("button", name="Import the cluster").click()

    expect(page.locator(".note").first).to_contain_text("nothing was imported")
    assert axe(page) == []


def test_a_person_takes_their_data_and_goes(browse: Browse, axe: Callable, cluster: Cluster, bob: User) -> None:
    page = browse(language="en-gb")
    sign_in(page, "bob@example.com")
    page.goto("/account/")
    page.get_by_role("link", name="Your data").click()
    heading(page, "Your data")
    with page.expect_download() as got:
        page.get_by_role("button", name="Download your data").click()
    assert got.value.suggested_filename.endswith(".zip")

    page.get_by_role("link", name="Delete your account").click()
    heading(page, "Delete your account")
    assert axe(page) == []
    page.get_by_label("Your email address").fill("somebody@example.com")
    page.get_by_role("button", name="Delete your account").click()
    expect(page.get_by_label("Your email address")).to_be_focused()
    assert axe(page) == []
    page.get_by_label("Your email address").fill("bob@example.com")
    page.keyboard.press("Enter")
    heading(page, "Your account is closed")
    assert axe(page) == []

    sign_in(page, "bob@example.com")
    heading(page, "You cannot sign in")
    bob.refresh_from_db()
    assert bob.deletes_at is not None


def test_the_only_owner_reads_why_they_cannot_go(browse: Browse, axe: Callable, cluster: Cluster, alice: User) -> None:
    page = browse(language="en-gb")
    sign_in(page, "alice@example.com")

    page.goto("/account/data/")
    expect(page.locator(".note")).to_contain_text("owner")
    expect(page.get_by_role("link", name="Delete your account")).to_have_count(0)
    page.goto("/account/data/erase/")
    expect(page.get_by_role("button", name="Delete your account")).to_have_count(0)
    assert axe(page) == []


def test_with_nothing_but_the_keyboard_a_copy_is_made(browse: Browse, cluster: Cluster, alice: User) -> None:
    factories.make_strategy(cluster, alice)
    page = browse(alice, language="en-gb")
    page.goto(COPIES)

    page.get_by_role("button", name="Create a copy").focus()
    page.keyboard.press("Enter")

    expect(page.get_by_role("link", name="Download")).to_be_visible()
