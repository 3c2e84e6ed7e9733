"""Talking about a strategy and sharing it, in a real browser: by keyboard, off the net, without a script."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from clusters.models import Cluster
from clusters.permissions import Role
from comments.models import Comment
from core.frozen import digest_of, plain
from core.text import Text
from reports.packs import gathered, send_pack, start_pack
from reviews.models import Approval, Review, Snapshot
from reviews.services import ask_for_review
from reviews.sharing import share
from strategy.models import Strategy
from strategy.services import GoalDraft, change_goal
from tests import days
from tests.browser.conftest import danish
from tests.browser.keyboard import tab_to
from tests.browser.looks import Look, at_a_desk_and_on_a_phone
from tests.browser.writing import begin
from tests.comments.samples import talk
from tests.factories import make_cluster, make_goal
from tests.kpis.samples import measured_kpi
from tests.reviews.samples import adopt, opened

HERE = "/c/havtorn/strategies/1/"
ADD = f"{HERE}comments/add/?about=q:why_international"
TEXT = "textarea[name=text]"


@pytest.fixture
def cluster(starter_content: None) -> Cluster:
    return make_cluster("havtorn")


@pytest.fixture
def strategy(cluster: Cluster, ingrid: User) -> Strategy:
    return begin(cluster, ingrid, example=True)


@pytest.fixture
def anders(cluster: Cluster) -> User:
    return danish(cluster, "Anders Lund", Role.REVIEWER)


def said() -> list[tuple[str, list[str]]]:
    return list(Comment.across_clusters.order_by("pk").values_list("text", "mentions"))


def write(page: Page, words: str) -> None:
    page.goto(ADD)
    tab_to(page, TEXT)
    page.keyboard.type(words)


def test_somebody_is_mentioned_with_the_keyboard_only(
    browse: Callable, strategy: Strategy, ingrid: User, anders: User
) -> None:
    page = browse(ingrid)
    write(page, "Er det nok for dig, @and")
    option = page.get_by_role("option", name="Anders Lund")
    expect(option).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    page.keyboard.type("eller mangler der noget?")
    expect(option).to_be_hidden()
    tab_to(page, "form[data-draft] .btn-primary")
    page.keyboard.press("Enter")

    expect(page.locator(".mention")).to_have_text("@Anders Lund")
    assert said() == [("Er det nok for dig, @Anders Lund eller mangler der noget?", ["Anders Lund"])]


def test_list_of_names_is_left_with_escape(browse: Callable, strategy: Strategy, ingrid: User, anders: User) -> None:
    page = browse(ingrid)
    write(page, "@")
    expect(page.get_by_role("option", name="Anders Lund")).to_be_visible()
    page.keyboard.press("Escape")

    expect(page.get_by_role("listbox")).to_be_hidden()
    assert page.input_value(TEXT) == "@"


def test_half_written_comment_survives_a_reload_and_goes_when_it_is_sent(
    browse: Callable, strategy: Strategy, ingrid: User
) -> None:
    page = browse(ingrid)
    write(page, "Hvor kommer tallet fra")
    page.reload()
    expect(page.locator(TEXT)).to_have_value("Hvor kommer tallet fra")
    page.locator("form[data-draft] .btn-primary").click()
    expect(page.locator(".comments .said")).to_have_text("Hvor kommer tallet fra")
    # The script has read what the address says of the draft, and taken it out again.
    expect(page).not_to_have_url(re.compile("sent="))

    page.goto(ADD)

    expect(page.locator(TEXT)).to_have_value("")


def test_half_written_comment_survives_a_lost_connection(browse: Callable, strategy: Strategy, ingrid: User) -> None:
    page = browse(ingrid)
    write(page, "Skrevet i toget")
    page.context.set_offline(True)
    page.locator("form[data-draft] .btn-primary").click()
    page.wait_for_url("chrome-error://**")
    page.context.set_offline(False)
    browse.faults.clear()  # type: ignore[attr-defined]

    page.goto(ADD)

    expect(page.locator(TEXT)).to_have_value("Skrevet i toget")
    assert said() == []


def test_draft_is_of_its_place_and_of_its_person(browse: Callable, strategy: Strategy, ingrid: User) -> None:
    page = browse(ingrid)
    write(page, "Om hvorfor")
    page.goto(f"{HERE}comments/add/?about=s")

    expect(page.locator(TEXT)).to_have_value("")


def test_all_of_it_works_without_a_script(browse: Callable, strategy: Strategy, ingrid: User, anders: User) -> None:
    page = browse(ingrid, java_script_enabled=False)
    page.goto(f"{HERE}review/")
    page.locator("#a-why_international").get_by_role("link", name="Skriv en kommentar").click()
    page.locator(TEXT).fill("Er det nok?")
    page.locator("[data-people] summary").click()
    page.get_by_label("Anders Lund").check()
    page.get_by_role("button", name="Send kommentaren").click()
    page.locator(TEXT).fill("Jeg tænker på tallet.")
    page.get_by_role("button", name="Send svaret").click()
    page.get_by_role("button", name="Afslut").click()

    expect(page.locator(".note.ok").filter(has_text="Afsluttet af Ingrid")).to_be_visible()
    assert said() == [("Er det nok?", ["Anders Lund"]), ("Jeg tænker på tallet.", [])]


def test_comments_come_to_the_questions_of_a_phase(browse: Callable, strategy: Strategy, ingrid: User) -> None:
    talk(strategy, ingrid, "Hvor kommer tallet fra?", about="q:why_international")
    page = browse(ingrid)
    page.goto(f"{HERE}phases/foundation/")

    expect(page.locator("#talk-why_international .said")).to_have_text("Hvor kommer tallet fra?")


@at_a_desk_and_on_a_phone
def test_nothing_is_wrong_with_any_page_of_deciding(
    walk: Callable, strategy: Strategy, ingrid: User, anders: User, look: Look
) -> None:
    shown, cluster = opened(strategy), strategy.cluster
    day = days.TODAY + timedelta(days=10)
    ask_for_review(shown=shown, reviewers=[ingrid], until=day, note="Se på visionen", by=anders)
    talk(strategy, anders, "@Ingrid Hvor kommer tallet fra?", about="q:why_international")
    snapshot = Snapshot.objects.of(cluster).get()
    plain, guarded = (
        share(cluster=cluster, snapshot=snapshot, name="Alle", ends_on=day, password=word, by=ingrid)[1]
        for word in ("", "ni havørne")
    )
    paths = ["review/", "comments/", "comments/1/", "comments/add/?about=s"]
    paths += ["snapshots/", "snapshots/1/", "snapshots/1/compare/", "snapshots/1/links/"]

    found = walk(ingrid, look, [*(HERE + path for path in paths), f"/shared/{plain}/", f"/shared/{guarded}/"])

    assert found == {}


@at_a_desk_and_on_a_phone
def test_nothing_is_wrong_with_any_page_of_what_was_approved(
    walk: Callable, strategy: Strategy, ingrid: User, look: Look
) -> None:
    cluster = strategy.cluster
    goal = make_goal(strategy, ingrid, "Flere eksporterer")
    measured_kpi(cluster, ingrid, goal)
    adopt(strategy, ingrid, days.TODAY)
    change_goal(goal=goal, draft=GoalDraft(Text(da="Færre")), based_on=goal.revision, by=ingrid, reason="Lukket marked")
    strategy = opened(strategy).strategy
    strategy.cluster = cluster
    asked = {"meeting_on": days.TODAY, "asked": Text(da="Godkend budgettet."), "by": ingrid}
    pack = start_pack(cluster=cluster, strategy=strategy, **asked)
    send_pack(pack=pack, seen=digest_of(plain(gathered(pack, days.TODAY))), by=ingrid)
    start_pack(cluster=cluster, strategy=strategy, **asked)
    paths = ["", "approve/", "deviations/", "next/", "lessons/", "snapshots/", "snapshots/1/"]
    packs = [f"/c/havtorn/documents/packs/{path}" for path in ("", "new/", "1/", "2/", "2/change/")]
    rounds = [f"/c/havtorn/kpis/{path}" for path in ("1/targets/", "rounds/", "rounds/new/")]

    assert walk(ingrid, look, [*(HERE + path for path in paths), *packs, *rounds]) == {}


def test_what_is_said_stands_beside_its_question_where_there_is_room(
    browse: Callable, strategy: Strategy, ingrid: User
) -> None:
    talk(strategy, ingrid, "Hvor kommer tallet fra?", about="q:why_international")
    page = browse(ingrid)

    def places(width: int) -> tuple[dict[str, float], dict[str, float]]:
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(f"{HERE}phases/foundation/")
        said = page.locator("#talk-why_international")
        expect(said.locator(".said")).to_be_visible()
        return page.locator("#q-why_international").bounding_box(), said.bounding_box()

    card, said = places(1440)
    assert said["x"] >= card["x"] + card["width"]
    assert abs(said["y"] - card["y"]) < 8
    for width in (1024, 390):
        card, said = places(width)
        assert said["y"] >= card["y"] + card["height"]


def test_board_member_writes_answers_and_approves_on_a_tablet(
    browse: Callable, strategy: Strategy, cluster: Cluster, ingrid: User, anders: User
) -> None:
    cluster.memberships.filter(user=anders).update(is_approver=True)
    ask_for_review(shown=opened(strategy), reviewers=[anders], until=days.TODAY, note="Læs fase 1.", by=ingrid)
    page = browse(anders, has_touch=True, viewport={"width": 1024, "height": 768})

    page.goto(f"{HERE}review/")
    page.locator("#a-why_international .th-add").first.tap()
    page.locator(TEXT).tap()
    page.keyboard.type("Hvor kommer tallet fra?")
    page.locator("form[data-draft] .btn-primary").tap()
    expect(page.locator(".comments .said")).to_have_text("Hvor kommer tallet fra?")

    page.goto(f"{HERE}snapshots/1/")
    page.locator("input[name=answer][value=ready]").tap()
    page.locator("form:has(input[name=answer]) .btn-primary").tap()
    expect(page.locator("[aria-labelledby=h-reviews] td .chip.ok")).to_be_visible()

    page.goto(f"{HERE}approve/")
    page.locator("input[name=minute]").tap()
    page.keyboard.type("Punkt 4")
    page.locator("form:has(input[name=minute]) .btn-primary").tap()
    expect(page.get_by_text("Punkt 4").first).to_be_visible()

    assert said() == [("Hvor kommer tallet fra?", [])]
    assert Review.objects.of(cluster).get().answer == "ready"
    assert Approval.objects.of(cluster).get().by == anders
