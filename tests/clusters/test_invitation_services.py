"""Invitations: whom they reach, how long they hold, and that each is used once."""

from collections.abc import Callable
from datetime import UTC, timedelta
from smtplib import SMTPServerDisconnected

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.core.mail.backends.locmem import EmailBackend
from django.utils import timezone, translation
from django_tasks_db.models import DBTaskResult

from accounts.models import User
from clusters import activity, services
from clusters.models import Cluster, Invitation
from clusters.permissions import Role
from core import workers
from core.errors import Refusal
from tests import factories
from tests.days import NOW


def invite(
    cluster: Cluster, by: User, *emails: str, role: Role = Role.EDITOR, language: str = "da"
) -> list[Invitation]:
    return services.invite(cluster=cluster, emails=emails, role=role, language=language, by=by)


def token_in(text: str) -> str:
    """Return the token of the link in a mail."""
    return text.split("/invitation/")[1].split("/", maxsplit=1)[0]


def open_ones(cluster: Cluster) -> list[str]:
    return sorted(found.email for found in Invitation.objects.of(cluster).open(NOW))


def test_invitation_is_mailed_in_the_language_chosen(cluster: Cluster, alice: User, mailing: Callable) -> None:
    with mailing():
        (invitation,) = invite(cluster, alice, "dana@example.com", language="en-gb")

    (sent,) = mail.outbox
    token, last_day = token_in(sent.body), timezone.localtime(invitation.expires_at)
    assert (sent.to, sent.subject, type(sent)) == (["dana@example.com"], "Invitation to Cluster havtorn", EmailMessage)
    assert sent.body == (
        "Hello,\n\n"
        "Alice has invited you to work with Cluster havtorn in the Internationalisation Toolkit. Your role: Editor.\n\n"
        "Open this link to accept:\n\n"
        f"http://127.0.0.1:8000/invitation/{token}/\n\n"
        f"The invitation is only for you and is valid until {last_day.day} {last_day:%B %Y}. "
        "If you do not know what this is about, you do not need to do anything.\n"
    )
    invitation.refresh_from_db()
    assert (invitation.mailed_at is not None, invitation.mail_failed_at) == (True, None)


def test_only_the_digest_of_the_token_is_kept(cluster: Cluster, alice: User, mailing: Callable) -> None:
    with mailing():
        invite(cluster, alice, "dana@example.com")

    token = token_in(mail.outbox[0].body)
    kept = Invitation.across_clusters.values().get()
    assert len(token) == 43
    assert token not in str(kept)
    assert kept["token_digest"] == services.digest_of(token)


def test_several_are_invited_at_once_and_written_down(cluster: Cluster, alice: User, mailing: Callable) -> None:
    with mailing():
        invite(cluster, alice, "dana@example.com", "Emil@Example.com", "dana@example.com", role=Role.REVIEWER)

    assert open_ones(cluster) == ["dana@example.com", "emil@example.com"]
    assert [found.role for found in cluster.invitations.all()] == [Role.REVIEWER] * 2
    assert sorted(sent.to[0] for sent in mail.outbox) == ["dana@example.com", "emil@example.com"]
    assert sorted(entry.subject for entry in cluster.activity.filter(verb="invited")) == open_ones(cluster)


def test_member_is_not_invited_and_nobody_else_with_them(
    cluster: Cluster, alice: User, bob: User, mailing: Callable
) -> None:
    with mailing(), pytest.raises(Refusal) as refused:
        invite(cluster, alice, "dana@example.com", "BOB@example.com")

    assert (refused.value.field, "bob@example.com" in refused.value.message) == ("emails", True)
    assert (open_ones(cluster), mail.outbox) == ([], [])


