"""What a page costs the processor inside Django, beside a bare page: harsher than over the wire.

Two processes that stay, one with the portal's settings and one with the bare page's, answer in turns on the same
database by Django's test client. Over the wire the same pages look like × 5, since HTTP costs both sides the same; but
one machine serves as many people as its processor can.
"""

import json
import os
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any
from urllib.parse import urlencode

from bench.figures import Figure
from bench.places import ROOT, Place

# The page, who opens it, and how many bare pages it may cost.
PAGES = [
    ("phase page, filled in", "editor", "/c/demo/strategies/1/phases/foundation/", 10),
    ("phase page with goals", "editor", "/c/demo/strategies/1/phases/direction/", 10),
    ("overview of a cluster", "editor", "/c/demo/", 12),
    ("the whole strategy, read", "editor", "/c/demo/strategies/1/", 12),
    ("the red thread on one page", "editor", "/c/demo/thread/", 12),
    ("KPI list", "editor", "/c/demo/kpis/", 12),
    ("plan", "editor", "/c/demo/plan/", 12),
    ("timeline", "editor", "/c/demo/plan/timeline/", 12),
    ("strategy year", "editor", "/c/demo/plan/year/2027/", 12),
    ("checklist", "editor", "/c/demo/checklists/1/", 12),
    ("library", "editor", "/library/", 8),
    ("list of strategies", "editor", "/c/demo/strategies/", 8),
    ("list of strategies, administrator", "admin", "/administration/strategies/", 8),
]
# One answer, another text each time, sent as the browser sends it.
SAVE, SAVED, MOST = "save of one answer", ("editor", "/c/demo/strategies/1/phases/foundation/"), 3
AFTER = "the same after one answer has changed"
# Pages that are kept as a whole, or in parts, and how many bare pages they may cost then.
CHANGED = {
    PAGES[0][0]: 12,
    "overview of a cluster": 12,
    "the whole strategy, read": 14,
    "the red thread on one page": 22,
}
BARE = "/bare/"


class Asked:
    """A process that answers one request after another, and says what each cost."""

    def __init__(self, place: Place, settings: str, people: dict[str, str]) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "bench.in_process", json.dumps(people)],
            cwd=ROOT,
            env=place.surroundings(settings),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def cost(self, who: str, address: str) -> float:
        """Return the milliseconds of processor time that one answer took."""
        return self._ask(who, address)[0]

    def time(self, who: str, address: str) -> float:
        """Return the milliseconds that one answer took, those of the database's own process among them."""
        return self._ask(who, address)[1]

    def _ask(self, who: str, address: str) -> tuple[float, float]:
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(json.dumps([who, address]) + "\n")
        self.process.stdin.flush()
        of_processor, by_clock = json.loads(self.process.stdout.readline())
        return float(of_processor), float(by_clock)

    def end(self) -> None:
        """Let it go."""
        assert self.process.stdin
        self.process.stdin.close()
        self.process.wait(timeout=30)


def taken(place: Place, n: int) -> Iterator[Figure]:
    """Take the ratio of each page to the bare one, in turns."""
    people = json.loads(place.run("bench.prepare", "demo"))
    portal, bare = Asked(place, "bench.settings", people), Asked(place, "bench.bare_settings", people)
    try:
        for action, who, address, most in PAGES:
            yield _beside(place, action, portal, bare, who, address, most, n)
            if action in CHANGED:
                name = AFTER if action == PAGES[0][0] else f"{action}: {AFTER}"
                yield _beside(place, name, portal, bare, f"{who}!", address, CHANGED[action], n)
        yield _beside(place, SAVE, portal, bare, f"{SAVED[0]}+", SAVED[1], MOST, n)
    finally:
        portal.end()
        bare.end()


def _beside(
    place: Place, action: str, portal: Asked, bare: Asked, who: str, address: str, most: float, n: int
) -> Figure:
    for _warm in range(3):
        portal.cost(who, address)
        bare.cost("editor", BARE)
    pairs = [(portal.cost(who, address), bare.cost("editor", BARE)) for _turn in range(n)]
    costs, bares = zip(*pairs, strict=True)
    ratio = statistics.median(costs) / statistics.median(bares)
    return Figure(
        action=f"in the process: {action}",
        n=n,
        database=place.database,
        median_ms=statistics.median(costs),
        ratio=ratio,
        target=f"≤ × {most:g}",
        is_met=ratio <= most,
    )


def answer(people: dict[str, str]) -> None:
    """Read requests, one a line, and write what each cost."""
    import django  # noqa: PLC0415 -- only in the process that answers

    django.setup()
    from django.conf import settings  # noqa: PLC0415 -- app ready
    from django.test import Client  # noqa: PLC0415 -- app ready

    clients: dict[str, Any] = {}
    savers: dict[str, Callable[[], Any]] = {}
    for name, session in people.items():
        clients[name] = Client(headers={"accept-language": "da", "host": "127.0.0.1"})
        clients[name].cookies[settings.SESSION_COOKIE_NAME] = session
    for line in sys.stdin:
        who, address = json.loads(line)
        if who.endswith("!"):
            _change_an_answer()
        client = clients[who.rstrip("!+")]
        if who.endswith("+") and who not in savers:
            savers[who] = _Saving(client, address)
        ask = savers.get(who) or partial(client.get, address)
        begun, start = time.perf_counter(), time.process_time()
        status = ask().status_code
        print(json.dumps([(time.process_time() - start) * 1000, (time.perf_counter() - begun) * 1000]), flush=True)
        if status != 200:
            raise SystemExit(f"{address} answered {status}")


class _Saving:
    """Saves the first text of a page again and again, each time on top of the revision before."""

    def __init__(self, client: Any, address: str) -> None:
        self.client, shown = client, client.get(address).content.decode()
        texts = set(re.findall(r'<textarea[^>]*name="a-(\w+?)(?:-da|-en)?"', shown))
        found = re.findall(r'data-question="(\w+)" data-answer-url="([^"]+)"', shown)
        self.key, self.address = next(one for one in found if one[0] in texts)
        self.fields = re.findall(rf'<textarea[^>]*name="(a-{self.key}(?:-da|-en)?)"', shown)
        (self.revision,) = re.findall(rf'name="rev-{self.key}" value="(\d+)"', shown)

    def __call__(self) -> Any:
        values = dict.fromkeys(self.fields, f"Klyngen vil være med, nu fra {self.revision}.")
        body = urlencode({**values, f"rev-{self.key}": self.revision})
        kind = "application/x-www-form-urlencoded"
        response = self.client.post(self.address, body, content_type=kind, headers={"HX-Request": "true"})
        self.revision = response.headers.get("X-Revision", self.revision)
        return response


def _change_an_answer() -> None:
    """Change one answer of the page, as a colleague's process would."""
    from django.db.models import F  # noqa: PLC0415 -- app ready

    from workbooks.models import Answer  # noqa: PLC0415 -- app ready

    # across_clusters: the demo's own answer
    rows = Answer.across_clusters.filter(workbook__strategy__number=1, question_key="why_international")
    rows.update(revision=F("revision") + 1)


if __name__ == "__main__":
    os.chdir(ROOT)
    answer(json.loads(sys.argv[1]))
