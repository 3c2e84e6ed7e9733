"""What the pages of the demo cost: `.venv/bin/python -m bench.pages`, in a data folder of its own that goes away."""

import os
import re
import statistics
import sys
import tempfile
import time
from io import StringIO

from lxml.html import document_fromstring

TIMES = 20
PAGES = [
    ("", "/account/login/"),
    ("editor@example.org", "/c/demo/"),
    ("editor@example.org", "/c/demo/strategies/"),
    ("editor@example.org", "/c/demo/strategies/1/"),
    ("editor@example.org", "/c/demo/strategies/1/missing/"),
    ("editor@example.org", "/c/demo/strategies/1/goals/"),
    ("editor@example.org", "/c/demo/kpis/"),
    ("editor@example.org", "/c/demo/plan/"),
    ("editor@example.org", "/c/demo/plan/timeline/"),
    ("editor@example.org", "/c/demo/plan/year/2027/"),
    ("editor@example.org", "/c/demo/checklists/1/"),
    ("editor@example.org", "/c/demo/documents/strategies/1/"),
    ("editor@example.org", "/c/demo/people/"),
    ("owner@example.org", "/c/demo/activity/"),
    ("editor@example.org", "/library/"),
    ("editor@example.org", "/library/strategy/internationalisation-strategy/"),
]


def main(folder: str) -> None:
    """Make the demo in the folder, and measure."""
    os.environ.update(DJANGO_SETTINGS_MODULE="toolkit.settings", TOOLKIT_DATA_DIR=folder, TOOLKIT_DEMO="true")
    os.environ["TOOLKIT_ALLOWED_HOSTS"] = "127.0.0.1,localhost,testserver"
    import django  # noqa: PLC0415 -- the settings must be named first

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415 -- app ready

    call_command("prepare", "--starter", stdout=StringIO(), stderr=StringIO())
    pages = [*PAGES, *(("editor@example.org", address) for address in phases())]
    print(f"{'page':<62} {'ms':>6} {'worst':>6} {'queries':>8} {'kB':>6} {'elements':>9}")
    for email, address in pages:
        measure(email, address)


def phases() -> list[str]:
    """Return the address of each phase of the demo's strategy, whatever they are called."""

    text = client("editor@example.org").get("/c/demo/strategies/1/").content.decode()
    return sorted(set(re.findall(r'"(/c/demo/strategies/1/phases/[a-z0-9_-]+/)"', text)))


def client(email: str):
    """Return a client in which the person is signed in."""
    from django.test import Client  # noqa: PLC0415 -- app ready

    from accounts.models import User  # noqa: PLC0415 -- app ready

    client = Client(headers={"accept-language": "da"})
    if email:
        client.force_login(User.objects.get_by_natural_key(email))
    return client


def measure(email: str, address: str) -> None:
    """Print a line of the table; the first two answers, which load templates, do not count."""
    from django.db import connection  # noqa: PLC0415 -- app ready
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415 -- app ready

    browser = client(email)
    for _ in range(2):
        answer = browser.get(address)
    if answer.status_code != 200:
        print(f"{address:<62} answered {answer.status_code}")
        return
    with CaptureQueriesContext(connection) as queries:
        browser.get(address)
    asked = len(queries)  # read now: the next request forgets them
    times = []
    for _ in range(TIMES):
        start = time.perf_counter()
        browser.get(address)
        times.append((time.perf_counter() - start) * 1000)
    size, elements = len(answer.content) / 1000, len(document_fromstring(answer.content.decode()).xpath("//*"))
    print(f"{address:<62} {statistics.median(times):>6.1f} {max(times):>6.1f} {asked:>8} {size:>6.1f} {elements:>9}")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        sys.exit(main(folder))