def test_open_invitation_is_not_doubled(cluster: Cluster, alice: User, mailing: Callable) -> None:
    invite(cluster, alice, "dana@example.com")

    with mailing(), pytest.raises(Refusal) as refused:
        invite(cluster, alice, "DANA@example.com", "emil@example.com")

    assert (refused.value.field, "dana@example.com" in refused.value.message) == ("emails", True)
    assert open_ones(cluster) == ["dana@example.com"]


def test_expired_invitation_makes_room(cluster: Cluster, alice: User) -> None:
    old = factories.make_invitation(cluster, expires_at=NOW - timedelta(seconds=1))

    invite(cluster, alice, "dana@example.com")

    old.refresh_from_db()
    assert old.state == "withdrawn"
    assert open_ones(cluster) == ["dana@example.com"]


def test_same_person_may_be_invited_to_another_cluster(
    cluster: Cluster, other_cluster: Cluster, alice: User, charlie: User
) -> None:
    invite(cluster, alice, "dana@example.com")
    invite(other_cluster, charlie, "dana@example.com")

    assert open_ones(cluster) == open_ones(other_cluster) == ["dana@example.com"]


def test_invitations_that_wait_are_limited(cluster: Cluster, alice: User) -> None:
    for start in range(0, services.WAITING_AT_MOST, services.INVITED_AT_ONCE):
        count = min(services.INVITED_AT_ONCE, services.WAITING_AT_MOST - start)
        invite(cluster, alice, *(f"p{start + n}@example.com" for n in range(count)))

    with pytest.raises(Refusal):
        invite(cluster, alice, "one.more@example.com")

    assert len(open_ones(cluster)) == services.WAITING_AT_MOST


def test_mail_that_the_server_refuses_is_shown_as_not_sent(
    cluster: Cluster, alice: User, mailing: Callable, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*args: object) -> int:
        raise SMTPServerDisconnected

    monkeypatch.setattr(EmailBackend, "send_messages", refuse)

    with mailing():
        (invitation,) = invite(cluster, alice, "dana@example.com")

    invitation.refresh_from_db()
    assert (invitation.mailed_at, invitation.mail_failed_at is not None) == (None, True)
    assert open_ones(cluster) == ["dana@example.com"]


def test_worker_mails_and_no_token_waits_with_the_task(cluster: Cluster, alice: User, settings: object) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    workers.beat("worker")

    (invitation,) = invite(cluster, alice, "dana@example.com")
    waiting = DBTaskResult.objects.get()
    on_its_way = (waiting.args_kwargs, len(mail.outbox), invitation.mailed_at, invitation.mail_failed_at)
    waiting.task.func(*waiting.args_kwargs["args"])

    invitation.refresh_from_db()
    assert on_its_way == ({"args": [invitation.pk], "kwargs": {}}, 0, None, None)
    assert invitation.token_digest == services.digest_of(token_in(mail.outbox[0].body))


def test_task_that_runs_twice_mails_once(cluster: Cluster, alice: User, mailing: Callable) -> None:
    with mailing():
        (invitation,) = invite(cluster, alice, "dana@example.com")

    services.mail_invitation(invitation.pk)

    invitation.refresh_from_db()
    assert invitation.token_digest == services.digest_of(token_in(mail.outbox[0].body))
    assert len(mail.outbox) == 1


def test_invitation_that_was_withdrawn_meanwhile_is_not_mailed(cluster: Cluster, alice: User) -> None:
    (invitation,) = invite(cluster, alice, "dana@example.com")
    services.withdraw_invitation(invitation=invitation, by=alice)

    services.mail_invitation(invitation.pk)
    services.mail_invitation(4711)

    assert mail.outbox == []


def test_mail_that_was_refused_goes_when_it_is_sent_again(cluster: Cluster, alice: User, mailing: Callable) -> None:
    old = factories.make_invitation(cluster, mailed_at=None, mail_failed_at=NOW)

    with mailing():
        services.resend_invitation(invitation=old, by=alice)

    old.refresh_from_db()
    assert (old.mailed_at is not None, old.mail_failed_at, len(mail.outbox)) == (True, None, 1)


