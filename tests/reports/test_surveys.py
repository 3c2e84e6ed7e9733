"""The report of a closed survey, in either language: figures, pictures, how sure they are, and nothing hidden."""

from collections.abc import Callable
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from docx import Document

from accounts.models import User
from clusters.models import Cluster
from exports.document import FigureBlock, PrintDocument, TableBlock, UnansweredBlock, plain
from exports.html import print_html
from reports.exports.surveys import survey_document
from surveys.models import SurveyAnswer, SurveyRound
from surveys.services.rounds import close_round, open_round
from tests.surveys.samples import a_round, a_survey, an_answer, an_open_round, answers_to

pytestmark = pytest.mark.django_db
SignIn = Callable[[User | None], Client]


@pytest.fixture
def round(cluster: Cluster, alice: User) -> SurveyRound:
    made = an_open_round(cluster, alice, 20)
    said = {"da": "Kontakterne var gode"}
    answers_to(made, *(an_answer(n, benefit=3, comment=said) for n in range(1, 11)))
    return close_round(round=made, by=alice)


def pictures(document: PrintDocument) -> list[FigureBlock]:
    return [block for part in document.appendices for block in part.blocks if isinstance(block, FigureBlock)]


def test_report_has_rate_figures_pictures_and_method_in_either_language(round: SurveyRound) -> None:
    danish, english = survey_document(round, "da"), survey_document(round, "en")

    assert danish.summary is not None
    assert english.summary is not None
    assert next(fact.value for fact in danish.summary.facts).replace("\xa0", " ") == "10 af 20 (50 %)"
    assert next(fact.value for fact in english.summary.facts).replace("\xa0", " ") == "10 of 20 (50 %)"
    assert len(pictures(danish)) == len(pictures(english)) == 2
    assert "Wilsons metode" in str(danish.appendices[-1])
    assert "Wilson’s method" in str(english.appendices[-1])
    assert "Kontakterne var gode" in print_html(danish)


def test_parts_of_a_report_go_on_where_the_one_before_them_ends(cluster: Cluster, alice: User) -> None:
    own = {"1_da": "Hvor mange ansatte?", "1_en": "How many people?", "1_type": "number"}
    made = an_open_round(cluster, alice, 8, own=own)
    answers_to(made, *(an_answer(n, own_1=n) for n in range(8)))

    document = survey_document(close_round(round=made, by=alice), "en")

    assert [part.flows for part in document.appendices][:2] == [False, True]


def test_report_keeps_hidden_what_is_hidden(round: SurveyRound, cluster: Cluster) -> None:
    for row in SurveyAnswer.objects.of(cluster):
        row.hidden = ["comment"]
        row.values = {key: value for key, value in row.values.items() if key != "orders"}
        row.save()

    page = print_html(survey_document(round, "da"))
    assert "Kontakterne" not in page
    assert "Skjult af sekretariatet" in page
    hidden = [one for part in survey_document(round, "da").appendices for one in part.blocks]
    assert any(isinstance(one, UnansweredBlock) and "Færre end fem" in str(one.said) for one in hidden)


def test_report_of_too_few_says_so_and_nothing_else(cluster: Cluster, alice: User) -> None:
    made = an_open_round(cluster, alice, 6)
    answers_to(made, *(an_answer(777) for _n in range(4)))

    page = print_html(survey_document(close_round(round=made, by=alice), "en"))

    assert "Fewer than five companies have answered" in page
    assert "777" not in page


def test_report_stands_beside_an_earlier_survey(round: SurveyRound, cluster: Cluster, alice: User) -> None:
    second = open_round(round=a_round(cluster, alice, edition=a_survey("to"), kind="midterm"), by=alice)
    answers_to(second, *(an_answer(n, plan="none") for n in range(10)))
    second = close_round(round=second, by=alice)

    page = print_html(survey_document(second, "en", round)).replace("\xa0", " ")

    assert "from 0 % to 100 %" in page
    assert "more than chance" in page


def test_averages_stand_beside_what_they_were_and_a_scale_has_no_empty_columns(
    round: SurveyRound, cluster: Cluster, alice: User
) -> None:
    again = open_round(round=a_round(cluster, alice, kind="midterm"), by=alice)
    answers_to(again, *(an_answer(n, benefit=4) for n in range(2, 12)))

    document = survey_document(close_round(round=again, by=alice), "en", round)
    tables = [block for part in document.appendices for block in part.blocks if isinstance(block, TableBlock)]

    figures = [one for one in tables if one.columns[0].label == "Figure"]
    assert [[column.label for column in one.columns] for one in figures] == [["Figure", "Then", "This time"]]
    assert ("Average", "5.5", "6.5") in figures[0].rows
    # Those of a scale stand below its picture.
    scale = next(one for one in pictures(document) if "Average" in plain(one.caption))
    assert "Average: 4. Median: 4." in plain(scale.caption)
    assert "The average has changed by +1 (95 per cent interval +1 to +1): more than chance." in plain(scale.caption)
    # Half of the companies answered: t(18) × √(2 × 9.1667 ÷ 10 × ½) = 2.1009 × 0.9574 = 2.01
    said = "The average has changed by +1 (95 per cent interval −1 to +3): can be chance."
    assert figures[0].remarks == (said,)
    assert all(one.label or one.columns[0].label == "Answer" for one in tables)
    steps = next(one for one in tables if ("1" in [row[0] for row in one.rows]))
    assert "Then" not in [column.label for column in steps.columns]


def test_pages_give_pdf_and_word_of_a_closed_survey_alone(
    round: SurveyRound, cluster: Cluster, alice: User, sign_in: SignIn
) -> None:
    client = sign_in(alice)
    url = reverse("reports:survey_word", args=[cluster.slug, round.number, "da"])
    words = "".join(one.text for one in Document(BytesIO(client.get(url).content)).element.iter() if one.text)

    assert "50 %" in words.replace("\xa0", " ")
    assert client.get(reverse("reports:survey_word", args=[cluster.slug, round.number, "de"])).status_code == 404
    assert client.get(f"{url}?with=x").status_code == 404
    running = a_round(cluster, alice, edition=a_survey("tre"))
    assert client.get(reverse("reports:survey_pdf", args=[cluster.slug, running.number, "da"])).status_code == 404
