"""A group scores on phones, opens the answers at the meeting and agrees. Axe is silent, and a phone is wide enough."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from assessments.models import Assessment, Score
from assessments.services import Guest, add_guest, show_alone
from clusters.models import Cluster
from tests import factories
from tests.assessments import samples
from tests.browser.looks import Look, in_every_look

Browse = Callable[..., Page]
PAGES = [
    "",
    "new/",
    "1/",
    "1/meeting/mandate/",
    "1/again/",
    "2/",
    "2/edit/",
    "2/ask/",
    "2/guests/",
    "2/score/",
    "2/score/mandate/",
    "2/own/",
    "3/",
    "3/own/",
    "3/score/",
    "4/",
    "strategies/1/",
]


@pytest.fixture
def assessments(cluster: Cluster, alice: User, bob: User) -> tuple[Assessment, Assessment]:
    """One whose answers are open, with two camps, and one that Alice and Bob are asked for."""
    factories.make_strategy(cluster, alice)
    closed = samples.a_closed_one(cluster, alice, (1, 3, 2), (1, 3, 2), (5, 3, 2), (5, 3, 1))
    opened = samples.an_assessment(cluster, alice, bob, name="Status 2027")
    for name in ("Alone", "Alone, and shown"):
        alone = samples.an_assessment(cluster, alice, name=name, edition=samples.an_edition_of_phases())
        samples.scores_of(alone, samples.own(alone, alice), 2, 4, 1, note="Min note")
    show_alone(assessment=alone, by=alice)
    return closed, opened


@in_every_look
def test_nothing_is_wrong_with_any_page(
    walk: Callable, cluster: Cluster, assessments: tuple, alice: User, look: Look
) -> None:
    assert walk(alice, look, [f"/c/{cluster.slug}/assessments/{path}" for path in PAGES]) == {}


def test_guest_scores_on_a_phone_and_each_choice_is_saved_at_once(
    browse: Browse, assessments: tuple[Assessment, Assessment], alice: User
) -> None:
    _scorer, token = add_guest(assessment=assessments[1], guest=Guest("Gerda"), by=alice)
    page = browse(None, language="en-gb", viewport={"width": 390, "height": 800})

    page.goto(f"/score/{token}/")
    page.get_by_role("link", name="Begin").click()
    expect(page.get_by_label("Level 4.")).to_be_visible()
    page.wait_for_load_state()  # a choice that is made before the script is there is saved by the button alone
    page.get_by_label("Level 4.").check()
    expect(page.get_by_role("status").filter(has_text="Saved")).to_be_visible()
    page.get_by_role("button", name="Next").click()
    expect(page.get_by_text("Statement 2 of 3")).to_be_visible()

    assert Score.objects.of(assessments[1].cluster).get(scorer__name="Gerda").level == 4


def test_meeting_notes_what_is_agreed_by_keyboard(
    browse: Browse, assessments: tuple[Assessment, Assessment], alice: User
) -> None:
    page = browse(alice, language="en-gb")

    page.goto(assessments[0].url("meeting"))
    page.get_by_label("3: mandate step 3").press("Space")
    page.get_by_label("Because").fill("The minutes say so")
    page.get_by_role("button", name="Save, and go on").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Statement data")

    assert samples.agreement_of(assessments[0], "mandate").level == 3


def test_three_browsers_at_once_from_the_question_to_the_activity(
    browse: Browse, cluster: Cluster, alice: User, bob: User
) -> None:
    """The facilitator at a desk, a member at another, a board member by a link on a phone."""
    factories.make_strategy(cluster, alice)
    asked = samples.an_assessment(cluster, alice, bob, name="Status 2027")
    _scorer, token = add_guest(assessment=asked, guest=Guest("Gerda"), by=alice)
    desk = browse(alice, language="en-gb", viewport={"width": 1440, "height": 900})
    member = browse(bob, language="en-gb", viewport={"width": 1024, "height": 768})
    phone = browse(None, language="en-gb", viewport={"width": 390, "height": 800})
    places = {desk: asked.score_url, member: asked.score_url, phone: f"/score/{token}/"}

    for (page, start), levels in zip(places.items(), ((1, 3, 2), (1, 4, 2), (3, 4, 2)), strict=True):
        page.goto(start)
        page.get_by_role("link", name="Begin").click()
        for level in levels:
            page.get_by_label(f"Level {level}.").check()
            page.get_by_role("button", name="Next").click()
    phone.goto(f"/score/{token}/mandate/")
    phone.get_by_text("Add a file that shows it").click()
    phone.locator("#file").set_input_files({"name": "Referat.txt", "mimeType": "text/plain", "buffer": b"Referat"})
    phone.get_by_role("button", name="Save the file").click()
    expect(phone.get_by_role("link", name="Referat.txt")).to_be_visible()

    # Blind: the member sees neither the facilitator's score nor the file.
    member.goto(asked.url())
    expect(member.get_by_role("main")).not_to_contain_text("Referat.txt")
    desk.goto(asked.url())
    desk.get_by_role("button", name="Open the answers").click()
    # Who answers too late is told so, and nothing is lost that was there.
    phone.get_by_label("Level 5.").check()
    expect(phone.get_by_role("status").filter(has_text="Not saved")).to_contain_text("has passed")

    for page in (desk, member):
        page.goto(asked.url("statement", "mandate"))
        expect(page.get_by_role("link", name="Referat.txt")).to_be_visible()
    desk.get_by_label("2: mandate step 2").press("Space")
    desk.get_by_role("button", name="Save, and go on").click()
    expect(desk.get_by_role("heading", level=1)).not_to_have_text("Statement mandate")
    member.goto(asked.url())
    expect(member.get_by_role("main")).to_contain_text("Statement mandate")

    desk.goto(asked.url())
    desk.locator("#n-mandate").get_by_role("button", name="Make it an activity").click()
    desk.locator("#n-mandate").get_by_role("link", name="A1").click()
    expect(desk.get_by_role("link", name="Statement mandate")).to_be_visible()
    assert Score.objects.of(cluster).filter(scorer__name="Gerda", key="mandate").get().level == 3


# Of the picture's width; on a projected picture of 2.2 metres capitals are then 22 mm high, 1/270 of six metres.
LEAST_SHARE = 0.014
SMALLEST_TEXT = """() => {
    const words = document.createTreeWalker(document.getElementById("main"), NodeFilter.SHOW_TEXT);
    let least = [innerWidth, ""];
    while (words.nextNode()) {
        const one = words.currentNode, on = one.parentElement;
        if (!one.data.trim() || on.closest(".visually-hidden, .ph-num") || !on.getClientRects().length) continue;
        const size = parseFloat(getComputedStyle(on).fontSize);
        if (size < least[0]) least = [size, one.data.trim()];
    }
    return least;
}"""
MIDDLES = """(what) => [...new Set([...document.querySelectorAll(what)].map((one) => {
    const box = one.getBoundingClientRect();
    return Math.round(box.x + box.width / 2);
}))]"""


@pytest.mark.parametrize(("width", "height"), [(1920, 1080), (1280, 720), (1280, 800)])
def test_meeting_is_read_from_the_back_of_the_room(
    browse: Browse, assessments: tuple[Assessment, Assessment], alice: User, width: int, height: int
) -> None:
    page = browse(alice, language="en-gb", viewport={"width": width, "height": height})

    page.goto(f"{assessments[0].url('meeting')}mandate/")

    size, words = page.evaluate(SMALLEST_TEXT)
    assert size >= LEAST_SHARE * width, words
    levels = page.evaluate(MIDDLES, ".sp-cols li > b")
    dots = page.evaluate(MIDDLES, "svg[role=img] .sp-dot")
    assert len(dots) == 2
    assert all(min(abs(dot - level) for level in levels) <= 2 for dot in dots)
