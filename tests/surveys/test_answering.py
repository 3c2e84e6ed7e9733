"""The page that a company answers on: by link, without an account, without a script, in two languages, once."""

import gzip
import re
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.contrib.staticfiles import finders
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from accounts.models import User
from clusters.models import Cluster
from core.dates import format_date
from surveys.models import Company, SurveyInvitation, SurveyRound, WaitingAnswer
from surveys.services.anonymity import unsealed
from surveys.services.rounds import close_round
from tests.days import NOW, TODAY
from tests.pages import tree, value
from tests.surveys.samples import an_open_round, links
from toolkit.logs import without_secrets

FULL = {"a-partners": "3", "a-plan": "written"}


@pytest.fixture
def round(cluster: Cluster, alice: User) -> SurveyRound:
    return an_open_round(cluster, alice, 6, introduction={"da": "Vi vil gerne høre fra jer."})


@pytest.fixture
def token(round: SurveyRound) -> str:
    return links(round)[0]


def address(token: str) -> str:
    return reverse("answering:answer", args=[token])


SEEN = "partners,plan,offers,benefit,orders,comment"


def post(token: str, act: str, **typed: object) -> HttpResponse:
    known = {"part": "only", "language": "da", "act": act, "seen": SEEN}
    return Client().post(address(token), {**known, **{name.replace("_", "-"): text for name, text in typed.items()}})


def waiting(round: SurveyRound) -> list[dict[str, object]]:
    return [unsealed(one)[2] for one in WaitingAnswer.objects.of(round.cluster).filter(round=round)]


def words(answer: HttpResponse) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def test_answer_is_taken_without_an_account_and_thanked_for(round: SurveyRound, token: str) -> None:
    assert "Vi vil gerne høre fra jer." in words(Client().get(address(token)))

    answer = post(token, "send", **FULL, **{"a-benefit": "4", "a-comment-da": "Mere af det samme"})

    assert (answer.status_code, "Tak" in words(answer)) == (200, True)
    assert waiting(round) == [{"partners": 3, "plan": "written", "benefit": 4, "comment": {"da": "Mere af det samme"}}]


def test_opening_a_link_uses_nothing_up(round: SurveyRound, token: str) -> None:
    client = Client(headers={"User-Agent": "link scanner"})
    for path in (address(token), reverse("answering:stop", args=[token])):
        assert (client.get(path).status_code, client.head(path).status_code) == (200, 200)

    assert waiting(round) == []
    assert not SurveyInvitation.objects.of(round.cluster).filter(has_answered=True).exists()
    assert not Company.objects.of(round.cluster).filter(do_not_ask=True).exists()


def test_same_form_sent_twice_is_one_answer(round: SurveyRound, token: str) -> None:
    post(token, "send", **FULL)
    again = post(token, "send", **{**FULL, "a-partners": "99"})

    assert again.status_code == 409
    assert "99" in words(again)
    assert [one["partners"] for one in waiting(round)] == [3]
    assert "allerede" in words(Client().get(address(token))) or "brugt" in words(Client().get(address(token)))


def test_what_is_missing_or_wrong_is_said_and_nothing_typed_is_lost(round: SurveyRound, token: str) -> None:
    answer = post(token, "send", **{"a-partners": "mange", "a-comment-da": "Min tekst"})

    assert answer.status_code == 422
    page = answer.content.decode()
    assert 'value="mange"' in page
    assert "Min tekst" in page
    assert 'href="#q-plan"' in page
    assert waiting(round) == []


@pytest.mark.parametrize(
    ("language", "typed", "written", "kept"),
    [
        ("en", "35,5", "35.5", 35.5),
        ("da", "35.5", "35,5", 35.5),
        ("en", "0,125", "0.125", 0.125),
        ("en", "1,234", "1234", 1234),
        ("da", "1.234", "1234", 1234),
    ],
)
def test_a_decimal_mark_of_the_other_language_is_taken_and_comes_back_as_the_page_writes_it(
    round: SurveyRound, token: str, language: str, typed: str, written: str, kept: float
) -> None:
    sent = {**FULL, "a-orders": typed, "language": language}

    assert value(post(token, "all", **sent), "a-orders") == written
    assert value(post(token, "send", **{**sent, "a-partners": "mange"}), "a-orders") == written
    assert post(token, "send", **sent).status_code == 200
    assert [one["orders"] for one in waiting(round)] == [kept]


@pytest.mark.parametrize(("language", "typed"), [("en", "1234,567"), ("da", "1234.567"), ("en", "450.000")])
def test_an_amount_that_may_be_thousands_is_asked_about_as_it_was_typed(
    round: SurveyRound, token: str, language: str, typed: str
) -> None:
    answer = post(token, "send", **FULL, **{"a-orders": typed, "language": language})

    assert (answer.status_code, value(answer, "a-orders")) == (422, typed)
    assert waiting(round) == []


