"""The figures of two commits, taken in turns on one machine: what has become slower, and by how much.

`.venv/bin/python -m bench.compare 230745bf` compares that commit with the one that is checked out, by what `bench/run`
of each prints under the same name; `--against COMMIT` with another one, `--turns 5` more often, `pages --database
sqlite` only some figures. Ends with 1 when a figure is worse by more than 5 %.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.places import ROOT

MOST = 1.05
# In a tree of its own the scripts make an environment, as in a fresh clone.
READY = ". script/lib.sh; note_what_python_needs requirements-dev.txt; ensure_environment requirements-dev.txt >&2"
Key = tuple[str, str]


@contextmanager
def tree(commit: str, folder: Path) -> Iterator[Path]:
    """A checkout of the commit with its packages; it goes with the block."""
    subprocess.run(["git", "worktree", "add", "--detach", folder, commit], cwd=ROOT, check=True, stdout=sys.stderr)
    try:
        subprocess.run(["sh", "-c", READY], cwd=folder, check=True)
        yield folder
    finally:
        subprocess.run(["git", "worktree", "remove", "--force", folder], cwd=ROOT, check=True)


def taken(here: Path, options: argparse.Namespace, into: Path) -> dict[Key, float]:
    """Take the figures of a checkout once: milliseconds by action and database."""
    command = [str(here / "bench" / "run"), *options.parts, "-n", str(options.n), "--json", str(into)]
    if options.database:
        command += ["--database", options.database]
    subprocess.run(command, cwd=here, check=True, stdout=sys.stderr)
    figures = [json.loads(line) for line in into.read_text().splitlines()]
    return {(one["action"], one.get("database", "sqlite")): one["median_ms"] for one in figures if "median_ms" in one}


def best(turns: list[dict[Key, float]]) -> dict[Key, float]:
    """Return the lowest of several turns: what else the machine does only ever adds."""
    return {key: min(turn[key] for turn in turns) for key in turns[0] if all(key in turn for turn in turns)}


def told(before: dict[Key, float], after: dict[Key, float]) -> list[Key]:
    """Print both, and return what is worse by more than it may be."""
    worse = []
    print(f"{'figure':<64}{'on':<11}{'before':>10}{'after':>10}{'ratio':>8}")
    for key in [key for key in after if key in before]:
        ratio = after[key] / before[key] if before[key] else 1.0
        if ratio > MOST:
            worse.append(key)
        mark = "  WORSE" if ratio > MOST else ""
        print(f"{key[0]:<64}{key[1]:<11}{before[key]:>10.1f}{after[key]:>10.1f}{ratio:>8.2f}{mark}")
    for words, keys in (("only before", before.keys() - after.keys()), ("only after", after.keys() - before.keys())):
        print(f"{words}: {', '.join(sorted(f'{action} ({database})' for action, database in keys)) or 'none'}")
    return worse


def main() -> None:
    """Take the figures of both commits in turns, and print them side by side."""
    parser = argparse.ArgumentParser(prog="bench.compare")
    parser.add_argument("before", help="the commit to compare with")
    parser.add_argument("parts", nargs="*", help="some of the parts of bench/run; without, all that both have")
    parser.add_argument("--against", default="HEAD", help="the other commit (what is checked out)")
    parser.add_argument("--turns", type=int, default=3)
    parser.add_argument("-n", type=int, default=40)
    parser.add_argument("--database", choices=("sqlite", "postgresql"))
    options = parser.parse_args()
    options.parts = options.parts or ["pages", "saving", "documents", "browser"]
    with tempfile.TemporaryDirectory(prefix="toolkit-compare-") as name:
        folder = Path(name)
        with tree(options.before, folder / "before") as old, tree(options.against, folder / "after") as new:
            turns: dict[Path, list[dict[Key, float]]] = {old: [], new: []}
            for turn in range(options.turns):
                # Each is first every other time, so that a machine that grows warm strikes both alike.
                for here in (old, new) if turn % 2 == 0 else (new, old):
                    turns[here].append(taken(here, options, folder / f"{here.name}-{turn}.json"))
        worse = told(best(turns[old]), best(turns[new]))
    sys.exit(1 if worse else 0)


if __name__ == "__main__":
    main()
