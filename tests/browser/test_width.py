"""Pages keep their width, whatever people write in them."""

import re
from collections import deque
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath
from typing import Any

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
from library.loading import STARTER_CONTENT, load
from toolkit.demo import make_demo

WIDTHS = (1440, 1024, 390, 320)
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
    assert len(addresses) > 40


def a_cluster_of_long_words() -> tuple[User, Cluster]:
    """Make the demo, and put a long word and a long address wherever people write."""
    load([STARTER_CONTENT])
    make_demo()
    # The demo's people may come in only where the demo is on.
    User.objects.update(is_demo=False)
    owner = Membership.across_clusters.filter(role=Role.OWNER).select_related("user", "cluster").earliest("pk")
    for model in apps.get_models():
        if issubclass(model, ClusterOwned) or model in {User, Cluster}:
            for row in model._base_manager.all():
                write_long_words(row)
    return User.objects.get(pk=owner.user.pk), Cluster.objects.get(pk=owner.cluster.pk)


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
    waiting, seen = deque([f"/c/{cluster.slug}/"]), set()
    while waiting:
        address = waiting.popleft()
        name = route_of(address)
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
