"""The open link, which asks for a proof that a person answers; the test link, which keeps nothing; links withdrawn."""

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import OutboxMail, User
from clusters.models import Cluster
from surveys.models import SurveyAnswer, SurveyInvitation, SurveyRound, UsedProof, WaitingAnswer
from surveys.results import results_of
from surveys.services.links import withdraw_link
from surveys.services.rounds import close_round, open_round
from surveys.services.sending import token_of
from tests.surveys.samples import a_round, an_open_round, links

SignIn = Callable[[User | None], Client]
pytestmark = pytest.mark.django_db
NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
GIVEN = {"a-partners": "2", "a-plan": "written", "a-benefit": "4"}
SEND = {**GIVEN, "act": "send", "part": "all", "language": "en", "seen": "partners,plan,offers,benefit,orders,comment"}


@pytest.fixture
def round(cluster: Cluster, alice: User) -> SurveyRound:
    return open_round(round=a_round(cluster, alice, way="open"), by=alice)


def open_url(round: SurveyRound) -> str:
    return reverse("answering:answer", args=[token_of(round.open_seed)])


def trial_url(round: SurveyRound) -> str:
    return reverse("answering:answer", args=[token_of(round.test_seed)])


def proof_of(page: str) -> dict[str, str]:
    """Read the sum on a page as a person does."""
    one, two = re.findall(r"How much is (\w+) plus (\w+)\?", page)[0]
    token = re.findall(r'name="proof" value="([^"]+)"', page)[0]
    return {"proof": token, "sum": str(NUMBERS.index(one) + NUMBERS.index(two) + 2)}


def answered(url: str, **more: str) -> tuple[Client, str, int]:
    """Answer as somebody with a browser of their own."""
    client = Client()
    page = client.get(f"{url}?all&language=en").content.decode()
    answer = client.post(url, {**SEND, **proof_of(page), **more})
    return client, answer.content.decode(), answer.status_code


def test_everybody_who_has_the_link_answers_once_from_each_browser(round: SurveyRound, cluster: Cluster) -> None:
    assert not SurveyInvitation.objects.of(cluster).exists()
    assert not OutboxMail.objects.exists()
    client, page, status = answered(open_url(round))

    assert (status, "Thank you" in page) == (200, True)
    again = client.get(f"{open_url(round)}?language=en")
    assert "An answer has been sent from this browser" in again.content.decode()
    assert client.post(open_url(round), SEND).status_code == 409
    answered(open_url(round))
    assert WaitingAnswer.objects.of(cluster).count() == 2
    (cookie,) = client.cookies.values()
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == (open_url(round), True, "Lax")


def test_same_form_sent_twice_is_one_answer(round: SurveyRound, cluster: Cluster) -> None:
    form = {**SEND, **proof_of(Client().get(f"{open_url(round)}?all&language=en").content.decode())}

    first, second = Client().post(open_url(round), form), Client().post(open_url(round), form)

    assert (first.status_code, second.status_code) == (200, 409)
    assert WaitingAnswer.objects.of(cluster).count() == UsedProof.objects.of(cluster).count() == 1


@pytest.mark.parametrize(
    "wrong", [{"sum": "99"}, {"sum": ""}, {"proof": "made-up"}, {"proof": "x" * 9999}, {"sum": "\x00"}]
)
def test_whoever_cannot_add_is_asked_again_and_loses_nothing(
    round: SurveyRound, cluster: Cluster, wrong: dict[str, str]
) -> None:
    _client, page, status = answered(open_url(round), **wrong)

    assert status == 422
    assert "Check the sum again" in page
    assert re.search(r'name="a-partners"[^>]*value="2"', page)
    assert not WaitingAnswer.objects.of(cluster).exists()


def test_proof_of_another_survey_proves_nothing(round: SurveyRound, cluster: Cluster, alice: User) -> None:
    other = open_round(round=a_round(cluster, alice, way="open", edition=round.edition), by=alice)
    page = Client().get(f"{open_url(other)}?all&language=en").content.decode()

    assert Client().post(open_url(round), {**SEND, **proof_of(page)}).status_code == 422


def test_sum_may_be_written_in_words(round: SurveyRound, cluster: Cluster) -> None:
    client = Client()
    for _try in range(40):
        proof = proof_of(client.get(f"{open_url(round)}?all&language=en").content.decode())
        if int(proof["sum"]) <= 9:
            break
    said = NUMBERS[int(proof["sum"]) - 1]

    assert client.post(open_url(round), {**SEND, **proof, "sum": f" {said.upper()} "}).status_code == 200


