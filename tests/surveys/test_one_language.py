"""What a cluster wrote in one language alone: readers of the other see in which one it is, and the sender is told."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import translation

from accounts.models import User
from clusters.models import Cluster
from surveys.missing import missing_of
from surveys.models import SurveyRound
from surveys.services.rounds import open_round
from surveys.services.sending import token_of
from tests.pages import tree
from tests.schema.samples import spoken
from tests.surveys.samples import a_company, a_round, a_survey, an_open_round, companies, links

pytestmark = pytest.mark.django_db
SignIn = Callable[[User | None], Client]

DANISH = {"introduction": {"da": "Kære medlem.\n\nVi *spørger* igen."}, "thanks": {"da": "Tusind tak."}}
# As a file of a cluster may bring it; the form asks for both languages.
OWN = {"1_da": "Hvad nu?", "1_en": "", "1_type": "choice", "1_options_da": "Det ene\nDet andet", "1_options_en": "\n\n"}
SENT = {"a-partners": "0", "a-plan": "written", "part": "all", "act": "send", "seen": "partners,plan,offers,benefit"}


def read(answer: Any) -> Any:
    return tree(answer)


def marked(page: Any) -> list[str]:
    """Return what stands on a page as being in Danish, besides the way to the Danish page."""
    found = page.xpath("//*[@lang='da'][not(self::html or self::button or self::a)]")
    return [" ".join(one.text_content().split()) for one in found]


def test_reader_of_english_sees_danish_words_marked_as_danish(cluster: Cluster, alice: User) -> None:
    round = an_open_round(cluster, alice, 6, **DANISH, own=OWN)
    address = reverse("answering:answer", args=[links(round)[0]])

    page = read(Client().get(f"{address}?language=en&all"))
    thanks = read(Client().post(address, {**SENT, "seen": f"{SENT['seen']},orders,comment,own_1", "language": "en"}))

    assert marked(page) == ["Kære medlem. Vi spørger igen.", "Hvad nu?", "Det ene", "Det andet"]
    assert [one.text_content() for one in page.xpath("//div[@lang='da']/p")] == ["Kære medlem.", "Vi spørger igen."]
    assert marked(thanks) == ["Tusind tak."]
    assert marked(read(Client().get(f"{address}?language=da"))) == []


def test_invitation_says_in_which_language_the_introduction_is(cluster: Cluster, alice: User) -> None:
    a_company(cluster, alice, "Nord", language="da")
    a_company(cluster, alice, "North", language="en")

    open_round(round=a_round(cluster, alice, **DANISH), by=alice)

    danish, english = (str(one.body) for one in mail.outbox)
    assert "In Danish:\n\nKære medlem." in english
    assert ("Kære medlem." in danish, "dansk" in danish.lower()) == (True, False)


def test_sender_is_told_before_sending_what_lacks_words_and_may_send(
    cluster: Cluster, alice: User, sign_in: SignIn
) -> None:
    companies(cluster, alice, 6)
    round = a_round(cluster, alice, **DANISH, own=OWN)
    said = (
        "Not written in English: Introduction, Thanks, Your own question 1. Whoever reads English sees that in Danish."
    )

    page = sign_in(alice).get(round.get_absolute_url())

    assert said in " ".join(read(page).text_content().split())
    assert read(page).xpath("//form[contains(@action, '/send/')]//button")
    with translation.override("da"):
        assert missing_of(round) == [
            "Ikke skrevet på engelsk: Indledning, Tak for svaret, Jeres eget spørgsmål 1. Den, der læser på engelsk, "
            "ser det på dansk."
        ]


def test_nothing_is_said_where_both_languages_have_words_or_neither(cluster: Cluster, alice: User) -> None:
    edition = a_survey()
    both = {"introduction": {"da": "Hej", "en": "Hello"}}

    assert [missing_of(a_round(cluster, alice, edition=edition, **values)) for values in (both, {})] == [[], []]


def test_survey_that_is_published_without_english_is_named(cluster: Cluster, alice: User) -> None:
    round: SurveyRound = a_round(cluster, alice)
    edition = round.edition
    edition.languages, edition.document = "da", {**spoken(edition.document, da="Da "), "languages": ["da"]}

    (said,) = missing_of(round)

    assert said == f"{round.called}: Not in English yet: shown in Danish."


def test_page_of_a_survey_calls_the_cluster_as_it_is_called_there(
    cluster: Cluster, alice: User, sign_in: SignIn
) -> None:
    cluster.name_da, cluster.name_en = "Klyngen havtorn", "Cluster havtorn"
    cluster.save()
    round = a_round(cluster, alice, sender="Klyngen havtorn")

    page = read(sign_in(alice).get(round.get_absolute_url()))

    assert page.xpath("//dt[.='Sender']/following-sibling::dd[1]")[0].text_content() == "Cluster havtorn"


def test_test_of_a_survey_does_not_say_that_an_answer_came(cluster: Cluster, alice: User) -> None:
    round = a_round(cluster, alice)
    address = reverse("answering:answer", args=[token_of(round.test_seed)])

    said = read(Client().post(address, {**SENT, "seen": f"{SENT['seen']},orders,comment", "language": "en"}))

    assert "nothing has been kept" in said.text_content()
    assert "has been received" not in said.text_content()
