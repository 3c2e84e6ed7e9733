"""The register of member companies: by hand and from a sheet, merged, erased, and left out of what they said no to."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.models import OutboxMail, User
from clusters.models import Change, Cluster
from clusters.permissions import Role
from core.errors import Conflict, Refusal
from surveys.models import Company
from surveys.services.companies import change_company, erase_contact, merge_companies, prune_contacts
from surveys.services.importing import Fate, confirm_import, plan_of
from tests.conftest import member_of
from tests.days import TODAY
from tests.kpis.sheets import csv
from tests.pages import queries
from tests.surveys.samples import HEAD, a_company, an_open_round, sent_register, stored_register

SignIn = Callable[[User | None], Client]


def fates(cluster: Cluster, by: User, *lines: str) -> list[Fate]:
    return [row.fate for row in plan_of(sent_register(cluster, by, *lines)).rows]


def names(cluster: Cluster) -> list[str]:
    return list(Company.objects.of(cluster).alive().order_by("number").values_list("name", flat=True))


def test_sheet_is_read_as_people_keep_it_and_nothing_is_stored_before_it_is_seen(cluster: Cluster, alice: User) -> None:
    import_ = sent_register(
        cluster, alice, "Nordlys A/S;DK 12 34 56 78;1.200;Region Nordjylland;Bo;Bo@Example.com;Dansk"
    )

    assert names(cluster) == []
    stored_register(import_, alice)
    found = Company.objects.of(cluster).get()
    assert (found.registration, found.size, found.region) == ("12345678", "large", "north")
    assert (found.email, found.language, found.is_active) == ("bo@example.com", "da", True)


def test_sheet_in_windows_letters_with_semicolons_keeps_its_letters(cluster: Cluster, alice: User) -> None:
    content = "Virksomhed;E-mail\r\nÆrø Bølge ApS;post@example.com\r\n".encode("cp1252")
    import_ = sent_register(cluster, alice)
    import_.content = content
    import_.save()

    stored_register(import_, alice)

    assert names(cluster) == ["Ærø Bølge ApS"]


def test_same_number_changes_the_company_and_says_what(cluster: Cluster, alice: User) -> None:
    company = a_company(cluster, alice, registration="12345678", size="micro", email="gammel@example.com")

    planned = stored_register(
        sent_register(cluster, alice, "Havtorn A/S;12345678;60;;Mette Holm;ny@example.com;"), alice
    )

    assert [row.fate for row in planned.rows] == [Fate.CHANGED]
    said = {one.label: (one.before, one.after) for one in planned.rows[0].changes}
    assert said["Email address"] == ("gammel@example.com", "ny@example.com")
    assert said["Size"] == ("0–9 employees", "50–249 employees")
    company.refresh_from_db()
    assert (company.name, company.email, company.size) == ("Havtorn A/S", "ny@example.com", "medium")


def test_empty_cell_takes_nothing_away(cluster: Cluster, alice: User) -> None:
    company = a_company(cluster, alice, registration="12345678", size="micro", region="north")

    assert fates(cluster, alice, "Havtorn ApS;12345678;;;;;") == [Fate.SAME]
    company.refresh_from_db()
    assert (company.region, company.contact_name) == ("north", "Mette Holm")


def test_name_alone_finds_the_company_whatever_its_legal_form(cluster: Cluster, alice: User) -> None:
    a_company(cluster, alice, "Havtorn ApS")

    assert fates(cluster, alice, "HAVTORN A/S;;;;;ny@example.com;") == [Fate.CHANGED]


def test_nearly_the_same_name_is_pointed_out(cluster: Cluster, alice: User) -> None:
    a_company(cluster, alice, "Havtornen ApS")

    rows = plan_of(sent_register(cluster, alice, "Havtorne ApS;;;;;;", "Bølgekraft;;;;;;")).rows

    assert [(row.fate, row.alike) for row in rows] == [(Fate.NEW, "Havtornen ApS"), (Fate.NEW, "")]


def test_two_numbers_are_two_companies_however_alike_their_names(cluster: Cluster, alice: User) -> None:
    a_company(cluster, alice, "Havtorn Nord ApS", registration="12345678")

    lines = ("Havtorn Nor ApS;87654321;;;;;", "Havtorn Nord 2 ApS;11112222;;;;;", "Havtorn Nords ApS;;;;;;")
    rows = plan_of(sent_register(cluster, alice, *lines)).rows

    assert [row.alike for row in rows] == ["", "", "Havtorn Nord ApS"]


def test_company_that_stands_twice_in_the_sheet_is_refused_with_the_row(cluster: Cluster, alice: User) -> None:
    rows = plan_of(sent_register(cluster, alice, "A;12345678;;;;;", "B;12345678;;;;;", "C;;;;;;", "C ApS;;;;;;")).rows

    assert [row.fate for row in rows] == [Fate.NEW, Fate.REFUSED, Fate.NEW, Fate.REFUSED]
    assert (rows[1].why, rows[3].why) == ("Row 2 is the same company.", "Row 4 is the same company.")


def test_what_is_not_understood_is_said_and_keeps_all_out(cluster: Cluster, alice: User) -> None:
    import_ = sent_register(cluster, alice, "Havtorn;;mange;Atlantis;;ikke en adresse;klingon", "Nordlys;;5;;;;")

    why = plan_of(import_).rows[0].why
    assert "“mange” is not understood" in why
    assert "“Atlantis”" in why
    assert "“klingon”" in why
    assert "is not an email address" in why
    with pytest.raises(Refusal):
        stored_register(import_, alice)
    assert names(cluster) == []


def test_several_companies_may_have_one_address(cluster: Cluster, alice: User) -> None:
    stored_register(sent_register(cluster, alice, *(f"Firma {n};;;;;kontor@example.com;" for n in "abcdef")), alice)

    assert len(names(cluster)) == 6


def test_colleague_who_was_faster_is_told(cluster: Cluster, alice: User) -> None:
    company = a_company(cluster, alice, registration="12345678")
    import_ = sent_register(cluster, alice, "Havtorn;12345678;60;;;;")
    seal = plan_of(import_).seal
    change_company(company=company, values={"size": "large"}, based_on=1, by=alice)

    with pytest.raises(Conflict):
        confirm_import(import_=import_, seal=seal, by=alice)


def test_register_number_is_there_once(cluster: Cluster, alice: User) -> None:
    a_company(cluster, alice, registration="12345678")

    with pytest.raises(Refusal, match="Havtorn ApS"):
        a_company(cluster, alice, "Nordlys", registration="12345678")


def test_form_sent_again_puts_nobody_into_the_register_twice(cluster: Cluster, alice: User) -> None:
    a_company(cluster, alice, "Havtorn Nord ApS")

    with pytest.raises(Refusal, match="in the register already") as told:
        a_company(cluster, alice, "havtorn nord aps")
    assert told.value.field == "name"
    a_company(cluster, alice, "Havtorn Nord ApS", registration="12345678")
    assert Company.objects.of(cluster).count() == 2


def test_merging_fills_what_is_empty_and_keeps_a_no(cluster: Cluster, alice: User) -> None:
    twice = a_company(cluster, alice, "Havtorn", registration="12345678", do_not_ask=True, size="small")
    stays = a_company(cluster, alice, "Havtorn ApS", email="post@example.com", size="")

    merge_companies(company=twice, into=stays, by=alice)

    stays.refresh_from_db()
    assert (stays.registration, stays.do_not_ask, stays.size) == ("12345678", True, "small")
    assert stays.email == "post@example.com"
    assert names(cluster) == ["Havtorn ApS"]
    with pytest.raises(Refusal):
        merge_companies(company=twice, into=stays, by=alice)


def test_erased_contact_is_in_no_earlier_version(cluster: Cluster, alice: User) -> None:
    company = a_company(cluster, alice, email="mette@example.com")
    change_company(company=company, values={"email": "ny@example.com"}, based_on=1, by=alice)

    erase_contact(company=company, by=alice)

    company.refresh_from_db()
    assert (company.contact_name, company.email, company.name) == ("", "", "Havtorn ApS")
    assert not Change.objects.of(cluster).about(company).exists()


def test_mail_that_has_not_gone_to_an_erased_contact_never_goes(cluster: Cluster, alice: User, settings: Any) -> None:
    settings.EMAIL_BACKEND, settings.MAIL_SERVER = "accounts.outbox.OutboxBackend", True
    an_open_round(cluster, alice, 2)
    waiting = OutboxMail.objects.values_list("to", flat=True)
    assert sorted(waiting) == ["firma0@example.com", "firma1@example.com"]

    erase_contact(company=Company.objects.of(cluster).get(number=1), by=alice)

    assert list(waiting.all()) == ["firma1@example.com"]


def test_contact_of_a_former_member_is_kept_as_long_as_the_cluster_says(cluster: Cluster, alice: User) -> None:
    stays, goes = a_company(cluster, alice), a_company(cluster, alice, "Nordlys")
    change_company(company=goes, values={"is_active": False}, based_on=1, by=alice)

    assert prune_contacts(today=TODAY + timedelta(days=300)) == 0
    assert prune_contacts(today=TODAY + timedelta(days=400)) == 1
    stays.refresh_from_db(), goes.refresh_from_db()
    assert (stays.email != "", goes.email) == (True, "")


def test_sheet_goes_from_upload_to_register_in_the_pages(cluster: Cluster, alice: User, sign_in: SignIn) -> None:
    client = sign_in(alice)
    sheet = SimpleUploadedFile("medlemmer.csv", csv(HEAD, "Havtorn ApS;;12;;;mette@example.com;", "Nordlys;;;;;;"))

    preview = client.post(reverse("surveys:import", args=[cluster.slug]), {"file": sheet}, follow=True)
    assert "Without an email address" in preview.content.decode()
    seal = preview.context["planned"].seal
    done = client.post(reverse("surveys:import_confirm", args=[cluster.slug, 1, seal]), follow=True)

    assert "2 companies have been added" in done.content.decode()
    assert names(cluster) == ["Havtorn ApS", "Nordlys"]
    csv_file = client.get(reverse("surveys:companies_csv", args=[cluster.slug]))
    assert "mette@example.com" in csv_file.content.decode("utf-8-sig")


def test_exported_register_read_in_again_changes_nothing(cluster: Cluster, alice: User, sign_in: SignIn) -> None:
    client = sign_in(alice)
    a_company(cluster, alice, registration="12345678", size="medium", region="south", language="en")
    a_company(cluster, alice, "Nordlys", size="large", is_active=False)
    for form in ("csv", "xlsx"):
        content = client.get(reverse(f"surveys:companies_{form}", args=[cluster.slug])).content
        import_ = sent_register(cluster, alice)
        import_.content = content
        assert [row.fate for row in plan_of(import_).rows] == [Fate.SAME, Fate.SAME]


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.READER])
def test_contacts_are_shown_to_those_who_send_surveys_only(
    cluster: Cluster, alice: User, sign_in: SignIn, role: Role
) -> None:
    a_company(cluster, alice, email="mette@example.com")
    client = sign_in(member_of(cluster, "Rasmus", role))

    assert client.get(reverse("surveys:companies", args=[cluster.slug])).status_code == 403
    assert "mette@" not in client.get(reverse("surveys:index", args=[cluster.slug])).content.decode()


def test_list_asks_the_same_number_of_questions_for_one_as_for_many(
    cluster: Cluster, alice: User, sign_in: SignIn
) -> None:
    client = sign_in(alice)
    address = reverse("surveys:companies", args=[cluster.slug])
    a_company(cluster, alice)
    one = queries(client, address)
    for n in range(20):
        a_company(cluster, alice, f"Firma {n}")

    assert queries(client, address) == one <= 10
