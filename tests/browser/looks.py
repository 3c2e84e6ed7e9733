"""How a page is looked at: in which language and colours, and how wide."""

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
# Each two of language, theme and width meet.
LOOKS = [Look("da", "light", 1440), Look("da", "dark", 390), Look("en-gb", "light", 390), Look("en-gb", "dark", 1440)]

in_every_look = pytest.mark.parametrize("look", LOOKS, ids=str)
at_a_desk_and_on_a_phone = pytest.mark.parametrize("look", [ON_A_DESK, ON_A_PHONE], ids=str)


def scrolls_sideways(page: Page) -> bool:
    """Tell whether the page is wider than its window."""
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))
