"""What KPIs cost: `.venv/bin/python -m bench.kpis`.

The list with 5 KPIs of 6 and with 50 of 60 measurements, a KPI's page with 240, the overview, and reading in 10,000
measurements beside a plain bulk insert. In a data folder of its own that goes away. Ratios are to a bare Django page
with session, user and a small template, in the same process and taken in turns.
"""

import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from io import StringIO
from typing import Any

TIMES = 15
MOST = {"list": 12, "page": 10, "overview": 15}
LARGEST_CHART, MOST_MEMORY, ROWS = 12_000, 150, 10_000


def main(folder: str) -> None:
    """Make the demo in the folder, fill it up, and measure."""
    begin(folder)
    from django.core.management import call_command  # noqa: PLC0415 -- app ready

    call_command("prepare", "--starter", stdout=StringIO(), stderr=StringIO())
    small, large = fill("small", 5, 6), fill("large", 50, 60)
    print(f"{'what':<44} {'ms':>6} {'x bare':>7} {'queries':>8} {'kB':>6}")
    few = measure(f"/c/{small}/kpis/", "list, 5 KPIs of 6")
    many = measure(f"/c/{large}/kpis/", "list, 50 KPIs of 60")
    one = measure(f"/c/{large}/kpis/1/", "a KPI with 240 measurements, its chart")
    first = measure(f"/c/{large}/", "overview, 50 KPIs")
    importing(large)
    if few != many or many > MOST["list"] or one > MOST["page"] or first > MOST["overview"]:
        sys.exit(f"Queries: list {few} and {many}, page {one}, overview {first}; allowed are {MOST}.")


def begin(folder: str) -> None:
    """Start Django on the folder."""
    os.environ.update(DJANGO_SETTINGS_MODULE="toolkit.settings", TOOLKIT_DATA_DIR=folder, TOOLKIT_DEMO="true")
    os.environ["TOOLKIT_ALLOWED_HOSTS"] = "127.0.0.1,localhost,testserver"
    import django  # noqa: PLC0415 -- the settings must be named first

    django.setup()


def fill(slug: str, kpis: int, values: int) -> str:
    """Make a cluster with a strategy and KPIs, the first of which has 240 values where the others have many."""
    from accounts.models import User  # noqa: PLC0415 -- app ready
    from clusters.models import Cluster, Membership  # noqa: PLC0415 -- app ready
    from core.text import Text  # noqa: PLC0415 -- app ready
    from kpis.models import Measurement, Target  # noqa: PLC0415 -- app ready
    from kpis.services import DefinitionDraft, KpiDraft, make_kpi  # noqa: PLC0415 -- app ready
    from library.models import Edition  # noqa: PLC0415 -- app ready
    from strategy.services import GoalDraft, add_goal, start_strategy  # noqa: PLC0415 -- app ready

    by = User.objects.get_by_natural_key("editor@example.org")
    cluster = Cluster.objects.create(slug=slug, name_da=f"Klyngen {slug}")
    Membership.objects.create(cluster=cluster, user=by, role="owner")
    edition = Edition.objects.newest().get(publication__kind="strategy")
    strategy = start_strategy(cluster=cluster, edition=edition, title="Strategi", by=by)
    goals = [add_goal(strategy=strategy, draft=GoalDraft(title=Text(da=f"Mål {n}")), by=by) for n in range(5)]
    for n in range(kpis):
        counted = DefinitionDraft(
            Text(da=f"Medlemmer med eksport {n}"), Text(da="Antal"), "outcome", "count", "up", "monthly", "point"
        )
        kpi = make_kpi(cluster=cluster, definition=counted, draft=KpiDraft(goal=goals[n % 5]), by=by)
        count = 240 if values > 6 and n == 0 else values
        start = date(2026, 10, 31) - timedelta(days=30 * count)
        Measurement.objects.bulk_create(
            [
                Measurement(
                    kpi=kpi,
                    date=start + timedelta(days=30 * m),
                    value=Decimal(20 + m % 17),
                    is_baseline=m == 0,
                    note={"da": "Talt i registret"},
                    created_by=by,
                )
                for m in range(count)
            ]
        )
        Target.objects.bulk_create([Target(kpi=kpi, date=date(y, 12, 31), value=10 * (y - 2020)) for y in (2026, 2028)])
    return slug


def visitor() -> Any:
    """Return a client in which the editor is signed in."""
    from django.test import Client  # noqa: PLC0415 -- app ready

    from accounts.models import User  # noqa: PLC0415 -- app ready

    browser = Client(headers={"accept-language": "da"})
    browser.force_login(User.objects.get_by_natural_key("editor@example.org"))
    return browser


