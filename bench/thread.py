"""What the red thread costs: `.venv/bin/python -m bench.thread`, in a data folder of its own that goes away.

A cluster with 20, 100 and 500 activities to its goals, up to 20 goals, 100 KPIs and 6,000 measurements: the page of the
thread, the findings, the overview; how long the pure rules take beside the loading; how large the drawing is, on the
page and in the PDF; and a self-assessment of 200 scorers beside one of 3. It fails when a limit is passed.
"""

import os
import re
import statistics
import sys
import tempfile
import time
from datetime import date, timedelta
from io import StringIO
from typing import Any

TIMES = 7
# Goals, KPIs, activities, measurements of each KPI.
SIZES = ((2, 4, 20, 60), (8, 20, 100, 60), (20, 100, 500, 60))
MOST_QUERIES, MOST_OF_LOADING, LARGEST_DRAWING = 15, 0.3, 200_000
# The session, and the person with their membership, are asked for by every page.
OF_EVERY_PAGE = 2
FEW, MANY = 3, 200


def main(folder: str) -> None:
    """Fill a cluster up, step by step, and measure."""
    os.environ.update(DJANGO_SETTINGS_MODULE="toolkit.settings", TOOLKIT_DATA_DIR=folder, TOOLKIT_DEMO="true")
    os.environ["TOOLKIT_ALLOWED_HOSTS"] = "127.0.0.1,localhost,testserver"
    import django  # noqa: PLC0415 -- the settings must be named first

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415 -- app ready

    call_command("prepare", "--starter", stdout=StringIO(), stderr=StringIO())
    faults: list[str] = []
    print(f"{'page':<44} {'ms':>6} {'worst':>6} {'queries':>8} {'kB':>6}")
    for number, (goals, kpis, activities, values) in enumerate(SIZES):
        cluster = fill(f"size{number}", goals, kpis, activities, values)
        for page in ("", "thread/", "thread/findings/"):
            asked, answer = measure(f"/c/{cluster.slug}/{page}", f"{page or 'overview'}, {goals}/{kpis}/{activities}")
            if page == "thread/":
                drawing = re.search(rb'<section class="tw".*?</section>', answer.content, re.DOTALL)
                size = len(drawing[0]) if drawing else 0
            if page and asked - OF_EVERY_PAGE > MOST_QUERIES:
                faults.append(f"{page}: {asked} queries")
        print(f"{'  the drawing on the page':<44} {'':>6} {'':>6} {'':>8} {size / 1000:>6.0f}")
    share, drawn = rules_and_picture(cluster)
    print(f"\nThe pure rules take {share:.0%} of the loading; the picture in the PDF {drawn / 1000:.0f} kB.")
    scorers = [assessment(cluster, count) for count in (FEW, MANY)]
    print(f"A self-assessment of {FEW} and of {MANY} scorers: {scorers[0]} and {scorers[1]} queries.")
    if share > MOST_OF_LOADING:
        faults.append(f"the rules take {share:.0%} of the loading")
    if max(drawn, size) > LARGEST_DRAWING:
        faults.append(f"the drawing takes {max(drawn, size)} bytes")
    if scorers[0] != scorers[1]:
        faults.append(f"more scorers take more queries: {scorers}")
    if faults:
        sys.exit("\n".join(faults))


