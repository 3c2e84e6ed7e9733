"""Mail leaves in the background, is tried again, and says when it does not go; with a real mail server on loopback."""

import socket
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from django.core.mail import EmailMessage, send_mail
from django.core.management import CommandError, call_command
from django.test import Client

from accounts import outbox
from accounts.models import OutboxMail, User
from clusters import services
from clusters.models import Cluster, Invitation
from clusters.permissions import Role
from core import workers

pytestmark = pytest.mark.django_db
# Long after every mail of the tests was written, and within the day in which it is tried.
BEGIN = datetime(2100, 1, 5, 8, 0, tzinfo=UTC)


class Taker:
    """Takes mail, or answers with a refusal."""

    refusal = ""

    def __init__(self) -> None:
        self.taken: list[str] = []

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802
        envelope.rcpt_tos.append(address)
        return self.refusal or "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        self.taken.append(envelope.content.decode())
        return "250 OK"


@pytest.fixture
def use(settings: Any) -> Callable[[int], None]:
    """`use(port)` sets the mail server, as TOOLKIT_EMAIL_URL does."""

    def point_to(port: int) -> None:
        settings.EMAIL_BACKEND = "accounts.outbox.OutboxBackend"
        settings.MAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.MAIL_SERVER = True
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", port, 0.3

    return point_to


@pytest.fixture
def server(use: Callable) -> Iterator[Taker]:
    """A mail server that takes what it is given."""
    taker = Taker()
    controller = Controller(taker, hostname="127.0.0.1", port=free_port())
    controller.start()
    use(controller.port)
    yield taker
    controller.stop()


