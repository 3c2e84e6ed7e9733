"""Pages keep their width, whatever people write in them."""

import re
from collections import deque
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.db.models import CharField, JSONField, Model, TextField
from django.test import Client
from django.urls import Resolver404, resolve
from playwright.sync_api import Page

from accounts.models import User
from clusters.guard import ClusterOwned
from clusters.models import Cluster, Membership
from clusters.permissions import Role
from reports.models import SentDocument
from tests import made_rows
from tests.reports.sent import make_sent

WIDTHS = (1440, 1024, 390, 320)
# Where the walks begin: besides the cluster's own overview, the desks of who is in no cluster.
STARTS = ("/library/", "/search/?q=a", "/curation/", "/administration/", "/administration/state/")
WORD = "uigennemtrængelig" * 17 + "uigennemtr"
ADDRESS = "https://example.com/deling/" + "a1B2c3D4e5" * 27 + "xyz"
LONG = f"{WORD} {ADDRESS}"
# Letters that name something instead of saying it: the portal's own, or read by it.
NAMES = {
    *("slug", "key", "rule", "fingerprint", "figure", "stage", "verb", "url", "address", "language", "currency"),
    *(
        "password",
        "about",
        "claim",
        "state",
        "kind",
        "digest",
        "token_digest",
        "test_digest",
        "test_seed",
        "open_digest",
        "open_seed",
        "content_type",
        "accent",
        "thing",
        "frequency",
    ),
    *(
        "question_key",
        "section_key",
        "group_key",
        "catalogue_key",
        "link_kind",
        "link_slug",
        "room",
        "section",
        "fault",
    ),
}
# What a page is widened by: the innermost things that reach past the window, and are not scrolled or cut by another.
WIDE = """() => {
    const wide = innerWidth + 1;
    if (document.documentElement.scrollWidth < wide) return [];
    const held = one => {
        for (let at = one.parentElement; at && at !== document.body; at = at.parentElement)
            if (getComputedStyle(at).overflowX !== "visible" && at.getBoundingClientRect().right < wide) return true;
        return false;
    };
    const found = [...document.body.querySelectorAll("*")].filter(one =>
        one.getBoundingClientRect().right + scrollX >= wide && !held(one));
    const inner = found.filter(one => !found.some(other => other !== one && one.contains(other)));
    const name = one => one.tagName.toLowerCase() + [...one.classList].map(part => "." + part).join("");
    const path = one => [one.parentElement.parentElement, one.parentElement, one].map(name).join(" > ");
    const said = inner.slice(0, 4).map(path);
    return said.length ? said : ["the page"];
}"""


# The ordinary words that stand on two lines and show no hyphen where they are broken.
BROKEN = """() => {
    const found = new Set();
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
        const node = texts.currentNode, around = node.parentElement;
        if (around.closest("script, style, .brand, .visually-hidden")) continue;
        if (getComputedStyle(around).hyphens === "auto") continue;
        for (const word of node.data.matchAll(/[\\p{L}\\p{N}.,]{2,20}(?![\\p{L}\\p{N}.,@])/gu)) {
            if (/[\\p{L}\\p{N}.,@/-]/u.test(node.data[word.index - 1] ?? " ")) continue;
            const range = document.createRange();
            range.setStart(node, word.index);
            range.setEnd(node, word.index + word[0].length);
            const lines = [...range.getClientRects()].filter(one => one.width > 0).map(one => Math.round(one.top));
            if (new Set(lines).size > 1) found.add(word[0]);
        }
    }
    return [...found].slice(0, 8);
}"""


@pytest.mark.parametrize("width", WIDTHS[:2])
def test_a_long_word_of_a_title_stays_whole_beside_a_button(
    transactional_db: None, browse: Callable[..., Page], cluster: Cluster, alice: User, width: int
) -> None:
    sent = make_sent(cluster, alice)
    title = "Internationaliseringsstrategierne 2025–2028"
    SentDocument.objects.of(cluster).update(name=f"Klyngen havtorn - {title} (da).pdf")
    page = browse(alice, viewport={"width": width, "height": 900})

    page.goto(sent.get_absolute_url())

    assert page.locator("h1").inner_text().endswith(title)
    assert page.evaluate(BROKEN.replace("20}", "40}")) == []


