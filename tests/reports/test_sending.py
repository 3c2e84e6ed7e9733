"""A document sent to members: kept as it was, mailed once, behind a link that ends or with the mail."""

import re
from collections.abc import Callable
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.core.files.storage import default_storage
from django.core.mail import EmailMessage
from django.test import Client

from accounts.models import OutboxMail, User
from accounts.outbox import _message
from clusters.models import ActivityEntry, Cluster
from clusters.permissions import Role
from core.errors import Refusal
from exports.sheets import XLSX_TYPE
from exports.word import WORD_TYPE
from reports import sending
from reports.models import SentDocument
from tests import factories
from tests.days import TODAY
from tests.pages import faults, notes, tree, words
from tests.reports.sent import LAST_DAY, PDF, make_finished, make_sent

pytestmark = pytest.mark.django_db
# No link lives longer than a year and a day.
LATEST = TODAY + timedelta(days=366)

SENT = "/c/havtorn/documents/sent/"
SEND = "/c/havtorn/documents/send/"


@pytest.fixture
def client(alice: User, sign_in: Callable[..., Client]) -> Client:
    return sign_in(alice)


@pytest.fixture
def bobby(cluster: Cluster) -> User:
    return factories.make_member(cluster, factories.make_user("Bobby", language="da"), Role.READER).user


def form_at(export: object) -> str:
    return f"/c/havtorn/documents/exports/{export.pk}/send/"


def link_in(mail: EmailMessage) -> str:
    return re.search(r"http://[^/]+(/shared/document/\S+)", mail.body)[1]


def test_members_get_a_link_each_in_their_language_that_opens_what_was_sent(
    cluster: Cluster, alice: User, bobby: User, client: Client, mailoutbox: list[EmailMessage], sign_in: Callable
) -> None:
    export = make_finished(cluster, alice)
    sent = {"people": [alice.pk, bobby.pk], "way": "link", "ends_on": LAST_DAY.isoformat(), "note": "Læs side 2."}

    answer = client.post(form_at(export), sent)

    assert notes(client.get(answer.url)) == ["2 mails are on their way."]
    mails = {one.to[0]: one for one in mailoutbox}
    assert set(mails) == {alice.email, bobby.email}
    assert "sends you “Strategi” from Cluster havtorn." in mails[alice.email].body
    assert "sender dig" in mails[bobby.email].body
    assert {one.subject for one in mailoutbox} == {"Strategi"}
    assert all("Læs side 2." in one.body and one.reply_to == [alice.email] for one in mailoutbox)
    assert [one.kept_files for one in mailoutbox] == [[], []]
    opened = sign_in(None).get(link_in(mails[bobby.email]))
    assert (opened.status_code, opened.content, opened["Cache-Control"]) == (200, PDF, "private, no-store")
    assert ActivityEntry.objects.of(cluster).get(verb="sent-document").subject.endswith("Alice, Bobby")
    page = words(tree(client.get(f"{SENT}1/")).xpath("//main")[0])
    assert all(word in page for word in ("Alice, Bobby", "Læs side 2.", "As a link, until"))


def test_the_same_form_counts_once(
    cluster: Cluster, alice: User, client: Client, mailoutbox: list[EmailMessage]
) -> None:
    address = form_at(make_finished(cluster, alice))
    (key,) = tree(client.get(address)).xpath("//main//input[@name='form_key']/@value")
    sent = {"people": [alice.pk], "way": "attached", "note": "", "form_key": key}

    for _time in range(2):
        client.post(address, sent)

    assert (SentDocument.objects.of(cluster).count(), len(mailoutbox)) == (1, 1)


def test_what_was_sent_stays_though_the_document_changes(cluster: Cluster, alice: User, client: Client) -> None:
    make_sent(cluster, alice)
    make_finished(cluster, alice, b"%PDF-1.7 another\n")

    answer = client.get(f"{SENT}1/file/")

    assert answer.content == PDF
    assert tree(client.get(SENT)).xpath("//main//h3/a/text()") == ["Strategi"]


def test_with_the_mail_goes_the_file_and_no_link(
    cluster: Cluster, alice: User, client: Client, mailoutbox: list[EmailMessage]
) -> None:
    client.post(form_at(make_finished(cluster, alice)), {"people": [alice.pk], "way": "attached", "note": ""})

    (mail,) = mailoutbox
    ((kept),) = mail.kept_files
    assert "/shared/" not in mail.body
    assert "It is attached to this mail." in mail.body
    waiting = OutboxMail(to=alice.email, subject="S", body="B", headers={}, files=mail.kept_files)
    name, content, kind = _message(waiting).attachments[0]
    assert (name, content, kind) == ("Klyngen havtorn - Strategi (da).pdf", PDF, "application/pdf")
    default_storage.delete(kept["file"])
    with pytest.raises(ValueError, match="is gone"):
        _message(waiting)


