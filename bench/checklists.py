"""What the pages cost in a cluster that runs twenty checklists: `.venv/bin/python -m bench.checklists`.

In a data folder of its own that goes away. It fails when the overview takes more queries than are allowed.
"""

import os
import statistics
import sys
import tempfile
import time
from datetime import timedelta
from io import StringIO

TIMES = 20
LISTS, MOST_QUERIES = 20, 14
PAGES = ("/c/demo/", "/c/demo/checklists/", "/c/demo/checklists/1/", "/c/demo/checklists/1/items/")


def main(folder: str) -> None:
    """Make the demo in the folder, start more checklists, and measure."""
    os.environ.update(DJANGO_SETTINGS_MODULE="toolkit.settings", TOOLKIT_DATA_DIR=folder, TOOLKIT_DEMO="true")
    os.environ["TOOLKIT_ALLOWED_HOSTS"] = "127.0.0.1,localhost,testserver"
    import django  # noqa: PLC0415 -- the settings must be named first

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415 -- app ready

    call_command("prepare", "--starter", stdout=StringIO(), stderr=StringIO())
    start_more()
    print(f"{'page':<32} {'ms':>6} {'worst':>6} {'queries':>8} {'kB':>6}")
    asked = [measure(address) for address in PAGES]
    if asked[0] > MOST_QUERIES:
        sys.exit(f"The overview takes {asked[0]} queries; {MOST_QUERIES} are allowed.")


def start_more() -> None:
    """Start published checklists until the demo's cluster runs twenty, their days from long ago to next year."""
    from django.utils import timezone  # noqa: PLC0415 -- app ready

    from accounts.models import User  # noqa: PLC0415 -- app ready
    from checklists.models import Checklist  # noqa: PLC0415 -- app ready
    from checklists.services.running import share_out, start_checklist  # noqa: PLC0415 -- app ready
    from checklists.services.sources import of_published  # noqa: PLC0415 -- app ready
    from clusters.models import Cluster  # noqa: PLC0415 -- app ready
    from library.models import Edition  # noqa: PLC0415 -- app ready

    cluster, by = Cluster.objects.get(slug="demo"), User.objects.get_by_natural_key("editor@example.org")
    editions = list(Edition.objects.newest().filter(publication__kind="checklist"))
    for n in range(LISTS - Checklist.objects.of(cluster).running().count()):
        edition = editions[n % len(editions)]
        checklist = start_checklist(
            cluster=cluster,
            source=of_published(edition.parsed),
            title=f"Event {n}",
            day=timezone.localdate() + timedelta(days=20 * n - 100),
            edition=edition,
            by=by,
        )
        share_out(checklist=checklist, people={"International projektleder": by}, by=by)


def measure(address: str) -> int:
    """Print a line of the table and return the number of queries; the first two answers do not count."""
    from django.db import connection  # noqa: PLC0415 -- app ready
    from django.test import Client  # noqa: PLC0415 -- app ready
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415 -- app ready

    from accounts.models import User  # noqa: PLC0415 -- app ready

    browser = Client(headers={"accept-language": "da"})
    browser.force_login(User.objects.get_by_natural_key("editor@example.org"))
    for _ in range(2):
        answer = browser.get(address)
    if answer.status_code != 200:
        sys.exit(f"{address} answered {answer.status_code}")
    with CaptureQueriesContext(connection) as queries:
        browser.get(address)
    asked = len(queries)  # read now: the next request forgets them
    times = []
    for _ in range(TIMES):
        start = time.perf_counter()
        browser.get(address)
        times.append((time.perf_counter() - start) * 1000)
    size = len(answer.content) / 1000
    print(f"{address:<32} {statistics.median(times):>6.0f} {max(times):>6.0f} {asked:>8} {size:>6.0f}")
    return asked


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as data:
        main(data)
