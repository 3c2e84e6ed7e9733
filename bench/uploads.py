"""Eight people who send hostile sheets at once: how long do the pages of others take meanwhile?

`.venv/bin/python -m bench.uploads --seconds 10`: the overview alone, then beside the eight, as a
ratio. What one file costs by itself: `bench.imports`.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from itertools import count
from pathlib import Path

from bench.figures import Visitor
from bench.places import ROOT, Place, place, server
from tests.sheets.hostile import HOSTILE

PAGE = "/c/demo/"
IMPORT = "/c/demo/kpis/import/"


def multipart(content: bytes) -> tuple[bytes, str]:
    """Return a form with one file, and its type."""
    head = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.xlsx"\r\n\r\n'
    return head + content + b"\r\n--x--\r\n", "multipart/form-data; boundary=x"


def times_of(reader: Visitor, seconds: float) -> list[float]:
    """Read the page again and again for so long."""
    found, end = [], time.monotonic() + seconds
    while time.monotonic() < end:
        found.append(reader.get(PAGE).ms)
    return found


def beside(here: Place, port: int, session: str, seconds: float, what: str) -> tuple[list[float], int]:
    """Return the times of the page beside eight people who do something, and how often they were answered."""
    reader = Visitor(port, session)
    times_of(reader, 1)
    command = [sys.executable, "-m", "bench.uploads", "--seconds", str(seconds + 1), "--people", what]
    # A process of their own: the reader must not wait for them on this side of the wire.
    surroundings = {**here.surroundings(), "BENCH_PORT": str(port), "BENCH_SESSION": session}
    people = subprocess.Popen(command, cwd=ROOT, env=surroundings, stdout=subprocess.PIPE)
    assert people.stdout is not None
    people.stdout.readline()
    times = times_of(reader, seconds)
    return times, int(people.communicate()[0])


def eight(what: str, seconds: float) -> None:
    """Send hostile files, or read pages, as eight people, each again and again; print how often they were answered."""
    port, session = int(os.environ["BENCH_PORT"]), os.environ["BENCH_SESSION"]
    files = [make() for make in HOSTILE.values()]
    end, answered = time.monotonic() + seconds, []

    def one(number: int) -> None:
        visitor = Visitor(port, session)
        visitor.get(IMPORT)
        for turn in count(number):
            if time.monotonic() > end:
                return
            if what == "sheets":
                body, kind = multipart(files[turn % len(files)])
                answered.append(visitor.send(IMPORT, body, kind).status)
            else:
                answered.append(visitor.get(PAGE).status)

    threads = [threading.Thread(target=one, args=(number,)) for number in range(8)]
    print("begun", flush=True)
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(answered) == {422 if what == "sheets" else 200}, set(answered)
    print(len(answered))


def told(name: str, times: list[float]) -> None:
    """Print a median and the slow end."""
    print(f"{name:<34}{statistics.median(times):>8.1f} ms  p95 {statistics.quantiles(times, n=20)[-1]:>8.1f} ms")


def main() -> None:
    """Take the figures and print them."""
    parser = argparse.ArgumentParser(prog="bench.uploads")
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--people", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.people:
        eight(options.people, options.seconds)
        return
    with tempfile.TemporaryDirectory(prefix="toolkit-bench-") as folder, place("sqlite", Path(folder) / "here") as here:
        people = json.loads(here.run("bench.prepare", "demo"))
        with server(here) as port:
            reader = Visitor(port, people["owner"])
            times_of(reader, 1)
            alone = times_of(reader, options.seconds)
            told("overview alone", alone)
            for what in ("pages", "sheets"):
                times, answered = beside(here, port, people["owner"], options.seconds, what)
                ratio = statistics.median(times) / statistics.median(alone)
                told(f"beside eight who send for {what}", times)
                print(f"  × {ratio:.2f} of alone; they were answered {answered} times")


if __name__ == "__main__":
    main()