@pytest.mark.parametrize(
    ("values", "fault"),
    [
        ({"people": []}, "Choose at least one person."),
        ({"ends_on": ""}, "Enter the last day on which the link works."),
        ({"ends_on": (TODAY - timedelta(1)).isoformat()}, "Choose a date in the future."),
        (
            {"ends_on": (TODAY + timedelta(days=800)).isoformat()},
            f"Choose a date before {LATEST.day} {LATEST:%B %Y}. You can send it again then.",
        ),
        ({"way": "pigeon"}, "Select a valid choice. pigeon is not one of the available choices."),
        ({"note": "x" * 1001}, "Ensure this value has at most 1000 characters (it has 1001)."),
    ],
)
def test_what_is_wrong_is_said_and_the_words_stay(
    cluster: Cluster, alice: User, client: Client, mailoutbox: list[EmailMessage], values: dict, fault: str
) -> None:
    address = form_at(make_finished(cluster, alice))
    usual = {"people": [alice.pk], "way": "link", "ends_on": LAST_DAY.isoformat(), "note": "Min bemærkning"}

    answer = client.post(address, usual | values)

    assert (answer.status_code, faults(answer), mailoutbox) == (422, [fault], [])
    assert (usual | values)["note"] in answer.content.decode()
    assert not SentDocument.objects.of(cluster).exists()


def test_strangers_are_not_sent_anything(cluster: Cluster, alice: User, mailoutbox: list[EmailMessage]) -> None:
    stranger = factories.make_user("Stranger")

    with pytest.raises(Refusal):
        make_sent(cluster, alice, [alice, stranger])
    assert mailoutbox == []


def test_a_file_that_is_too_large_for_a_mail_goes_as_a_link(
    cluster: Cluster, alice: User, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "LARGEST_ATTACHED", len(PDF) - 1)

    answer = client.post(form_at(make_finished(cluster, alice)), {"people": [alice.pk], "way": "attached", "note": ""})

    assert faults(answer) == ["The document is too large for a mail. Send a link instead."]


def test_the_cluster_has_room_for_so_many_files(
    cluster: Cluster, alice: User, client: Client, settings: object
) -> None:
    settings.FILES_PER_CLUSTER = len(PDF) - 1

    answer = client.post(form_at(make_finished(cluster, alice)), {"people": [alice.pk], "way": "attached", "note": ""})

    assert answer.status_code == 422
    assert not SentDocument.objects.of(cluster).exists()


def test_a_document_that_is_still_being_made_is_waited_for(cluster: Cluster, alice: User, client: Client) -> None:
    export = factories.make_export(cluster, alice)

    assert client.get(form_at(export)).url == f"/c/havtorn/documents/exports/{export.pk}/"


def test_a_link_that_is_revoked_or_has_ended_says_so(
    cluster: Cluster, alice: User, client: Client, mailoutbox: list[EmailMessage], time_machine: object
) -> None:
    revoked, ended = make_sent(cluster, alice), make_sent(cluster, alice)
    first, second = (link_in(mail) for mail in mailoutbox)

    said = client.post(f"{SENT}{revoked.number}/revoke/", follow=True)
    again = client.post(f"{SENT}{revoked.number}/revoke/", follow=True)
    SentDocument.objects.of(cluster).filter(pk=ended.pk).update(ends_on=TODAY - timedelta(days=1))

    assert notes(said) == ["The link no longer works."]
    assert notes(again) == ["Alice already revoked this link."]
    assert [client.get(address).status_code for address in (first, second)] == [410, 410]
    assert "has been revoked" in words(tree(client.get(first)))
    assert "has ended" in words(tree(client.get(second)))
    assert client.get("/shared/document/nothing/").status_code == 404
    assert client.get(f"/shared/document/{'x' * 300}/").status_code == 404
    assert client.get(f"{SENT}{revoked.number}/file/").status_code == 200


def test_what_went_with_the_mail_has_no_link(cluster: Cluster, alice: User, client: Client) -> None:
    sent = make_sent(cluster, alice, ends_on=None)
    SentDocument.objects.of(cluster).filter(pk=sent.pk).update(token_digest=sending.digest_of("known"))

    assert client.get("/shared/document/known/").status_code == 404


