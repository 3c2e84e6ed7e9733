"""A survey from the sheet of sixty companies to the value of a KPI and the report, in either language, by phone."""

import re
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO

import pytest
from django.core import mail
from django.test import Client
from django.utils import translation
from django.utils.translation import gettext as _
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from accounts.models import User
from clusters.models import Cluster
from kpis.models import Measurement
from surveys.models import SurveyInvitation, SurveyRound, WaitingAnswer
from surveys.services.sending import look
from tests.browser.looks import scrolls_sideways
from tests.days import TODAY
from tests.kpis.sheets import csv
from tests.surveys.samples import HEAD, a_survey, fed_kpi

Browse = Callable[..., Page]
Axe = Callable[..., list[str]]
COMPANIES = 60
SURVEYS = "/c/havtorn/surveys/"
LINK = re.compile(r"/answer/[\w-]+/(?!stop)")


def sheet(language: str) -> bytes:
    """Sixty companies, as somebody keeps them: one of them without an address, all others with one of their own."""
    written = "engelsk" if language == "en-gb" else "dansk"
    sizes, regions = (5, 20, 100), ("Midtjylland", "Syddanmark")
    return csv(
        HEAD,
        *(
            f"Firma {n} ApS;{10_000_000 + n};{sizes[n % 3]};{regions[n % 2]};;firma{n}@example.com;{written}"
            for n in range(1, COMPANIES)
        ),
        f"Uden Post ApS;99999999;20;Midtjylland;;;{written}",
    )


def links_in_mails(*, reminders: bool) -> list[str]:
    """Return the links that have been mailed, of the first letters or of the reminders."""
    seen: set[str] = set()
    found: list[str] = []
    for one in mail.outbox:
        link = LINK.search(str(one.body))
        assert link is not None
        if reminders == (link.group() in seen):
            found.append(link.group())
        seen.add(link.group())
    return found


def bring_the_companies(page: Page, language: str) -> None:
    page.goto(f"{SURVEYS}companies/import/")
    page.set_input_files("#id_file", {"name": "medlemmer.csv", "mimeType": "text/csv", "buffer": sheet(language)})
    page.locator("form:has(#id_file) button[type=submit]").click()
    page.locator("form[action$='/confirm/'] button").press("Enter")
    expect(page.locator("main")).to_contain_text("Firma 1 ApS")


def prepare(page: Page, edition: int) -> None:
    page.goto(f"{SURVEYS}new/")
    page.locator(f"[name=edition][value='{edition}']").check()
    page.locator("[name=kind]").select_option("baseline")
    page.locator("main form button[type=submit]").last.press("Enter")
    expect(page.locator("form[action$='/send/'] button")).to_contain_text("59")


def try_it(page: Page) -> None:
    """Answer by the test link, in the phone that stands on the page."""
    page.goto(f"{SURVEYS}1/links/")
    phone = page.frame_locator("iframe")
    phone.locator("[name=a-partners]").fill("0")
    phone.locator("[name=a-plan][value=none]").check()
    phone.locator("button.main").press("Enter")
    expect(phone.locator("h1[data-sent]")).to_be_visible()
    assert not WaitingAnswer.objects.of(SurveyRound.across_clusters.get().cluster).exists()


def answer_half(phone: Page, link: str, language: str, axe: Axe) -> None:
    """Write something, lose the page, find it again, also after the language was changed in the midst."""
    other = "en" if language == "da" else "da"
    own = "da" if language == "da" else "en"
    phone.goto(link)
    phone.locator("[name=a-partners]").fill("3")
    phone.locator(f"[name=a-comment-{own}]").fill("Half a word")
    phone.goto("about:blank")
    phone.goto(link)
    expect(phone.locator(f"[name=a-comment-{own}]")).to_have_value("Half a word")
    phone.locator(f"button[value={other}]").press("Enter")
    phone.locator(f"[name=a-comment-{other}]").fill("Half a word and more")
    phone.goto("about:blank")
    phone.goto(link)
    expect(phone.locator(f"[name=a-comment-{other}]")).to_have_value("Half a word and more")
    assert not scrolls_sideways(phone)
    assert axe(phone) == []


