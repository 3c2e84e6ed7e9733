"""The first hour with an installation that has just been made: docs/install.md's first two minutes, and on to a PDF.

Over TLS, as a browser would: the administrator's link, a password, a cluster, the mail to its owner, a strategy, an
answer that is saved, and a document that background work makes.
"""

import http.client
import re
import socket
import ssl
import time
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit

from aiosmtpd.controller import Controller
from lxml import html

from bench.pages_over_wire import Saver

MAILS_AT = 2525
PATIENCE = 300.0
WORDS = "Vi vil finde partnere i Polen."
OWNER, PASSWORD = "owner@example.org", "fjord-lanterne-tre-og-tyve"

# What is seen where all is well; what is not there raises Wrong on the way.
EXPECTED = {
    "plain HTTP leads to TLS": True,
    "metrics from outside": 404,
    "administration answers": 200,
    "a save answers": 200,
    "what was saved is there": True,
    "after signing in again": True,
}
# On every page: the choice of a language, the way out.
AROUND = ("/language/", "/logout/")


class Wrong(Exception):
    """Something is not as the documentation says."""


@dataclass(frozen=True)
class Page:
    """What was answered, at which address in the end."""

    url: str
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode(errors="replace")

    @property
    def tree(self) -> Any:
        """The parsed page."""
        found = html.document_fromstring(self.text)
        found.make_links_absolute(self.url)
        return found


class Mails:
    """A mail server that takes everything."""

    def __init__(self) -> None:
        self.taken: list[Any] = []
        self.controller = Controller(self, hostname="127.0.0.1", port=MAILS_AT)

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 -- its name is given
        """Keep the mail."""
        self.taken.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 OK"

    def link(self, to: str, beginning: str) -> str:
        """Wait for a mail to the person, and return the first link in it that begins like that."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            for mail in self.taken:
                if to in str(mail["to"]):
                    words = mail.get_body(("plain",)).get_content()
                    if found := re.search(rf"{re.escape(beginning)}\S+", words):
                        return found[0]
            time.sleep(0.5)
        raise Wrong(f"No mail to {to} with a link {beginning}… came: {[str(mail['subject']) for mail in self.taken]}")


@dataclass
class Browser:
    """One person's browser; every host is this machine."""

    authority: Path
    address: str = "127.0.0.1"
    cookies: dict[str, str] = field(default_factory=dict)

    def get(self, url: str, **headers: str) -> Page:
        """Open a page, wherever it leads."""
        return self._ask("GET", url, "", headers)

    def post(self, url: str, values: Any, **headers: str) -> Page:
        """Send a form."""
        head = {"Content-Type": "application/x-www-form-urlencoded", "X-CSRFToken": self.token, **headers}
        return self._ask("POST", url, urlencode(values, doseq=True), head)

    def fill(self, page: Page, **values: str) -> Page:
        """Fill in the form of the page that has these fields, and every password, and send it."""
        for form in page.tree.forms:
            is_its_own = form.method.upper() == "POST" and not (form.action or "").endswith(AROUND)
            if is_its_own and set(values) <= set(form.fields.keys()):
                for name, value in values.items():
                    form.fields[name] = value
                for one in form.xpath('.//input[@type="password"]'):
                    one.value = PASSWORD
                answer = self.post(form.action or page.url, form.form_values())
                if answer.status >= 400:
                    told = answer.tree.xpath('//*[contains(@class, "invalid-feedback") or contains(@class, "error")]')
                    raise Wrong(f"{page.url} answered {answer.status}: {[one.text_content().strip() for one in told]}")
                return answer
        raise Wrong(f"{page.url} ({page.status}) has no form with {', '.join(values) or 'anything'}.")

    token = ""
    origin = ""

    def _ask(self, method: str, url: str, body: str, headers: dict[str, str]) -> Page:
        for _redirect in range(6):
            url = urljoin(self.origin, url)
            parts = urlsplit(url)
            self.origin = f"{parts.scheme}://{parts.netloc}"
            answer, content = self._once(method, parts, body, headers)
            if answer.status not in {301, 302, 303, 307, 308}:
                told = {name.lower(): value for name, value in answer.getheaders()}
                if found := re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', content.decode(errors="replace")):
                    self.token = found[1]
                return Page(url, answer.status, told, content)
            url, method, body, headers = urljoin(url, answer.headers["Location"]), "GET", "", {}
        raise Wrong(f"{url} leads in circles.")

    def _once(
        self, method: str, parts: Any, body: str, headers: dict[str, str]
    ) -> tuple[http.client.HTTPResponse, bytes]:
        known = ssl.create_default_context(cafile=str(self.authority)) if parts.scheme == "https" else None
        bare = socket.create_connection((self.address, parts.port or (443 if known else 80)), timeout=60)
        connection = http.client.HTTPConnection(parts.hostname, timeout=60)
        connection.sock = known.wrap_socket(bare, server_hostname=parts.hostname) if known else bare
        path = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        connection.request(
            method,
            path,
            body.encode() if method == "POST" else None,
            {"Host": parts.netloc, "Cookie": cookies, "Origin": self.origin, "Accept-Language": "da", **headers},
        )
        answer = connection.getresponse()
        content = answer.read()
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                key, _is, rest = value.partition("=")
                self.cookies[key] = rest.partition(";")[0]
        connection.close()
        return answer, content


