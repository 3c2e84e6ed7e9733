"""The pages of a cluster's people: list, invitation, role, removal, leaving."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from accounts.models import User
from clusters.models import Cluster, Invitation
from clusters.permissions import Role
from clusters.sheet_import.staging import keep_sheet
from strategy.models import Goal
from tests import factories
from tests.days import NOW, TODAY
from tests.pages import buttons, faults, heading, notes, queries, rows, tree, value, words
from tests.reviews.samples import review_of

PEOPLE = "/c/havtorn/people/"
INVITE = "/c/havtorn/people/invite/"


@pytest.fixture
def owner(sign_in: Callable, alice: User) -> Client:
    return sign_in(alice)


def pk_of(cluster: Cluster, user: User) -> int:
    return cluster.memberships.get(user=user).pk


def test_owner_sees_members_and_invitations(owner: Client, cluster: Cluster, bob: User) -> None:
    soon = NOW + timedelta(days=2)
    factories.make_invitation(cluster, "dana@example.com", token="a", expires_at=soon)
    factories.make_invitation(cluster, "emil@example.com", token="b", expires_at=NOW)
    factories.make_invitation(cluster, "frida@example.com", token="c", mailed_at=None)
    refused = {"mailed_at": None, "mail_failed_at": NOW}
    factories.make_invitation(cluster, "gerda@example.com", token="e", **refused)
    factories.make_invitation(cluster, "gone@example.com", token="d", withdrawn_at=NOW)

    response = owner.get(PEOPLE)

    assert heading(response) == "People"
    assert [row[:3] for row in rows(response)] == [
        ["Alice (you)", "Owner", "alice@example.com"],
        ["Bob", "Reader", "bob@example.com"],
    ]
    assert [row[:3] for row in rows(response, 1)] == [
        ["gerda@example.com", "Editor", "Email not sent"],
        ["frida@example.com", "Editor", "Email on its way"],
        ["emil@example.com", "Editor", "Expired"],
        ["dana@example.com", "Editor", f"Valid until {timezone.localtime(soon):%d/%m/%Y}"],
    ]


def test_reader_sees_names_and_roles_only(sign_in: Callable, cluster: Cluster, alice: User, bob: User) -> None:
    factories.make_invitation(cluster)

    response = sign_in(bob).get(PEOPLE)

    assert rows(response) == [["Alice", "Owner", ""], ["Bob (you)", "Reader", "Leave the cluster"]]
    assert rows(response, 1) == []
    assert buttons(response) == ["Leave the cluster"]
    assert "@example.com" not in response.content.decode().replace("bob@example.com", "")


def test_list_asks_the_database_equally_often_for_one_and_for_many(owner: Client, cluster: Cluster) -> None:
    def add(n: int) -> None:
        factories.make_member(cluster, factories.make_user(f"Member {n}", password=None))
        factories.make_invitation(cluster, f"dana{n}@example.com", token=str(n))

    add(0)
    few = queries(owner, PEOPLE)
    for n in range(1, 20):
        add(n)

    assert queries(owner, PEOPLE) == few <= 10


def test_long_list_is_paged(owner: Client, cluster: Cluster) -> None:
    for n in range(60):
        factories.make_member(cluster, factories.make_user(f"Member {n:02}", password=None))

    assert [len(rows(owner.get(PEOPLE, {"page": page}))) for page in ("1", "2", "99", "x")] == [50, 11, 11, 50]


def test_owner_invites_several(owner: Client, cluster: Cluster, django_capture_on_commit_callbacks: Callable) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        response = owner.post(
            INVITE,
            {
                "emails": "Dana Dal <dana@example.com>; emil@example.com,\n frida@example.com dana@example.com",
                "role": "reviewer",
                "language": "da",
            },
        )

    invited = Invitation.objects.of(cluster).order_by("email").values_list("email", "role", "language")
    expected = [(f"{name}@example.com", "reviewer", "da") for name in ("dana", "emil", "frida")]
    assert (response.status_code, response["Location"]) == (302, PEOPLE)
    assert list(invited) == expected
    assert sorted(sent.to for sent in mail.outbox) == [[email] for email, _role, _language in expected]


@pytest.mark.parametrize(
    ("emails", "fault"),
    [
        ("", ["This field is required."]),
        ("  ,;\n ", ["This field is required."]),
        ("dana", ["“dana” is not an email address."]),
        (
            "dana@example.com emil@ @example.com",
            ["“emil@” is not an email address.", "“@example.com” is not an email address."],
        ),
        ("dana@example.com\x00", ["“dana@example.com�” is not an email address."]),
        (f"{'a' * 300}@example.com", [f"No email can be sent to “{'a' * 79}…”: the address is too long."]),
        (
            "dana@example.com%0aBcc:emil@example.com",
            ["“dana@example.com%0abcc:emil@example.com” is not an email address."],
        ),
        (
            " ".join(f"p{n}@example.com" for n in range(500)),
            ["You have entered 500 email addresses. Invite at most 30 at a time."],
        ),
        ("bob@example.com", ["bob@example.com is already a member. Remove the email address from the list."]),
        (
            "waits@example.com",
            ["waits@example.com already has an invitation. You can send it again from the list of people."],
        ),
    ],
)
def test_bad_invitation_is_refused_with_what_was_typed(
    owner: Client, cluster: Cluster, bob: User, emails: str, fault: list[str]
) -> None:
    factories.make_invitation(cluster, "waits@example.com")

    response = owner.post(INVITE, {"emails": emails, "role": "reader", "language": "da"})

    assert (response.status_code, faults(response)) == (422, fault)
    assert str(value(response, "emails")).split() == emails.replace("\x00", "\ufffd").split()
    assert value(response, "role") == ["reader"]
    assert Invitation.objects.of(cluster).count() == 1
    assert mail.outbox == []


@pytest.mark.parametrize(("field", "wrong"), [("role", "admin"), ("role", ""), ("language", "fr")])
def test_unknown_role_or_language_is_refused(owner: Client, cluster: Cluster, field: str, wrong: str) -> None:
    sent = {"emails": "dana@example.com", "role": "reader", "language": "da", field: wrong}

    response = owner.post(INVITE, sent)

    assert response.status_code == 422
    assert Invitation.objects.of(cluster).count() == 0


def test_sent_twice_is_invited_once(owner: Client, cluster: Cluster) -> None:
    form = {"emails": "dana@example.com", "role": "reader", "language": "da"}

    statuses = [owner.post(INVITE, form).status_code for _time in range(2)]

    assert statuses == [302, 422]
    assert Invitation.objects.of(cluster).count() == 1


@pytest.mark.django_db(transaction=True)
def test_owner_is_told_when_the_mail_server_refuses(owner: Client, cluster: Cluster, settings: object) -> None:
    settings.EMAIL_BACKEND = "tests.accounts.broken_mail.Backend"

    response = owner.post(INVITE, {"emails": "dana@example.com", "role": "reader", "language": "da"}, follow=True)

    assert notes(response) == ["The mail server did not accept the email. Send the invitation again later."]
    assert [row[2] for row in rows(response, 1)] == ["Email not sent"]


@pytest.mark.django_db(transaction=True)
def test_owner_sends_again_and_withdraws(owner: Client, cluster: Cluster) -> None:
    invitation = factories.make_invitation(cluster)

    again = owner.post(f"/c/havtorn/invitations/{invitation.pk}/resend/", follow=True)
    withdrawn = owner.post(f"/c/havtorn/invitations/{invitation.pk}/withdraw/", follow=True)
    too_late = owner.post(f"/c/havtorn/invitations/{invitation.pk}/resend/", follow=True)

    assert notes(again) == ["The invitation is on its way to dana@example.com."]
    assert notes(withdrawn) == ["The invitation to dana@example.com has been withdrawn."]
    assert notes(too_late) == ["The invitation has been withdrawn."]
    assert [sent.to for sent in mail.outbox] == [["dana@example.com"]]


def test_owner_changes_a_role(owner: Client, cluster: Cluster, bob: User) -> None:
    url = f"{PEOPLE}{pk_of(cluster, bob)}/"

    shown = owner.get(url)
    response = owner.post(url, {"role": "editor"}, follow=True)

    assert (heading(shown), value(shown, "role")) == ("Bob", ["reader"])
    assert notes(response) == ["Role for Bob saved."]
    assert cluster.memberships.get(user=bob).role == Role.EDITOR


def test_owner_reads_what_ends_with_a_lesser_role_before_and_after(
    owner: Client, cluster: Cluster, alice: User, editor: User
) -> None:
    editor.memberships.update(role=Role.OWNER)
    factories.make_invitation(cluster, "dana@example.com", invited_by=editor)
    keep_sheet(cluster=cluster, room="kpis", name="tal.csv", content=b"a;b", by=editor)
    review = review_of(editor, cluster, TODAY)
    page = f"{PEOPLE}{pk_of(cluster, editor)}/"
    invitation = "1 invitation that they sent is withdrawn."
    sheet = "1 sheet that they sent and have not confirmed is deleted."
    asked = "1 review that they were asked for and have not answered is withdrawn."

    told = [words(item) for item in tree(owner.get(page)).xpath("//main//form//ul[not(@class)]/li")]
    response = owner.post(page, {"role": "reader"}, follow=True)

    assert sorted(told) == sorted(
        [
            f"Editor: {invitation}",
            *(f"Reviewer: {sentence}" for sentence in (invitation, sheet)),
            *(f"Reader: {sentence}" for sentence in (invitation, sheet, asked)),
        ]
    )
    saved, ended = notes(response)[0].split(". ", 1)
    assert saved == "Role for Erik saved"
    assert {sentence in ended for sentence in (invitation, sheet, asked)} == {True}
    review.refresh_from_db()
    assert (review.reviewer, review.reviewer_name) == (None, "Erik")
    assert not cluster.invitations.waiting().exists()
    assert not cluster.sheet_imports.exists()


def test_owner_reads_what_a_member_stays_responsible_for(
    owner: Client, cluster: Cluster, alice: User, editor: User
) -> None:
    factories.make_goal(factories.make_strategy(cluster, alice), editor)
    Goal.objects.of(cluster).update(owner=editor)

    page = words(tree(owner.get(f"{PEOPLE}{pk_of(cluster, editor)}/")))

    assert "Erik stays responsible for 1 thing here, whatever the role, until you hand it over." in page


@pytest.mark.parametrize("role", ["", "admin", "OWNER"])
def test_unknown_role_is_refused(owner: Client, cluster: Cluster, bob: User, role: str) -> None:
    response = owner.post(f"{PEOPLE}{pk_of(cluster, bob)}/", {"role": role})

    assert response.status_code == 422
    assert cluster.memberships.get(user=bob).role == Role.READER


def test_last_owner_reads_why_the_role_stays(owner: Client, cluster: Cluster, alice: User) -> None:
    response = owner.post(f"{PEOPLE}{pk_of(cluster, alice)}/", {"role": "reader"})

    assert response.status_code == 422
    assert faults(response) == ["The cluster needs an owner, and this is the only one. Make somebody else owner first."]
    assert cluster.memberships.get(user=alice).role == Role.OWNER


def test_member_is_removed_after_a_question(owner: Client, cluster: Cluster, bob: User) -> None:
    url = f"{PEOPLE}{pk_of(cluster, bob)}/remove/"

    asked = owner.get(url)
    still_there = cluster.memberships.filter(user=bob).exists()
    response = owner.post(url, follow=True)
    again = owner.post(url)

    assert (heading(asked), still_there) == ("Remove Bob", True)
    assert notes(response) == ["Bob is no longer in the cluster."]
    assert [row[0] for row in rows(response)] == ["Alice (you)"]
    assert again.status_code == 404


def test_last_owner_reads_why_they_cannot_leave(owner: Client, cluster: Cluster, alice: User) -> None:
    response = owner.post(f"{PEOPLE}leave/")

    assert response.status_code == 422
    assert notes(response) == ["The cluster needs an owner, and this is the only one. Make somebody else owner first."]
    assert cluster.memberships.filter(user=alice).exists()


def test_member_leaves(sign_in: Callable, cluster: Cluster, alice: User, bob: User) -> None:
    client = sign_in(bob)

    response = client.post(f"{PEOPLE}leave/", follow=True)

    assert notes(response) == ["You have left Cluster havtorn."]
    assert client.get(PEOPLE).status_code == 404


@pytest.mark.parametrize("pk", ["99999999999999999999999", "0"])
def test_number_that_nobody_has_is_not_found(owner: Client, pk: str) -> None:
    assert owner.get(f"{PEOPLE}{pk}/").status_code == 404
    assert owner.post(f"/c/havtorn/invitations/{pk}/resend/").status_code == 404


def test_name_is_shown_and_not_run(owner: Client, cluster: Cluster, bob: User) -> None:
    User.objects.filter(pk=bob.pk).update(name="<script>alert(1)</script>")

    response = owner.get(PEOPLE)

    assert "<script>alert" not in response.content.decode()
    assert [row[0] for row in rows(response)] == ["<script>alert(1)</script>", "Alice (you)"]
