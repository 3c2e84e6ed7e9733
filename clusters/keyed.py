"""The things that people call by a key (S1, K3, A7): one place that knows which there are, and links them in any text.

A room offers its kind by a class that is a `Keyed`, named in the setting KEYED. Which keys there are is asked once for
each kind and request, and only where a text has one: so a page takes at most one query more for each kind.
"""

import re
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any, ClassVar

from django.conf import settings
from django.utils.html import conditional_escape, format_html
from django.utils.module_loading import import_string
from django.utils.safestring import SafeString, mark_safe

from clusters.models import Cluster
from core.addresses import reverse

# A letter and a number that stand alone: not in a word, an address or a longer code.
KEY = re.compile(r"(?<![\w/#.@&-])([SKA])([1-9]\d{0,4})(?![\w/@-]|[.,]\d)", re.ASCII)
_TAG = re.compile(r"(<[^<>]*>)")
# Inside these a key stays as it is: it is a link already, or is meant letter by letter.
_OPENING = re.compile(r"<(/?)(a|code|pre)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class KeyCard:
    """What the small card beside a key says: the thing's name, how it stands, and what else is to be known."""

    key: str
    title: str
    url: str
    lines: tuple[str, ...] = ()
    status: str = ""
    kind: str = "none"
    icon: str = ""


class Keyed(ABC):
    """A kind of thing that has keys."""

    letter: ClassVar[str]

    @abstractmethod
    def addresses(self, cluster: Cluster) -> dict[int, str]:
        """Return the address of each that is there, by its number; one query."""

    @abstractmethod
    def card(self, cluster: Cluster, number: int) -> KeyCard | None:
        """Return what is said of one, or None where it is not there."""

    def part(self, cluster: Cluster, number: int, pk: int) -> KeyCard | None:
        """Return what is said of a part of one, a milestone or a measurement, or None where there is no such part."""
        return None


@cache
def kinds() -> dict[str, Keyed]:
    """Return the kinds by their letters."""
    found: list[Keyed] = [import_string(name)() for name in settings.KEYED]
    return {one.letter: one for one in found}


def card_of(cluster: Cluster, key: str) -> KeyCard | None:
    """Return the card of a key, or None where nothing is called so."""
    found = KEY.fullmatch(key)
    kind = kinds().get(found[1]) if found else None
    return kind.card(cluster, int(found[2])) if found and kind else None


def card_of_part(cluster: Cluster, key: str, pk: int) -> KeyCard | None:
    """Return the card of a part of what a key names, or None."""
    found = KEY.fullmatch(key)
    kind = kinds().get(found[1]) if found else None
    return kind.part(cluster, int(found[2]), pk) if found and kind else None


class Addresses:
    """Where the keys of a cluster lead; each kind is asked for once, when a text first has one."""

    def __init__(self, cluster: Cluster) -> None:
        self.cluster = cluster
        self.known: dict[str, dict[int, str]] = {}

    def drawn_from(self) -> object:
        """Return what a part of a page that is given them shows of them: those that it has been given."""
        return self.cluster.slug, self.known

    def with_kind(self, letters: str) -> "Addresses":
        """Return them with every address of these kinds."""
        for letter in letters:
            self.of_kind(letter)
        return self

    def of_kind(self, letter: str) -> dict[int, str]:
        """Return the address of each, by its number."""
        if letter not in self.known:
            self.known[letter] = kinds()[letter].addresses(self.cluster)
        return self.known[letter]


def addresses_of(request: Any) -> Addresses | None:
    """Return the addresses that a request needs, remembered for all its texts; a page of no cluster has none."""
    cluster = getattr(request, "cluster", None)
    if cluster is None:
        return None
    found: Addresses | None = getattr(request, "_addresses_by_key", None)
    if found is None:
        found = request._addresses_by_key = Addresses(cluster)
    return found


def asked_by_keys(addresses: Addresses) -> dict[str, Any]:
    """Return what texts with keys ask of a request, for the main part of a page, which is drawn without one."""
    return {"cluster": addresses.cluster, "_addresses_by_key": addresses}


def linked(text: Any, addresses: Addresses | None) -> SafeString:
    """Return a text, or sanitised HTML, in which every key of the cluster leads to what it names."""
    html = conditional_escape(text)
    if addresses is None or not KEY.search(html):
        return SafeString(html)

    def link(found: re.Match[str]) -> str:
        letter, number = found[1], int(found[2])
        if letter not in kinds():
            return found[0]
        address = addresses.of_kind(letter).get(number)
        return anchor(addresses.cluster, found[0], address) if address else found[0]

    return mark_safe("".join(_outside(html, link)))


def anchor(cluster: Cluster, key: str, address: str) -> SafeString:
    """Return the link of a key, which knows where its card is."""
    card = reverse("clusters:key", args=[cluster.slug, key])
    return format_html('<a class="key-link" href="{}" data-keycard="{}">{}</a>', address, card, key)


def _outside(html: str, link: Callable[[re.Match[str]], str]) -> list[str]:
    """Return the parts of HTML with keys linked, but for those inside of links and code."""
    parts, depth = [], 0
    for part in _TAG.split(html):
        if part.startswith("<"):
            named = _OPENING.match(part)
            depth += (-1 if named[1] else 1) if named else 0
            parts.append(part)
        else:
            parts.append(part if depth > 0 else KEY.sub(link, part))
    return parts