def answer_by_phone(phone: Page, link: str, partners: int) -> None:
    phone.goto(link)
    phone.locator("[name=a-partners]").fill(str(partners))
    phone.locator("[name=a-plan][value=written]").check()
    if phone.locator("[name=a-benefit]").count():
        phone.locator("[name=a-benefit][value='4']").check()
    phone.locator("button.main").press("Enter")
    # Only who has partners is asked of what use they were, so the page comes once more.
    expect(phone.locator("h1[data-sent], [role=alert][data-focus]")).to_be_visible()
    if phone.locator("[name=a-benefit]").count():
        phone.locator("[name=a-benefit][value='4']").check()
        phone.locator("button.main").press("Enter")
    expect(phone.locator("h1[data-sent]")).to_be_visible()


def answered_elsewhere(links: list[str]) -> None:
    """Answer as browsers do that nobody watches."""
    for number, link in enumerate(links):
        sent = {"a-partners": str(number % 5), "a-plan": "written", "a-benefit": "3", "part": "all", "act": "send"}
        sent |= {"seen": "partners,plan,offers,benefit,orders,comment", "language": "da"}
        assert b"data-sent" in Client().post(link, sent).content


@pytest.mark.parametrize(("language", "width"), [("da", 390), ("en-gb", 320)])
def test_survey_runs_from_the_sheet_of_companies_to_the_value_of_a_kpi_and_the_report(
    browse: Browse, axe: Axe, cluster: Cluster, alice: User, language: str, width: int
) -> None:
    kpi, edition = fed_kpi(cluster, alice), a_survey()
    desk = browse(alice, language=language, viewport={"width": 1280, "height": 900})
    bring_the_companies(desk, language)
    prepare(desk, edition.pk)
    try_it(desk)
    desk.goto(f"{SURVEYS}1/")
    desk.locator("form[action$='/send/'] button").press("Enter")
    expect(desk.locator("form[action$='/close/'] button")).to_be_visible()
    expect(desk.locator("main")).to_contain_text("Uden Post ApS")

    links = links_in_mails(reminders=False)
    assert len(links) == len(set(links)) == 59
    phone = browse(language=language, viewport={"width": width, "height": 780})
    answer_half(phone, links[0], language[:2], axe)
    answer_by_phone(phone, links[0], 3)
    answered_elsewhere(links[1:12])

    look(today=TODAY + timedelta(days=7))
    reminded = links_in_mails(reminders=True)
    assert set(reminded) == set(links[12:])
    answer_by_phone(phone, reminded[0], 2)
    phone.goto(links[0])
    expect(phone.locator("#answers")).to_have_count(0)

    desk.goto(f"{SURVEYS}1/")
    expect(desk.locator("main")).to_contain_text("13")
    desk.locator("form[action$='/close/'] button").press("Enter")
    expect(desk.locator("#h-fed")).to_be_visible()
    measured = Measurement.objects.of(cluster).get()
    assert (measured.kpi, measured.answers, measured.invited) == (kpi, 13, 59)
    assert SurveyInvitation.objects.of(cluster).filter(has_answered=True).count() == 13
    desk.locator("main a[href$='/results/']").first.click()
    expect(desk.locator("#q-partners")).to_be_visible()
    desk.goto(kpi.get_absolute_url())
    expect(desk.locator(f"main a[href='{SURVEYS}1/']").first).to_be_visible()

    report = desk.context.request.get(f"/c/havtorn/documents/surveys/1/{language[:2]}.pdf")
    read = "".join(one.extract_text() for one in PdfReader(BytesIO(report.body())).pages)
    pages = " ".join(read.split())
    with translation.override(language):
        assert _("%(answered)s of %(invited)s (%(rate)s)") % {"answered": 13, "invited": 59, "rate": "22 %"} in pages
