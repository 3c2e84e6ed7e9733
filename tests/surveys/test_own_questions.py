"""A cluster's own questions: each answered as the cluster has chosen, in both languages."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from clusters.models import Cluster
from schema.questions import Question
from surveys.documents import document_of, own_questions
from surveys.models import SurveyRound
from surveys.round_forms import initial_of
from surveys.services.rounds import close_round
from tests.pages import tree
from tests.surveys.samples import a_round, an_answer, an_open_round, answers_to, links

pytestmark = pytest.mark.django_db
SignIn = Callable[[User | None], Client]
KINDS = ("words", "number", "yesno", "scale", "choice", "several")


def asked(kind: str, n: int = 1) -> dict[str, str]:
    """Return a question of one's own as it is stored."""
    own = {f"{n}_da": "Hvad mangler I?", f"{n}_en": "What do you lack?", f"{n}_type": kind}
    if kind in ("choice", "several"):
        own |= {f"{n}_options_da": "Penge\nFolk", f"{n}_options_en": "Money\nPeople"}
    return own


def own_of(round: SurveyRound) -> Question:
    (question,) = own_questions(round)
    return question


@pytest.mark.parametrize("kind", KINDS)
def test_each_way_of_answering_can_be_answered_in_both_languages(cluster: Cluster, alice: User, kind: str) -> None:
    round = an_open_round(cluster, alice, 1, own=asked(kind))
    url = reverse("answering:answer", args=[links(round)[0]])

    danish, english = (Client().get(f"{url}?all&language={one}").content.decode() for one in ("da", "en"))
    assert "Hvad mangler I?" in danish
    assert "What do you lack?" in english
    assert 'name="a-own_1' in danish
    if kind in ("choice", "several"):
        assert "Penge" in danish
        assert "Money" in english
        assert 'value="option_2"' in english
    assert document_of(round).question("own_1") == own_of(round)


def test_own_choice_is_counted_like_any_other(cluster: Cluster, alice: User, sign_in: SignIn) -> None:
    round = an_open_round(cluster, alice, 8, own=asked("choice"))
    answers_to(round, *(an_answer(n, own_1="option_1" if n < 6 else "option_2") for n in range(8)))
    close_round(round=round, by=alice)

    url = reverse("surveys:results", args=[cluster.slug, round.number])
    page = sign_in(alice).get(url).content.decode().replace("\xa0", " ")
    assert "Money: 75 %" in page
    assert "People: 25 %" in page


def form_of(round: SurveyRound, **more: str) -> dict[str, str]:
    given = {name: value for name, value in initial_of(round).items() if value not in (None, "")}
    return {**given, "closes_on": round.closes_on.isoformat(), **more}  # type: ignore[dict-item]  # as it is posted


OWN = {"own_1_da": "Hvad?", "own_1_en": "What?", "own_1_type": "choice"}
TWO = {"own_1_options_da": " Penge \r\n\r\nFolk", "own_1_options_en": "Money\r\nPeople\r\n"}


def test_options_are_kept_without_empty_lines(cluster: Cluster, alice: User, sign_in: SignIn) -> None:
    round = a_round(cluster, alice)
    url = reverse("surveys:round_edit", args=[cluster.slug, round.number])

    assert sign_in(alice).post(url, form_of(round, **OWN, **TWO)).status_code == 302
    fresh = SurveyRound.objects.of(cluster).get(pk=round.pk)
    assert fresh.own["1_options_da"] == "Penge\nFolk"
    assert [one.label.en for one in own_of(fresh).options] == ["Money", "People"]  # type: ignore[attr-defined]
    assert [fresh.label_of(f"own.1_{one}") for one in ("da", "type", "options_en")] == [
        "Own question 1 (Danish)",
        "Own question 1, how it is answered",
        "Own question 1, options (English)",
    ]
    again = {**OWN, **TWO, "own_1_type": "words", "revision": str(fresh.revision)}
    assert sign_in(alice).post(url, form_of(fresh, **again)).status_code == 302
    assert set(SurveyRound.objects.of(cluster).get(pk=round.pk).own) == {"1_da", "1_en"}


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({**OWN}, "Write 2 to 12 options"),
        ({**OWN, "own_1_options_da": "En", "own_1_options_en": "One"}, "Write 2 to 12 options"),
        ({**OWN, "own_1_options_da": "x\n" * 13, "own_1_options_en": "x\n" * 13}, "Write 2 to 12 options"),
        ({**OWN, **TWO, "own_1_options_en": "Money"}, "as many options in this language"),
        ({**OWN, **TWO, "own_1_en": ""}, "Write the question in both languages"),
        ({**OWN, **TWO, "own_1_type": "poem"}, "poem"),
    ],
)
def test_options_that_do_not_fit_are_refused_and_kept(
    cluster: Cluster, alice: User, sign_in: SignIn, typed: dict[str, str], said: str
) -> None:
    round = a_round(cluster, alice)
    url = reverse("surveys:round_edit", args=[cluster.slug, round.number])

    answer = sign_in(alice).post(url, form_of(round, **typed))

    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert "Hvad?" in answer.content.decode()


def test_form_has_short_parts_and_folds_what_few_need(cluster: Cluster, alice: User, sign_in: SignIn) -> None:
    round = a_round(cluster, alice)
    client, url = sign_in(alice), reverse("surveys:round_edit", args=[cluster.slug, round.number])

    fresh = tree(client.get(url))
    refused = tree(client.post(url, form_of(round, **OWN, own_3_da="Kun på dansk?")))

    assert len(fresh.xpath("//main//fieldset/legend[contains(@class, 'h3')]")) == 4
    assert [one.get("open") is not None for one in fresh.xpath("//main//form//details")] == [False] * 5
    assert [one.get("open") is not None for one in refused.xpath("//main//form//details")] == [
        True,
        False,
        True,
        False,
        False,
    ]
    names = set(fresh.xpath("//main//form//@name"))
    assert {"revision", "closes_on", "way", "thanks_en", "own_5_options_en"} <= names
