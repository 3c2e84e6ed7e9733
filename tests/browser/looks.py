"""How a page is looked at: in which language and colours, and how wide."""

from collections.abc import Iterable
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page

PHONE = {"viewport": {"width": 390, "height": 844}}


@dataclass(frozen=True, slots=True)
class Look:
    """One way in which a person looks at the portal."""

    language: str
    theme: str
    width: int

    def __str__(self) -> str:
        return f"{self.language}-{self.theme}-{self.width}"


ON_A_DESK = Look("da", "light", 1440)
ON_A_PHONE = Look("en-gb", "dark", 390)
# Two pairs of opposites: a page that is seen in both of a pair is seen in each language, theme and width. Of all four,
# each language meets each theme and width, since Danish words are long and a phone is narrow.
LOOKS = [ON_A_DESK, ON_A_PHONE, Look("da", "dark", 390), Look("en-gb", "light", 1440)]
# So few pages are seen in every look.
FEW = 3

in_every_look = pytest.mark.parametrize("look", LOOKS, ids=str)
at_a_desk_and_on_a_phone = pytest.mark.parametrize("look", [ON_A_DESK, ON_A_PHONE], ids=str)


def seen_in(look: Look, addresses: Iterable[str]) -> list[str]:
    """Return the addresses to be seen in this look: of many each second in one pair of opposites, or in the other."""
    every = list(addresses)
    return every if len(every) < FEW else every[LOOKS.index(look) // 2 :: 2]


def scrolls_sideways(page: Page) -> bool:
    """Tell whether the page is wider than its window."""
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))


def broken_cards(page: Page) -> list[str]:
    """Return what is wrong with tables that a phone shows as cards: a label stands beside one thing, and all is seen.

    What stands in a cell is laid out beside its label, each piece by itself: a link in a sentence would tear it into
    three columns, unless one element holds the whole.
    """
    found: list[str] = page.evaluate(BROKEN_CARDS)
    return found


BROKEN_CARDS = """() => {
  const seen = (one) => one.nodeType === 3 ? one.textContent.trim()
    : one.nodeType === 1 && getComputedStyle(one).display !== "none" && getComputedStyle(one).position !== "absolute"
  const found = [...document.querySelectorAll(".table-stack td[data-label]")]
    .filter((cell) => getComputedStyle(cell).display === "flex" && [...cell.childNodes].filter(seen).length > 1)
    .map((cell) => `the cell “${cell.dataset.label}” falls apart`)
  for (const box of document.querySelectorAll(".table-scroll:has(> .table-stack)"))
    if (getComputedStyle(box.querySelector("td") ?? box).display !== "table-cell" && box.scrollWidth > box.clientWidth)
      found.push(`cards of “${box.getAttribute("aria-label")}” scroll sideways`)
  return [...new Set(found)]
}"""