def test_sent_again_with_a_new_token_and_all_its_days(cluster: Cluster, alice: User, mailing: Callable) -> None:
    old = factories.make_invitation(cluster, token="old", expires_at=NOW - timedelta(days=1))

    with mailing():
        services.resend_invitation(invitation=old, by=alice)

    old.refresh_from_db()
    assert old.token_digest == services.digest_of(token_in(mail.outbox[0].body))
    assert timedelta(days=14) <= old.expires_at - NOW.astimezone(UTC) < timedelta(days=15)
    assert cluster.activity.values_list("verb", "subject").get() == ("invited-again", "dana@example.com")


def test_withdrawn_invitation_can_be_neither_accepted_nor_sent_again(
    cluster: Cluster, alice: User, mailing: Callable
) -> None:
    dana = factories.make_user("Dana")
    invitation = factories.make_invitation(cluster)

    services.withdraw_invitation(invitation=invitation, by=alice)
    services.withdraw_invitation(invitation=invitation, by=alice)

    with pytest.raises(Refusal):
        services.accept_invitation(invitation=invitation, user=dana)
    with mailing(), pytest.raises(Refusal):
        services.resend_invitation(invitation=invitation, by=alice)
    assert cluster.activity.values_list("verb", flat=True).get() == "withdrew-invitation"
    assert (list(cluster.memberships.filter(user=dana)), mail.outbox) == ([], [])


def test_accepting_twice_gives_one_membership(cluster: Cluster) -> None:
    dana = factories.make_user("Dana")
    invitation = factories.make_invitation(cluster, role=Role.REVIEWER)

    first = services.accept_invitation(invitation=invitation, user=dana)
    second = services.accept_invitation(invitation=invitation, user=dana)

    assert first == second == cluster.memberships.get()
    assert first.role == Role.REVIEWER
    assert cluster.activity.values_list("verb", "by_name").get() == ("joined", "Dana")
    invitation.refresh_from_db()
    assert (invitation.state, invitation.accepted_by) == ("accepted", dana)


def test_used_invitation_does_not_bring_back_who_was_removed(cluster: Cluster, alice: User) -> None:
    dana = factories.make_user("Dana")
    invitation = factories.make_invitation(cluster)
    membership = services.accept_invitation(invitation=invitation, user=dana)
    services.remove_member(membership=membership, by=alice)

    with pytest.raises(Refusal):
        services.accept_invitation(invitation=invitation, user=dana)

    assert list(cluster.memberships.filter(user=dana)) == []


def test_somebody_else_cannot_accept(cluster: Cluster, charlie: User) -> None:
    invitation = factories.make_invitation(cluster)

    with pytest.raises(Refusal):
        services.accept_invitation(invitation=invitation, user=charlie)

    assert list(cluster.memberships.all()) == []


def test_expired_invitation_cannot_be_accepted_nor_joined_with(cluster: Cluster) -> None:
    invitation = factories.make_invitation(cluster, expires_at=NOW)

    with pytest.raises(Refusal):
        services.join(invitation=invitation, name="Dana", password=factories.PASSWORD, language="da")

    assert User.objects.with_email("dana@example.com").exists() is False


def test_member_who_is_invited_all_the_same_keeps_the_role(cluster: Cluster, alice: User) -> None:
    invitation = factories.make_invitation(cluster, "alice@example.com", role=Role.READER)

    services.accept_invitation(invitation=invitation, user=alice)

    assert cluster.memberships.get().role == Role.OWNER


def test_new_person_joins_with_a_confirmed_email(cluster: Cluster) -> None:
    invitation = factories.make_invitation(cluster)

    dana = services.join(invitation=invitation, name=" Dana D ", password=factories.PASSWORD, language="en-gb")

    assert (dana.email, dana.name, dana.language) == ("dana@example.com", "Dana D", "en-gb")
    assert dana.check_password(factories.PASSWORD)
    assert list(dana.emailaddress_set.values_list("email", "verified", "primary")) == [("dana@example.com", True, True)]
    assert cluster.memberships.get().user == dana