def fill(slug: str, goals: int, kpis: int, activities: int, values: int) -> Any:
    """Make a cluster with a strategy and all that hangs on it."""
    from accounts.models import User  # noqa: PLC0415 -- app ready
    from clusters.models import Cluster, Membership  # noqa: PLC0415 -- app ready
    from core.text import Text  # noqa: PLC0415 -- app ready
    from kpis.models import Kpi, Measurement  # noqa: PLC0415 -- app ready
    from kpis.services import DefinitionDraft, KpiDraft, make_kpi  # noqa: PLC0415 -- app ready
    from library.models import Edition  # noqa: PLC0415 -- app ready
    from plans.models import Activity  # noqa: PLC0415 -- app ready
    from strategy.services import GoalDraft, add_goal, start_strategy  # noqa: PLC0415 -- app ready

    by = User.objects.get_by_natural_key("editor@example.org")
    cluster = Cluster.objects.create(slug=slug, name_da=f"Klyngen {slug}")
    Membership.objects.create(cluster=cluster, user=by, role="owner")
    edition = Edition.objects.newest().get(publication__kind="strategy")
    strategy = start_strategy(cluster=cluster, edition=edition, title=Text(da="Strategi"), by=by)
    made = [add_goal(strategy=strategy, draft=GoalDraft(title=Text(da=f"Mål {n}")), by=by) for n in range(goals)]
    begin = date(2021, 1, 1)
    counted = DefinitionDraft(
        Text(da="Medlemmer med eksport"), Text(da="Antal"), "outcome", "count", "up", "monthly", "point"
    )
    first = make_kpi(cluster=cluster, definition=counted, draft=KpiDraft(goal=made[0]), by=by)
    definition = first.definitions.get()
    # More than a cluster may follow by itself: rows, past the service that would say so.
    others = [Kpi(cluster=cluster, number=n, goal=made[n % goals]) for n in range(2, kpis + 1)]
    for kpi in Kpi.objects.bulk_create(others):
        definition.pk, definition.kpi = None, kpi
        definition.save()
    for kpi in (first, *others):
        Measurement.objects.bulk_create(
            Measurement(kpi=kpi, date=begin + timedelta(days=30 * m), value=m) for m in range(values)
        )
    Activity.objects.bulk_create(
        Activity(cluster=cluster, number=n, goal=made[n % goals], title={"da": f"Markedsbesøg {n}"}, budget=1000)
        for n in range(1, activities + 1)
    )
    return cluster


def measure(address: str, name: str) -> tuple[int, Any]:
    """Print a line of the table; return the number of queries and the answer; the first two answers do not count."""
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
    print(f"{name:<44} {statistics.median(times):>6.0f} {max(times):>6.0f} {asked:>8} {size:>6.0f}")
    return asked, answer


def rules_and_picture(cluster: Any) -> tuple[float, int]:
    """Return what part of the loading the pure rules take, and how many bytes the picture in the PDF has."""
    from django.utils import timezone  # noqa: PLC0415 -- app ready

    from findings.rules import RULES, check  # noqa: PLC0415 -- app ready
    from findings.selectors import facts_of, load  # noqa: PLC0415 -- app ready
    from reports.exports.hanging import hanging_on  # noqa: PLC0415 -- app ready
    from reports.exports.whole import whole_thread  # noqa: PLC0415 -- app ready
    from strategy.selectors.phases import current_of  # noqa: PLC0415 -- app ready

    today, loading, judging = timezone.localdate(), [], []
    for _ in range(TIMES):
        start = time.perf_counter()
        shown = current_of(cluster)
        facts = facts_of(cluster, load(cluster, shown, today), today)
        middle = time.perf_counter()
        check(facts, RULES, lambda rule, error: sys.exit(f"{rule.name}: {error}"))
        loading.append(middle - start)
        judging.append(time.perf_counter() - middle)
    found = hanging_on(shown, list(shown.strategy.goals.alive()), "da", today)
    drawn = sum(len(one.svg.encode()) for one in whole_thread(found))
    return statistics.median(judging) / statistics.median(loading), drawn


def assessment(cluster: Any, scorers: int) -> int:
    """Let so many people score and open the answers; return the queries of the result."""
    from django.utils import timezone  # noqa: PLC0415 -- app ready

    from accounts.models import User  # noqa: PLC0415 -- app ready
    from assessments.models import Score, Scorer  # noqa: PLC0415 -- app ready
    from assessments.services import close, start_assessment  # noqa: PLC0415 -- app ready
    from library.models import Edition  # noqa: PLC0415 -- app ready

    by = User.objects.get_by_natural_key("editor@example.org")
    edition = Edition.objects.newest().get(publication__kind="assessment")
    until = timezone.localdate() + timedelta(days=14)
    made = start_assessment(cluster=cluster, edition=edition, name=f"{scorers}", until=until, people=[by], by=by)
    people = [Scorer.objects.create(assessment=made, name=f"Gæst {n}") for n in range(scorers)]
    Score.objects.bulk_create(
        Score(scorer=one, key=statement.key, level=statement.numbers[n % len(statement.numbers)])
        for n, one in enumerate(people)
        for statement in made.form.statements
        if statement.levels
    )
    close(assessment=made, by=by)
    return measure(made.url(), f"self-assessment, {scorers} scorers")[0]


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="toolkit-bench-") as place:
        main(place)
