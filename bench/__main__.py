"""All figures, or those that are named; see `bench/README.md`."""

import argparse
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from bench import browser, documents, in_process, memory, pages_over_wire, saving, starting
from bench.figures import Figure, table
from bench.places import Place, place

PARTS: dict[str, tuple[tuple[str, ...], Callable[[Place, int], Iterator[Figure]]]] = {
    "pages": (("sqlite", "postgresql"), pages_over_wire.taken),
    "process": (("sqlite", "postgresql"), in_process.taken),
    "saving": (("sqlite", "postgresql"), saving.taken),
    "memory": (("sqlite", "postgresql"), memory.taken),
    "documents": (("sqlite",), documents.taken),
    "browser": (("sqlite",), browser.taken),
    "starting": (("sqlite",), starting.taken),
}


def main() -> None:
    """Take the figures part by part, each in a place of its own, and print them."""
    parser = argparse.ArgumentParser(prog="bench/run", description="Measures what the portal costs.")
    parser.add_argument("parts", nargs="*", choices=[[], *PARTS], help=f"some of {', '.join(PARTS)}; without, all")
    parser.add_argument("-n", type=int, default=40, help="how often each request is timed (40)")
    parser.add_argument("--database", choices=("sqlite", "postgresql"), help="only this one")
    parser.add_argument("--json", type=Path, help="write the lines of JSON here instead of printing them")
    options = parser.parse_args()
    figures: list[Figure] = []
    with tempfile.TemporaryDirectory(prefix="toolkit-bench-") as folder:
        for name in options.parts or PARTS:
            databases, taken = PARTS[name]
            for database in databases:
                if options.database in (None, database):
                    with place(database, Path(folder) / f"{name}-{database}") as here:
                        figures += taken(here, options.n)
                    # After each part, so that one that fails does not take the others' figures with it.
                    keep(figures, options.json)
    print(table(figures))
    if not options.json:
        print("\n" + "\n".join(figure.line() for figure in figures))


def keep(figures: list[Figure], path: Path | None) -> None:
    """Write the figures taken so far, a line of JSON each, if a file is wanted."""
    if path:
        path.write_text("".join(f"{figure.line()}\n" for figure in figures))


if __name__ == "__main__":
    main()
