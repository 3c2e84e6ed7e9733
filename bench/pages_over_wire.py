"""Pages and saves over the wire, in turns with the bare page."""

import json
import re
from collections.abc import Iterator

from bench.figures import Answer, Figure, Visitor, measured, queries_of
from bench.places import Place, server

COUNT = {"X-Count": "1"}


def taken(place: Place, n: int) -> Iterator[Figure]:
    """Take the figures of pages and of a save."""
    people = json.loads(place.run("bench.prepare", "demo", "big", "few"))
    with server(place, workers=1) as port, server(place, settings="bench.bare_settings", workers=1) as bare_port:
        editor, owner = Visitor(port, people["editor"]), Visitor(port, people["owner"])
        bare = Visitor(bare_port, people["editor"])
        yield bare_page(bare, n, place)
        yield page("overview of a cluster", editor, "/c/demo/", bare, n, place, 12, 8)
        yield page("the red thread on one page", editor, "/c/demo/thread/", bare, n, place, 18, 20)
        yield from phases(editor, bare, n, place)
        yield from big_pages(owner, bare, n, place)
        yield save(editor, bare, n, place)
        few = list(lists(Visitor(port, people["admin"]), Visitor(port, people["member"]), bare, n, place, "10", "c0"))
        yield from few
        place.run("bench.prepare", "many")
        yield from lists(
            Visitor(port, people["admin"]), Visitor(port, people["member"]), bare, n, place, "10,000", "zero"
        )


def bare_page(bare: Visitor, n: int, place: Place) -> Figure:
    """Measure the bare page against itself."""
    figure = measured("bare signed-in page", lambda: bare.get("/bare/"), lambda: bare.get("/bare/"), n=n)
    figure.queries, figure.database = queries_of(bare.get("/bare/", **COUNT)), place.database
    return figure


def page(
    action: str, who: Visitor, address: str, bare: Visitor, n: int, place: Place, most: int, ratio: float
) -> Figure:
    """Measure a page against the bare one."""
    figure = measured(action, lambda: who.get(address), lambda: bare.get("/bare/"), n=n, database=place.database)
    figure.queries = queries_of(who.get(address, **COUNT))
    figure.target = f"≤ {most} queries, ≤ × {ratio:g}"
    figure.is_met = figure.queries <= most and (figure.ratio or 0) <= ratio
    return figure


def phases(editor: Visitor, bare: Visitor, n: int, place: Place) -> Iterator[Figure]:
    """Measure each phase of the demo's strategy, which is the starter's, filled in."""
    overview = editor.get("/c/demo/strategies/1/").text
    for address in sorted(set(re.findall(r'"(/c/demo/strategies/1/phases/[a-z0-9_-]+/)"', overview))):
        name = address.rstrip("/").rpartition("/")[2]
        yield page(f"phase page, starter strategy filled in: {name}", editor, address, bare, n, place, 10, 20)


def big_pages(owner: Visitor, bare: Visitor, n: int, place: Place) -> Iterator[Figure]:
    """Measure a page of the large template, beside 10,000 answers and alone."""
    address = "/c/alone/strategies/1/phases/s1/"
    alone = page("300 questions, alone in its cluster", owner, address, bare, n, place, 10, 20)
    beside = page(
        "300 questions, beside 10,000 answers", owner, address.replace("alone", "big"), bare, n, place, 10, 20
    )
    assert alone.median_ms
    assert beside.median_ms
    beside.note = f"{beside.median_ms / alone.median_ms:.2f} of alone"
    yield from (alone, beside)


def save(editor: Visitor, bare: Visitor, n: int, place: Place) -> Figure:
    """Measure the save of one answer, another one each time, as the browser sends it."""
    saver = Saver(editor, "/c/demo/strategies/1/phases/foundation/")
    figure = measured("save one answer", saver.save, lambda: bare.get("/bare/"), n=n, database=place.database)
    figure.queries = queries_of(saver.save(**COUNT))
    figure.target, figure.is_met = "≤ 8 queries, ≤ × 8", figure.queries <= 8 and (figure.ratio or 0) <= 8
    return figure


class Saver:
    """Saves one answer again and again, each time based on the revision before."""

    def __init__(self, who: Visitor, address: str, key: str = "") -> None:
        self.who = who
        shown = who.get(address).text
        found = re.findall(r'data-question="(\w+)" data-answer-url="([^"]+)"', shown)
        texts = set(re.findall(r'<textarea[^>]*name="a-(\w+)-da"', shown)) | set(
            re.findall(r'<textarea[^>]*name="a-(\w+)"', shown)
        )
        self.key, self.url = next((k, u) for k, u in found if k == key or (not key and k in texts))
        own = re.findall(rf'<textarea[^>]*name="(a-{self.key}(?:-\w+)?)"', shown)
        self.fields = dict.fromkeys(own, "Klyngen vil være med.")
        rev = re.search(rf'name="rev-{self.key}" value="(\d+)"', shown)
        self.revision = int(rev[1]) if rev else 0
        self.times = 0

    def save(self, text: str = "", **headers: str) -> Answer:
        """Save another text; the next save builds on it when this one was stored."""
        self.times += 1
        first = next(iter(self.fields))
        values = {**self.fields, first: text or f"Klyngen vil være med, gang {self.times}."}
        answer = self.who.post(
            self.url, {**values, f"rev-{self.key}": self.revision}, **{"HX-Request": "true", **headers}
        )
        if answer.status == 200:
            self.revision = int(answer.headers["x-revision"])
        return answer


def lists(
    admin: Visitor, member: Visitor, bare: Visitor, n: int, place: Place, count: str, slug: str
) -> Iterator[Figure]:
    """Measure the lists of strategies."""
    yield page(
        f"list of {count} strategies, administrator", admin, "/administration/strategies/", bare, n, place, 8, 15
    )
    last = "/administration/strategies/?page=200"
    if count != "10":
        yield page(f"list of {count} strategies, administrator, last page", admin, last, bare, n, place, 8, 15)
    yield page(f"list among {count} strategies, member of one", member, f"/c/{slug}/strategies/", bare, n, place, 8, 15)
