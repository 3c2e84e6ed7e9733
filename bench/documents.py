"""The PDF of the example strategy: time a page, where it goes, memory, and the second time."""

import gc
import json
import logging
import resource
import statistics
import sys
import time
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from bench.figures import Figure, Visitor
from bench.places import Place, server


def taken(place: Place, n: int) -> Iterator[Figure]:
    """Take the figures of the document."""
    people = json.loads(place.run("bench.prepare", "demo", "document"))
    found = json.loads(place.run("bench.documents", str(place.folder / "strategy.html"), str(max(3, n // 8))))
    a_page = statistics.median(found["seconds"]) * 1000 / found["pages"]
    yield Figure(
        "PDF of the example strategy, warm, processor time a page",
        n=len(found["seconds"]),
        median_ms=a_page,
        bytes=found["bytes"],
        target="≤ 65 ms a page",
        is_met=a_page <= 65,
        note=f"{found['pages']} pages; " + ", ".join(f"{k} {v:.0%}" for k, v in found["shares"].items()),
    )
    yield Figure(
        "PDF, peak memory of the process",
        target="≤ 250 MB",
        is_met=found["megabytes"] <= 250,
        note=f"{found['megabytes']:.0f} MB",
    )
    with server(place, workers=1) as port:
        yield second_time(Visitor(port, people["editor"]), n)
        yield as_word(Visitor(port, people["editor"]), n)


def second_time(editor: Visitor, n: int) -> Figure:
    """Measure the PDF that was made before; without a worker the first request makes it."""
    address = "/c/demo/documents/strategies/1/da.pdf"
    first = editor.get(address)
    times = [editor.get(address).ms for _turn in range(n)]
    again = editor.get(address, **{"X-Count": "1"})
    assert first.body[:5] == again.body[:5] == b"%PDF-", first.status
    median = statistics.median(times)
    return Figure(
        "PDF, the second time, over the wire",
        n=n,
        median_ms=median,
        p95_ms=statistics.quantiles(times, n=20)[-1],
        queries=int(again.headers["x-queries"]),
        bytes=len(again.body),
        target="≤ 50 ms",
        is_met=median <= 50,
        note=f"the first time {first.ms:.0f} ms",
    )


def as_word(editor: Visitor, n: int) -> Figure:
    """Measure the same strategy as a Word file, made again each time of what was gathered for the PDF."""
    address = "/c/demo/documents/strategies/1/da.docx"
    editor.get(address)
    times = [editor.get(address).ms for _turn in range(n)]
    median = statistics.median(times)
    made = editor.get(address, **{"X-Count": "1"})
    assert made.body[:2] == b"PK", made.status
    return Figure(
        "Word file of the example strategy, over the wire",
        n=n,
        median_ms=median,
        p95_ms=statistics.quantiles(times, n=20)[-1],
        queries=int(made.headers["x-queries"]),
        bytes=len(made.body),
        target="≤ 250 ms",
        is_met=median <= 250,
    )


class Clock(logging.Handler):
    """Notes when each step of the renderer begins."""

    NAMES = (("Applying CSS", "styles"), ("Creating formatting", "layout"), ("Creating PDF", "writing"))

    def __init__(self) -> None:
        super().__init__(logging.INFO)
        self.began: dict[str, float] = {}

    def emit(self, record: logging.LogRecord) -> None:
        for words, name in self.NAMES:
            if words in record.getMessage():
                self.began.setdefault(name, time.perf_counter())


def rendering(html: str, times: int) -> dict[str, object]:
    """Render as the portal's child does, in this process, and tell what it took."""
    from exports.renderer import child_process, protocol  # noqa: PLC0415 -- only this process loads the renderer

    # As in `child_process.prepare`, but for its niceness, which would measure what else the machine does.
    gc.disable()
    made = child_process.render(html, protocol.Limits())
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    seconds, shares = [], {}
    for _turn in range(times):
        # A child makes one document.
        gc.collect()
        began = time.process_time()
        made = child_process.render(html, protocol.Limits())
        seconds.append(time.process_time() - began)
    clock = Clock()
    logger = logging.getLogger("weasyprint.progress")
    logger.handlers[:] = [clock]
    logger.setLevel(logging.INFO)
    began = time.perf_counter()
    steps(html)
    ended = time.perf_counter()
    marks = [*clock.began.items(), ("", ended)]
    for (name, start), (_next, stop) in pairwise(marks):
        shares[name] = (stop - start) / (ended - began)
    return {"seconds": seconds, "pages": made.pages, "bytes": len(made.pdf), "shares": shares, "megabytes": peak}


def steps(html: str) -> None:
    """Render once more, with the renderer's own words left to whoever listens."""
    import weasyprint  # noqa: PLC0415 -- as above

    from exports.renderer.child_process import OPTIONS  # noqa: PLC0415
    from exports.renderer.fetching import AssetFetcher  # noqa: PLC0415

    weasyprint.HTML(string=html, url_fetcher=AssetFetcher(longest_data=3_000_000)).render(**OPTIONS).write_pdf(
        **OPTIONS
    )


if __name__ == "__main__":
    print(json.dumps(rendering(Path(sys.argv[1]).read_text(encoding="utf-8"), int(sys.argv[2]))))
