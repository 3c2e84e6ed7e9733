"""The first two minutes of an installation, and its pages in every look: state, tries, announcement, first cluster."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.template.loader import render_to_string
from django.utils import translation
from playwright.sync_api import Page, expect

from accounts.models import OutboxMail, User
from clusters.models import Cluster
from core import workers
from core.notices import Notice, announce, take_down
from core.troubles import Trouble
from core.views import TROUBLES
from installation.models import Trial
from tests.browser.looks import Look, in_every_look, scrolls_sideways
from tests.days import NOW
from tests.installation.test_state import failed_task

pytestmark = pytest.mark.django_db(transaction=True)
Browse = Callable[..., Page]
STATE, ANNOUNCEMENT = "/administration/state/", "/administration/state/announcement/"


@pytest.fixture(autouse=True)
def nothing_announced(settings: Any, tmp_path: Path) -> Iterator[None]:
    settings.DATA_DIR = tmp_path
    yield
    take_down()


@in_every_look
def test_nothing_is_wrong_with_the_pages_of_the_installation(
    walk: Callable, cluster: Cluster, admin: User, look: Look
) -> None:
    failed_task(3)
    workers.beat("somebody")
    for number in range(4):
        OutboxMail.objects.create(
            to=f"modtager-{number}@{'x' * 40}.example.org",
            subject="Invitation til klyngen " * 4,
            body="x",
            created_at=NOW,
            state="failed",
            fault="550 5.1.1 The email account that you tried to reach does not exist",
        )
    announce(Notice(da="I aften kl. 20 er portalen lukket i en time.", en="Closed for an hour at 8 tonight."))
    pages = [STATE, ANNOUNCEMENT, "/administration/", "/administration/new-cluster/", "/administration/outbox/"]

    assert walk(admin, look, [*pages, f"/administration/clusters/{cluster.slug}/", "/administration/log/"]) == {}


@pytest.mark.parametrize("trouble", Trouble)
@in_every_look
def test_nothing_is_wrong_with_the_pages_of_what_keeps_the_database_from_it(
    browse: Browse, axe: Callable, look: Look, trouble: Trouble
) -> None:
    page = browse(language=look.language, viewport={"width": look.width, "height": 900}, color_scheme=look.theme)
    with translation.override(look.language):
        html = render_to_string(TROUBLES[trouble][0])
    page.route("**/trouble/", lambda route: route.fulfill(status=200, content_type="text/html", body=html))

    page.goto("/trouble/")

    assert axe(page) == []
    assert not scrolls_sideways(page)


def test_an_administrator_tries_everything_and_makes_the_first_cluster(
    browse: Browse, axe: Callable, admin: User, settings: Any
) -> None:
    settings.MAIL_SERVER = True
    page = browse(admin, language="en-gb")
    page.goto(STATE)
    for button, told in (
        ("Try the storage", "The storage works."),
        ("Send me a test email", "A test email is on its way"),
        ("Try the background work", "asked for a sign of life"),
    ):
        page.get_by_role("button", name=button).click()
        expect(page.locator(".note, [role=status]").filter(has_text=told).first).to_be_visible()
        assert axe(page) == []
    assert Trial.objects.count() >= 2

    page.goto("/administration/")
    page.get_by_role("link", name="Create a cluster").click()
    page.get_by_role("button", name="Create the cluster and invite the owner").click()
    expect(page.locator(":focus")).to_contain_text("to correct")
    assert axe(page) == []
    page.get_by_label("Name in Danish").fill("Klyngen Søvind")
    page.get_by_label("The owner’s email address").fill("sidsel@example.org")
    page.get_by_role("button", name="Create the cluster and invite the owner").click()
    expect(page.locator(".note").first).to_be_visible()
    assert axe(page) == []
    made = Cluster.objects.get()

    (link,) = set(re.findall(r"/invitation/\S+/", str(mail.outbox[-1].body)))
    guest = browse(language="da", viewport={"width": 390, "height": 844})
    guest.goto(link)
    expect(guest.locator("main")).to_contain_text("Klyngen Søvind")
    assert axe(guest) == []
    assert made.slug


def test_an_announcement_is_on_every_page_until_it_is_taken_down(
    browse: Browse, axe: Callable, cluster: Cluster, admin: User, bob: User
) -> None:
    page = browse(admin, language="en-gb")
    page.goto(STATE)
    page.get_by_role("link", name="Announce something").click()
    page.get_by_role("button", name="Show it to everybody").click()
    expect(page.locator(":focus")).to_contain_text("There is one thing to correct")
    assert axe(page) == []
    page.get_by_label("In Danish").fill("I aften kl. 20 er portalen lukket i en time.")
    page.get_by_role("button", name="Show it to everybody").click()
    expect(page.get_by_role("heading", name="Shown now")).to_be_visible()

    reader, visitor = browse(bob, viewport={"width": 390, "height": 844}), browse()
    for who, address in ((reader, "/c/havtorn/"), (visitor, "/account/login/")):
        who.goto(address)
        expect(who.locator("body")).to_contain_text("I aften kl. 20 er portalen lukket i en time.")
        assert axe(who) == []
        assert not scrolls_sideways(who)

    page.get_by_role("button", name="Take it down").click()
    reader.reload()
    expect(reader.locator("body")).not_to_contain_text("I aften kl. 20")
