"""A country at work: 50 clusters and 2,000 people who read, save, search and measure, beside one person alone.

.venv/bin/python -m bench.country --database postgresql --minutes 20

Prints as a line of JSON how long acts take at the 95th percentile, as a ratio to one person alone in the same run, and
how many of them went wrong. It ends with 1 when one did, or when the ratio is above 3.
"""

import argparse
import http.client
import json
import random
import re
import statistics
import sys
import tempfile
import threading
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from bench.figures import Answer, Visitor
from bench.pages_over_wire import Saver
from bench.places import place, server

# What people do, of a hundred acts; a save counts its page as an act of its own.
MIX = {
    "overview": ("/c/{c}/", 18),
    "phase": ("/c/{c}/strategies/1/phases/{phase}/", 14),
    "save": ("/c/{c}/strategies/1/phases/{phase}/", 16),
    "kpis": ("/c/{c}/kpis/", 11),
    "plan": ("/c/{c}/plan/", 11),
    "thread": ("/c/{c}/thread/", 5),
    "checklists": ("/c/{c}/checklists/", 5),
    "search": ("/search/?q={word}", 7),
    "people": ("/c/{c}/people/", 3),
    "documents": ("/c/{c}/documents/", 4),
    "library": ("/library/", 6),
}
WORDS = ("eksport", "mål", "Tyskland", "medlem", "messe")
# After so many acts somebody else sits down.
ACTS_OF_ONE = 8
MOST_RATIO = 3.0


@dataclass
class Country:
    """Everybody who can sign in, what they did, and how long each act took."""

    port: int
    sessions: dict[str, list[str]]
    phases: list[str]
    times: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    statuses: Counter[str] = field(default_factory=Counter)
    met: set[str] = field(default_factory=set)

    def act(self, who: Visitor, cluster: str, chance: random.Random) -> None:
        """Let somebody do one thing."""
        name = chance.choices(list(MIX), [weight for _address, weight in MIX.values()])[0]
        said = {"c": cluster, "phase": chance.choice(self.phases), "word": quote(chance.choice(WORDS))}
        address = MIX[name][0].format(**said)
        try:
            answer = self.answered(who, name, address, f"Gang {chance.random():.12f}")
        except (OSError, http.client.HTTPException, StopIteration) as fault:
            who.connection = None
            self.statuses[f"{name} {type(fault).__name__}"] += 1
            return
        self.times[name].append(answer.ms)
        # Two who write the same answer: the second is shown both texts, which is what should happen.
        if answer.status not in {200, 409}:
            self.statuses[f"{name} {answer.status}"] += 1

    def answered(self, who: Visitor, name: str, address: str, words: str) -> Answer:
        """Return the answer; a connection that was closed while somebody read is opened again, as a browser does."""
        try:
            return Saver(who, address).save(words) if name == "save" else who.get(address)
        except http.client.RemoteDisconnected:
            who.connection = None
            return Saver(who, address).save(words) if name == "save" else who.get(address)

    def alone(self, acts: int) -> None:
        """Let one person do so many things."""
        chance = random.Random(1)
        cluster = next(iter(self.sessions))
        who = Visitor(self.port, self.sessions[cluster][0])
        for _act in range(acts):
            self.act(who, cluster, chance)

    def at_work(self, seats: int, seconds: float, pause: float) -> None:
        """Let people sit down at so many seats at a time, do some things with pauses to read, and make room."""
        everybody = [(cluster, one) for cluster, found in self.sessions.items() for one in found]
        random.Random(2).shuffle(everybody)
        queue, lock, end = iter(everybody * 1000), threading.Lock(), time.monotonic() + seconds

        def sit(number: int) -> None:
            chance = random.Random(number)
            time.sleep(chance.uniform(0, pause))
            while time.monotonic() < end:
                with lock:
                    cluster, key = next(queue)
                    self.met.add(key)
                who = Visitor(self.port, key)
                for _act in range(ACTS_OF_ONE):
                    if time.monotonic() >= end:
                        break
                    self.act(who, cluster, chance)
                    time.sleep(chance.expovariate(1 / pause))
                if who.connection:
                    who.connection.close()

        threads = [threading.Thread(target=sit, args=[number], daemon=True) for number in range(seats)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()


def percentile(times: dict[str, list[float]], of: int = 95) -> float:
    """Return the percentile over all acts."""
    found = [one for each in times.values() for one in each]
    return statistics.quantiles(found, n=100)[of - 1] if len(found) > 1 else 0


def main() -> int:
    """Prepare a country, measure one person, then many."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="postgresql")
    parser.add_argument("--minutes", type=float, default=20)
    parser.add_argument("--clusters", type=int, default=50)
    parser.add_argument("--people", type=int, default=2000)
    parser.add_argument("--seats", type=int, default=40, help="how many are at it at the same moment")
    parser.add_argument("--pause", type=float, default=12, help="seconds that somebody reads or thinks, in the middle")
    options = parser.parse_args()
    with (
        tempfile.TemporaryDirectory(prefix="toolkit-bench-") as folder,
        place(options.database, Path(folder) / "country") as here,
    ):
        prepared = here.run("bench.country_prepare", str(options.clusters), str(options.people))
        sessions = json.loads(prepared.strip().splitlines()[-1])
        with server(here) as port:
            first = next(iter(sessions))
            shown = Visitor(port, sessions[first][0]).get(f"/c/{first}/strategies/1/").text
            phases = sorted(set(re.findall(rf"/c/{first}/strategies/1/phases/([a-z0-9_-]+)/", shown)))
            warm, one, many = (Country(port, sessions, phases) for _turn in range(3))
            warm.alone(40)
            one.alone(150)
            many.at_work(options.seats, options.minutes * 60, options.pause)
    ratio = percentile(many.times) / percentile(one.times)
    acts = sum(map(len, many.times.values()))
    found = {
        "action": "a country at work",
        **{name: getattr(options, name) for name in ("database", "clusters", "people", "seats", "pause", "minutes")},
        "acts": acts,
        "acts_a_second": round(acts / (options.minutes * 60), 2),
        "people_who_came": len(many.met),
        "wrong": dict(many.statuses),
        "alone_p95_ms": round(percentile(one.times)),
        "p95_ms": round(percentile(many.times)),
        "ratio_p95": round(ratio, 2),
        "ratio_median": round(percentile(many.times, 50) / percentile(one.times, 50), 2),
        "ratios_by_act": {
            name: round(percentile({name: many.times[name]}) / percentile({name: one.times[name]}), 2)
            for name in MIX
            if len(many.times[name]) > 1 and len(one.times[name]) > 1
        },
    }
    print(json.dumps(found))
    return int(bool(many.statuses) or ratio > MOST_RATIO)


if __name__ == "__main__":
    sys.exit(main())
