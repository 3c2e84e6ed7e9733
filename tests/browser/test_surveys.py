"""A company answers on a phone, and a secretariat closes the survey. Axe is silent, and a phone is wide enough."""

from collections.abc import Callable

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from accounts.models import User
from clusters.models import Cluster
from library.models import Edition
from reports.models import Export
from surveys.models import SurveyRound, WaitingAnswer
from surveys.services.anonymity import unsealed
from surveys.services.rounds import close_round, open_round
from surveys.services.sending import token_of
from tests.browser.looks import LOOKS, Look, in_every_look, scrolls_sideways
from tests.surveys.samples import a_round, a_survey, an_answer, an_open_round, answers_to, links, sent_register
from tests.surveys.test_links import proof_of

Browse = Callable[..., Page]
Axe = Callable[..., list[str]]
PHONE = {"width": 390, "height": 800}

PAGES = [
    "",
    "new/",
    "1/",
    "1/results/",
    "1/results/?by=size",
    "2/",
    "2/edit/",
    "2/links/",
    "3/",
    "3/links/",
    "1/results/?size=small",
    "1/results/?with=4",
    "companies/",
    "companies/new/",
    "companies/1/",
    "companies/import/",
    "companies/import/1/",
    "rules/",
]


@pytest.fixture
def rounds(cluster: Cluster, alice: User) -> None:
    """A closed round with results, a draft, and a sheet that waits."""
    round = an_open_round(cluster, alice, 8)
    answers_to(round, *(an_answer(n, benefit=3, comment={"da": f"Ord {n}"}) for n in range(1, 8)))
    close_round(round=round, by=alice)
    edition = Edition.objects.get()
    a_round(cluster, alice, kind="midterm", edition=edition)
    open_round(round=a_round(cluster, alice, edition=edition, way="open"), by=alice)
    again = open_round(round=a_round(cluster, alice, edition=edition), by=alice)
    answers_to(again, *(an_answer(n, benefit=4) for n in range(1, 7)))
    close_round(round=again, by=alice)
    sent_register(cluster, alice)


@in_every_look
def test_nothing_is_wrong_with_any_page(
    walk: Callable[..., dict[str, list[str]]], cluster: Cluster, rounds: None, alice: User, look: Look
) -> None:
    client = Client()
    client.force_login(alice)
    # Who asks for the report sees how far it is, and finds it on a page of its own.
    client.get(f"/c/{cluster.slug}/documents/surveys/1/da.pdf")
    report = Export.objects.of(cluster).select_related("cluster").get().get_absolute_url()
    assert walk(alice, look, [*(f"/c/{cluster.slug}/surveys/{path}" for path in PAGES), report]) == {}


@pytest.mark.parametrize("width", [320, 390, 700, 1024, 1280])
def test_a_drawing_of_results_has_the_width_of_the_page_and_is_read_once(
    browse: Browse, cluster: Cluster, rounds: None, alice: User, width: int
) -> None:
    page = browse(alice, language="en-gb", viewport={"width": width, "height": 800})
    page.goto(f"/c/{cluster.slug}/surveys/1/results/")
    charts = page.locator(".survey-chart")

    assert charts.count() > 0
    assert charts.get_by_role("img").count() == charts.count()
    for chart in charts.all():
        drawing = chart.locator("svg").filter(visible=True)
        room = chart.evaluate("one => one.parentElement.getBoundingClientRect().right")
        ends = drawing.locator("text").evaluate_all("all => all.map((one) => one.getBoundingClientRect().right)")
        letters = drawing.locator("text").evaluate_all("all => all.map((one) => one.getBoundingClientRect().height)")
        assert max(ends) <= room
        assert min(letters) >= 11
    assert not scrolls_sideways(page)


@pytest.fixture
def running(cluster: Cluster, alice: User) -> SurveyRound:
    return an_open_round(cluster, alice, 6, edition=a_survey("phone"))


@pytest.mark.parametrize("look", [*LOOKS, Look("da", "dark", 320), Look("en-gb", "light", 320)], ids=str)
def test_nothing_is_wrong_with_the_page_of_a_company(
    browse: Browse, axe: Axe, running: SurveyRound, look: Look
) -> None:
    page = browse(language=look.language, viewport={"width": look.width, "height": 800}, color_scheme=look.theme)
    for path in ("", "?all", "stop/"):
        page.goto(f"/answer/{links(running)[0]}/{path}")
        assert axe(page) == []
        assert not scrolls_sideways(page)


