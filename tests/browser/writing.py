"""What the journeys of a strategy's writers share."""

from playwright.sync_api import Page, expect

from accounts.models import User
from clusters.models import Cluster
from core.text import Text
from library.models import Edition
from strategy.models import Strategy
from strategy.services import start_strategy
from workbooks.models import Answer

PHASE = "/c/havtorn/strategies/1/phases"
WHY = "[name=a-why_international-da]"


def begin(cluster: Cluster, by: User, *, example: bool = False) -> Strategy:
    edition = Edition.objects.get(publication__kind="strategy")
    filled = Edition.objects.get(publication__kind="example") if example else None
    return start_strategy(cluster=cluster, edition=edition, title=Text(da="Strategi 2027"), by=by, example=filled)


def write(page: Page, words: str, key: str = "why_international") -> None:
    """Replace what stands in the editor of a long text."""
    box = page.locator(f"#a-{key}-da-text")
    box.click()
    page.keyboard.press("Control+A")
    page.keyboard.type(words)


def saved(page: Page, key: str) -> None:
    expect(page.locator(f"#after-{key} .save-state")).to_contain_text("Gemt kl.")


def stored(key: str) -> object:
    answer = Answer.across_clusters.filter(question_key=key).first()
    return answer.value if answer else None
