"""Whether a cluster's pages feel how many others there are: `.venv/bin/python -m bench.nation 5000 20000000`.

Two PostgreSQL servers with the demo; one of them has it 2,500 times more, and as many answers as asked. The same pages
of the same cluster are opened in both, in turns, by the clock, since what a larger database costs is paid in its own
process. A page that takes more than 1.2 times as long makes it end with 1. The larger one takes some 15 GB of disk.
"""

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from bench.in_process import PAGES, SAVE, SAVED, Asked
from bench.places import ROOT, Place, place

MOST, WARM = 1.2, 5
SEARCH = ("search", "editor", "/c/demo/search/?q=eksport")
SAVING = (SAVE, f"{SAVED[0]}+", SAVED[1])
# The administrator's lists are of all clusters.
OF_ONE = [(action, who, address) for action, who, address, _most in PAGES if who != "admin"]


def ratios(one: Asked, many: Asked, n: int) -> Iterator[tuple[str, float, float, float]]:
    """Give each page with its medians in the small and the large database, and their ratio."""
    for action, who, address in [*OF_ONE, SEARCH, SAVING]:
        for _warm in range(WARM):
            one.time(who, address)
            many.time(who, address)
        small, large = zip(*((one.time(who, address), many.time(who, address)) for _turn in range(n)), strict=True)
        before, after = statistics.median(small), statistics.median(large)
        yield action, before, after, after / before


def filled(where: Place, options: argparse.Namespace) -> dict[str, str]:
    """Make the nation beside the demo, say how large it is, and return the sessions of the demo's people."""
    people = json.loads(where.run("bench.prepare", "demo"))
    begun = time.monotonic()
    command = [sys.executable, "-m", "bench.nation_prepare", str(options.clusters), str(options.answers)]
    subprocess.run(command, cwd=ROOT, env=where.surroundings(), check=True)
    ((clusters, answers, size),) = where.rows(
        "SELECT (SELECT count(*) FROM clusters_cluster), (SELECT count(*) FROM workbooks_answer), "
        "pg_size_pretty(pg_database_size(current_database()))"
    )
    print(f"{clusters} clusters, {answers} answers, {size}, made in {time.monotonic() - begun:.0f} s")
    return people


def main() -> int:
    """Take the figures; returns 1 when a page feels the others."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("clusters", type=int)
    parser.add_argument("answers", type=int)
    parser.add_argument("-n", type=int, default=40)
    options = parser.parse_args()
    worst = 0.0
    with (
        tempfile.TemporaryDirectory(prefix="toolkit-bench-") as folder,
        place("postgresql", Path(folder) / "one") as small,
        place("postgresql", Path(folder) / "many") as large,
    ):
        one = Asked(small, "bench.settings", json.loads(small.run("bench.prepare", "demo")))
        many = Asked(large, "bench.settings", filled(large, options))
        try:
            print(f"{'page':<44}{'one ms':>10}{'many ms':>10}{'ratio':>8}")
            for action, before, after, ratio in ratios(one, many, options.n):
                worst = max(worst, ratio)
                print(f"{action:<44}{before:>10.1f}{after:>10.1f}{ratio:>8.2f}{'  WORSE' if ratio > MOST else ''}")
        finally:
            one.end()
            many.end()
    return int(worst > MOST)


if __name__ == "__main__":
    sys.exit(main())
