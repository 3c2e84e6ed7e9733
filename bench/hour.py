"""What the web server and the worker hold over an hour of work, and whether that is level.

.venv/bin/python -m bench.hour --database postgresql --minutes 60

Two requests a second of all kinds of pages, a save among every ten, a PDF of a strategy that has changed every half
minute, which the worker makes. Prints as a line of JSON what the process that serves and the worker held, each without
what it has started; it ends with 1 when one held more than 2 MB more in the last quarter than in the third. The first
half is not judged: what a process remembers, within bounds, is full by then.
"""

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path

from bench.figures import Visitor
from bench.in_process import PAGES
from bench.memory import held as memory_of
from bench.memory import own
from bench.pages_over_wire import Saver
from bench.places import ROOT, Place, free_port, place, start_server

MOST_GROWTH_MB = 2
PAUSE, SAVE_EVERY, DOCUMENT_EVERY, LOOK_EVERY = 0.5, 10, 60, 60
CHANGED = "/c/demo/strategies/1/phases/foundation/"
DOCUMENT = "/c/demo/documents/strategies/1/da.pdf"


def at_work(here: Place, seconds: float) -> dict[str, list[float]]:
    """Ask and save for so long, and return what web server and worker held, a number a minute."""
    people = json.loads(here.run("bench.prepare", "demo"))
    port = free_port()
    worker = subprocess.Popen([sys.executable, "manage.py", "worker"], cwd=ROOT, env=here.surroundings())
    web = start_server(here, "bench.settings", 1, port)
    held: dict[str, list[float]] = defaultdict(list)
    try:
        visitors = {who: Visitor(port, people[who]) for who in ("editor", "admin")}
        saver = Saver(visitors["editor"], CHANGED)
        begin = looked = time.monotonic()
        number = 0
        while time.monotonic() - begin < seconds:
            number += 1
            _name, who, address, _most = PAGES[number % len(PAGES)]
            if number % DOCUMENT_EVERY == 0:
                who, address = "editor", DOCUMENT
            saved = number % SAVE_EVERY == SAVE_EVERY - 1
            answer = saver.save() if saved else visitors[who].get(address)
            assert answer.status in {200, 202, 302}, (address, answer.status)
            if time.monotonic() - looked >= LOOK_EVERY:
                looked += LOOK_EVERY
                held["web"].append(memory_of(web.pid))
                held["worker"].append(own(worker.pid))
            time.sleep(PAUSE)
    finally:
        for process in (web, worker):
            process.terminate()
            process.wait(timeout=60)
    return held


def growth(held: list[float]) -> float:
    """Return how much more was held in the last quarter than in the third, in megabytes and in the middle of each."""
    quarter = len(held) // 4
    return statistics.median(held[-quarter:]) - statistics.median(held[-2 * quarter : -quarter])


def main() -> int:
    """Let the portal work and look at it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="postgresql")
    parser.add_argument("--minutes", type=float, default=60)
    options = parser.parse_args()
    with (
        tempfile.TemporaryDirectory(prefix="toolkit-bench-") as folder,
        place(options.database, Path(folder) / "hour") as here,
    ):
        held = at_work(here, options.minutes * 60)
    found = {
        "action": f"memory over {options.minutes:g} minutes",
        "database": options.database,
        **{f"{name}_mb": [round(one) for one in each[::5]] for name, each in held.items()},
        **{f"{name}_growth_mb": round(growth(each), 1) for name, each in held.items()},
    }
    print(json.dumps(found))
    return int(any(growth(each) > MOST_GROWTH_MB for each in held.values()))


if __name__ == "__main__":
    sys.exit(main())
