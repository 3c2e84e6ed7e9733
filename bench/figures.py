"""A figure, and a browser-less browser to take it with."""

import http.client
import json
import re
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')


@dataclass(frozen=True)
class Answer:
    """What the server said, and how long it took."""

    status: int
    headers: dict[str, str]
    body: bytes
    ms: float

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode()


@dataclass
class Visitor:
    """One signed-in person on one connection that stays open."""

    port: int
    session: str
    cookies: dict[str, str] = field(default_factory=dict)
    token: str = ""
    connection: http.client.HTTPConnection | None = None

    def get(self, address: str, **headers: str) -> Answer:
        """Fetch a page."""
        return self._ask("GET", address, None, headers)

    def post(self, address: str, values: Any, **headers: str) -> Answer:
        """Send a form."""
        head = {"Content-Type": "application/x-www-form-urlencoded", "X-CSRFToken": self.token, **headers}
        return self._ask("POST", address, urlencode(values, doseq=True), head)

    def send(self, address: str, body: bytes, kind: str) -> Answer:
        """Send a body as it is, a form with files for example."""
        return self._ask("POST", address, body, {"Content-Type": kind, "X-CSRFToken": self.token})

    def _ask(self, method: str, address: str, body: str | bytes | None, headers: dict[str, str]) -> Answer:
        cookies = {"sessionid": self.session, **self.cookies}
        head = {
            "Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items()),
            "Accept-Language": "da",
            "Origin": "http://127.0.0.1:8000",
            **headers,
        }
        begin = time.perf_counter()
        if self.connection is None:
            self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        self.connection.request(method, address, body, head)
        answer = self.connection.getresponse()
        content = answer.read()
        ms = (time.perf_counter() - begin) * 1000
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                key, _sep, rest = value.partition("=")
                self.cookies[key] = rest.partition(";")[0]
        self.cookies.pop("sessionid", None)
        if found := TOKEN.search(content.decode(errors="replace")):
            self.token = found[1]
        return Answer(answer.status, {name.lower(): value for name, value in answer.getheaders()}, content, ms)


@dataclass
class Figure:
    """One line of the table."""

    action: str
    n: int = 1
    median_ms: float | None = None
    p95_ms: float | None = None
    queries: int | None = None
    bytes: int | None = None
    ratio: float | None = None
    processor_ratio: float | None = None
    target: str = ""
    is_met: bool | None = None
    note: str = ""
    database: str = "sqlite"

    def line(self) -> str:
        """Return it as a line of JSON."""
        values = {name: value for name, value in vars(self).items() if value not in (None, "")}
        rounded = {name: round(value, 2) if isinstance(value, float) else value for name, value in values.items()}
        return json.dumps({"system": "toolkit", **rounded}, ensure_ascii=False)


def measured(
    action: str, ask: Callable[[], Answer], bare: Callable[[], Answer], *, n: int, expect: int = 200, **values: Any
) -> Figure:
    """Time a request and the bare page in turns, so that what else the machine does strikes both alike."""
    for _warm in range(5):
        first, _bare = ask(), bare()
    if first.status != expect:
        raise SystemExit(f"{action}: answered {first.status}\n{first.text[:500]}")
    ours, theirs = [], []
    for _turn in range(n):
        ours.append(ask())
        theirs.append(bare())
    median = statistics.median(answer.ms for answer in ours)
    return Figure(
        action,
        n=n,
        median_ms=median,
        p95_ms=statistics.quantiles([answer.ms for answer in ours], n=20)[-1],
        bytes=len(first.body),
        ratio=median / statistics.median(answer.ms for answer in theirs),
        processor_ratio=processor(ours) / processor(theirs),
        **values,
    )


def processor(answers: list[Answer]) -> float:
    """Return the median of what requests cost the processor inside Django: steady on a machine that is not idle."""
    return statistics.median(float(answer.headers["x-processor"]) for answer in answers)


def queries_of(answer: Answer) -> int:
    """Return the number of queries of a request that asked for it."""
    return int(answer.headers["x-queries"])


def table(figures: list[Figure]) -> str:
    """Return the figures as a table for people."""
    names = (("median ms", 11), ("p95 ms", 9), ("queries", 9), ("kB", 8), ("× bare", 8), ("× cpu", 8))
    head = f"{'figure':<64}{'on':<11}{'n':>6}{''.join(f'{name:>{width}}' for name, width in names)}  target"
    lines = [head, "-" * len(head)]
    for f in figures:
        numbers = [
            f"{f.median_ms:.1f}" if f.median_ms is not None else "",
            f"{f.p95_ms:.1f}" if f.p95_ms is not None else "",
            str(f.queries) if f.queries is not None else "",
            f"{f.bytes / 1000:.0f}" if f.bytes is not None else "",
            f"{f.ratio:.1f}" if f.ratio is not None else "",
            f"{f.processor_ratio:.1f}" if f.processor_ratio is not None else "",
        ]
        cells = "".join(f"{n:>{w}}" for n, w in zip(numbers, (11, 9, 9, 8, 8, 8), strict=True))
        verdict = "" if f.is_met is None else ("  ok" if f.is_met else "  MISSED")
        lines.append(
            f"{f.action:<64}{f.database:<11}{f.n:>6}{cells}  {f.target}{verdict}{'  ' + f.note if f.note else ''}"
        )
    return "\n".join(lines)
