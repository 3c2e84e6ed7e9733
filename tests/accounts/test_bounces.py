"""A mail that comes back stands where failed mails stand; read from a mailbox that speaks IMAP on loopback."""

import base64
import socket
import socketserver
import ssl
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from accounts import bounces, mail, outbox
from accounts.folders import quoted
from accounts.models import OutboxMail
from tests.accounts.test_outbox import Taker, server, use

__all__ = ["server", "use"]
pytestmark = pytest.mark.django_db

REPORT = """From: MAILER-DAEMON@mail.example.org
To: portal@example.org
Subject: Undelivered Mail
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="edge"

--edge
Content-Type: text/plain

I'm sorry.

--edge
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example.org

Final-Recipient: rfc822; dana@example.com
Action: {action}
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 No such
 person

--edge
Content-Type: {kind}

{original}
--edge--
"""


def sent(server: Taker, about: str = "invitation:7") -> str:
    """Send a mail, and return it as it left."""
    context = {"by": "Bo", "cluster": "Havtorn", "role": "x", "url": "http://127.0.0.1:8000/i/1/", "expires_at": None}
    mail.send(to="dana@example.com", template="invitation", language="da", context=context, about=about)
    outbox.deliver()
    assert OutboxMail.objects.count() == 0
    return server.taken[-1].replace("\r\n", "\n")


def report(original: str, *, action: str = "failed", kind: str = "message/rfc822") -> bytes:
    return REPORT.format(action=action, kind=kind, original=original).encode()


def test_mail_that_came_back_stands_among_the_failed_with_what_it_was_about(server: Taker) -> None:
    returned = report(sent(server))

    assert (bounces.take(returned), bounces.take(returned)) == (True, False)

    (failed,) = OutboxMail.objects.all()
    assert (failed.state, failed.to, failed.about) == ("failed", "dana@example.com", "invitation:7")
    assert failed.fault == "550 5.1.1 No such person"
    assert "http://127.0.0.1:8000/i/1/" in failed.body
    outbox.send_again(failed)
    assert (outbox.deliver(), len(server.taken)) == (1, 2)


def test_head_of_a_mail_is_enough_to_know_it_and_too_little_to_send_it_again(
    server: Taker, sign_in: Any, admin: Any
) -> None:
    head = sent(server).partition("\n\n")[0] + "\n"

    assert bounces.take(report(head, kind="text/rfc822-headers"))

    page = sign_in(admin).get("/administration/outbox/").content.decode()
    assert OutboxMail.objects.get().body == ""
    assert "No such person" in page
    assert "Send again" not in page


def test_whatever_is_no_report_of_a_mail_of_ours_changes_nothing(server: Taker) -> None:
    whole = sent(server)
    forged = whole.replace(f"{outbox.REFERENCE}: invitation:7", f"{outbox.REFERENCE}: invitation:8")
    assert forged != whole

    for raw in (
        report(whole, action="delayed"),
        report(forged),
        report("Subject: Somebody else\n\nHello"),
        b"Subject: lunch\n\nToday?",
        b"\xff\x00" * 900,
        b'Content-Type: multipart/mixed; boundary="a"\n\n'
        + b'--a\nContent-Type: multipart/mixed; boundary="a"\n\n' * 3000,
        report(whole) + b" " * bounces.LARGEST,
        b"",
    ):
        assert bounces.take(raw) is False

    assert OutboxMail.objects.count() == 0


class Mailbox(socketserver.ThreadingTCPServer):
    """As much of IMAP as a mailbox for bounces needs."""

    daemon_threads = allow_reuse_address = True

    def __init__(self, *messages: bytes) -> None:
        super().__init__(("127.0.0.1", 0), Spoken)
        self.messages, self.seen, self.told = list(messages), set[int](), list[str]()
        self.proof = b""
        # What the mailbox says to a command instead of OK; nothing is the end of the connection.
        self.refused = dict[str, bytes]()


class Spoken(socketserver.StreamRequestHandler):
    """A conversation with the mailbox."""

    server: Mailbox

    def handle(self) -> None:
        self.wfile.write(b"* OK ready\r\n")
        for line in self.rfile:
            tag, command = line.decode().strip().split(" ", 1)
            self.server.told.append(command)
            if (said := self.server.refused.get(command.split()[0])) is not None:
                if not said:
                    return
                self.wfile.write(f"{tag} NO ".encode() + said + b"\r\n")
                continue
            if command.startswith("AUTHENTICATE"):
                self.wfile.write(b"+ \r\n")
                self.server.proof = self.rfile.readline().strip()
            self.wfile.write(self.answer(command) + f"{tag} OK done\r\n".encode())

    def answer(self, command: str) -> bytes:
        words = command.split()
        box = self.server
        if words[0] == "CAPABILITY":
            return b"* CAPABILITY IMAP4rev1\r\n"
        if words[:2] == ["UID", "SEARCH"]:
            return (
                "* SEARCH " + " ".join(str(n) for n in range(len(box.messages)) if n not in box.seen)
            ).encode() + b"\r\n"
        if words[:2] == ["UID", "FETCH"]:
            raw = box.messages[int(words[2])]
            return f"* 1 FETCH (UID {words[2]} BODY[]<0> {{{len(raw)}}}\r\n".encode() + raw + b")\r\n"
        if words[:2] == ["UID", "STORE"]:
            box.seen.add(int(words[2]))
        return b"* BYE\r\n" if words[0] == "LOGOUT" else b""