def test_a_number_is_written_anew_in_the_other_language(token: str) -> None:
    assert value(post(token, "en", **FULL, **{"a-orders": "35.5"}), "a-orders") == "35.5"
    assert value(post(token, "da", **FULL, **{"a-orders": "35,5", "language": "en"}), "a-orders") == "35,5"


def test_question_behind_a_condition_is_asked_only_where_it_fits(round: SurveyRound, token: str) -> None:
    assert 'id="q-benefit"' in post(token, "all", **FULL).content.decode()
    assert 'id="q-benefit"' not in post(token, "all", **{**FULL, "a-partners": "0"}).content.decode()

    post(token, "send", **{**FULL, "a-partners": "0", "a-benefit": "5"})

    assert waiting(round) == [{"partners": 0, "plan": "written"}]


def test_question_that_an_answer_on_the_same_page_leads_to_is_asked_before_it_is_sent(
    round: SurveyRound, token: str
) -> None:
    answer = post(token, "send", seen="partners,plan,offers,orders,comment", **FULL)

    assert 'id="q-benefit"' in answer.content.decode()
    assert waiting(round) == []
    post(token, "send", **FULL)
    assert waiting(round) == [{"partners": 3, "plan": "written"}]


def test_one_question_at_a_time_leads_through_all_and_nothing_typed_is_lost(round: SurveyRound, token: str) -> None:
    url, client = reverse("answering:answer", args=[token]), Client()
    page = tree(client.post(url, {"act": "alone", "part": "all", "language": "en", "a-comment-en": "My words"}))
    met = []
    for typed in ({}, {"a-partners": "2"}, {"a-plan": "written"}, {}, {"a-benefit": "4"}, {}, {}):
        (shown,) = page.xpath("//main//fieldset/@id")
        met.append((shown, page.xpath("//main//form/p[@class='small']/text()")[0]))
        sent = {one.get("name"): one.get("value") for one in page.xpath("//main//form//input[@type='hidden']")}
        sent |= typed
        last = page.xpath("//button[@class='main']/@value")[0]
        if shown == "q-comment":
            assert page.xpath("//textarea/text()")[0].strip() == "My words"
            sent["a-comment-en"] = "My words"
        answer = client.post(url, {**sent, "act": last})
        page = tree(answer)

    # A required question is not passed without an answer, and who has partners is asked of what use they were.
    asked = ("partners", "partners", "plan", "offers", "benefit", "orders", "comment")
    assert [one for one, _words in met] == [f"q-{key}" for key in asked]
    assert met[-1][1] == "Question 6 of 6"
    assert waiting(round) == [{"partners": 2, "plan": "written", "benefit": 4, "comment": {"en": "My words"}}]


@pytest.mark.parametrize(
    ("part", "shown"),
    [("one:plan", ["q-plan"]), ("one:gone", ["q-partners"]), ("gone", None), ("all", None), ("x" * 5_000, None)],
)
def test_browser_goes_to_a_page_without_being_asked_for_what_is_missing(
    round: SurveyRound, token: str, part: str, shown: list[str] | None
) -> None:
    page = tree(post(token, "go", part="one:offers", to=part, **{"a-comment-da": "Mine ord"}))

    everything = ["q-partners", "q-plan", "q-offers", "q-orders", "q-comment"]
    assert [one for one in page.xpath("//main//fieldset/@id") if one != "q-benefit"] == (shown or everything)
    words = page.xpath("//textarea/text() | //input[@name='a-comment-da']/@value")
    assert [one.strip() for one in words] == ["Mine ord"]


def test_question_that_is_wrong_is_shown_alone_when_all_is_sent(round: SurveyRound, token: str) -> None:
    url = reverse("answering:answer", args=[token])

    page = tree(Client().post(url, {"act": "send", "part": "one:comment", "language": "en", "a-partners": "2"}))
    other = tree(Client().post(url, {"act": "next", "part": "one:nothing", "language": "en", "a-partners": "2"}))

    assert page.xpath("//main//fieldset/@id") == ["q-plan"]
    # A page that does not exist is the first.
    assert other.xpath("//main//fieldset/@id") == ["q-partners"]


def test_language_is_switched_in_the_midst_and_what_was_typed_goes_along(round: SurveyRound, token: str) -> None:
    typed = {**FULL, "a-orders": "1.250,5", "a-comment-da": "Fint"}
    answer = post(token, "en", **typed)

    page = answer.content.decode()
    assert '<html lang="en">' in page
    assert 'value="1,250.5"' in page or 'value="1250.5"' in page
    assert re.search(r'name="a-comment-en"[^>]*>\s*Fint', page)
    post(token, "send", **{**FULL, "language": "en", "a-orders": "1250.5", "a-comment-en": "Fint"})
    assert waiting(round)[0]["orders"] == 1250.5
    assert waiting(round)[0]["comment"] == {"en": "Fint"}


