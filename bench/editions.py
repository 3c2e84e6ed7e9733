"""What telling two editions of 300 questions apart costs, and taking answers along, beside reading one of them.

`.venv/bin/python -m bench.editions`
"""

import statistics
import time
from collections.abc import Callable
from typing import Any

from schema.differences import difference
from schema.moving import move
from schema.parsing import parse

QUESTIONS = 300
TURNS = 15


def words(some: str) -> dict[str, str]:
    """Return a text in both languages."""
    return {"da": some, "en": f"{some} in English"}


def edition(version: int) -> dict[str, Any]:
    """Return an edition; the second moves, renames, rewords, retypes and drops one question in ten each."""
    questions: list[dict[str, Any]] = []
    for number in range(QUESTIONS):
        key, kind, label = f"q{number}", "text", f"Question {number}"
        own: dict[str, Any] = {}
        if version == 2:
            match number % 10:
                case 1:
                    key, own = f"r{number}", {"replaces": [f"q{number}"]}
                case 2:
                    label = f"Another question {number}"
                case 3:
                    kind = "longtext"
                case 4:
                    continue
        questions.append({"key": key, "type": kind, "label": words(label), "help": words("How"), **own})
    if version == 2:
        questions = [*questions[200:], *questions[:200]]
    parts = [questions[place : place + 30] for place in range(0, len(questions), 30)]
    sections = [{"key": f"s{n}", "title": words(f"Part {n}"), "questions": part} for n, part in enumerate(parts)]
    common = {"format": 1, "kind": "analysis", "slug": "long", "title": words("Long"), "summary": words("Long")}
    return {**common, "version": version, "sections": sections}


def taken(work: Callable[[], object]) -> float:
    """Return the milliseconds of the processor that the work takes, the median of some turns."""
    found = []
    for _turn in range(TURNS):
        start = time.process_time()
        work()
        found.append((time.process_time() - start) * 1000)
    return statistics.median(found)


def main() -> None:
    """Print the figures."""
    first, second = edition(1), edition(2)
    before, after = parse(first), parse(second)
    answers = {f"q{number}": words(f"Answer {number}") for number in range(QUESTIONS)}
    found = difference(before, after)
    read = taken(lambda: parse(second))
    told, moved = taken(lambda: difference(before, after)), taken(lambda: move(found, answers))
    print(f"reading an edition of {QUESTIONS} questions   {read:7.1f} ms")
    print(f"difference of two                      {told:7.1f} ms   × {told / read:.2f}")
    print(f"taking {QUESTIONS} answers along              {moved:7.1f} ms   × {moved / read:.2f}")


if __name__ == "__main__":
    main()
