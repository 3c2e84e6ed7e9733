"""What the action plan costs with 500 activities and 2,000 milestones: `.venv/bin/python -m bench.plans`.

In a data folder of its own that goes away. It fails when a view takes more queries than are allowed, or when the
drawing of the timeline is too large.
"""

import os
import re
import statistics
import sys
import tempfile
import time
from datetime import date, timedelta
from io import StringIO

TIMES = 10
ACTIVITIES, MILESTONES, MOST_QUERIES, LARGEST_DRAWING = 500, 4, 15, 300_000
PAGES = (
    "/c/demo/plan/",
    "/c/demo/plan/board/",
    "/c/demo/plan/timeline/",
    "/c/demo/plan/budget/",
    "/c/demo/plan/year/2026/",
    "/c/demo/plan/export.xlsx",
    "/c/demo/plan/export.csv",
)


def main(folder: str) -> None:
    """Make the demo in the folder, fill its plan, and measure."""
    os.environ.update(DJANGO_SETTINGS_MODULE="toolkit.settings", TOOLKIT_DATA_DIR=folder, TOOLKIT_DEMO="true")
    os.environ["TOOLKIT_ALLOWED_HOSTS"] = "127.0.0.1,localhost,testserver"
    import django  # noqa: PLC0415 -- the settings must be named first

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415 -- app ready

    call_command("prepare", "--starter", stdout=StringIO(), stderr=StringIO())
    token = fill()
    print(f"{'page':<32} {'ms':>6} {'worst':>6} {'queries':>8} {'kB':>6}")
    asked = [measure(address) for address in (*PAGES, f"/calendar/{token}.ics")]
    if max(asked[:3]) > MOST_QUERIES:
        sys.exit(f"The three views take {asked[:3]} queries; {MOST_QUERIES} are allowed.")


def fill() -> str:
    """Fill the demo's plan up to the size, let every third activity wait, and return the token of a feed."""
    from accounts.models import User  # noqa: PLC0415 -- app ready
    from clusters.models import Cluster  # noqa: PLC0415 -- app ready
    from plans.models import Activity, Dependency, Milestone  # noqa: PLC0415 -- app ready
    from plans.services import make_feed  # noqa: PLC0415 -- app ready
    from strategy.models import Goal  # noqa: PLC0415 -- app ready

    cluster, by = Cluster.objects.get(slug="demo"), User.objects.get_by_natural_key("editor@example.org")
    goals = list(Goal.objects.of(cluster).alive())
    first = Activity.objects.of(cluster).count() + 1
    statuses = [value for value in Activity.Status.values if value != "dropped"]
    made = Activity.objects.bulk_create(
        [
            Activity(
                cluster=cluster,
                number=n,
                goal=goals[n % len(goals)],
                title={"da": f"Markedsbesøg og opfølgning hos partnere i fokusland nummer {n}"},
                owner=by if n % 2 else None,
                starts=date(2025, 1, 1) + timedelta(days=2 * n),
                ends=date(2025, 6, 1) + timedelta(days=2 * n),
                budget=1000 * n,
                spent=300 * n,
                status=statuses[n % len(statuses)],
            )
            for n in range(first, ACTIVITIES + 1)
        ]
    )
    Milestone.objects.bulk_create(
        [
            Milestone(
                activity=activity,
                title={"da": f"Milepæl {n}"},
                date=activity.starts + timedelta(days=30 * n),
                done_on=activity.starts if n < 2 else None,
            )
            for activity in made
            for n in range(MILESTONES)
        ]
    )
    pairs = zip(made[3::3], made[::3], strict=False)
    Dependency.objects.bulk_create([Dependency(activity=one, needed=needed) for one, needed in pairs])
    milestones = Milestone.objects.of(cluster).count()
    print(f"{len(made) + first - 1} activities, {milestones} milestones")
    return make_feed(cluster=cluster, person=None, language="da", by=by)[1]


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
    shown = address if len(address) < 32 else f"{address[:10]}….ics"
    size = len(answer.content) / 1000
    print(f"{shown:<32} {statistics.median(times):>6.0f} {max(times):>6.0f} {asked:>8} {size:>6.0f}")
    drawing = re.search(rb'<svg class="timeline".*?</svg>', answer.content, re.DOTALL)
    if drawing:
        print(f"{'  its drawing':<32} {'':>6} {'':>6} {'':>8} {len(drawing[0]) / 1000:>6.0f}")
        if len(drawing[0]) > LARGEST_DRAWING:
            sys.exit(f"The drawing takes {len(drawing[0])} bytes; {LARGEST_DRAWING} are allowed.")
    return asked


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as data:
        main(data)
