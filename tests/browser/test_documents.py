"""A document is made in the background, with a page that shows how far it is."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from accounts.models import User
from clusters.models import Cluster
from clusters.permissions import Role
from core import workers
from reports import services
from reports.models import Export
from tests import factories
from tests.browser.looks import PHONE

pytestmark = pytest.mark.django_db(transaction=True)

READY = re.compile("The document is ready|Dokumentet er klar")


@pytest.fixture
def cluster(settings: Any, tmp_path: Path) -> Cluster:
    settings.EXPORT_DIR = tmp_path / "exports"
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    return factories.make_cluster("havtorn", has_second_language=True)


@pytest.fixture
def alice(cluster: Cluster) -> User:
    user = factories.make_user("Alice", language="da")
    factories.make_member(cluster, user, Role.OWNER)
    factories.make_strategy(cluster, user)
    return user


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_document_shows_its_progress_and_opens_when_it_is_ready(
    browse: Callable, axe: Callable, screen: Callable, alice: User, scheme: str
) -> None:
    workers.beat("one")
    page = browse(alice, color_scheme=scheme)

    page.goto("/c/havtorn/documents/strategies/1/da.pdf")
    expect(page).to_have_url(re.compile(r"/documents/exports/\d+/$"))
    (export,) = Export.across_clusters.all()
    services.change(export, state="running", step="laying-out", pages=7, expected_pages=26)
    expect(page.locator("#export progress")).to_have_attribute("value", "34")
    assert axe(page) == []
    screen(page, f"document-progress-{scheme}")

    # The browser's own viewer would leave the portal; an empty answer leaves the page as it is.
    page.route("**/file/", lambda route: route.fulfill(status=204))

    # The document is laid out meanwhile, which takes as long as the machine is busy.
    with page.expect_request("**/file/", timeout=60_000) as given:
        services.render_export.func(export.pk)

    expect(page.locator("#export a.btn-primary")).to_have_attribute("href", f"{export.get_absolute_url()}file/")
    assert given.value.url.endswith(f"{export.get_absolute_url()}file/")
    expect(page.get_by_role("status").filter(has_text=READY)).to_have_count(1)
    assert axe(page) == []
    # It is asked for no more, and is opened but once.
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.wait_for_timeout(1500)
    assert asked == []


def test_failed_document_says_why(browse: Callable, axe: Callable, screen: Callable, alice: User) -> None:
    workers.beat("one")
    page = browse(alice, **PHONE)
    page.goto("/c/havtorn/documents/strategies/1/da.pdf")
    (export,) = Export.across_clusters.all()
    services.fail(export, "memory")

    expect(page.locator("#export .note.bad, #export .bad")).to_be_visible()
    expect(page.locator("#export a.btn-primary")).to_have_attribute("href", "/c/havtorn/documents/strategies/1/da.pdf")
    assert axe(page) == []
    screen(page, "document-failed-phone")


def test_document_is_waited_for_without_javascript(browse: Callable, alice: User) -> None:
    workers.beat("one")
    page = browse(alice, java_script_enabled=False)
    page.goto("/c/havtorn/documents/strategies/1/da.pdf")
    (export,) = Export.across_clusters.all()
    services.render_export.func(export.pk)

    expect(page.locator("#export a.btn-primary")).to_have_attribute(
        "href", f"{export.get_absolute_url()}file/", timeout=10_000
    )
