"""A real browser for the journeys: one for the session, a fresh profile for every test, no way out to the internet.

A test that uses `page` or `browse` fails at its end when a page broke the content security policy, threw an error or
asked for anything that the portal does not serve itself.
"""

import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, Page, Request, expect, sync_playwright

from accounts.models import User
from clusters.models import Cluster
from clusters.permissions import Role
from tests import made_rows
from tests.browser.looks import Look, broken_cards, scrolls_sideways, seen_in
from tests.days import seconds_ahead
from tests.factories import make_member, make_session, make_user

# Playwright keeps an event loop running in this thread; Django would refuse to use the database beside one.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = [
    # Only this machine has an address. To stop requests one by one would keep the browser from remembering any file.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
AXE = (Path(__file__).parents[1] / "vendor" / "axe.min.js").read_text(encoding="utf-8")
# A page asks the machine's clock, and what it says of the time is measured by the tests': so it is given theirs.
CLOCK = """(() => {
    const Machine = Date, ahead = %d;
    globalThis.Date = class Date extends Machine {
        constructor(...given) { given.length ? super(...given) : super(Machine.now() + ahead); }
        static now() { return Machine.now() + ahead; }
    };
})();"""
RULES = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]
SCREENS = Path(settings.BASE_DIR) / "build" / "screens"


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The browser of this machine; without one the journeys fail, they are never left out."""
    program = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    if program is None:
        pytest.fail(
            "The journeys need a browser. Type: sudo apt-get install -y --no-install-recommends chromium", pytrace=False
        )
    # As long as for everything else that a page is waited for: the machine may be busy with something.
    expect.set_options(timeout=10_000)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield browser
        browser.close()


class Browse:
    """Opens profiles on the portal and remembers everything that went wrong in any of their pages."""

    def __init__(self, browser: Browser, address: str) -> None:
        self.browser = browser
        self.address = address
        self.contexts: list[BrowserContext] = []
        self.faults: list[str] = []

    def __call__(self, user: Any = None, *, language: str = "da", is_touched: bool = True, **options: Any) -> Page:
        """Return a page of a new profile, signed in as the user; `options` are those of Playwright's new_context.

        A hand lies on the mouse and moves it once a page is there, unless it is not to be touched.
        """
        locale = {"da": "da-DK", "en-gb": "en-GB"}[language]
        context = self.browser.new_context(base_url=self.address, locale=locale, **options)
        context.set_default_timeout(10_000)
        context.add_init_script(CLOCK % round(seconds_ahead() * 1000))
        if is_touched:
            context.add_init_script('addEventListener("load", () => dispatchEvent(new Event("pointermove")))')
        context.on("request", self._notice)
        cookies = {settings.LANGUAGE_COOKIE_NAME: language}
        if user is not None:
            cookies[settings.SESSION_COOKIE_NAME] = make_session(user)
        context.add_cookies([{"name": name, "value": value, "url": self.address} for name, value in cookies.items()])
        context.on("page", self._listen)
        self.contexts.append(context)
        return context.new_page()

    def _notice(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if f"{parts.scheme}://{parts.netloc}" != self.address and parts.scheme not in {"data", "blob"}:
            self.faults.append(f"asked for {request.url}")

    def _listen(self, page: Page) -> None:
        page.on("pageerror", lambda fault: self.faults.append(f"error in {page.url}: {fault}"))
        page.on("console", lambda said: self._hear(page, said.type, said.text))

    def _hear(self, page: Page, kind: str, text: str) -> None:
        # A refused form (422), a conflict (409) and our own error pages are answers, and Chromium logs them as errors.
        if "Content Security Policy" in text or (kind == "error" and "the server responded with a status" not in text):
            self.faults.append(f"console of {page.url}: {text}")


@pytest.fixture
def browse(browser: Browser, live_server: Any) -> Iterator[Browse]:
    """Open pages: `browse()` for a visitor, `browse(user)` signed in, `browse(user, language="en-gb")`.

    Each call is a profile of its own, so two calls are two people. A test that provokes a fault on purpose empties
    `browse.faults`.
    """
    browse = Browse(browser, live_server.url)
    yield browse
    faults = list(browse.faults)
    for context in browse.contexts:
        # What a page sends as it is closed would reach the server when the test's database is gone.
        context.set_offline(True)
        context.close()
    assert faults == []


@pytest.fixture
def page(browse: Browse) -> Page:
    """A page of a visitor who is not signed in, in Danish."""
    return browse()


@pytest.fixture
def starter_content(transactional_db: None) -> None:
    """The content that a new installation begins with."""
    made_rows.starter_content()


@pytest.fixture
def mette(cluster: Cluster) -> User:
    """An editor of `cluster`, who reads Danish."""
    return danish(cluster, "Mette", Role.EDITOR)


@pytest.fixture
def ingrid(cluster: Cluster) -> User:
    """An owner of `cluster`, who reads Danish."""
    return danish(cluster, "Ingrid", Role.OWNER)


def danish(cluster: Cluster, name: str, role: Role) -> User:
    """Make a member who reads Danish."""
    user = make_user(name, language="da")
    make_member(cluster, user, role)
    return user


@pytest.fixture
def axe() -> Callable[..., list[str]]:
    """`axe(page)` returns what axe finds wrong, one readable line a place; `assert axe(page) == []`."""

    def check(page: Page, selector: str | None = None) -> list[str]:
        # An address that has changed tells of a page that has begun, and not of one that is there with its styles.
        page.wait_for_load_state()
        # Evaluated from outside, which the page's security policy neither sees nor stops.
        page.evaluate(AXE)
        found = page.evaluate(
            """([selector, rules]) => axe.run(selector || document, {
                runOnly: {type: "tag", values: rules}, resultTypes: ["violations"]})""",
            [selector, RULES],
        )
        return [
            f"{violation['id']}: {violation['help']} -- {' '.join(map(str, node['target']))} -- {node['html'][:160]}"
            for violation in found["violations"]
            for node in violation["nodes"]
        ]

    return check


@pytest.fixture
def walk(browse: Browse, axe: Callable[..., list[str]]) -> Callable[..., dict[str, list[str]]]:
    """`walk(user, look, addresses)` opens one page after another; `assert walk(...) == {}`.

    It returns what is wrong by address: an answer that is no page, what axe finds, that one must scroll sideways,
    and cards of a phone that break.
    """

    def go(user: Any, look: Look, addresses: Iterable[str]) -> dict[str, list[str]]:
        user.language, user.theme = look.language, look.theme
        user.save(update_fields=["language", "theme"])
        page = browse(user, language=look.language, viewport={"width": look.width, "height": 900})
        found = {}
        for address in seen_in(look, addresses):
            response = page.goto(address)
            found[address] = axe(page)
            if response is None or response.status != 200:
                found[address].append("no page stands here")
            if scrolls_sideways(page):
                found[address].append("the page scrolls sideways")
            found[address] += broken_cards(page)
        return {address: faults for address, faults in found.items() if faults}

    return go


@pytest.fixture
def screen() -> Callable[..., Path]:
    """`screen(page, "overview-phone")` writes a picture of the whole page into build/screens."""

    def take(page: Page, name: str) -> Path:
        SCREENS.mkdir(parents=True, exist_ok=True)
        path = SCREENS / f"{name}.png"
        page.screenshot(path=path, full_page=True)
        return path

    return take
