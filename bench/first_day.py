"""What the first hour of a new cluster takes: pages, clicks and keys, counted in a browser.

    .venv/bin/python bench/first_day.py http://127.0.0.1:8000 --by tables
    .venv/bin/python bench/first_day.py http://127.0.0.1:8000 --by forms

Needs a portal that runs with the demo, and leaves its second cluster with three goals, nine KPIs with owner, goal,
baseline and target, and sixteen activities with goal, owner, dates and budget. `forms` goes by a page for each thing,
as before there were tables.
"""

import argparse
import os
from collections import Counter

from playwright.sync_api import Locator, Page, expect, sync_playwright

HERE = "/c/neighbour/"
GOALS, KPIS, ACTIVITIES = 3, 9, 16


class Hand:
    """Somebody at a keyboard: counts the pages that open, the clicks, and the keys."""

    def __init__(self, page: Page, base: str) -> None:
        self.page, self.base, self.count = page, base, Counter[str]()
        page.on("framenavigated", lambda frame: self._seen(frame.parent_frame is None))
        self.last = ""

    def _seen(self, is_main: bool) -> None:
        if is_main and self.page.url.split("#")[0] != "about:blank":
            self.count["pages"] += 1

    def follow(self, path: str) -> None:
        """Open an address as its link would."""
        self.count["clicks"] += 1
        self.page.goto(self.base + path)

    def click(self, target: Locator, *, opens: bool = False) -> None:
        """Press it, and wait for the page that it opens."""
        self.count["clicks"] += 1
        if opens:
            with self.page.expect_navigation():
                target.click()
        else:
            target.click()

    def type(self, target: Locator, words: str) -> None:
        """Write into a field that is reached with the Tab key; dates are typed digit by digit."""
        self.count["keys"] += len(words) + 1
        target.fill(words)

    def choose(self, target: Locator, value: str) -> None:
        """Choose in a list that is reached with the Tab key: its first letters."""
        self.count["keys"] += 3
        target.select_option(value)


def sign_in(hand: Hand) -> None:
    """Sign in as the owner of the second cluster."""
    hand.page.goto(f"{hand.base}/account/login/")
    hand.type(hand.page.locator("[name=login]"), "stranger@example.org")
    hand.type(hand.page.locator("[name=password]"), "fjordwind-2026")
    with hand.page.expect_navigation(url=lambda url: "/account/" not in url):
        hand.page.locator("[name=password]").press("Enter")
    hand.count["keys"] += 1


def start(hand: Hand) -> None:
    """Start an empty strategy."""
    hand.follow(f"{HERE}strategies/start/")
    hand.click(hand.page.locator("[name=source][value^=template]").first)
    hand.click(hand.page.locator("main form button.btn-primary"), opens=True)


def goals(hand: Hand) -> None:
    """Write the goals."""
    hand.follow(f"{HERE}strategies/1/goals/")
    for n in range(GOALS):
        hand.click(hand.page.locator("#goals a[href$='/goals/add/']"))
        hand.type(hand.page.locator("[name=title_da]"), f"Flere medlemmer ude {n}")
        hand.choose(hand.page.locator("[name=owner]"), own(hand, "[name=owner]"))
        hand.type(hand.page.locator("[name=deadline]"), "2028-12-31")
        hand.click(hand.page.locator("form#goals button.btn-primary"))
        expect(hand.page.locator(f"#goal-{n + 1}")).to_be_visible()


def own(hand: Hand, field: str) -> str:
    """Return the first person that a list offers."""
    return hand.page.locator(f"{field} option").nth(1).get_attribute("value") or ""


def kpis_by_forms(hand: Hand) -> None:
    """Adopt each KPI, enter its baseline and its target, on pages of their own."""
    hand.follow(f"{HERE}kpis/catalogue/")
    offers = hand.page.locator("main a[href*='/kpis/catalogue/']")
    found = [offers.nth(n).get_attribute("href") or "" for n in range(offers.count())]
    paths = [path for path in dict.fromkeys(found) if path.rstrip("/").split("/")[-1] != "catalogue"][:KPIS]
    for n, path in enumerate(paths):
        if n:
            hand.follow(f"{HERE}kpis/catalogue/")
        hand.follow(path)
        hand.choose(hand.page.locator("[name=goal]"), own(hand, "[name=goal]"))
        hand.choose(hand.page.locator("[name=owner]"), own(hand, "[name=owner]"))
        hand.click(hand.page.locator("main form button.btn-primary"), opens=True)
        number = n + 1
        hand.follow(f"{HERE}kpis/{number}/baseline/")
        hand.type(hand.page.locator("[name=value]"), "10")
        hand.type(hand.page.locator("[name=date]"), "2026-11-01")
        hand.click(hand.page.locator("main form button.btn-primary"), opens=True)
        hand.follow(f"{HERE}kpis/{number}/targets/")
        hand.type(hand.page.locator("[name$='-0-date']"), "2027-12-31")
        hand.type(hand.page.locator("[name$='-0-value']"), "20")
        hand.click(hand.page.locator("main form button.btn-primary"), opens=True)