@pytest.mark.parametrize("language", ["da", "en-gb"])
def test_ordinary_words_stay_whole(transactional_db: None, browse: Callable[..., Page], language: str) -> None:
    reader, cluster = a_cluster()
    addresses = pages_of(reader, cluster)
    page = browse(reader, language=language, viewport={"width": WIDTHS[0], "height": 900})

    found = {}
    for name, address in addresses.items():
        page.goto(address)
        for width in WIDTHS[:3]:
            page.set_viewport_size({"width": width, "height": 900})
            if broken := page.evaluate(BROKEN):
                found[f"{name} at {width}"] = broken

    assert found == {}
    assert len(addresses) > 90
    assert set(STARTS) <= set(addresses.values())


def test_long_words_and_long_addresses_widen_no_page(transactional_db: None, browse: Callable[..., Page]) -> None:
    reader, cluster = a_cluster_of_long_words()
    addresses = pages_of(reader, cluster)
    page = browse(reader, viewport={"width": WIDTHS[0], "height": 900})

    found = {}
    for name, address in addresses.items():
        page.goto(address)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            if wide := page.evaluate(WIDE):
                found[f"{name} at {width}"] = wide

    assert found == {}
    assert len(addresses) > 90
    assert set(STARTS) <= set(addresses.values())


def a_cluster_of_long_words() -> tuple[User, Cluster]:
    """Make the demo, and put a long word and a long address wherever people write."""
    reader, cluster = a_cluster()
    for model in apps.get_models():
        if issubclass(model, ClusterOwned) or model in {User, Cluster}:
            for row in model._base_manager.all():
                write_long_words(row)
    return User.objects.get(pk=reader.pk), Cluster.objects.get(pk=cluster.pk)


def a_cluster() -> tuple[User, Cluster]:
    """Make the demo, and return an owner with the cluster, who curates and administers too."""
    made_rows.starter_and_demo()
    # The demo's people may come in only where the demo is on.
    User.objects.update(is_demo=False)
    first = Membership.across_clusters.filter(role=Role.OWNER).earliest("pk")
    User.objects.filter(pk=first.user_id).update(is_curator=True, is_superuser=True)
    owner = Membership.across_clusters.select_related("user", "cluster").get(pk=first.pk)
    return owner.user, owner.cluster


def write_long_words(row: Model) -> None:
    """Fill every text of the row that has one, as far as it is let to be."""
    changed: dict[str, Any] = {}
    for field in row._meta.concrete_fields:
        value = getattr(row, field.attname)
        if isinstance(field, JSONField):
            changed[field.attname] = with_long_words(value)
        elif type(field) in {CharField, TextField} and not field.choices and field.name not in NAMES and value:
            changed[field.attname] = LONG[: field.max_length]
    if changed and (changed := {name: value for name, value in changed.items() if value != getattr(row, name)}):
        type(row)._base_manager.filter(pk=row.pk).update(**changed)


def with_long_words(value: Any) -> Any:
    """Return the value with every text in a language made long."""
    if isinstance(value, dict):
        return {
            key: LONG if key in {"da", "en"} and isinstance(inner, str) else with_long_words(inner)
            for key, inner in value.items()
        }
    return [with_long_words(inner) for inner in value] if isinstance(value, list) else value


def pages_of(reader: User, cluster: Cluster) -> dict[str, str]:
    """Return a page of each route that links lead to from the overview, by the route's name."""
    client = Client()
    client.force_login(reader)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "da"
    found: dict[str, str] = {}
    waiting, seen = deque([f"/c/{cluster.slug}/", *STARTS]), set()
    while waiting:
        address = waiting.popleft()
        name = route_of(address.partition("?")[0])
        # The page that waits for a file becomes the file.
        if name is None or name in seen or PurePosixPath(address).suffix:
            continue
        seen.add(name)
        response = client.get(address, follow=True)
        if response.status_code == 200 and response["Content-Type"].startswith("text/html"):
            words = response.content.decode()
            if "<html" in words:
                found[name] = address
                waiting.extend(links_of(words))
    return found


def links_of(words: str) -> Iterator[str]:
    yield from re.findall(r'<a\b[^>]*\bhref="(/[^"#?]*)', words)


def route_of(address: str) -> str | None:
    try:
        return resolve(address).view_name
    except Resolver404:
        return None
