"""What KPIs cost: `.venv/bin/python -m bench.kpis`.

The list with 5 KPIs of 6 and with 50 of 60 measurements, a KPI's page with 240, the overview, over the wire and in
turns with a bare Django page; and reading in 10,000 measurements beside a plain bulk insert. In a place that goes away.
"""

import re
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from io import StringIO
from pathlib import Path

from bench.figures import Visitor, table
from bench.pages_over_wire import page
from bench.places import place, server

TIMES = 30
LARGEST_CHART, MOST_MEMORY, ROWS = 12_000, 130, 10_000


def main() -> None:
    """Fill a place up and measure."""
    with tempfile.TemporaryDirectory(prefix="toolkit-bench-") as folder, place("sqlite", Path(folder) / "kpis") as here:
        session = here.run("bench.kpis", "fill").strip()
        with server(here, workers=1) as port, server(here, settings="bench.bare_settings", workers=1) as bare_port:
            editor, bare = Visitor(port, session), Visitor(bare_port, session)
            figures = [
                page("KPI list, 5 KPIs of 6", editor, "/c/small/kpis/", bare, TIMES, here, 12, 25),
                page("KPI list, 50 KPIs of 60", editor, "/c/large/kpis/", bare, TIMES, here, 12, 25),
                page("a KPI with 240 measurements", editor, "/c/large/kpis/1/", bare, TIMES, here, 10, 1000),
                page("overview, 50 KPIs", editor, "/c/large/", bare, TIMES, here, 13, 1000),
            ]
            text = editor.get("/c/large/kpis/1/").text
        chart = re.search(r'<svg[^>]*viewBox="0 0 760 330".*?</svg>', text, re.DOTALL)
        size = len(chart[0].encode()) if chart else 0
        print(table(figures))
        print(f"\nThe chart of 240 measurements takes {size / 1000:.1f} kB.")
        print(here.run("bench.kpis", "import"), end="")
        if not 0 < size <= LARGEST_CHART:
            sys.exit(f"{LARGEST_CHART} bytes are allowed.")


def begin() -> None:
    """Start Django on the place."""
    import django  # noqa: PLC0415 -- the surroundings name the settings

    django.setup()


def fill_all() -> None:
    """Fill the place, and print the session of who is measured as."""
    begin()
    from django.core.management import call_command  # noqa: PLC0415 -- app ready
    from django.test import Client  # noqa: PLC0415 -- app ready

    from accounts.models import User  # noqa: PLC0415 -- app ready

    call_command("prepare", "--starter", stdout=StringIO(), stderr=StringIO())
    fill("small", 5, 6)
    fill("large", 50, 60)
    browser = Client()
    browser.force_login(User.objects.get_by_natural_key("editor@example.org"))
    print(browser.cookies["sessionid"].value)


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
    strategy = start_strategy(cluster=cluster, edition=edition, title=Text(da="Strategi"), by=by)
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


def timed(act: Callable[[], object]) -> float:
    """Return how many milliseconds of the processor an act takes: steady on a machine that is not idle."""
    start = time.process_time()
    act()
    return (time.process_time() - start) * 1000


def read_in() -> None:
    """Read in 10,000 measurements, with preview; in a process of its own, so that its memory can be told."""
    begin()
    from accounts.models import User  # noqa: PLC0415 -- app ready
    from clusters.models import Cluster, SheetImport  # noqa: PLC0415 -- app ready
    from kpis.models import Kpi, Measurement  # noqa: PLC0415 -- app ready
    from kpis.services import confirm_import, receive_import  # noqa: PLC0415 -- app ready
    from kpis.services.importing import plan_of  # noqa: PLC0415 -- app ready

    cluster, by = Cluster.objects.get(slug="large"), User.objects.get_by_natural_key("editor@example.org")
    days = [date(2000, 1, 1) + timedelta(days=n) for n in range(ROWS // 50)]
    lines = [f"K{kpi};{day.isoformat()};{kpi},5;Talt" for kpi in range(1, 51) for day in days]
    content = "\r\n".join(["KPI;Dato;Værdi;Note", *lines]).encode()
    before = memory()
    # Three requests, each of which knows only what is stored.
    receiving = timed(lambda: receive_import(cluster=cluster, name="t.csv", content=content, by=by))

    def sent() -> SheetImport:
        found = SheetImport.objects.of(cluster).get()
        found.cluster = cluster
        return found

    preview = timed(lambda: plan_of(sent()))
    storing = timed(lambda: confirm_import(import_=sent(), seal=plan_of(sent()).seal, by=by))
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
    sys.stdout.flush()
    if most > MOST_MEMORY:
        sys.exit(f"It takes {most:.0f} MB; {MOST_MEMORY} are allowed.")


def memory() -> float:
    """Return the most memory that the process has held, in megabytes."""
    # Linux hands a parent's peak down in getrusage, but not here.
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmHWM")) / 1024


if __name__ == "__main__":
    {"fill": fill_all, "import": read_in}.get("".join(sys.argv[1:2]), main)()
