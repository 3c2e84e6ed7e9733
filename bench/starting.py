"""From a fresh clone to a running portal, and the second start; with the packages of the machine in place."""

import os
import signal
import subprocess
import time
from collections.abc import Iterator

from bench.figures import Figure
from bench.places import ROOT, Place, free_port


def taken(place: Place, n: int) -> Iterator[Figure]:
    """Take the figures of the two starts."""
    clone = place.folder / "clone"
    subprocess.run(["git", "clone", "--quiet", str(ROOT), str(clone)], check=True)
    for action, most in (("cold set-up: script/run in a fresh clone", 120), ("second start: script/run", 6)):
        seconds = started(clone, place)
        yield Figure(action, median_ms=seconds * 1000, target=f"≤ {most} s", is_met=seconds <= most)


def started(clone: object, place: Place) -> float:
    """Return how long script/run takes until the portal answers, and end it."""
    began = time.perf_counter()
    surroundings = {**place.surroundings("toolkit.settings"), "TOOLKIT_DATA_DIR": str(place.folder / "var")}
    surroundings.pop("PYTHONPATH")
    process = subprocess.Popen(
        ["script/run", "--port", str(free_port())],
        cwd=str(clone),
        env=surroundings,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    assert process.stdout is not None
    said = []
    for line in process.stdout:
        said.append(line)
        if "The portal runs at" in line:
            break
    else:
        raise SystemExit("script/run ended:\n" + "".join(said))
    seconds = time.perf_counter() - began
    os.kill(process.pid, signal.SIGTERM)
    process.communicate(timeout=60)
    return seconds
