"""A mail that came back: whoever corrects the address sees the invitation go again, and to nobody else."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from accounts.models import OutboxMail, User
from clusters.models import Cluster
from surveys.models import Company, SurveyInvitation, SurveyRound
from surveys.services.companies import change_company
from surveys.services.rounds import close_round
from surveys.services.sending import about, look, note_settled
from tests.days import TODAY
from tests.pages import tree
from tests.surveys.samples import an_open_round, links, sent_register, stored_register

pytestmark = pytest.mark.django_db
SignIn = Callable[[User | None], Client]
NEW = "rigtig@example.com"


@pytest.fixture
def round(cluster: Cluster, alice: User) -> SurveyRound:
    """Three companies that were written to; the mail of the first came back."""
    made = an_open_round(cluster, alice, 3, first_reminder=TODAY + timedelta(days=7))
    pk = SurveyInvitation.objects.of(cluster).get(company__number=1).pk
    failed = OutboxMail.objects.create(
        to="firma0@example.com", subject="Spørgsmål", body="", about=about(pk), state=OutboxMail.State.FAILED
    )
    note_settled(mail=failed, went=False)
    mail.outbox.clear()
    return made


def first(cluster: Cluster) -> Company:
    found: Company = Company.objects.of(cluster).get(number=1)
    return found.in_cluster(cluster)


def mailed() -> list[str]:
    return [one.to[0] for one in mail.outbox]


def test_corrected_address_is_invited_with_the_same_link_and_reminded(
    round: SurveyRound, cluster: Cluster, alice: User
) -> None:
    change_company(company=first(cluster), values={"email": NEW}, based_on=1, by=alice)

    assert mailed() == [NEW]
    assert links(round)[0] in str(mail.outbox[0].body)
    assert not OutboxMail.objects.filter(state=OutboxMail.State.FAILED).exists()
    look(today=TODAY + timedelta(days=7))
    assert sorted(mailed()[1:]) == ["firma1@example.com", "firma2@example.com", NEW]


def test_address_that_a_sheet_corrects_is_invited(round: SurveyRound, cluster: Cluster, alice: User) -> None:
    stored_register(sent_register(cluster, alice, f"Firma0 ApS;;;;;{NEW};"), alice)

    assert mailed() == [NEW]


@pytest.mark.parametrize("values", [{"name": "Firma Nul"}, {"email": ""}])
def test_nothing_goes_where_there_is_no_other_address(
    round: SurveyRound, cluster: Cluster, alice: User, values: dict[str, Any]
) -> None:
    change_company(company=first(cluster), values=values, based_on=1, by=alice)

    assert mailed() == []


def test_nothing_goes_for_a_mail_that_arrived_nor_in_a_closed_round(
    round: SurveyRound, cluster: Cluster, alice: User
) -> None:
    second = Company.objects.of(cluster).get(number=2).in_cluster(cluster)
    change_company(company=second, values={"email": "anden@example.com"}, based_on=1, by=alice)
    close_round(round=round, by=alice)
    change_company(company=first(cluster), values={"email": NEW}, based_on=1, by=alice)

    assert mailed() == []


def test_page_of_the_round_leads_to_the_company_whose_mail_came_back(
    round: SurveyRound, cluster: Cluster, alice: User, sign_in: SignIn
) -> None:
    client: Any = sign_in(alice)
    page = tree(client.get(round.get_absolute_url()))

    assert "One email could not be delivered." in page.text_content()
    (which,) = page.xpath("//a[.='which']/@href")
    rows = tree(client.get(which)).xpath("//tr[contains(., 'Could not be delivered')]//th/a/@href")
    assert rows == [f"/c/{cluster.slug}/surveys/companies/1/"]
