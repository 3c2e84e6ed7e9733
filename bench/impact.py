"""What it costs to say what an edition would mean for 5,000 workbooks: `.venv/bin/python -m bench.impact`.

In a data folder of its own that goes away. It fails when it takes more queries than are allowed, or when memory grows
with the number of workbooks.
"""

import os
import sys
import tempfile
import time
import tracemalloc
from io import StringIO

MOST_QUERIES = 6
# Of memory beside what is there: so much more for 5,000 workbooks than for 500.
MOST_GROWTH = 1.5
FEW, MANY = 500, 5_000


def main(folder: str) -> None:
    """Make workbooks on an edition, and ask what the next one would mean: for a few, then for many."""
    os.environ.update(DJANGO_SETTINGS_MODULE="toolkit.settings", TOOLKIT_DATA_DIR=folder, TOOLKIT_DEMO="true")
    import django  # noqa: PLC0415 -- the settings must be named first

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415 -- app ready

    from bench.editions import edition  # noqa: PLC0415 -- app ready
    from clusters.models import Cluster  # noqa: PLC0415 -- app ready
    from library.services import publish_edition  # noqa: PLC0415 -- app ready

    call_command("migrate", stdout=StringIO())
    first = publish_edition(data=edition(1), by=None)
    cluster = Cluster.objects.create(slug="bench", name_da="Klynge")
    print(f"{'workbooks':>9} {'answers':>8} {'parked':>7} {'ms':>7} {'queries':>8} {'MB':>6}")
    made, peaks = 0, []
    for wanted in (FEW, MANY):
        start_more(first, cluster, wanted - made)
        made = wanted
        peaks.append(measure(first, wanted, edition(2)))
    if peaks[1] > peaks[0] * MOST_GROWTH:
        sys.exit(f"Ten times the workbooks take {peaks[1] / peaks[0]:.1f} times the memory.")


def start_more(first: object, cluster: object, number: int) -> None:
    """Make workbooks with three answers each, of which one would be parked."""
    from workbooks.models import Answer, Workbook  # noqa: PLC0415 -- app ready

    books = Workbook.objects.bulk_create([Workbook(cluster=cluster, edition=first) for _n in range(number)])
    said = {"da": "Et svar", "en": "An answer"}
    Answer.objects.bulk_create(
        [Answer(workbook=book, question_key=key, value=said) for book in books for key in ("q2", "q3", "q4")],
        batch_size=500,
    )


def measure(first: object, number: int, after: dict[str, object]) -> float:
    """Print a line of the table, and return the megabytes that it took at its highest."""
    from django.db import connection  # noqa: PLC0415 -- app ready
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415 -- app ready

    from curation.selectors import impact_of  # noqa: PLC0415 -- app ready

    impact_of(first.publication, after)  # type: ignore[attr-defined]
    tracemalloc.start()
    began = time.process_time()
    with CaptureQueriesContext(connection) as asked:
        found = impact_of(first.publication, after)  # type: ignore[attr-defined]
    took = (time.process_time() - began) * 1000
    peak = tracemalloc.get_traced_memory()[1] / 1_000_000
    tracemalloc.stop()
    print(f"{found.workbooks:>9} {number * 3:>8} {found.answers:>7} {took:>7.0f} {len(asked):>8} {peak:>6.1f}")
    if len(asked) > MOST_QUERIES:
        sys.exit(f"It takes {len(asked)} queries; {MOST_QUERIES} are allowed.")
    return peak


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        main(folder)