def first_hour(host: str, authority: Path, link: str, mails: Mails) -> dict[str, Any]:
    """Live through it, and return what was seen; raises Wrong where it is not as it should be."""
    seen: dict[str, Any] = {}
    admin = Browser(authority)
    plain = admin.get(f"http://{host}/")
    seen["plain HTTP leads to TLS"] = plain.url.startswith("https://")
    seen["metrics from outside"] = admin.get(f"https://{host}/metrics").status
    admin.fill(admin.get(link))
    form = admin.get("/administration/new-cluster/")
    admin.fill(form, name_da="Havklyngen", slug="hav", owner=OWNER)
    seen["administration answers"] = admin.get("/administration/").status

    owner = Browser(authority)
    page = owner.fill(owner.get(mails.link(OWNER, f"https://{host}/invitation/")), name="Olga Owner")
    seen["owner arrives at"] = urlsplit(page.url).path
    owner.fill(owner.get("/c/hav/strategies/start/"), title="Strategi 2027")
    phases = owner.get("/c/hav/strategies/1/").tree.xpath("//a[contains(@href, '/strategies/1/phases/')]/@href")
    saver = Saver(owner, urlsplit(phases[0]).path)  # type: ignore[arg-type]  # it gets and posts as a visitor does
    seen["a save answers"] = saver.save(WORDS).status
    seen["what was saved is there"] = WORDS in owner.get(phases[0]).text
    # Somebody else at another machine: the password is asked for, and the words are there.
    again = Browser(authority)
    again.fill(again.get(f"https://{host}/account/login/"), login=OWNER)
    seen["after signing in again"] = WORDS in again.get(phases[0]).text
    seen["document"] = document(owner)
    return seen


def document(owner: Browser) -> str:
    """Ask for the strategy as PDF, wait for background work, and return how the file begins and how long it is."""
    until = time.monotonic() + PATIENCE
    page = owner.get("/c/hav/documents/strategies/1/da.pdf")
    if page.headers["content-type"] == "application/pdf":
        raise Wrong("The document was made while one waited: no background work runs.")
    place = urlsplit(page.url).path
    while time.monotonic() < until:
        page = owner.get(f"{place}file/")
        if page.headers["content-type"] == "application/pdf":
            return f"{page.body[:5].decode()} {len(page.body) // 1024} kB"
        time.sleep(1)
    raise Wrong(f"{place} was not finished in {PATIENCE:.0f} seconds.")