@pytest.mark.parametrize("token", ["x" * 43, "kort", "y" * 400, "%20" * 30])
def test_unknown_link_explains_itself(round: SurveyRound, token: str) -> None:
    answer = Client().get(f"/answer/{token}/")

    assert answer.status_code == 404


def test_link_is_shut_when_the_round_is_closed_and_shows_what_was_typed(
    round: SurveyRound, token: str, alice: User
) -> None:
    close_round(round=round, by=alice)

    answer = post(token, "send", **FULL, **{"a-comment-da": "Skrevet i toget"})

    assert answer.status_code == 410
    assert "Skrevet i toget" in words(answer)
    # It was closed before the last day that was written to them.
    assert format_date(TODAY, "da") in words(answer)
    assert format_date(round.closes_on, "da") not in words(answer)
    assert waiting(round) == []


def test_revoked_link_explains_itself(round: SurveyRound, token: str) -> None:
    SurveyInvitation.objects.of(round.cluster).filter(round=round).update(is_revoked=True)

    assert Client().get(address(token)).status_code == 410


def test_link_of_an_archived_cluster_takes_no_answer_and_gives_the_words_back(round: SurveyRound, token: str) -> None:
    Cluster.objects.filter(pk=round.cluster.pk).update(archived_at=NOW)

    answer = post(token, "send", **FULL, **{"a-comment-da": "Skrevet i toget"})

    assert (Client().get(address(token)).status_code, answer.status_code) == (410, 410)
    assert "Skrevet i toget" in words(answer)
    assert waiting(round) == []


def test_who_is_late_by_a_little_is_heard_and_by_a_day_is_told(round: SurveyRound, token: str) -> None:
    end = NOW.replace(hour=0, minute=0) + timedelta(days=22)
    with time_machine.travel(end + timedelta(hours=3), tick=False):
        assert Client().get(address(token)).status_code == 410
    with time_machine.travel(end + timedelta(hours=1), tick=False):
        assert post(token, "send", **FULL).status_code == 200


@pytest.mark.parametrize(
    "typed",
    [
        {"a-unknown": "1", "a-partners": "3", "a-plan": "written"},
        {"a-partners": "3", "a-plan": "resigned"},
        {"a-partners": "-1", "a-plan": "written"},
        {"a-partners": "1e400", "a-plan": "written"},
        {"a-partners": "9" * 100_000, "a-plan": "written"},
        {**FULL, "a-comment-da": "æ" * 100_000},
        {**FULL, "a-comment-da": "x" * 1_000_000},
        {**FULL, "part": "one:" + "x" * 10_000},
        {**FULL, "a-offers": ["none"] * 5_000},
        {**FULL, "part": "ukendt"},
        {**FULL, "language": "klingon", "act": "fly"},
    ],
)
def test_hostile_input_gets_an_answer(round: SurveyRound, token: str, typed: dict[str, object]) -> None:
    answer = Client().post(address(token), {"part": "only", "act": "send", "seen": SEEN, **typed})

    assert answer.status_code in (200, 413, 422)
    for one in waiting(round):
        assert set(one) <= {"partners", "plan", "offers", "benefit", "orders", "comment"}


def test_one_click_ends_it_for_good(round: SurveyRound, token: str) -> None:
    path = reverse("answering:stop", args=[token])
    one_click = Client(enforce_csrf_checks=True).post(path, {"List-Unsubscribe": "One-Click"})

    assert one_click.status_code == 200
    assert Company.objects.of(round.cluster).filter(do_not_ask=True).count() == 1
    assert Client().post(path).status_code == 200


def test_link_of_another_cluster_shows_that_cluster_alone(
    round: SurveyRound, other_cluster: Cluster, charlie: User
) -> None:
    theirs = an_open_round(other_cluster, charlie, 2)

    page = words(Client().get(address(links(theirs)[0])))

    assert "Klyngen nabo" in page
    assert "havtorn" not in page


def test_page_is_small_sets_no_cookie_and_stays_out_of_caches(round: SurveyRound, token: str) -> None:
    answer = Client().get(address(token))

    assert answer.cookies.output() == ""
    assert "no-store" in answer["Cache-Control"]
    assert answer["Referrer-Policy"] == "no-referrer"
    files = [Path(str(finders.find(name))).read_bytes() for name in ("css/answer.css", "js/answer.js")]
    assert sum(len(gzip.compress(one)) for one in (answer.content, *files)) <= 30_000
    assert set(re.findall(r'(?:src|href)="(/static/[^"]+)"', answer.content.decode())) == {
        "/static/css/answer.css",
        "/static/js/answer.js",
        "/static/brand/mark.svg",
    }


def test_log_names_no_link(token: str) -> None:
    assert token not in without_secrets(f'"POST {address(token)} HTTP/1.1" 500')
    assert token not in without_secrets(f"GET {reverse('answering:stop', args=[token])}")
