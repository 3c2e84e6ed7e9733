"""A round from plan to close: who is asked, what is mailed, what is hidden, and what the KPIs get."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from accounts.models import OutboxMail, User
from clusters.models import Cluster
from core.errors import Conflict, Refusal
from kpis.models import Measurement
from surveys.models import Company, SurveyAnswer, SurveyInvitation, SurveyRound, WaitingAnswer
from surveys.services.answering import take_answer
from surveys.services.companies import merge_companies, rules_to_change
from surveys.services.rounds import close_round, open_round, reopen_round, who_is_asked
from surveys.services.sending import look, note_settled, refuse_for_good, send_round
from tests.days import NOW, TODAY
from tests.pages import queries
from tests.surveys.samples import a_company, a_round, an_answer, an_open_round, answers_to, companies, fed_kpi, links

SignIn = Callable[[User | None], Client]


def mails() -> list[str]:
    return [one.to[0] for one in mail.outbox]


def test_each_company_gets_one_mail_with_a_link_of_its_own(cluster: Cluster, alice: User) -> None:
    round = an_open_round(cluster, alice, 3)

    assert mails() == ["firma0@example.com", "firma1@example.com", "firma2@example.com"]
    assert all(sum(token in one.body for one in mail.outbox) == 1 for token in links(round))
    assert mail.outbox[0].extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    send_round(round.pk)
    look()
    assert len(mails()) == 3


@pytest.mark.parametrize(
    ("sender", "danish", "english"),
    [
        ("Cluster havtorn", "Klyngen havtorn beder", "Cluster havtorn asks"),
        ("Ida og Bo", "Ida og Bo beder", "Ida og Bo asks"),
    ],
)
def test_cluster_is_called_in_each_companys_language_what_it_is_called_there(
    cluster: Cluster, alice: User, client: Client, sender: str, danish: str, english: str
) -> None:
    cluster.name_da, cluster.name_en = "Klyngen havtorn", "Cluster havtorn"
    cluster.save()
    a_company(cluster, alice, "Nord", language="da")
    a_company(cluster, alice, "North", language="en")
    round = open_round(round=a_round(cluster, alice, sender=sender), by=alice)

    assert danish in mail.outbox[0].body
    assert english in mail.outbox[1].body
    page = client.get(f"/answer/{links(round)[1]}/").content.decode()
    assert f"From {english.removesuffix(' asks')}." in page


def test_who_is_left_out_is_said_with_the_reason(cluster: Cluster, alice: User) -> None:
    a_company(cluster, alice, "Ja")
    a_company(cluster, alice, "Nej", do_not_ask=True)
    a_company(cluster, alice, "Uden", email="")
    a_company(cluster, alice, "Gået", is_active=False)
    found, left_out = who_is_asked(a_round(cluster, alice), TODAY)

    assert [one.name for one in found] == ["Ja"]
    assert left_out == {"said-no": ["Nej"], "no-email": ["Uden"]}


def test_nobody_is_asked_more_often_than_the_cluster_allows(cluster: Cluster, alice: User) -> None:
    rules = rules_to_change(cluster)
    rules.most_a_year = 1
    rules.save()
    an_open_round(cluster, alice, 2)

    found, left_out = who_is_asked(a_round(cluster, alice), TODAY)
    assert (found, left_out) == ([], {"asked-often": ["Firma0 ApS", "Firma1 ApS"]})
    found, _left_out = who_is_asked(a_round(cluster, alice), TODAY + timedelta(days=366))
    assert len(found) == 2
    with pytest.raises(Refusal):
        open_round(round=a_round(cluster, alice), by=alice)


def test_limit_holds_before_a_mail_has_gone_and_after_a_merge(cluster: Cluster, alice: User) -> None:
    rules = rules_to_change(cluster)
    rules.most_a_year = 1
    rules.save()
    round = an_open_round(cluster, alice, 2)
    SurveyInvitation.objects.of(cluster).filter(round=round).update(mailed=0, mailed_on=None)
    first, second = Company.objects.of(cluster).order_by("number")
    last = a_company(cluster, alice, "Firma9 ApS")
    merge_companies(company=first, into=second, by=alice)
    merge_companies(company=second, into=last, by=alice)

    assert who_is_asked(a_round(cluster, alice), TODAY) == ([], {"asked-often": ["Firma9 ApS"]})
    assert set(Company.objects.of(cluster).exclude(pk=last.pk).values_list("merged_into", flat=True)) == {last.pk}
    # Whoever is merged gets no reminder by the way.
    assert send_round(round.pk) == 0


def test_sample_and_segment_narrow_whom_is_asked(cluster: Cluster, alice: User) -> None:
    companies(cluster, alice, 9)
    a_company(cluster, alice, "Stor", size="large")

    round = open_round(round=a_round(cluster, alice, size="small", sample=5), by=alice)

    rows = SurveyInvitation.objects.of(cluster).filter(round=round).select_related("company")
    assert {row.company.size for row in rows} == {"small"}
    assert rows.count() == 5


def test_reminder_goes_to_those_alone_who_are_silent(cluster: Cluster, alice: User) -> None:
    first, second = TODAY + timedelta(days=7), TODAY + timedelta(days=14)
    round = an_open_round(cluster, alice, 4, first_reminder=first, second_reminder=second)
    answers_to(round, an_answer())
    rows = list(SurveyInvitation.objects.of(cluster).filter(round=round).order_by("company__number"))
    refuse_for_good(invitation=rows[1])
    failed = OutboxMail(about=f"survey:{rows[2].pk}", state=OutboxMail.State.FAILED)
    note_settled(mail=failed, went=False)
    mail.outbox.clear()

    look(today=first)
    look(today=first + timedelta(days=1))
    assert mails() == ["firma3@example.com"]
    look(today=second)
    look(today=second + timedelta(days=1))
    assert mails() == ["firma3@example.com"] * 2
    assert mail.outbox[-1].subject.startswith("Påmindelse")


def test_archived_cluster_reminds_nobody_until_it_is_back(cluster: Cluster, alice: User) -> None:
    first = TODAY + timedelta(days=7)
    an_open_round(cluster, alice, 2, first_reminder=first)
    mail.outbox.clear()
    Cluster.objects.filter(pk=cluster.pk).update(archived_at=NOW)

    look(today=first)
    assert mails() == []

    Cluster.objects.filter(pk=cluster.pk).update(archived_at=None)
    look(today=first)
    assert mails() == ["firma0@example.com", "firma1@example.com"]


def test_no_holds_in_every_later_round(cluster: Cluster, alice: User) -> None:
    round = an_open_round(cluster, alice, 2)
    refuse_for_good(invitation=SurveyInvitation.objects.of(cluster).filter(round=round).first())

    found, left_out = who_is_asked(a_round(cluster, alice), TODAY)

    assert (len(found), list(left_out)) == (1, ["said-no"])


def test_two_people_who_send_at_once_send_once(cluster: Cluster, alice: User) -> None:
    companies(cluster, alice, 2)
    round = a_round(cluster, alice)
    open_round(round=round, by=alice)

    with pytest.raises(Conflict):
        open_round(round=round, by=alice)
    assert len(mails()) == 2


def closed(cluster: Cluster, alice: User, *values: dict[str, object], **more: object) -> SurveyRound:
    round = an_open_round(cluster, alice, max(6, len(values)), **more)
    answers_to(round, *values)
    return close_round(round=round, by=alice)


def test_fewer_than_five_answers_stay_sealed(cluster: Cluster, alice: User, sign_in: SignIn) -> None:
    round = closed(cluster, alice, *(an_answer(n) for n in range(4)))

    assert SurveyAnswer.objects.of(cluster).count() == 0
    page = sign_in(alice).get(reverse("surveys:round", args=[cluster.slug, round.number])).content.decode()
    assert "4 answers are held back" in page
    shown = sign_in(alice).get(reverse("surveys:results", args=[cluster.slug, round.number])).content.decode()
    assert "Fewer than five companies have answered" in shown


def test_results_of_an_open_round_are_not_shown(cluster: Cluster, alice: User, sign_in: SignIn) -> None:
    round = an_open_round(cluster, alice, 8)
    answers_to(round, *(an_answer(n) for n in range(8)))

    for name in ("results", "results_csv", "results_xlsx"):
        answer = sign_in(alice).get(reverse(f"surveys:{name}", args=[cluster.slug, round.number]))
        assert answer.status_code == 302


def test_after_a_reopening_nobody_is_found_by_subtraction(cluster: Cluster, alice: User) -> None:
    round = an_open_round(cluster, alice, 14)
    answers_to(round, *(an_answer(n) for n in range(6)))
    close_round(round=round, by=alice)
    for come, stands in ((2, 6), (3, 11)):
        round = reopen_round(round=round, reason="Fristen var for kort", closes_on=TODAY + timedelta(days=9), by=alice)
        answers_to(round, *(an_answer(n) for n in range(come)))
        round = close_round(round=round, by=alice)
        assert SurveyAnswer.objects.of(cluster).count() == stands


def test_closing_gives_the_kpi_its_value_with_n_and_a_way_back(cluster: Cluster, alice: User, sign_in: SignIn) -> None:
    kpi = fed_kpi(cluster, alice)
    round = closed(cluster, alice, *(an_answer(n) for n in (1, 2, 3, 4, 9)))

    made = Measurement.objects.of(cluster).get()
    assert (made.kpi, made.value, made.is_baseline) == (kpi, Decimal(3), True)
    assert (made.survey_round, made.answers, made.invited) == (round, 5, 6)
    assert "5" in made.source
    assert "6" in made.source
    assert [(one["state"], one["n"]) for one in round.fed] == [("written", 5)]
    page = sign_in(alice).get(reverse("kpis:detail", args=[cluster.slug, kpi.number])).content.decode()
    assert reverse("surveys:round", args=[cluster.slug, round.number]) in page


def test_kpi_of_too_few_answers_is_held_back(cluster: Cluster, alice: User) -> None:
    fed_kpi(cluster, alice, min_answers=7)
    round = closed(cluster, alice, *(an_answer(n) for n in range(6)))

    assert not Measurement.objects.of(cluster).exists()
    assert [(one["state"], one["n"]) for one in round.fed] == [("held-back", None)]


def test_reopening_withdraws_the_value_and_closing_gives_another(cluster: Cluster, alice: User) -> None:
    fed_kpi(cluster, alice)
    round = closed(cluster, alice, *(an_answer(n) for n in (1, 2, 3, 4, 9)))

    round = reopen_round(round=round, reason="En var på ferie", closes_on=TODAY + timedelta(days=5), by=alice)
    assert not Measurement.objects.of(cluster).standing().exists()
    withdrawn = Measurement.objects.of(cluster).get()
    assert "En var på ferie" in withdrawn.reason
    close_round(round=round, by=alice)
    assert Measurement.objects.of(cluster).standing().get().value == Decimal(3)


def test_value_that_stands_already_is_not_overwritten(cluster: Cluster, alice: User) -> None:
    from kpis.services import MeasurementDraft, record_measurement

    kpi = fed_kpi(cluster, alice)
    record_measurement(kpi=kpi, draft=MeasurementDraft(TODAY, Decimal(40)), by=alice)
    round = closed(cluster, alice, *(an_answer(n) for n in range(6)))

    assert [one["state"] for one in round.fed] == ["refused"]
    assert Measurement.objects.of(cluster).standing().get().value == Decimal(40)


def test_same_link_is_used_once(cluster: Cluster, alice: User) -> None:
    round = an_open_round(cluster, alice, 6)
    row = SurveyInvitation.objects.of(cluster).filter(round=round).select_related("round__cluster").first()
    take_answer(invitation=row, values=an_answer())

    with pytest.raises(Conflict):
        take_answer(invitation=row, values=an_answer(9))
    assert WaitingAnswer.objects.of(cluster).count() == 1


def test_results_take_as_many_queries_for_five_answers_as_for_forty(
    cluster: Cluster, alice: User, sign_in: SignIn
) -> None:
    few = closed(cluster, alice, *(an_answer(n) for n in range(6)))
    Company.objects.of(cluster).filter(name__startswith="Firma").update(name="x")
    many = an_open_round(cluster, alice, 40)
    answers_to(many, *(an_answer(n, comment={"da": f"Ord {n}"}) for n in range(40)))
    close_round(round=many, by=alice)
    client = sign_in(alice)

    def asked(round: SurveyRound) -> int:
        return queries(client, reverse("surveys:results", args=[cluster.slug, round.number]) + "?by=size")

    # Long before the other, so that nothing is hidden of it.
    SurveyRound.objects.of(cluster).filter(pk=few.pk).update(closed_on=TODAY - timedelta(days=400))
    assert asked(few) == asked(many) <= 12