def test_readers_are_offered_no_sending(cluster: Cluster, alice: User, bobby: User, sign_in: Callable) -> None:
    factories.make_strategy(cluster, alice)
    export = make_finished(cluster, alice)
    offered = {}
    for who in (alice, bobby):
        pages = [
            sign_in(who).get(f"/c/havtorn/documents/{end}") for end in ("", f"exports/{export.pk}/", "strategies/1/")
        ]
        offered[who] = [bool(tree(one).xpath("//main//a[contains(@href, 'send')]")) for one in pages]

    assert offered == {alice: [True] * 3, bobby: [False] * 3}


def test_a_document_is_asked_for_on_the_shelf_and_leads_to_where_it_is_sent(
    cluster: Cluster, alice: User, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    factories.make_strategy(cluster, alice)
    monkeypatch.setattr("reports.services.rendered", lambda *_args: PDF)

    answer = client.get("/c/havtorn/documents/strategies/1/da.pdf?send=1&thread=0")

    export = cluster.exports.get()
    assert (answer.url, export.address) == (form_at(export), "/c/havtorn/documents/strategies/1/da.pdf?thread=0")


def test_word_file_and_sheet_go_as_what_they_are(
    cluster: Cluster, alice: User, client: Client, mailoutbox: list[EmailMessage]
) -> None:
    factories.make_strategy(cluster, alice)
    for address, ending, kind in (
        ("/c/havtorn/documents/strategies/1/da.docx?thread=0", "docx", WORD_TYPE),
        ("/c/havtorn/documents/strategies/1/plan/en.docx", "docx", WORD_TYPE),
        ("/c/havtorn/plan/export.xlsx", "xlsx", XLSX_TYPE),
        ("/c/havtorn/kpis/export.xlsx", "xlsx", XLSX_TYPE),
    ):
        given = client.get(address)
        mailoutbox.clear()

        client.post(f"{SEND}?{urlencode({'file': address})}", {"people": [alice.pk], "way": "attached", "note": ""})

        sent = SentDocument.objects.of(cluster).first()
        ((kept),) = mailoutbox[0].kept_files
        assert (sent.content_type, given["Content-Type"], kept["type"]) == (kind, kind, kind)
        assert sent.name.endswith(f".{ending}")
        assert kept["name"] == sent.name
        waiting = OutboxMail(to=alice.email, subject="S", body="B", headers={}, files=mailoutbox[0].kept_files)
        name, content, its_type = _message(waiting).attachments[0]
        assert (name, its_type, content[:4]) == (sent.name, kind, b"PK\x03\x04")
    page = words(tree(client.get(SENT)).xpath("//main")[0])
    assert all(word in page for word in ("Word", "Excel", "With the mail"))


def test_link_to_a_word_file_saves_it_under_its_name(
    cluster: Cluster, alice: User, client: Client, mailoutbox: list[EmailMessage], sign_in: Callable
) -> None:
    factories.make_strategy(cluster, alice)
    form = f"{SEND}?{urlencode({'file': '/c/havtorn/documents/strategies/1/da.docx'})}"
    assert client.get(form).status_code == 200

    client.post(form, {"people": [alice.pk], "way": "link", "ends_on": LAST_DAY.isoformat(), "note": ""})

    opened = sign_in(None).get(link_in(mailoutbox[0]))
    assert (opened.status_code, opened["Content-Type"], opened.content[:4]) == (200, WORD_TYPE, b"PK\x03\x04")
    assert opened["Content-Disposition"].startswith("attachment")
    assert SentDocument.objects.of(cluster).get().title == "Strategi 2027"


@pytest.mark.parametrize(
    "address",
    [
        "/c/havtorn/documents/",
        "/c/havtorn/documents/send/",
        "/c/havtorn/documents/strategies/1/da.pdf",
        "/c/havtorn/plan/export.csv",
        "/c/another/plan/export.xlsx",
        "/c/havtorn/surveys/companies/export.xlsx",
        "https://example.org/c/havtorn/plan/export.xlsx",
        "//example.org/c/havtorn/plan/export.xlsx",
        "//[/c/havtorn/plan/export.xlsx",
        "/c/havtorn/plan/export.xlsx?" + "x" * 1000,
        "/c/havtorn/plan/export.xlsx?x=%00",
        "\r\n/c/havtorn/plan/export.xlsx",
    ],
)
def test_nothing_else_is_sent(cluster: Cluster, alice: User, client: Client, address: str) -> None:
    factories.make_cluster("another")

    assert client.get(SEND, {"file": address}).status_code == 404
    assert not SentDocument.objects.of(cluster).exists()


def test_an_address_that_was_cut_short_leads_to_the_files(cluster: Cluster, client: Client) -> None:
    assert client.get(SEND)["Location"] == "/c/havtorn/documents/"
