"""Going about with the keyboard alone."""

from playwright.sync_api import Page


def tab_to(page: Page, selector: str, most: int = 120) -> None:
    """Press Tab until the element has the focus; fail when the keyboard does not get there."""
    _wait(page)
    for _press in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("s => document.activeElement.matches(s)", selector):
            return
    raise AssertionError(f"the keyboard does not reach {selector}")


def press_through(page: Page, name: str, most: int = 60) -> None:
    """Go on with Tab until the focus is on this link or button, and press it."""
    _wait(page)
    for _press in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.innerText.trim()") == name:
            page.keyboard.press("Enter")
            return
    raise AssertionError(f"no way to {name}")


def _wait(page: Page) -> None:
    """Let the page have come that an Enter has led to: its address is known before anything can have the focus."""
    page.wait_for_load_state("domcontentloaded")
