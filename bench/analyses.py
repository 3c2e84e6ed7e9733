"""What an analysis costs: `.venv/bin/python -m bench.analyses`.

Ranking and firmness of 12 options by 10 criteria, at most 20 ms, and of 500 by 20; the pages of the demo's analyses and
a Word file, in a data folder of its own that goes away. Processor time, since the machine may be busy.
"""

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from fractions import Fraction
from io import StringIO
from random import Random

from analyses.rules.firmness import firmness_of
from analyses.rules.scoring import Comparison, Criterion, Option, rank

TIMES = 15
MOST_MS = 20


def main(folder: str) -> None:
    """Measure the rules, then the pages."""
    small = cost(lambda: examined(12, 10))
    print(f"{'firmness, 12 options by 10 criteria':<44} {small:>7.1f} ms")
    print(f"{'firmness, 500 options by 20 criteria':<44} {cost(lambda: examined(500, 20), times=3):>7.1f} ms")
    pages(folder)
    if small > MOST_MS:
        sys.exit(f"{MOST_MS} ms are allowed.")


def examined(options: int, criteria: int) -> None:
    """Rank options with weights and scores that are always the same, and test how firm that is."""
    chance = Random(options * criteria)
    asked = tuple(
        Criterion(f"c{number}", Fraction(chance.randint(1, 300), 10), Fraction(1), Fraction(5))
        for number in range(criteria)
    )
    given = tuple(
        Option(f"o{number}", {one.key: Fraction(chance.randint(1, 5)) for one in asked}) for number in range(options)
    )
    comparison = Comparison(asked, given)
    rank(comparison)
    firmness_of(comparison)


def cost(deed: Callable[[], object], times: int = TIMES) -> float:
    """Return the median of what it costs the processor, in milliseconds."""
    taken = []
    for _turn in range(times + 1):
        start = time.process_time()
        deed()
        taken.append((time.process_time() - start) * 1000)
    return statistics.median(taken[1:])


def pages(folder: str) -> None:
    """Make the demo in the folder, and measure its analyses."""
    os.environ.update(DJANGO_SETTINGS_MODULE="bench.settings", TOOLKIT_DATA_DIR=folder, TOOLKIT_DEMO="true")
    os.environ["TOOLKIT_ALLOWED_HOSTS"] = "127.0.0.1,localhost,testserver"
    import django  # noqa: PLC0415 -- the settings must be named first

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415 -- app ready
    from django.db import connection  # noqa: PLC0415 -- app ready
    from django.test import Client  # noqa: PLC0415 -- app ready
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415 -- app ready

    from accounts.models import User  # noqa: PLC0415 -- app ready

    call_command("prepare", "--starter", stdout=StringIO(), stderr=StringIO())
    browser = Client(headers={"accept-language": "da"})
    browser.force_login(User.objects.get_by_natural_key("editor@example.org"))
    for address in ("", "2/", "2/standing/", "compare/", "2/carry/", "2/da.docx"):
        whole = f"/c/demo/analyses/{address}"
        taken = cost(lambda whole=whole: browser.get(whole))
        with CaptureQueriesContext(connection) as asked:
            answer = browser.get(whole)
        size = len(b"".join(answer) if answer.streaming else answer.content)
        print(f"{whole:<44} {taken:>7.1f} ms {len(asked):>4} queries {size / 1000:>6.0f} kB")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="toolkit-bench-") as here:
        main(here)