def measure(address: str, name: str) -> int:
    """Print a line of the table and return the number of queries; the first answers do not count."""
    from django.db import connection  # noqa: PLC0415 -- app ready
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415 -- app ready

    browser = visitor()
    for _ in range(2):
        answer = browser.get(address)
    if answer.status_code != 200:
        sys.exit(f"{address} answered {answer.status_code}")
    with CaptureQueriesContext(connection) as queries:
        browser.get(address)
    asked = len(queries)
    ours, theirs = [], []
    for _ in range(TIMES):
        ours.append(timed(lambda: browser.get(address)))
        theirs.append(bare(browser))
    ms = statistics.median(ours)
    print(f"{name:<44} {ms:>6.1f} {ms / statistics.median(theirs):>7.1f} {asked:>8} {len(answer.content) / 1000:>6.0f}")
    chart = re.search(rb'<svg[^>]*viewBox="0 0 760 330".*?</svg>', answer.content, re.DOTALL)
    if chart:
        print(f"{'  its chart':<44} {'':>6} {'':>7} {'':>8} {len(chart[0]) / 1000:>6.1f}")
        if len(chart[0]) > LARGEST_CHART:
            sys.exit(f"The chart takes {len(chart[0])} bytes; {LARGEST_CHART} are allowed.")
    return asked


def timed(act: Callable[[], object]) -> float:
    """Return how many milliseconds of the processor an act takes: steady on a machine that is not idle."""
    start = time.process_time()
    act()
    return (time.process_time() - start) * 1000


def bare(browser: Any) -> float:
    """Ask the bare page, with its own short row of middleware."""
    from django.test import override_settings  # noqa: PLC0415 -- app ready
    from django.test.client import ClientHandler  # noqa: PLC0415 -- app ready

    from bench import bare_settings  # noqa: PLC0415 -- app ready

    with override_settings(
        ROOT_URLCONF="bench.bare_page", MIDDLEWARE=[m for m in bare_settings.MIDDLEWARE if "bench" not in m]
    ):
        kept, browser.handler = browser.handler, ClientHandler(enforce_csrf_checks=False)
        answer = browser.get("/bare/")
        found = timed(lambda: browser.get("/bare/"))
        browser.handler = kept
    if answer.status_code != 200:
        sys.exit(f"The bare page answered {answer.status_code}.")
    return found


def importing(slug: str) -> None:
    """Print what reading in many rows costs, beside a plain bulk insert of the same rows, and how much memory."""
    out = subprocess.run(
        [sys.executable, "-m", "bench.kpis", "import", os.environ["TOOLKIT_DATA_DIR"], slug],
        capture_output=True,
        text=True,
        check=False,
    )
    print(out.stdout, end="")
    if out.returncode:
        sys.exit(out.stderr)


def read_in(folder: str, slug: str) -> None:
    """Read in 10,000 measurements, with preview; in a process of its own, so that its memory can be told."""
    begin(folder)
    from accounts.models import User  # noqa: PLC0415 -- app ready
    from clusters.models import Cluster  # noqa: PLC0415 -- app ready
    from kpis.models import Kpi, Measurement  # noqa: PLC0415 -- app ready
    from kpis.services import confirm_import, receive_import  # noqa: PLC0415 -- app ready
    from kpis.services.importing import plan_of  # noqa: PLC0415 -- app ready

    cluster, by = Cluster.objects.get(slug=slug), User.objects.get_by_natural_key("editor@example.org")
    days = [date(2000, 1, 1) + timedelta(days=n) for n in range(ROWS // 50)]
    lines = [f"K{kpi};{day.isoformat()};{kpi},5;Talt" for kpi in range(1, 51) for day in days]
    content = "\r\n".join(["KPI;Dato;Værdi;Note", *lines]).encode()
    before = memory()
    made = []
    receiving = timed(
        lambda: made.append(receive_import(cluster=cluster, name="t.csv", content=content, language="da", by=by))
    )
    made[0].cluster = cluster
    preview = timed(lambda: plan_of(made[0]))
    storing = timed(lambda: confirm_import(import_=made[0], by=by))
    most = memory()
    kpis = list(Kpi.objects.of(cluster).order_by("number"))
    rows = [
        Measurement(kpi=kpi, date=day - timedelta(days=4000), value=Decimal("1.5"), note={"da": "Talt"}, created_by=by)
        for kpi in kpis
        for day in days
    ]
    plain = timed(lambda: Measurement.objects.bulk_create(rows, batch_size=500))
    whole = receiving + preview + storing
    print(f"\n{ROWS} measurements: read {receiving:.0f} ms, preview {preview:.0f} ms, stored {storing:.0f} ms;")
    print(f"in all {whole:.0f} ms, {whole / plain:.1f} x a plain bulk insert ({plain:.0f} ms);")
    print(f"memory at most {most:.0f} MB, {most - before:.0f} MB of it for this")
    if most > MOST_MEMORY:
        sys.exit(f"It takes {most:.0f} MB; {MOST_MEMORY} are allowed.")


def memory() -> float:
    """Return the most memory that the process has held, in megabytes."""
    # Linux hands a parent's peak down in getrusage, but not here.
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmHWM")) / 1024


if __name__ == "__main__":
    if sys.argv[1:2] == ["import"]:
        read_in(sys.argv[2], sys.argv[3])
    else:
        with tempfile.TemporaryDirectory() as data:
            main(data)
