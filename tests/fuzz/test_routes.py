"""Whatever is sent to whatever address: an answer, and never a fault of ours.

Each route gets a few requests of hostile words in the fields that its own page has, and a hostile file where it takes
one; TOOLKIT_FUZZ=200 makes it two hundred a route, and other ones each time.
"""

import os
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from lxml import etree, html

from accounts.models import User
from clusters.models import Cluster
from tests.house.matrix import ROWS, Place
from tests.house.test_access import ROUTES, address
from tests.sheets.hostile import HOSTILE as SHEETS

EXAMPLES = int(os.environ.get("TOOLKIT_FUZZ", "1"))
HOSTILE = (
    "",
    "²",
    "foo",
    "//example.org",
    "\x00",
    "-1",
    "1" + "0" * 30,
    "2147483648",
    "0001-01-01",
    "9999-12-31",
    "31.02.2027",
    "\ud800".encode("utf-8", "surrogatepass").decode("latin-1"),
    "\u202e\ufeff\u0000x",
    "1e999999",
    "NaN",
    "=1+1",
    "{{ x }}<script>",
    "%00%ff",
    "on",
    "da",
)
LONG = ("[" * 100_000, '{"a":' * 20_000, "a" * 100_000, "9" * 5_000, "\n" * 50_000)
words, long = st.sampled_from(HOSTILE), st.sampled_from(LONG)
bodies = st.sampled_from((b"\xff\xfe%", b"[" * 5_000, b"--x", b"a=%00&b"))
kinds = st.sampled_from(
    (
        "application/x-www-form-urlencoded; charset=utf-99",
        "application/x-www-form-urlencoded",
        "application/json",
        "multipart/form-data; boundary=y",
    )
)
# Leaving, and what ends the session or the person with which the test asks.
LEFT_OUT = {"account_logout"}


FILES: dict[str, Callable[[], bytes]] = {
    **SHEETS,
    "nothing": lambda: b"",
    "a picture that is none": lambda: b"\x89PNG\r\n\x1a\n" + b"\x00" * 200,
    "a picture of a million points a side": lambda: (
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x0f\xff\xff\x00\x0f\xff\xff\x08\x06\x00\x00\x00" + b"\x00" * 200
    ),
    "YAML that multiplies": lambda: b"a: &a [x,x]\nb: &b [*a,*a]\nc: [*b,*b]\n",
    "YAML of many levels": lambda: b"[" * 50_000,
    "signs that nobody sees": lambda: "\u202e\ufeff\u200b".encode() * 500,
}
names_of_files = st.sampled_from(("a.xlsx", "a.csv", "a.png", "a.yaml", "a.zip", "\u202ea.exe", "../../a", "a" * 300))


def fields_of(page: bytes, which: str = "//main//*[@name]/@name") -> list[str]:
    """Return the names of the fields of a page."""
    try:
        found = html.document_fromstring(page).xpath(which)
    except (etree.ParserError, ValueError):
        return []
    return sorted({str(name) for name in found} - {"csrfmiddlewaretoken"})[:40]


@pytest.mark.parametrize("name", sorted(set(ROWS) & set(ROUTES) - LEFT_OUT))
@settings(
    max_examples=EXAMPLES,
    derandomize=EXAMPLES == 1,
    deadline=None,
    phases=[Phase.generate],
    database=None,
    suppress_health_check=list(HealthCheck),
)
@given(data=st.data())
def test_no_request_is_answered_with_a_fault_of_ours(
    name: str, data: st.DataObject, cluster: Cluster, alice: User, sign_in: Callable[..., Client]
) -> None:
    # Each example begins with what the first one found: what it makes is taken back.
    with transaction.atomic():
        found = answers(name, data, cluster, alice, sign_in)
        transaction.set_rollback(True)

    assert [status for status in found if status >= 500] == []


def answers(name: str, data: st.DataObject, cluster: Cluster, alice: User, sign_in: Callable[..., Client]) -> list[int]:
    """Send some requests to a route, and return what they were answered."""
    User.objects.filter(pk=alice.pk).update(is_curator=True, is_superuser=True)
    client = sign_in(alice)
    client.raise_request_exception = False
    row, place = ROWS[name], Place(cluster, alice)
    url = address(name, place, row.objects(place) if row.objects else {})
    names = ["q", "next", "only", "page", "year", "activities", "language", "theme", "credential", "seal", "content"]
    shown, files = client.get(url), []
    if shown.status_code == 200 and not shown.streaming:
        names += fields_of(shown.content)
        files = fields_of(shown.content, "//main//input[@type='file']/@name")
    sent: dict[str, Any] = {name: data.draw(words, label=name) for name in dict.fromkeys(names)}
    # One field is as long as it likes.
    sent[data.draw(st.sampled_from(sorted(sent)))] = data.draw(long)

    found = [
        shown.status_code,
        client.get(url, {key: value[:500] for key, value in sent.items()}).status_code,
        client.post(url, sent).status_code,
        client.generic("POST", url, data.draw(bodies), content_type=data.draw(kinds)).status_code,
    ]
    if files:
        content = FILES[data.draw(st.sampled_from(sorted(FILES)))]()
        file = SimpleUploadedFile(data.draw(names_of_files), content)
        found.append(client.post(url, sent | dict.fromkeys(files, file)).status_code)
    return found
