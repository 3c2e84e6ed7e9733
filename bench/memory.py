"""What a process of the web server holds after two thousand requests, and whether that is level."""

import json
from collections.abc import Iterator
from pathlib import Path

from bench.figures import Figure, Visitor
from bench.in_process import PAGES
from bench.pages_over_wire import Saver
from bench.places import Place, free_port, start_server

REQUESTS, LOOKS = 2000, 8
MOST_MB, MOST_GROWTH_MB = 120, 4


def taken(place: Place, n: int) -> Iterator[Figure]:
    """Ask one process for all kinds of pages in turn, with a save among every ten, and look at it eight times."""
    people = json.loads(place.run("bench.prepare", "demo"))
    port = free_port()
    process = start_server(place, "bench.settings", 1, port)
    try:
        seen = [held(process.pid)]
        visitors = {who: Visitor(port, people[who]) for who in ("editor", "admin")}
        saver = Saver(visitors["editor"], "/c/demo/strategies/1/phases/foundation/")
        for number in range(1, REQUESTS + 1):
            _name, who, address, _most = PAGES[number % len(PAGES)]
            answer = saver.save() if number % 10 == 0 else visitors[who].get(address)
            assert answer.status == 200, (address, answer.status)
            if number % (REQUESTS // LOOKS) == 0:
                seen.append(held(process.pid))
        share = held(process.pid, "smaps_rollup", "Pss:")
    finally:
        process.terminate()
        process.wait(timeout=30)
    growth = seen[-1] - seen[len(seen) // 2]
    yield Figure(
        f"memory of a web process after {REQUESTS:,} requests",
        n=REQUESTS,
        target=f"≤ {MOST_MB} MB, at most {MOST_GROWTH_MB} MB more in the second half",
        is_met=seen[-1] <= MOST_MB and growth <= MOST_GROWTH_MB,
        note=f"MB: {', '.join(f'{one:.0f}' for one in seen)}; its own, with its share of what it shares: {share:.0f}",
        database=place.database,
    )


def held(first: int, file: str = "status", what: str = "VmRSS:") -> float:
    """Return what the process that serves holds, in megabytes: of those that the first one has started, the largest."""
    started = Path(f"/proc/{first}/task/{first}/children").read_text().split()
    return max(_read(Path(f"/proc/{pid}/{file}"), what) for pid in started)


def own(pid: int) -> float:
    """Return what a process holds itself, without what it has started, in megabytes."""
    return _read(Path(f"/proc/{pid}/status"), "VmRSS:")


def _read(path: Path, what: str) -> float:
    return next(int(line.split()[1]) for line in path.read_text().splitlines() if line.startswith(what)) / 1024
