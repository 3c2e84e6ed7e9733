"""What a file costs that is read in: ten thousand rows of each import, and each hostile file sent to each.

`.venv/bin/python -m bench.imports` takes two minutes, prints seconds and memory, and ends with 1 when one of them is
over its bound. Each file has a process of its own; what that holds for it and what its child holds count together.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from bench.places import ROOT, Place, place
from tests.sheets.hostile import HOSTILE

ROWS = 10_000
MOST_MB, MOST_SECONDS = 150, 2.0
SHEETS = {
    "kpis": (
        "KPI;Dato;Værdi;Note",
        (f"K1;{2000 + n // 365}-{n % 12 + 1:02}-{n % 28 + 1:02};{n % 90};Note {n}" for n in range(ROWS)),
    ),
    "plans": ("Aktivitet;Start;Slut;Budget", (f"Besøg {n};1.2.2027;3.4.2027;{n}" for n in range(ROWS))),
    "companies": (
        "Virksomhed;CVR;Ansatte;Region;Kontakt;E-mail;Sprog",
        (f"Firma {n} A/S;{10**7 + n};{n % 300};Nordjylland;Bo {n};bo{n}@example.com;Dansk" for n in range(ROWS)),
    ),
}


def sheet(head: str, lines: Iterable[str]) -> bytes:
    """Return a sheet as people save it."""
    return "\n".join((head, *lines)).encode()


class Watched:
    """The most memory that the confined child has held, in MB, looked at while it works.

    The system's own figure counts what this process holds too, in the moment before the child begins.
    """

    def __init__(self) -> None:
        self.most, self.done = 0.0, threading.Event()
        self.thread = threading.Thread(target=self.look)

    def look(self) -> None:
        """Look a few hundred times a second."""
        while not self.done.wait(0.003):
            for pid in Path(f"/proc/self/task/{os.getpid()}/children").read_text().split():
                with suppress(OSError):
                    said = Path(f"/proc/{pid}/status").read_text().partition("VmHWM:")[2].split()
                    if said and "core.confined" in Path(f"/proc/{pid}/cmdline").read_text():
                        self.most = max(self.most, int(said[0]) / 1024)

    def __enter__(self) -> "Watched":
        self.thread.start()
        return self

    def __exit__(self, *_fault: object) -> None:
        self.done.set()
        self.thread.join()


def cost_of(room: str, file: str) -> dict[str, float]:
    """Read a file as an import does, as far as its preview, and say what it cost."""
    import django  # noqa: PLC0415 -- a process of its own

    django.setup()
    from accounts.models import User  # noqa: PLC0415 -- the apps must be ready
    from clusters.models import Cluster  # noqa: PLC0415
    from core.errors import Refusal  # noqa: PLC0415
    from kpis.services import importing as kpis  # noqa: PLC0415
    from plans.services import importing as plans  # noqa: PLC0415
    from surveys.services import importing as companies  # noqa: PLC0415

    receive, look = {
        "kpis": (kpis.receive_import, lambda sent: len(kpis.plan_of(sent).lines)),
        "plans": (plans.receive_import, lambda sent: len(plans.plan_import(sent).rows)),
        "companies": (companies.receive_import, lambda sent: len(companies.plan_of(sent).rows)),
    }[room]
    cluster, by = Cluster.objects.get(slug="demo"), User.objects.get(email="owner@example.org")
    content = HOSTILE[file]() if file else sheet(*SHEETS[room])
    before, begin, rows = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.perf_counter(), 0
    with Watched() as child, suppress(*([Refusal] if file else [])):
        sent = receive(cluster=cluster, name="a", content=content, by=by)
        rows = look(sent)
        sent.delete()
    here = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    return {"seconds": time.perf_counter() - begin, "here": here, "child": child.most, "rows": rows}


def told(here: Place, room: str, file: str = "") -> bool:
    """Print what a file costs; return whether it keeps to its bounds."""
    command = [sys.executable, "-m", "bench.imports", "--room", room, "--file", file]
    surroundings = here.surroundings("toolkit.settings")
    done = subprocess.run(command, cwd=ROOT, env=surroundings, stdout=subprocess.PIPE, check=True, text=True)
    cost = json.loads(done.stdout)
    memory = cost["here"] + cost["child"]
    name = f"{room}: {file or f'{ROWS:,} rows'}"
    said = f"{cost['seconds']:>6.2f} s{memory:>6.0f} MB ({cost['child']:.0f} of them in the child), "
    fits = memory <= MOST_MB and (
        cost["seconds"] <= MOST_SECONDS and not cost["rows"] if file else cost["rows"] == ROWS
    )
    print(f"{name:<46}{said}{cost['rows']} rows{'' if fits else '  OVER'}", flush=True)
    return bool(fits)


def main() -> None:
    """Take the figures and print them."""
    parser = argparse.ArgumentParser(prog="bench.imports")
    parser.add_argument("--room", help=argparse.SUPPRESS)
    parser.add_argument("--file", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.room:
        print(json.dumps(cost_of(options.room, options.file)))
        return
    with tempfile.TemporaryDirectory(prefix="toolkit-bench-") as folder, place("sqlite", Path(folder) / "here") as here:
        here.run("bench.prepare", "demo")
        fits = [told(here, room, file) for file in ("", *HOSTILE) for room in SHEETS]
    sys.exit(0 if all(fits) else 1)


if __name__ == "__main__":
    main()
