"""Many saves at once: how many a second, and whether any is lost."""

import json
import statistics
import threading
import time
from collections.abc import Callable, Iterator

from bench.figures import Answer, Figure, Visitor
from bench.pages_over_wire import Saver
from bench.places import Place, server

CLIENTS = 8
TURNS = 9
ROUNDS = 20
# What a second of saves must come to, as a share of as many bare pages that store a row.
LEAST = {"sqlite": 0.70, "postgresql": 0.65}
HISTORY = "SELECT kind, revision, value FROM workbooks_answerchange WHERE question_key = ? AND workbook_id = ?"


def taken(place: Place, n: int) -> Iterator[Figure]:
    """Take the figures of saves at the same time."""
    people = json.loads(place.run("bench.prepare", "demo", "big", "empty"))
    place.settle()
    with server(place) as port, server(place, settings="bench.bare_settings") as bare_port:
        yield from a_second(place, port, bare_port, people["owner"], seconds=max(2.0, n / 8))
        address = "/c/alone/strategies/1/phases/s{}/"
        yield at_once(place, port, people["owner"], address, "4 writers on one answer at the same moment")
        yield at_once(place, port, people["owner"], address.replace("alone", "empty"), "4 writers on a first answer")


def a_second(place: Place, port: int, bare_port: int, session: str, seconds: float) -> Iterator[Figure]:
    """Let eight clients save as fast as they can, each an answer of its own, in turns with the bare page.

    In turns, each the other way round than the one before, so that what else the machine does strikes both alike, and
    what grows meanwhile, too. The median of the turns counts; in the first one, which does not, connections are opened
    and statements planned.
    """
    savers = [
        Saver(Visitor(port, session), f"/c/alone/strategies/1/phases/s{n}/", f"q{n * 30 + 1}") for n in range(CLIENTS)
    ]
    bare = [Visitor(bare_port, session) for _n in range(CLIENTS)]
    for one in bare:
        one.get("/bare/")
    plain = [lambda one=one: one.post("/bare/save/", {"text": "Klyngen vil være med"}) for one in bare]
    both = {"ours": [saver.save for saver in savers], "theirs": plain}
    turns = []
    for turn in range(TURNS + 1):
        rates = {name: rate(both[name], seconds / 2) for name in sorted(both, reverse=bool(turn % 2))}
        turns.append((rates["ours"], rates["theirs"]))
    del turns[0]
    ours, theirs = (statistics.median(rates) for rates in zip(*turns, strict=True))
    shares = [one / other for one, other in turns]
    share = statistics.median(shares)
    spread = f"{100 * min(shares):.0f} to {100 * max(shares):.0f} %"
    yield Figure(
        "saves a second, 8 clients, two server processes",
        n=round(sum(one for one, _other in turns) * seconds / 2),
        target=f"≥ {100 * LEAST[place.database]:.0f} % of a bare page that stores a row",
        is_met=share >= LEAST[place.database],
        note=f"{ours:.0f}/s against {theirs:.0f}/s: {100 * share:.0f} %, in {TURNS} turns {spread}",
        database=place.database,
    )


def rate(asks: list[Callable[[], Answer]], seconds: float) -> float:
    """Return how many answers a second come, when all ask at once and all are answered well."""
    end = time.perf_counter() + seconds
    done: list[int] = []

    def go_on(ask: Callable[[], Answer]) -> None:
        while time.perf_counter() < end:
            done.append(ask().status)

    began = time.perf_counter()
    together([lambda ask=ask: go_on(ask) for ask in asks])
    if set(done) != {200}:
        raise SystemExit(f"not every save was stored: {set(done)}")
    return len(done) / (time.perf_counter() - began)


def together(acts: list[Callable[[], None]]) -> None:
    """Do all at the same moment."""
    gate = threading.Barrier(len(acts))

    def wait(act: Callable[[], None]) -> None:
        gate.wait()
        act()

    threads = [threading.Thread(target=wait, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def at_once(place: Place, port: int, session: str, address: str, action: str) -> Figure:
    """Twenty times, let four people save one answer on the same revision; compare what they were told with history."""
    visitors = [Visitor(port, session) for _n in range(4)]
    lost = doubled = untold = 0
    for turn in range(ROUNDS):
        section, key = divmod(turn, 5)
        question = f"q{section * 30 + key * 6 + 1}"
        savers = [Saver(one, address.format(section), question) for one in visitors]
        answers: dict[str, int] = {}

        def save(saver: Saver, words: str, answers: dict[str, int] = answers) -> None:
            answers[words] = saver.save(words).status

        together([lambda s=s, n=n, turn=turn: save(s, f"Runde {turn}, skriver {n}") for n, s in enumerate(savers)])
        workbook = int(savers[0].url.split("/workbooks/")[1].split("/")[0])
        history = [(kind, revision, str(value)) for kind, revision, value in place.rows(HISTORY, question, workbook)]
        saved = [words for words, status in answers.items() if status == 200]
        told = [words for words, status in answers.items() if status == 409]
        lost += sum(not any(kind == "saved" and words in value for kind, _r, value in history) for words in saved)
        lost += sum(not any(words in value for _k, _r, value in history) for words in told)
        revisions = [revision for kind, revision, _v in history if kind == "saved"]
        doubled += len(revisions) - len(set(revisions))
        untold += len(answers) - len(saved) - len(told) + (len(saved) != 1)
    return Figure(
        action,
        n=ROUNDS,
        target="0 lost, 0 doubled, every loser told",
        is_met=lost == doubled == untold == 0,
        note=f"{lost} lost, {doubled} doubled, {untold} not told",
        database=place.database,
    )
