"""A phase page in a browser that has seen nothing yet: requests, and the JavaScript that travels."""

import json
import shutil
import sys
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import sync_playwright

from bench.figures import Figure
from bench.places import Place, server

PAGE = "/c/demo/strategies/1/phases/foundation/"


def taken(place: Place, n: int) -> Iterator[Figure]:
    """Take the figures of the browser."""
    people = json.loads(place.run("bench.prepare", "demo"))
    program = next((found for name in ("chromium", "google-chrome") if (found := shutil.which(name))), None)
    if program is None:
        sys.exit("The browser is missing: sudo apt-get install -y --no-install-recommends chromium")
    with server(place) as port, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        asked = visited(browser, port, people["editor"])
        browser.close()
    scripts = [(name, size) for name, kind, size in asked if kind == "Script"]
    editor = sum(size for name, size in scripts if "vendor/editor" in name or "prosemirror" in name)
    rest = sum(size for _name, size in scripts) - editor
    yield Figure(
        "phase page in a browser with an empty cache",
        queries=None,
        bytes=sum(size for _name, _kind, size in asked),
        target="≤ 14 requests, ≤ 45 kB JavaScript, ≤ 200 kB in all, no editor before somebody works",
        is_met=len(asked) <= 14 and rest <= 45_000 and sum(size for *_one, size in asked) <= 200_000 and not editor,
        note=f"{len(asked)} requests, {rest / 1000:.1f} kB JavaScript, editor {editor / 1000:.1f} kB",
    )
    for name, kind, size in asked:
        print(f"    {size:>8}  {kind:<11} {name}", file=sys.stderr)


def visited(browser: Any, port: int, session: str) -> list[tuple[str, str, int]]:
    """Open the page, and return the path, the kind and the packed size of everything that was asked for."""
    context = browser.new_context(locale="da-DK")
    context.add_cookies([{"name": "sessionid", "value": session, "url": f"http://127.0.0.1:{port}"}])
    page = context.new_page()
    devtools = context.new_cdp_session(page)
    devtools.send("Network.enable")
    asked: dict[str, list[Any]] = {}
    devtools.on(
        "Network.requestWillBeSent",
        lambda e: asked.setdefault(e["requestId"], [urlsplit(e["request"]["url"]).path, e.get("type", ""), 0]),
    )

    def ended(event: Any) -> None:
        asked[event["requestId"]][2] = round(event["encodedDataLength"])

    devtools.on("Network.loadingFinished", ended)
    page.goto(f"http://127.0.0.1:{port}{PAGE}", wait_until="networkidle")
    context.close()
    return [(name, kind, size) for name, kind, size in asked.values() if name.startswith("/")]
