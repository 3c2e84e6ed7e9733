"""A mail is a page too: made of the plain text, so that both say the same."""

import email
import email.policy
import re
from html.parser import HTMLParser

import pytest

from accounts import mail, outbox
from accounts.mail_html import html_of
from tests.accounts.test_outbox import Taker, server, use

__all__ = ["server", "use"]

WEEKLY = """Hej Mette,

Her er dine opgaver.

OMSLAG – KLYNGE

Forfaldne

- Hent tal for eksport <b>
  skulle være klar 3. november
  http://127.0.0.1:8000/c/demo/kpis/1/

- Skriv til Anne & Co. (http://127.0.0.1:8000/c/demo/plan/2/).

Åbn linket for at sige ja:

http://127.0.0.1:8000/invitation/abc_-1/

--
Du får denne mail hver uge.
Slå den fra: http://127.0.0.1:8000/reminders/stop/x/
"""


class Read(HTMLParser):
    """The words and the links of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.words, self.links, self.tags = "", [], []
        self.feed(page.partition("<body>")[2])

    def handle_data(self, data: str) -> None:
        self.words += f" {data}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.links += [value for name, value in attrs if name == "href"]


def plain(words: str) -> list[str]:
    return re.findall(r"\w+", words)


def test_page_says_what_the_text_says_and_leads_where_it_leads() -> None:
    read = Read(html_of(WEEKLY, subject="Din uge", language="da"))

    assert plain(read.words)[-len(plain(WEEKLY)) :] == plain(WEEKLY)
    assert read.links == re.findall(r"http://[^\s)]+", WEEKLY)
    assert (read.tags.count("h2"), read.tags.count("ul"), read.tags.count("li"), read.tags.count("b")) == (1, 1, 2, 0)
    assert "Hent tal for eksport &lt;b&gt;" in html_of(WEEKLY, subject="", language="da")


@pytest.mark.parametrize(
    ("words", "link"),
    [
        ("See https://a.example/x?y=1&z=2.", "https://a.example/x?y=1&z=2"),
        ('https://a.example/"><script>', "https://a.example/"),
        ("javascript:alert(1)", None),
    ],
)
def test_nothing_but_an_address_becomes_a_link(words: str, link: str | None) -> None:
    page = html_of(words, subject="</title><script>x()</script>", language='"><script>')

    assert Read(page).links == ([link] if link else [])
    assert "<script" not in page


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "product"), [("da", "Internationaliseringsværktøjet"), ("en-gb", "Toolkit")])
def test_what_is_sent_has_both_parts_in_the_language_of_the_reader(
    server: Taker, language: str, product: str, settings: object
) -> None:
    context = {"by": "Bo", "cluster": "Havtorn", "role": "x", "url": "http://127.0.0.1:8000/i/1/", "expires_at": None}
    mail.send(to="dana@example.com", template="invitation", language=language, context=context)

    outbox.deliver()

    sent = email.message_from_bytes(server.taken[0].encode(), policy=email.policy.default)
    text, page = (sent.get_body((kind,)).get_content() for kind in ("plain", "html"))
    assert sent.get_content_type() == "multipart/alternative"
    assert plain(Read(page).words)[-len(plain(text)) :] == plain(text)
    assert f'<html lang="{language}">' in page
    assert product in page