def kpis_by_table(hand: Hand) -> None:
    """Tick the KPIs in the catalogue, and fill in one table."""
    hand.follow(f"{HERE}kpis/catalogue/")
    picks = hand.page.locator("[name=pick]:not([type=hidden])")
    for n in range(KPIS):
        hand.click(picks.nth(n))
    hand.click(hand.page.locator("main form button.btn-primary"), opens=True)
    for n in range(KPIS):
        row = hand.page.locator(f"tr[data-row=K{n + 1}][data-url]")
        for name, words in (("goal", "S1"), ("who", "Karim Nielsen"), ("baseline", "10")):
            put(hand, row.locator(f"[name$='-{name}']"), words)
        put(hand, row.locator("[name$='-baseline_on']"), "01-11-2026")
        put(hand, row.locator("td:nth-of-type(5) .f"), "20")
    hand.click(hand.page.locator("#save"), opens=True)


def put(hand: Hand, cell: Locator, words: str) -> None:
    """Fill a cell, be it a list or a field."""
    if cell.evaluate("one => one.tagName") == "SELECT":
        hand.choose(cell, cell.locator("option").nth(1).get_attribute("value") or "")
    elif cell.get_attribute("type") == "date":
        hand.type(cell, "-".join(reversed(words.split("-"))))
    else:
        hand.type(cell, words)


def plan_by_forms(hand: Hand) -> None:
    """Add each activity on a page of its own."""
    hand.follow(f"{HERE}plan/")
    for n in range(ACTIVITIES):
        hand.follow(f"{HERE}plan/add/")
        hand.type(hand.page.locator("[name=title_da]"), f"Besøg et marked {n}")
        hand.choose(hand.page.locator("[name=goal]"), own(hand, "[name=goal]"))
        hand.choose(hand.page.locator("[name=owner]"), own(hand, "[name=owner]"))
        hand.type(hand.page.locator("[name=starts]"), "2027-01-01")
        hand.type(hand.page.locator("[name=ends]"), "2027-06-30")
        hand.type(hand.page.locator("[name=budget]"), "50000")
        hand.click(hand.page.locator("main form button.btn-primary").last, opens=True)


def plan_by_table(hand: Hand) -> None:
    """Write the activities as rows."""
    hand.follow(f"{HERE}plan/rows/")
    for n in range(ACTIVITIES):
        row = hand.page.locator("tr[data-add]").first
        put(hand, row.locator("[name$='-title']"), f"Besøg et marked {n}")
        put(hand, row.locator("[name$='-who']"), "Karim Nielsen")
        put(hand, row.locator("[name$='-starts']"), "01-01-2027")
        put(hand, row.locator("[name$='-ends']"), "30-06-2027")
        put(hand, row.locator("[name$='-budget']"), "50000")
        row.locator("[name$='-budget']").press("Enter")
        hand.count["keys"] += 1
        expect(hand.page.locator(f"tr[data-row=A{n + 1}][data-url]")).to_be_visible()


def main() -> None:
    """Go through the first hour, and print what it took."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("base")
    parser.add_argument("--by", choices=("forms", "tables"), default="tables")
    asked = parser.parse_args()
    parts = (
        (("sign in", sign_in), ("strategy", start), ("goals", goals))
        + ((("KPIs", kpis_by_table), ("plan", plan_by_table)) if asked.by == "tables" else ())
        + ((("KPIs", kpis_by_forms), ("plan", plan_by_forms)) if asked.by == "forms" else ())
    )
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"))
        hand = Hand(browser.new_page(locale="da-DK"), asked.base.rstrip("/"))
        before = Counter[str]()
        print(f"{'':12}{'pages':>8}{'clicks':>8}{'keys':>8}")
        for name, part in parts:
            part(hand)
            took = hand.count - before
            before = hand.count.copy()
            print(f"{name:12}{took['pages']:8}{took['clicks']:8}{took['keys']:8}")
        print(f"{'in all':12}{hand.count['pages']:8}{hand.count['clicks']:8}{hand.count['keys']:8}")
        hand.follow(HERE)
        browser.close()


if __name__ == "__main__":
    main()
