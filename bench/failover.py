"""The primary of three PostgreSQL servers dies while eight people save: no confirmed save is lost.

.venv/bin/python -m bench.failover

Says as a line of JSON how many saves were confirmed and lost, after how many seconds the first one was taken again, and
what the pages in between answered. It starts etcd, Patroni, HAProxy and PgBouncer by docs/examples/failover.
"""

import argparse
import http.client
import json
import sys
import tempfile
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from bench.cluster_of_three import Three, three_servers, wait
from bench.figures import Visitor
from bench.pages_over_wire import Saver
from bench.places import Place, server
from bench.saving import HISTORY

WRITERS = 8
SENTENCE = "Portalen kan ikke nå sine data lige nu"
PAGE = "/c/alone/strategies/1/phases/s0/"


class Pooled(Place):
    """A place whose database is behind PgBouncer."""

    def surroundings(self, settings: str = "bench.settings") -> dict[str, str]:
        """Say so to the portal."""
        return {**super().surroundings(settings), "TOOLKIT_DATABASE_POOLED": "true"}


@dataclass
class Writers:
    """People who save, and go on with the same words until they are told that these are stored."""

    port: int
    session: str
    confirmed: list[list[tuple[float, str]]] = field(default_factory=list)
    answers: Counter[str] = field(default_factory=Counter)
    slowest: float = 0
    ended: threading.Event = field(default_factory=threading.Event)

    def run(self) -> list[threading.Thread]:
        """Let all of them begin."""
        self.savers = [
            Saver(Visitor(self.port, self.session), f"/c/alone/strategies/1/phases/s{n}/", f"q{n * 30 + 1}")
            for n in range(WRITERS)
        ]
        self.confirmed = [[] for _saver in self.savers]
        threads = [threading.Thread(target=self.write, args=[number]) for number in range(WRITERS)]
        threads.append(threading.Thread(target=self.read))
        for thread in threads:
            thread.start()
        return threads

    def write(self, number: int) -> None:
        """Save one text after another."""
        saver, count = self.savers[number], 0
        while not self.ended.is_set():
            words = f"Skriver {number}, gang {count}."
            try:
                status = saver.save(words).status
            except (OSError, http.client.HTTPException):
                status, saver.who.connection = 0, None
            self.answers[f"save {status}"] += 1
            if status == 409:
                # The save before had arrived, and only its answer was lost: one goes on from what is there.
                saver.revision = Saver(saver.who, PAGE.replace("s0", f"s{number}"), saver.key).revision
            if status == 200:
                self.confirmed[number].append((time.monotonic(), words))
                count += 1
            self.ended.wait(0.05 if status == 200 else 0.5)

    def read(self) -> None:
        """Ask for a page again and again, and note what it says."""
        reader = Visitor(self.port, self.session)
        while not self.ended.is_set():
            begin = time.monotonic()
            try:
                answer = reader.get(PAGE)
                said = "the sentence" if SENTENCE in answer.text else ""
                self.answers[f"page {answer.status} {said}".strip()] += 1
            except (OSError, http.client.HTTPException):
                reader.connection = None
                self.answers["page 0"] += 1
            self.slowest = max(self.slowest, time.monotonic() - begin)
            self.ended.wait(0.3)


def main() -> int:
    """Kill the primary once, and count."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--before", type=float, default=10, help="seconds of saving before it dies")
    parser.add_argument("--after", type=float, default=60, help="seconds of saving after it")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="toolkit-bench-") as folder:
        root = Path(folder)
        root.chmod(0o711)
        (root / "data").mkdir()
        (root / "servers").mkdir()
        with three_servers(root / "servers") as three:
            prepared = Pooled("postgresql", root / "data", three.direct).run("bench.prepare", "demo", "big")
            here = Pooled("postgresql", root / "data", three.pooled)
            with server(here) as port:
                found = tried(here, three, port, json.loads(prepared)["owner"], options.before, options.after)
    print(json.dumps(found))
    return int(bool(found["lost"]) or found["seconds_without_a_save"] > 30 or not found["pages_are_whole"])


def tried(here: Place, three: Three, port: int, session: str, before: float, after: float) -> dict[str, object]:
    """Let them write, kill the primary, let them go on, and look what is there."""
    writers = Writers(port, session)
    threads = writers.run()
    time.sleep(before)
    old = three.primary()
    at = time.monotonic()
    three.kill_node(old)
    print(f"{old} is dead", file=sys.stderr, flush=True)
    time.sleep(after)
    writers.ended.set()
    for thread in threads:
        thread.join()
    new = three.primary()
    three.start_node(old)
    back = wait("the third server", three.is_whole, 120)
    times = [[when for when, _words in one if when > at + 1] for one in writers.confirmed]
    gaps = [longest([when for when, _words in one]) for one in writers.confirmed]
    kinds = {kind for kind in writers.answers if kind.startswith("page")}
    return {
        "action": "the primary dies",
        "writers": WRITERS,
        "confirmed": sum(map(len, writers.confirmed)),
        "confirmed_after": sum(map(len, times)),
        "lost": lost(here, writers),
        "seconds_without_a_save": round(max(gaps), 1),
        "slowest_page_seconds": round(writers.slowest, 1),
        "answers": dict(sorted(writers.answers.items())),
        "pages_are_whole": kinds <= {"page 200", "page 503 the sentence"},
        "primary": [old, new],
        "third_server_back_after_seconds": round(back, 1),
    }


def longest(times: list[float]) -> float:
    """Return the longest time between two that follow each other."""
    return max((later - earlier for earlier, later in pairwise(times)), default=999)


def lost(here: Place, writers: Writers) -> int:
    """Return how many confirmed saves are not in the history of their answer."""
    count = 0
    for saver, confirmed in zip(writers.savers, writers.confirmed, strict=True):
        workbook = int(saver.url.split("/workbooks/")[1].split("/")[0])
        history = " ".join(str(value) for _kind, _revision, value in here.rows(HISTORY, saver.key, workbook))
        count += sum(words not in history for _when, words in confirmed)
    return count


if __name__ == "__main__":
    sys.exit(main())
