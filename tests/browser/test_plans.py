"""The action plan in a real browser: by keyboard, by dragging, on a phone, and read aloud."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from clusters.models import Cluster
from clusters.permissions import Role
from core.text import Text
from plans.models import Activity
from plans.services import add_dependency, change_milestone
from plans.services.drafts import MilestoneDraft
from tests.browser.keyboard import tab_to
from tests.browser.looks import PHONE, Look, in_every_look, scrolls_sideways
from tests.days import TODAY
from tests.factories import make_cluster, make_goal, make_member, make_strategy, make_user
from tests.plans.samples import make_activity, make_entry, make_milestone

PLAN = "/c/havtorn/plan/"
Status = Activity.Status


@pytest.fixture
def cluster(transactional_db: None) -> Cluster:
    return make_cluster("havtorn")


@pytest.fixture
def mette(cluster: Cluster) -> User:
    user = make_user("Mette", language="en-gb")
    make_member(cluster, user, Role.EDITOR)
    return user


@pytest.fixture
def plan(cluster: Cluster, mette: User) -> list[Activity]:
    """Three activities: one mine and late, one delayed that waits for it, one done."""
    today = TODAY
    goal = make_goal(make_strategy(cluster, mette), mette)
    first = make_activity(
        cluster, mette, "Analyse", goal=goal, owner=mette, starts=today - timedelta(days=90), ends=today - timedelta(7)
    )
    make_milestone(first, date=today - timedelta(days=30))
    second = make_activity(
        cluster,
        mette,
        "Messe",
        goal=goal,
        starts=today,
        ends=today + timedelta(days=60),
        status=Status.DELAYED,
        reason=Text(da="Sne"),
    )
    third = make_activity(cluster, mette, "Besøg", starts=today - timedelta(days=200), status=Status.DONE)
    add_dependency(activity=second, needed=first, by=mette)
    make_entry(cluster, mette, starts=today)
    return [first, second, third]


def stored(cluster: Cluster, number: int) -> Activity:
    return Activity.objects.of(cluster).get(number=number)


def test_a_row_is_changed_by_keyboard_alone(
    cluster: Cluster, mette: User, plan: list[Activity], browse: Callable[..., Page]
) -> None:
    page = browse(mette, language="en-gb")
    page.goto(PLAN)

    tab_to(page, "#a-1 a.btn")
    page.keyboard.press("Enter")
    expect(page.locator("#a-1 form")).to_be_visible()
    tab_to(page, "#id_1_status")
    page.keyboard.press("d")
    page.keyboard.press("o")
    page.keyboard.press("n")
    tab_to(page, "#a-1 button[type=submit]")
    page.keyboard.press("Enter")

    expect(page.locator("#a-1 .chip.ok")).to_be_visible()
    expect(page.locator("#toasts")).to_contain_text("A1")
    # The focus follows once the swapped row has settled.
    expect(page.locator("#a-1:focus, #a-1 :focus")).to_have_count(1)
    assert stored(cluster, 1).status == Status.DONE


def test_what_is_refused_in_a_row_stays_in_the_row(
    cluster: Cluster, mette: User, plan: list[Activity], browse: Callable[..., Page]
) -> None:
    page = browse(mette, language="en-gb")
    page.goto(PLAN)

    page.locator("#a-1 a.btn").click()
    page.locator("#id_1_status").select_option("dropped")
    page.locator("#a-1 button[type=submit]").click()

    expect(page.locator("#a-1 .invalid-feedback")).to_be_visible()
    expect(page.locator("#id_1_status")).to_have_value("dropped")
    page.locator("#id_1_reason").fill("No money")
    page.locator("#a-1 button[type=submit]").click()
    expect(page.locator("#a-1 form")).to_have_count(0)
    assert stored(cluster, 1).reason_text == Text(da="No money")


def test_the_filter_goes_into_the_address_and_along_to_the_board(
    cluster: Cluster, mette: User, plan: list[Activity], browse: Callable[..., Page]
) -> None:
    page = browse(mette, language="en-gb")
    page.goto(PLAN)

    tab_to(page, "#id_owner")
    page.keyboard.press("m")
    expect(page.locator("#a-2")).to_have_count(0)
    expect(page.locator("#id_owner")).to_be_focused()
    page.get_by_role("link", name="Board").click()

    page.wait_for_url("**/plan/board/?owner=me")
    expect(page.locator("[data-card]")).to_have_count(1)


def test_a_card_is_moved_by_keyboard_and_by_dragging(
    cluster: Cluster, mette: User, plan: list[Activity], browse: Callable[..., Page]
) -> None:
    page = browse(mette, language="en-gb", viewport={"width": 1440, "height": 900})
    page.goto(f"{PLAN}board/")

    tab_to(page, "#card-1 a.btn")
    page.keyboard.press("Enter")
    expect(page.locator("#card-1 form")).to_be_visible()
    tab_to(page, "#id_1_status")
    page.keyboard.press("u")
    tab_to(page, "#card-1 button[type=submit]")
    page.keyboard.press("Enter")
    expect(page.locator("[data-status='in-progress'] #card-1")).to_be_visible()

    page.drag_and_drop("#card-1 p >> nth=0", "[data-status=done] h2")
    expect(page.locator("[data-status=done] #card-1")).to_be_visible()
    page.drag_and_drop("#card-1 p >> nth=0", "[data-status=dropped] h2")
    expect(page.locator("#card-1 #id_1_status")).to_have_value("dropped")
    assert stored(cluster, 1).status == Status.DONE


PAGES = (
    "",
    "rows/",
    "board/",
    "timeline/",
    "2/",
    "2/edit/",
    "2/quick/",
    "2/status/",
    "add/",
    "budget/",
    "import/",
    "copy/",
    "year/",
    "calendar/",
)


@in_every_look
def test_nothing_is_wrong_with_any_page(
    walk: Callable, cluster: Cluster, mette: User, plan: list[Activity], look: Look
) -> None:
    assert walk(mette, look, [PLAN + address for address in PAGES]) == {}


def test_files_are_kept_removed_and_brought_back_on_a_phone(
    browse: Callable, axe: Callable, plan: list[Activity], mette: User
) -> None:
    page: Page = browse(mette, language="en-gb", **PHONE)
    page.goto(f"{PLAN}1/")
    files = page.locator("#files")
    files.get_by_text("Add files").click()
    names = ["aftale.txt", "x" * 116 + ".txt"]
    page.set_input_files(
        "input[name=chosen]", [{"name": name, "mimeType": "text/plain", "buffer": b"Aftalen"} for name in names]
    )
    files.get_by_role("button", name="Save the files").click()

    expect(page.get_by_text("2 files saved")).to_be_visible()
    assert not scrolls_sideways(page)
    assert axe(page) == []
    with page.expect_download() as download:
        files.get_by_role("link", name="aftale.txt").click()
    assert download.value.path().read_bytes() == b"Aftalen"
    files.get_by_role("button", name="Remove “aftale.txt”").press("Enter")
    files.get_by_text("One removed file").click()
    files.locator("form[action$='/restore/'] button").press("Enter")
    expect(files.get_by_role("link", name="aftale.txt")).to_be_visible()


def test_of_two_who_change_a_milestone_the_second_is_told(
    browse: Callable, axe: Callable, plan: list[Activity], mette: User
) -> None:
    page: Page = browse(mette, language="en-gb")
    milestone = plan[0].milestones.get()
    page.goto(f"{PLAN}1/milestones/{milestone.pk}/")
    draft = MilestoneDraft(title=Text(da="Hendes"), date=milestone.date)
    change_milestone(milestone=milestone, draft=draft, based_on=1, by=mette)

    page.fill("[name=title_da]", "Min")
    page.get_by_role("button", name="Save the milestone").click()

    expect(page.get_by_role("alert").filter(has_text="Hendes")).to_be_visible()
    assert axe(page) == []
    page.get_by_role("button", name="Keep mine").click()
    expect(page.locator("#milestones")).to_contain_text("Min")


def test_rows_are_pasted_under_a_goal_changed_in_place_and_undone(
    browse: Callable[..., Page], cluster: Cluster, mette: User, axe: Callable[..., list[str]]
) -> None:
    goal = make_goal(make_strategy(cluster, mette), mette)
    step = make_milestone(make_activity(cluster, mette, goal=goal))
    page = browse(mette, language="en-gb")
    page.goto(f"/c/{cluster.slug}/plan/rows/")
    said = page.locator("[data-said]").first

    page.locator("[name='new-1-title']").focus()
    page.evaluate(
        """text => {
            const data = new DataTransfer();
            data.setData("text", text);
            document.activeElement.dispatchEvent(
                new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
        }""",
        "Round table\tMette\tPlanned\t1 Feb 2027\t30/11/2027\t0.45 million\nTrade fair\tDirector\tUnder way\n",
    )
    expect(said).to_contain_text("Cells pasted: 9.")
    expect(page.locator("[name='a3-title']")).to_have_value("Trade fair")
    expect(page.locator("[name='a2-budget']")).to_have_value("450,000")
    assert [one.goal for one in Activity.objects.of(cluster)] == [goal] * 3

    page.locator("[name='a2-budget']").fill("420,000")
    page.locator("[name='a2-budget']").press("Enter")
    expect(page.locator("[name='a3-budget']")).to_be_focused()
    expect(said).to_contain_text("A2: budget 450,000 → 420,000")
    page.get_by_role("button", name="Undo").click()
    expect(said).to_contain_text("A2: budget 420,000 → 450,000")
    expect(page.locator("[name='a2-budget']")).to_have_value("450,000")

    page.locator("a[data-steps]").first.click()
    ticked = page.locator(f"#step-1-{step.pk}-is_done")
    ticked.check()
    expect(page.locator("tr[data-row=A1]")).to_contain_text("1 of 1 milestone reached")
    assert axe(page) == []
    page.context.unroute_all()


def test_a_key_has_a_card_for_mouse_keyboard_and_finger(
    browse: Callable[..., Page], cluster: Cluster, mette: User, axe: Callable[..., list[str]]
) -> None:
    make_activity(cluster, mette, goal=make_goal(make_strategy(cluster, mette), mette))
    page = browse(mette, language="en-gb")
    page.goto(f"{PLAN}1/")
    key, card = page.locator("main a.key-link").first, page.get_by_role("tooltip")

    key.hover()
    expect(card).to_contain_text("S1 Flere eksporterer")
    card.hover()
    expect(card).to_be_visible()
    assert axe(page) == []
    page.keyboard.press("Escape")
    expect(card).to_have_count(0)

    tab_to(page, "main a.key-link")
    expect(card).to_contain_text("S1 Flere eksporterer")
    expect(key).to_have_attribute("aria-describedby", "key-pop")
    page.context.unroute_all()

    phone = browse(mette, language="en-gb", has_touch=True, **PHONE)
    phone.goto(f"{PLAN}1/")
    phone.locator("main a.key-link").first.tap()
    expect(phone.get_by_role("tooltip")).to_contain_text("S1 Flere eksporterer")
    assert phone.url.endswith(f"{PLAN}1/")
    phone.get_by_role("tooltip").get_by_role("link").tap()
    phone.wait_for_url("**/thread/#s1")
    phone.context.unroute_all()


def test_the_years_of_a_row_are_typed_by_keyboard_and_stay_open(
    browse: Callable[..., Page], cluster: Cluster, mette: User, axe: Callable[..., list[str]]
) -> None:
    make_activity(cluster, mette, starts=TODAY, ends=TODAY + timedelta(days=700), budget=Decimal(1000))
    page = browse(mette, language="en-gb", viewport={"width": 390, "height": 844})
    page.goto(f"/c/{cluster.slug}/plan/rows/")

    page.locator(".years summary").press("Enter")
    page.locator("[name='a1-budget_by_year_2027']").fill("400")
    page.locator("[name='a1-budget_by_year_2027']").press("Enter")
    expect(page.locator("[name='a1-spent_by_year_2027']")).to_be_focused()
    expect(page.locator("[data-said]").first).to_contain_text("A1: budget 2027 – → 400")
    page.locator("[name='a1-title']").fill("Besøg i Bremen")
    page.locator("[name='a1-title']").press("Tab")
    expect(page.locator("[data-said]").first).to_contain_text("Besøg i Bremen")

    expect(page.locator("[name='a1-budget_by_year_2027']")).to_be_visible()
    expect(page.locator("[name='a1-budget_by_year_2027']")).to_have_value("400")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert axe(page) == []