def test_cluster_is_founded_with_an_invited_owner(admin: User, mailing: Callable) -> None:
    with mailing():
        cluster = services.found_cluster(
            slug="ny", name_da="Ny", name_en="", main_language="da", owner="dana@example.com", language="da", by=admin
        )

    assert [(found.email, found.role) for found in cluster.invitations.all()] == [("dana@example.com", Role.OWNER)]
    assert len(mail.outbox) == 1
    assert sorted(cluster.activity.values_list("verb", flat=True)) == ["invited", "made-cluster"]


def test_address_of_another_cluster_is_refused(cluster: Cluster, admin: User) -> None:
    with pytest.raises(Refusal) as refused:
        services.create_cluster(slug="havtorn", name_da="Anden", by=admin)

    assert refused.value.field == "slug"
    assert [found.name_da for found in Cluster.objects.all()] == ["Klyngen havtorn"]


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Ærø Sø & Å", "aeroe-soe-aa"),
        ("Havtorn", "havtorn-2"),
        ("日本", "cluster"),
        ("  ", "cluster"),
        ("x" * 100, "x" * 34),
    ],
)
def test_address_is_suggested_from_the_name(cluster: Cluster, name: str, slug: str) -> None:
    assert services.suggest_slug(name) == slug


@pytest.fixture
def in_english() -> None:
    """Speak the language in which texts stand in the code; the next test begins in its own."""
    translation.activate("en-gb")


@pytest.mark.usefixtures("in_english")
def test_a_day_has_so_many_invitations_and_no_more(cluster: Cluster, alice: User) -> None:
    for n in range(services.A_DAY_OF_ONE):
        activity.record(cluster=cluster, by=alice, verb="invited", subject=f"p{n}@example.com")

    with pytest.raises(Refusal, match="at most 200 invitations a day"):
        invite(cluster, alice, "dana@example.com")
    with pytest.raises(Refusal, match="at most 200 invitations a day"):
        services.resend_invitation(invitation=factories.make_invitation(cluster), by=alice)


@pytest.mark.usefixtures("in_english")
def test_a_cluster_has_a_limit_of_its_own(cluster: Cluster, alice: User, editor: User) -> None:
    for n in range(services.A_DAY_OF_A_CLUSTER):
        activity.record(cluster=cluster, by=editor, verb="invited", subject=f"p{n}@example.com")

    with pytest.raises(Refusal, match="A cluster can send at most 300"):
        invite(cluster, alice, "dana@example.com")


def test_a_name_that_is_a_letter_is_not_sent_to_strangers(
    cluster: Cluster, alice: User, django_capture_on_commit_callbacks: Callable
) -> None:
    User.objects.filter(pk=alice.pk).update(name="Vind en iPad\n\nhttps://evil.example/")
    alice.refresh_from_db()

    with django_capture_on_commit_callbacks(execute=True):
        invite(cluster, alice, "dana@example.com")

    assert "evil" not in mail.outbox[0].body
    assert "alice@example.com" in mail.outbox[0].body


@pytest.mark.usefixtures("in_english")
@pytest.mark.parametrize("way", ["removed", "lowered"])
def test_invitations_of_who_may_no_longer_invite_are_withdrawn(
    cluster: Cluster, alice: User, editor: User, way: str
) -> None:
    membership = cluster.memberships.get(user=editor)
    services.change_role(membership=membership, role=Role.OWNER, by=alice)
    invite(cluster, editor, "dana@example.com")

    if way == "removed":
        ended = services.remove_member(membership=membership, by=alice)
        assert ended == ["1 invitation that they sent is withdrawn."]
    else:
        services.change_role(membership=membership, role=Role.EDITOR, by=alice)

    assert len(open_ones(cluster)) == 0
