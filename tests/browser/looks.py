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