@pytest.fixture
def silent(use: Callable) -> Iterator[None]:
    """A mail server that lets one connect and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        use(listening.getsockname()[1])
        yield


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def written_at(when: datetime) -> None:
    OutboxMail.objects.update(created_at=when, next_at=when)


def test_mail_waits_until_the_worker_takes_it(server: Taker) -> None:
    send_mail("Come in", "Welcome.", None, ["dana@example.com"])
    before = list(server.taken)

    went = outbox.deliver()

    assert (before, went, len(server.taken), OutboxMail.objects.count()) == ([], 1, 1, 0)


@pytest.mark.usefixtures("silent")
def test_silent_mail_server_is_left_in_time_and_asked_again_later() -> None:
    send_mail("Come in", "Welcome.", None, ["dana@example.com"])
    written_at(BEGIN)

    assert outbox.deliver(now=BEGIN) == 0

    mail = OutboxMail.objects.get()
    assert (mail.state, mail.attempts, mail.next_at) == ("waiting", 1, BEGIN + timedelta(minutes=1))
    assert mail.fault


def test_mail_that_is_not_taken_for_a_day_has_failed_and_is_sent_again_on_demand(use: Callable, server: Taker) -> None:
    server.refusal = "451 not now"
    send_mail("Come in", "Welcome.", None, ["dana@example.com"])
    written_at(BEGIN)
    pauses, now = [], BEGIN
    while (mail := OutboxMail.objects.get()).state == "waiting":
        outbox.deliver(now=now)
        following = OutboxMail.objects.get().next_at
        pauses.append(following - now)
        now = following

    server.refusal = ""
    outbox.send_again(mail)

    assert pauses == sorted(pauses)
    assert timedelta(days=1) <= now - BEGIN < timedelta(days=2)
    assert (outbox.deliver(), len(server.taken)) == (1, 1)


def test_address_that_the_mail_server_does_not_know_fails_at_once(server: Taker, caplog: Any) -> None:
    server.refusal = "550 no such person dana@example.com"
    send_mail("Come in", "Welcome.", None, ["dana@example.com"])

    outbox.deliver()

    mail = OutboxMail.objects.get()
    assert (mail.state, mail.fault) == ("failed", "550 no such person dana@example.com")
    lines = [record.getMessage() for record in caplog.records if record.name == "accounts.outbox"]
    assert lines
    assert "dana@" not in "".join(lines)


def test_address_that_cannot_be_written_fails_and_holds_up_no_other(server: Taker) -> None:
    send_mail("Come in", "Welcome.", None, [f"dana@{'ø' * 70}.example"])
    send_mail("Come in", "Welcome.", None, ["emil@example.com"])

    assert outbox.deliver() == 1
    assert OutboxMail.objects.get().state == "failed"


def test_mail_in_the_hand_of_a_worker_that_fell_is_tried_once_more_and_not_again(server: Taker) -> None:
    send_mail("Come in", "Welcome.", None, ["dana@example.com"])
    server.refusal = "451 not now"
    OutboxMail.objects.update(claim="fallen", attempts=1)
    outbox.deliver()
    OutboxMail.objects.update(claim="fallen", next_at=BEGIN)

    outbox.deliver(now=BEGIN)

    assert OutboxMail.objects.get().state == "failed"


def test_mail_that_a_living_worker_has_in_hand_is_left_to_it(server: Taker) -> None:
    send_mail("Come in", "Welcome.", None, ["dana@example.com"])
    workers.beat("somebody")
    OutboxMail.objects.update(claim="somebody", claimed_at=BEGIN)

    assert (outbox.deliver(now=BEGIN), server.taken) == (0, [])


def test_invitation_names_its_sender_and_its_portal(
    server: Taker, cluster: Cluster, alice: User, django_capture_on_commit_callbacks: Callable
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        services.invite(cluster=cluster, emails=["dana@example.com"], role=Role.EDITOR, language="en-gb", by=alice)
    waiting = Invitation.objects.of(cluster).get().mailed_at

    outbox.deliver()

    (sent,) = server.taken
    assert waiting is None
    assert Invitation.objects.of(cluster).get().mailed_at is not None
    assert "Reply-To: alice@example.com" in sent
    assert "Auto-Submitted: auto-generated" in sent
    assert "@127.0.0.1>" in next(line for line in sent.splitlines() if line.startswith("Message-ID"))


def test_who_invites_sees_that_the_mail_does_not_go(
    server: Taker, cluster: Cluster, alice: User, django_capture_on_commit_callbacks: Callable
) -> None:
    server.refusal = "550 unknown"
    with django_capture_on_commit_callbacks(execute=True):
        services.invite(cluster=cluster, emails=["dana@example.com"], role=Role.EDITOR, language="en-gb", by=alice)

    outbox.deliver()

    assert Invitation.objects.of(cluster).get().mail_failed_at is not None


@pytest.mark.usefixtures("silent")
def test_page_waits_for_no_mail_server_and_tells_nobody_who_is_known(alice: User) -> None:
    answers = [
        Client().post("/account/password/new/", {"email": email}, headers={"Accept-Language": "en-gb"})
        for email in ("alice@example.com", "nobody@example.com")
    ]

    said = {(answer.status_code, answer["Location"]) for answer in answers}
    assert said == {(302, "/account/password/new/sent/")}
    assert [mail.attempts for mail in OutboxMail.objects.all()] == [0]


def test_administrator_sees_what_failed_and_sends_it_again(server: Taker, sign_in: Callable, admin: User) -> None:
    OutboxMail.objects.create(to="a@example.com", subject="x", body="y", state="failed", fault="550 unknown")
    client = sign_in(admin)
    shown = client.get("/administration/outbox/").content.decode()

    client.post(f"/administration/outbox/{OutboxMail.objects.get().pk}/send/")

    assert "550 unknown" in shown
    assert outbox.deliver() == 1


def test_mail_whose_links_are_dead_is_not_shown(sign_in: Callable, admin: User) -> None:
    OutboxMail.objects.create(to="a@example.com", subject="Old one", body="y", created_at=BEGIN.replace(year=2026))

    assert "Old one" not in sign_in(admin).get("/administration/outbox/").content.decode()


def test_test_mail_tells_each_step(server: Taker) -> None:
    out = StringIO()

    call_command("send_test_mail", "dana@example.com", stdout=out)

    assert [line.split()[0] for line in out.getvalue().splitlines()] == ["Look", "Connect", "Send", "The"]
    assert "To: dana@example.com" in server.taken[0]


@pytest.mark.usefixtures("silent")
def test_test_mail_says_where_it_stopped() -> None:
    with pytest.raises(CommandError, match="Connect to port"):
        call_command("send_test_mail", "dana@example.com", stdout=StringIO())


def test_reply_goes_where_the_mail_says(server: Taker) -> None:
    EmailMessage("x", "y", to=["a@example.com"], reply_to=["b@example.com"]).send()

    outbox.deliver()

    assert "Reply-To: b@example.com" in server.taken[0]


def test_administrator_sees_what_goes_along(sign_in: Callable, admin: User) -> None:
    OutboxMail.objects.create(to="a@b.dk", subject="S", body="B", files=[{"file": "x", "name": "Plan (da).docx"}])

    assert "Attached: Plan (da).docx" in sign_in(admin).get("/administration/outbox/").content.decode()
