"""A strategy moves to another edition in the browser, while a colleague goes on writing on the page of the old one."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from accounts.models import User
from clusters.models import Cluster
from strategy.models import Strategy
from tests.browser.looks import Look, in_every_look
from tests.workbooks.moving import SECOND, edition, started
from workbooks.models import ParkedAnswer
from workbooks.services.editions import move_to_edition, prospect_of

Browse = Callable[..., Page]


def pages(strategy: Strategy) -> tuple[str, str]:
    base = f"/c/{strategy.cluster.slug}/workbooks/{strategy.workbook_id}"
    return f"{base}/edition/", f"{base}/parked/"


def test_a_strategy_moves_and_comes_back_and_a_colleague_loses_no_word(
    cluster: Cluster, mette: User, ingrid: User, browse: Browse
) -> None:
    strategy = started(cluster, ingrid)
    second = edition(2, SECOND)
    here = f"/c/{cluster.slug}/strategies/{strategy.number}/"
    hers, mine = browse(mette), browse(ingrid)
    hers.goto(f"{here}phases/two/")
    expect(hers.locator("#form-status")).to_be_visible()

    mine.goto(here)
    mine.get_by_role("link", name="Se, hvad der ændrer sig").click()
    expect(mine.get_by_role("heading", name="2 af jeres 6 svar bliver stående.")).to_be_visible()
    expect(mine.locator(".me-park").filter(has_text="Fagpressen")).to_be_visible()
    mine.get_by_role("button", name=f"Flyt til udgave {second.version}").click()
    expect(mine.get_by_text("I er flyttet til udgave 2.")).to_be_visible()

    hers.fill("#a-only-da", "Skrevet på den gamle side")
    hers.press("#a-only-da", "Tab")
    expect(hers.locator("#after-only")).to_contain_text("gemt blandt de parkerede svar")
    late = ParkedAnswer.across_clusters.get(question_key="only", move=None)
    assert late.value["da"] == "Skrevet på den gamle side"

    mine.reload()
    expect(mine.locator(".me-park").filter(has_text="Skrevet på den gamle side")).to_be_visible()
    mine.get_by_role("button", name="Gå tilbage til udgave 1").click()
    expect(mine.get_by_text("I er tilbage på den forrige udgave")).to_be_visible()
    expect(mine.locator(".me-park").filter(has_text="Skrevet på den gamle side")).to_be_visible()
    for page in (hers, mine):
        page.context.unroute_all()


@in_every_look
def test_nothing_is_wrong_with_any_page(walk: Callable, cluster: Cluster, alice: User, look: Look) -> None:
    strategy = started(cluster, alice)
    second = edition(2, SECOND)
    before, beside = pages(strategy)
    assert walk(alice, look, [before, beside, strategy.get_absolute_url()]) == {}

    workbook = strategy.workbook
    workbook.cluster = cluster
    move_to_edition(workbook=workbook, edition=second, seen=prospect_of(workbook, second).seen, by=alice)

    assert walk(alice, look, [before, beside]) == {}
