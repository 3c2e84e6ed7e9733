"""Mails that came back are read from a real IMAP server, Dovecot on loopback, with names and passwords of every kind.

.venv/bin/python -m bench.mailbox

Says as a line of JSON what was read from each folder, first and again, and fails when a mail is missed or read twice.
"""

import base64
import imaplib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from accounts.folders import quoted
from bench.places import ROOT, Place, free_port, place

PROGRAM = Path("/usr/sbin/dovecot")
FOLDERS = ("INBOX", "Returned mail", "Retur/Ærø & Fanø")
PASSWORDS = ("pass word", "p@ss/w:rd?", "blåbær")
CONFIGURATION = """
base_dir = {folder}/run
state_dir = {folder}/run
log_path = {folder}/log
protocols = imap
ssl = no
disable_plaintext_auth = no
auth_mechanisms = plain login
auth_verbose = yes
service imap-login {{
  chroot =
  inet_listener imap {{
    address = 127.0.0.1
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service anvil {{
  chroot =
}}
passdb {{
  driver = passwd-file
  args = scheme=plain {folder}/users
}}
userdb {{
  driver = static
  args = uid={owner} gid={owner} home={folder}/mail
}}
namespace inbox {{
  inbox = yes
  separator = /
}}
mail_location = maildir:{folder}/mail/%u
first_valid_uid = 1
first_valid_gid = 1
"""
CALL = """
import django, json, sys
django.setup()
from accounts import bounces, mail, outbox
from accounts.models import OutboxMail
from django.conf import settings
asked = json.load(sys.stdin)
if "write" in asked:
    context = {"by": "Bo", "cluster": "Ærø", "role": "x", "url": "http://127.0.0.1/i/", "expires_at": None}
    for number in range(asked["write"]):
        about = f"invitation:{number}"
        mail.send(to=f"d{number}@example.com", template="invitation", language="da", about=about, context=context)
    print(json.dumps([outbox._message(row).message().as_string() for row in OutboxMail.objects.order_by("pk")]))
    OutboxMail.objects.all().delete()
else:
    found, faults = [], []
    for url in asked["read"]:
        settings.BOUNCES_URL = url
        found.append(bounces.read_mailbox())
        faults.append(bounces.last_reading().fault)
    print(json.dumps([found, faults]))
"""
REPORT = """From: MAILER-DAEMON@mail.example.org
Subject: Undelivered Mail
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="edge"

--edge
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example.org

Final-Recipient: rfc822; dana@example.com
Action: failed
Diagnostic-Code: smtp; 550 5.1.1 No such person

--edge
Content-Type: message/rfc822

{original}
--edge--
"""


@contextmanager
def dovecot(folder: Path) -> Iterator[int]:
    """Run an IMAP server with a person for each password; gives its port."""
    if not PROGRAM.exists():
        sys.exit("There is no Dovecot: sudo apt-get install -y --no-install-recommends dovecot-imapd")
    port, owner = free_port(), "mail" if os.getuid() == 0 else str(os.getuid())
    (folder / "mail").mkdir()
    folder.chmod(0o755)
    if os.getuid() == 0:
        shutil.chown(folder / "mail", "mail", "mail")
    words = CONFIGURATION.format(folder=folder, port=port, owner=owner)
    (folder / "dovecot.conf").write_text(words, encoding="utf-8")
    people = "".join(f"person{number}:{{PLAIN.b64}}{b64(word)}::::::\n" for number, word in enumerate(PASSWORDS))
    (folder / "users").write_text(people, encoding="utf-8")
    process = subprocess.Popen([PROGRAM, "-F", "-c", str(folder / "dovecot.conf")])
    try:
        for _try in range(100):
            try:
                imaplib.IMAP4("127.0.0.1", port, timeout=5).logout()
                break
            except OSError:
                time.sleep(0.1)
        yield port
    finally:
        process.terminate()
        process.wait(timeout=30)


def b64(word: str) -> str:
    """Return a password in the way in which a file of Dovecot may hold any."""
    return base64.b64encode(word.encode()).decode()


def asked(here: Place, **what: Any) -> Any:
    """Have the portal write mails, or read mailboxes."""
    command, given = [sys.executable, "-c", CALL], json.dumps(what)
    done = subprocess.run(
        command, cwd=ROOT, env=here.surroundings(), input=given, check=True, text=True, stdout=subprocess.PIPE
    )
    return json.loads(done.stdout.strip().splitlines()[-1])


def main() -> int:
    """Fill the folders, read them twice, and count."""
    with (
        tempfile.TemporaryDirectory(prefix="toolkit-bench-") as folder,
        place("sqlite", Path(folder) / "portal") as here,
    ):
        here.run("manage", "migrate", "--verbosity", "0")
        (Path(folder) / "box").mkdir()
        Path(folder).chmod(0o755)
        with dovecot(Path(folder) / "box") as port:
            each = 3 * len(FOLDERS)
            originals = asked(here, write=each * len(PASSWORDS))
            urls = []
            for person, password in enumerate(PASSWORDS):
                own = originals[person * each : (person + 1) * each]
                put_all(port, person, own)
                start = f"imap://person{person}:{quote(password, safe='')}@127.0.0.1:{port}/"
                urls += [start + quote(name, safe="") for name in FOLDERS]
            (first, _faults), (again, faults) = asked(here, read=urls), asked(here, read=urls)
            wrong = [f"imap://person0:wrong@127.0.0.1:{port}/INBOX", f"{urls[0]}-that-is-not-there"]
            away = f"imap://person0:wrong@127.0.0.1:{free_port()}/INBOX"
            _count, refused = asked(here, read=[*wrong, away])
    found = {"action": "reports in a real mailbox", "first": first, "again": again, "wrong": refused}
    print(json.dumps(found))
    is_told = refused == ["refused", "no folder", "away"] and not any(faults)
    return int(first != [3] * len(urls) or any(again) or not is_told)


def put_all(port: int, person: int, originals: list[str]) -> None:
    """Put three reports into each folder of a person, and a letter that is none."""
    with imaplib.IMAP4("127.0.0.1", port, timeout=10) as box:
        box.authenticate("PLAIN", lambda _asked: f"\0person{person}\0{PASSWORDS[person]}".encode())
        for number, folder in enumerate(FOLDERS):
            if folder != "INBOX":
                box.create(quoted(folder))
            for original in (*originals[3 * number : 3 * number + 3], ""):
                report = REPORT.format(original=original) if original else "Subject: Frokost\n\nI dag?\n"
                box.append(quoted(folder), "", None, report.replace("\n", "\r\n").encode())


if __name__ == "__main__":
    sys.exit(main())