def test_link_takes_no_more_than_it_may(round: SurveyRound, cluster: Cluster) -> None:
    SurveyRound.objects.of(cluster).filter(pk=round.pk).update(most_answers=1)
    answered(open_url(round))

    late = Client().get(f"{open_url(round)}?language=en")
    assert late.status_code == 410
    assert "as many answers as it can take" in late.content.decode()


def test_open_answers_are_counted_and_feed_kpis_without_a_rate(
    round: SurveyRound, cluster: Cluster, alice: User, sign_in: SignIn
) -> None:
    for _n in range(5):
        answered(open_url(round))
    page = sign_in(alice).get(round.get_absolute_url()).content.decode()
    assert "answers by the open link" in page

    closed = close_round(round=round, by=alice)
    assert not UsedProof.objects.of(cluster).exists()
    assert len(results_of(closed, 0).answers) == 5
    assert {(one.size, one.region) for one in SurveyAnswer.objects.of(cluster)} == {("", "")}
    results = sign_in(alice).get(reverse("surveys:results", args=[cluster.slug, closed.number]))
    assert "5 of the 5 who were asked" in results.content.decode()
    assert Client().get(open_url(round)).status_code == 410


@pytest.mark.parametrize("is_sent", [False, True])
def test_test_link_shows_all_and_keeps_nothing(cluster: Cluster, alice: User, is_sent: bool) -> None:
    round = an_open_round(cluster, alice, 2) if is_sent else a_round(cluster, alice)
    client = Client()
    page = client.get(f"{trial_url(round)}?all&language=en")

    assert "This is a test" in page.content.decode()
    assert page["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in page["Content-Security-Policy"]
    assert "nothing has been kept" in client.post(trial_url(round), SEND).content.decode()
    assert not WaitingAnswer.objects.of(cluster).exists()
    assert client.cookies == {}


def test_only_the_test_may_be_framed(round: SurveyRound) -> None:
    page = Client().get(open_url(round))

    assert page["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in page["Content-Security-Policy"]


def test_page_of_links_shows_them_and_who_has_answered_is_not_there(
    cluster: Cluster, alice: User, sign_in: SignIn
) -> None:
    round = an_open_round(cluster, alice, 2)
    client, url = sign_in(alice), reverse("surveys:links", args=[cluster.slug, round.number])
    before = client.get(url).content.decode()
    SurveyInvitation.objects.of(cluster).update(has_answered=True)

    assert "<iframe" in before
    assert trial_url(round) in before
    assert re.sub(r"csrf\S+ value=\S+|name=\"form_key\S+ value=\S+", "", before).count("Firma0") == 3
    assert client.get(url).content.decode().count("Withdraw the link") == before.count("Withdraw the link")
    assert not any(token in before for token in links(round))


def test_withdrawn_link_opens_nothing_and_gets_no_reminder(cluster: Cluster, alice: User, sign_in: SignIn) -> None:
    round = an_open_round(cluster, alice, 2)
    company = SurveyInvitation.objects.of(cluster).select_related("company").order_by("company__number")[0].company
    client = sign_in(alice)
    client.post(reverse("surveys:link_withdraw", args=[cluster.slug, round.number, company.number]))

    assert Client().get(reverse("answering:answer", args=[links(round)[0]])).status_code == 410
    assert Client().get(reverse("answering:answer", args=[links(round)[1]])).status_code == 200
    assert list(SurveyInvitation.objects.of(cluster).waiting().values_list("company__name", flat=True)) == [
        "Firma1 ApS"
    ]
    row = SurveyInvitation.objects.of(cluster).get(company=company)
    withdraw_link(round=round, invitation=row, by=alice)
    assert "withdrawn" in client.get(reverse("surveys:links", args=[cluster.slug, round.number])).content.decode()


def test_new_open_link_ends_the_one_before(round: SurveyRound, cluster: Cluster, alice: User, sign_in: SignIn) -> None:
    before, client = open_url(round), sign_in(alice)
    client.post(reverse("surveys:link_open", args=[cluster.slug, round.number]))
    client.post(reverse("surveys:link_test", args=[cluster.slug, round.number]))

    fresh = SurveyRound.objects.of(cluster).get(pk=round.pk)
    assert Client().get(before).status_code == 404
    assert Client().get(open_url(fresh)).status_code == 200
    assert Client().get(trial_url(round)).status_code == 404
    assert Client().get(trial_url(fresh)).status_code == 200