@pytest.fixture
def mailbox(settings: Any) -> Iterator[Mailbox]:
    with Mailbox(b"Subject: lunch\n\nToday?") as box:
        threading.Thread(target=box.serve_forever, daemon=True).start()
        settings.BOUNCES_URL = f"imap://portal%40example.org:se%2Fcret@127.0.0.1:{box.server_address[1]}/Returned"
        yield box
        box.shutdown()


def test_mailbox_is_read_once_and_what_is_none_of_ours_is_left_there(server: Taker, mailbox: Mailbox) -> None:
    mailbox.messages.append(report(sent(server)))

    assert (bounces.read_mailbox(), bounces.read_mailbox()) == (1, 0)

    assert mailbox.told[1:3] == [r'LOGIN portal@example.org "se/cret"', 'SELECT "Returned"']
    assert mailbox.seen == {0, 1}


@pytest.mark.parametrize(
    ("folder", "said"),
    [
        ("INBOX", '"INBOX"'),
        ("Returned mail", '"Returned mail"'),
        ("Retur/Ærø & Fanø", '"Retur/&AMY-r&APg- &- Fan&APg-"'),
        ('He said "no"', r'"He said \"no\""'),
        ("Mail\r\nA1 DELETE INBOX", '"Mail&AA0ACg-A1 DELETE INBOX"'),
    ],
)
def test_folder_of_any_name_is_named_as_the_server_wants_it(folder: str, said: str) -> None:
    assert quoted(folder) == said


def test_password_with_danish_letters_is_sent_in_the_way_that_has_them(mailbox: Mailbox, settings: Any) -> None:
    settings.BOUNCES_URL = f"imap://portal:bl%C3%A5b%C3%A6r@127.0.0.1:{mailbox.server_address[1]}/INBOX"

    assert bounces.read_mailbox() == 0

    (asked,) = [told for told in mailbox.told if told.startswith("AUTHENTICATE")]
    assert asked == "AUTHENTICATE PLAIN"
    assert base64.b64decode(mailbox.proof) == "\0portal\0blåbær".encode()


def test_mailbox_that_is_away_or_not_set_holds_up_nobody(settings: Any) -> None:
    settings.BOUNCES_URL = "imap://portal:secret@127.0.0.1:9/INBOX"
    assert bounces.read_mailbox() == 0
    assert newest() == ("away", "[Errno 111] Connection refused")
    settings.BOUNCES_URL = ""
    assert bounces.read_mailbox() == 0


def newest() -> tuple[str, str]:
    reading = bounces.last_reading()
    assert reading is not None
    return reading.fault, reading.said


@pytest.mark.parametrize(
    ("command", "said", "fault", "words"),
    [
        ("LOGIN", b"[AUTHENTICATIONFAILED]  Who is that?", "refused", "[AUTHENTICATIONFAILED] Who is that?"),
        ("LOGIN", "[ALERT] Spærret".encode() + b"\xff" + b"!" * 900, "refused", f"[ALERT] Spærret\ufffd{'!' * 284}"),
        ("SELECT", b"No such mailbox", "no folder", "No such mailbox"),
        ("UID", b"Busy", "away", ""),
        ("LOGIN", b"", "away", ""),
        ("SELECT", b"", "away", ""),
    ],
)
def test_why_a_mailbox_is_not_read_is_noted_until_it_is(
    mailbox: Mailbox, command: str, said: bytes, fault: str, words: str
) -> None:
    mailbox.refused[command] = said

    assert bounces.read_mailbox() == 0
    assert newest()[0] == fault
    assert newest()[1] == words if words else newest()[1] != ""
    assert "se/cret" not in newest()[1]

    mailbox.refused.clear()
    assert bounces.read_mailbox() == 0
    assert newest() == ("", "")


def test_trying_reads_nothing_and_notes_how_it_went(server: Taker, mailbox: Mailbox) -> None:
    mailbox.messages.append(report(sent(server)))

    assert bounces.try_mailbox() == ""
    assert (newest(), mailbox.seen) == (("", ""), set())

    mailbox.refused["LOGIN"] = b"No"
    assert bounces.try_mailbox() == "No"
    assert newest() == ("refused", "No")


def test_mailbox_that_is_silent_is_given_up(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounces, "PATIENCE", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        settings.BOUNCES_URL = f"imap://portal:secret@127.0.0.1:{silent.getsockname()[1]}/INBOX"
        assert bounces.read_mailbox() == 0
    assert newest() == ("away", "timed out")


def test_password_is_given_to_no_server_that_cannot_show_who_it_is(
    mailbox: Mailbox, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A mailbox behind a certificate that nobody has signed."""
    certificate, key = self_signed(tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    mailbox.socket = context.wrap_socket(mailbox.socket, server_side=True)
    settings.BOUNCES_URL = settings.BOUNCES_URL.replace("imap://", "imaps://").replace("127.0.0.1", "localhost")

    assert bounces.read_mailbox() == 0
    assert (newest()[0], mailbox.told) == ("untrusted", [])

    trusting = ssl.create_default_context(cafile=certificate)
    monkeypatch.setattr(bounces, "create_default_context", lambda: trusting)
    assert bounces.read_mailbox() == 0
    assert newest() == ("", "")
    assert mailbox.told[1].startswith("LOGIN")


def self_signed(folder: Path) -> tuple[Path, Path]:
    """Make a certificate of localhost that vouches for itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    since, until = datetime(2000, 1, 1, tzinfo=UTC), datetime(2099, 1, 1, tzinfo=UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number(), since, until)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    (folder / "certificate.pem").write_bytes(made.public_bytes(Encoding.PEM))
    words = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (folder / "key.pem").write_bytes(words)
    return folder / "certificate.pem", folder / "key.pem"