@pytest.mark.parametrize("width", [320, 390])
def test_nothing_is_wrong_with_the_open_link(
    browse: Browse, axe: Axe, cluster: Cluster, alice: User, width: int
) -> None:
    round = open_round(round=a_round(cluster, alice, way="open", edition=a_survey("phone")), by=alice)
    page = browse(language="en-gb", viewport={"width": width, "height": 800})
    page.goto(f"/answer/{token_of(round.open_seed)}/")
    page.locator("[name=a-partners]").fill("0")
    page.locator("[name=a-plan][value=none]").check()
    page.locator("#id_sum").fill("1000")
    page.locator("button.main").press("Enter")
    expect(page.locator("#id_sum")).to_have_attribute("aria-invalid", "true")
    assert axe(page) == []
    assert not scrolls_sideways(page)
    page.locator("#id_sum").fill(proof_of(page.content())["sum"])
    page.locator("button.main").press("Enter")
    expect(page.locator("h1[data-sent]")).to_be_visible()
    assert axe(page) == []
    page.goto(f"/answer/{token_of(round.open_seed)}/")
    expect(page.locator("#answers")).to_have_count(0)
    assert axe(page) == []


def test_company_answers_on_a_phone_in_two_languages_and_what_it_wrote_outlives_the_page(
    browse: Browse, running: SurveyRound
) -> None:
    page = browse(viewport=PHONE)
    page.goto(f"/answer/{links(running)[0]}/")
    page.locator("[name=a-partners]").fill("3")
    page.locator("[name=a-comment-da]").fill("Tak for turen")
    page.goto("about:blank")

    page.goto(f"/answer/{links(running)[0]}/")
    expect(page.locator("[name=a-partners]")).to_have_value("3")
    page.locator("[name=a-plan][value=written]").check()
    page.get_by_role("button", name="English").press("Enter")
    expect(page.locator("[name=a-comment-en]")).to_have_value("Tak for turen")
    page.locator("[name=a-benefit][value='4']").check()
    page.get_by_role("button", name="Send the answer").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you")
    page.wait_for_load_state()
    assert page.evaluate("localStorage.length") == 0

    (waiting,) = WaitingAnswer.objects.of(running.cluster)
    assert unsealed(waiting)[2] == {"partners": 3, "plan": "written", "benefit": 4, "comment": {"en": "Tak for turen"}}


def test_company_answers_without_a_script(browse: Browse, running: SurveyRound) -> None:
    page = browse(viewport=PHONE, java_script_enabled=False)
    page.goto(f"/answer/{links(running)[0]}/")
    page.locator("[name=a-partners]").fill("0")
    page.locator("[name=a-plan][value=none]").check()
    page.get_by_role("button", name="Send").last.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text("Tak for svaret")
    assert WaitingAnswer.objects.of(running.cluster).count() == 1


HOSTILE = (
    "{",
    "null",
    "7",
    '{"language": "xx", "typed": [["a-gone", "3"]]}',
    '{"language": "en", "typed": [["act", "send"], ["language", "<b>"], 7, null, ["a-x\\"]", "<img src=x>"]]}',
    '{"typed": "a-"}',
)


@pytest.mark.parametrize("kept", HOSTILE)
def test_what_is_kept_and_cannot_be_read_is_as_if_nothing_were(browse: Browse, running: SurveyRound, kept: str) -> None:
    phone = browse(viewport=PHONE)
    link = f"/answer/{links(running)[0]}/?language=en"
    phone.goto(link)
    phone.evaluate("kept => localStorage.setItem(`answer:${location.pathname}`, kept)", kept)

    phone.goto(link)

    expect(phone.locator("[name=a-partners]")).to_have_value("")
    assert phone.locator("#answers [name=act][type=hidden]").count() == 0
    phone.locator("[name=a-partners]").fill("4")
    phone.goto("about:blank")
    phone.goto(link)
    expect(phone.locator("[name=a-partners]")).to_have_value("4")
