"""Settings that make no sense stop the start with a sentence; those that the documentation shows are understood."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from tests.house.tree import read
from toolkit.given import WILL_NEVER_START, Given, WrongSettingError, check_database_address, mail_server, mailbox

# Host, port, user, password, STARTTLS, TLS from the first byte.
EXAMPLES = {
    "smtp+tls://user:password@mail.example.org:587": ("mail.example.org", 587, "user", "password", True, False),
    "smtp+tls://mail.example.org": ("mail.example.org", 587, "", "", True, False),
    "smtps://user:password@mail.example.org": ("mail.example.org", 465, "user", "password", False, True),
    "smtp://mail.example.org": ("mail.example.org", 25, "", "", False, False),
    "smtp://127.0.0.1:2525": ("127.0.0.1", 2525, "", "", False, False),
    "smtp+tls://person%40example.org:p%40ss%2Fw%23rd@mail.example.org": (
        "mail.example.org",
        587,
        "person@example.org",
        "p@ss/w#rd",
        True,
        False,
    ),
}
NAMES = ("HOST", "PORT", "HOST_USER", "HOST_PASSWORD", "USE_TLS", "USE_SSL")


def settings_of(**given: str) -> tuple[str, ...]:
    """Return what a new process makes of a setting in its environment."""
    asked = "from django.conf import settings as s; print(*[getattr(s, 'EMAIL_' + n) for n in "
    code = f"{asked}{NAMES!r}], s.EMAIL_TIMEOUT, sep='|')"
    kept = {**os.environ, "DJANGO_SETTINGS_MODULE": "toolkit.settings", **given}
    found = subprocess.run(
        [sys.executable, "-c", code], cwd=settings.BASE_DIR, env=kept, check=True, capture_output=True, text=True
    )
    return tuple(found.stdout.strip().split("|"))


def said_by(*arguments: str, largest: int = 0, **given: str) -> tuple[int, str]:
    """Run manage.py, and return its status and what it says to whoever started it; `largest` stands for a full disk."""
    kept = {**os.environ, "DJANGO_SETTINGS_MODULE": "toolkit.settings", **given}
    command = [sys.executable, "manage.py", *arguments]
    if largest:
        command = ["prlimit", f"--fsize={largest}", *command]
    found = subprocess.run(command, cwd=settings.BASE_DIR, env=kept, check=False, capture_output=True, text=True)
    return found.returncode, found.stderr


def test_every_mail_server_of_the_documentation_is_tried_here() -> None:
    documented = set(re.findall(r"`(smtps?(?:\+\w+)?://[^`]+)`", read("docs/configuration.md")))

    assert documented == set(EXAMPLES)


@pytest.mark.parametrize("url", EXAMPLES)
def test_mail_server_of_the_documentation_is_understood(url: str) -> None:
    made = mail_server(url)

    assert tuple(made[f"EMAIL_{name}"] for name in NAMES) == EXAMPLES[url]


def test_mail_server_of_the_environment_reaches_django_with_a_time_limit() -> None:
    (url, *_rest) = (one for one in EXAMPLES if "%40ss" in one)

    assert settings_of(TOOLKIT_EMAIL_URL=url) == (*map(str, EXAMPLES[url]), "10")


def test_mail_server_of_the_file_is_read_as_that_of_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("TOOLKIT_EMAIL_URL")
    file = tmp_path / ".env"
    for url in EXAMPLES:
        file.write_text(f"# ours\nTOOLKIT_EMAIL_URL={url}\n")
        given = Given(prefix="TOOLKIT_")
        given.read_file(file)

        assert given.str("EMAIL_URL", "") == url
        monkeypatch.delenv("TOOLKIT_EMAIL_URL", raising=False)


@pytest.mark.parametrize(
    "url",
    [
        "mail.example.org",
        "mail.example.org:587",
        "smtp+ssl://mail.example.org",
        "smtp+starttls://mail.example.org",
        "http://mail.example.org",
        "smtp:mail.example.org",
        "smtp://",
        "smtp://:25",
        "smtp://user:secret@",
        "smtp://:secret@mail.example.org",
        "smtp://mail.example.org:smtp",
        "smtp://mail.example.org:99999",
        "smtp://user:sec/ret@mail.example.org",
        "smtp://user:sec#ret@mail.example.org",
        "smtp://user:sec@ret@mail.example.org",
        "smtp://user:sec?ret@mail.example.org",
        "smtp://mail.example.org?timeout=3",
        "smtp://mail example.org",
        "smtp://[::1",
    ],
)
def test_mail_server_that_is_not_understood_is_refused_without_telling_its_password(url: str) -> None:
    with pytest.raises(WrongSettingError, match=r"^TOOLKIT_EMAIL_URL ") as refused:
        mail_server(url)

    assert not re.search(r"secret|\bret\b", str(refused.value))


@pytest.mark.parametrize(
    "url",
    [
        "mysql://user:secret@host/name",
        "host/name",
        "postgresql://user:sec/ret@host/name",
        "postgresql://user:sec#ret@host/name",
        "postgresql://user:sec@ret@host/name",
        "postgresql://user:secret@host",
        "postgresql://user:secret@host:port/name",
    ],
)
def test_database_that_is_not_understood_is_refused_without_telling_its_password(url: str) -> None:
    with pytest.raises(WrongSettingError, match=r"^TOOLKIT_DATABASE_URL ") as refused:
        check_database_address(url)

    assert not re.search(r"secret|\bret\b", str(refused.value))


def test_database_with_an_escaped_password_is_taken() -> None:
    check_database_address("postgresql://user:p%40ss%2Fw%23rd@host:5432/name")
    check_database_address("postgresql:///name?host=/run/postgresql")


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("TIME_ZONE", "Mars/Phobos", "no known time zone"),
        ("TIME_ZONE", "../../etc/passwd", "no known time zone"),
        ("HTTPS", "maybe", "Give true or false"),
        ("LOG_JSON", "2", "Give true or false"),
        ("TRUSTED_PROXIES", "-1", "Give a whole number from 0"),
        ("TRUSTED_PROXIES", "one", "Give a whole number from 0"),
        ("LANGUAGE", "de", "Give da or en-gb"),
        ("SECRET_KEY", "abc", "has 3 characters"),
        ("ALLOWED_HOSTS", "toolkit.example,*", "Name the hosts"),
        ("EMAIL_URL", "mail.example.org", "must begin with smtp://"),
        ("DATABASE_URL", "mysql://u:p@host/name", "must be the address of a PostgreSQL"),
    ],
)
def test_wrong_setting_stops_every_command_with_a_sentence(name: str, value: str, sentence: str) -> None:
    status, said = said_by("check", **{f"TOOLKIT_{name}": value})

    assert (status, said.count("\n")) == (WILL_NEVER_START, 1)
    assert said.startswith(f"TOOLKIT_{name} ")
    assert sentence in said


@pytest.mark.parametrize("door", [["manage.py", "check"], ["-c", "import toolkit.wsgi"]])
@pytest.mark.parametrize(
    ("name", "value", "ends"), [("DATA_DIR", "/proc/nope", 1), ("LANGUAGE", "de", WILL_NEVER_START)]
)
def test_either_door_is_tried_again_for_a_disk_and_not_for_a_setting(
    door: list[str], name: str, value: str, ends: int
) -> None:
    kept = {**os.environ, "DJANGO_SETTINGS_MODULE": "toolkit.settings", f"TOOLKIT_{name}": value}
    kept.pop("TOOLKIT_SECRET_KEY", None)

    found = subprocess.run(
        [sys.executable, *door], cwd=settings.BASE_DIR, env=kept, check=False, capture_output=True, text=True
    )

    assert (found.returncode, found.stderr.count("\n")) == (ends, 1), found.stderr


def test_database_that_is_away_is_said_in_a_sentence() -> None:
    status, said = said_by("migrate", TOOLKIT_DATABASE_URL="postgresql://nobody:secret@127.0.0.1:1/name")

    assert status == 1
    assert said.startswith("The database did not do what it was asked")
    assert "Traceback" not in said
    assert "secret" not in said


@pytest.mark.parametrize("commands", [["prepare", "--starter"], ["collectstatic", "--noinput"]])
def test_start_on_a_full_disk_is_said_in_a_sentence_and_the_next_one_is_whole(
    tmp_path: Path, commands: list[str]
) -> None:
    given = {"TOOLKIT_DATA_DIR": str(tmp_path), "TOOLKIT_DATABASE_URL": ""}

    status, said = said_by(*commands, largest=20_000, **given)

    assert status == 1
    assert "Nothing can be written" in said or "The database did not do what it was asked" in said
    assert "room" in said
    assert "Traceback" not in said
    assert said_by("collectstatic", "--noinput", **given) == (0, "")


@pytest.mark.parametrize("key", ["", "kept-elsewhere-and-long-enough-to-be-taken-by-everybody"])
def test_start_on_a_disk_that_can_only_be_read_is_said_in_a_sentence(tmp_path: Path, key: str) -> None:
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "ro", "tmpfs", tmp_path], check=False, capture_output=True)
    if mounted.returncode:
        # Who may mount nothing has no such disk.
        return
    try:
        status, said = said_by(
            "prepare", TOOLKIT_DATA_DIR=str(tmp_path), TOOLKIT_DATABASE_URL="", TOOLKIT_SECRET_KEY=key
        )
    finally:
        subprocess.run(["umount", tmp_path], check=True)

    assert (status, "Traceback" in said) == (1, False)
    assert str(tmp_path) in said
    assert "let the user who runs the portal write" in said.lower()
    assert "TOOLKIT_DATA_DIR" in said


def test_data_folder_that_cannot_be_made_is_said_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    status, said = said_by("check", TOOLKIT_DATA_DIR=str(tmp_path / "file" / "var"), TOOLKIT_SECRET_KEY="")

    assert (status, said.count("\n")) == (1, 1)
    assert "TOOLKIT_DATA_DIR" in said


@pytest.mark.parametrize("content", [b"TOOLKIT_DEBUG=false\nTOOLKIT_DEMO\n", b"\nwhat is this?\n", b"\n'open\n"])
def test_wrong_line_of_the_file_is_named(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / ".env"
    file.write_bytes(content)

    with pytest.raises(WrongSettingError, match=r"^Line [12] of "):
        Given(prefix="TOOLKIT_").read_file(file)


def test_file_that_is_no_text_is_named(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_bytes(b"TOOLKIT_LANGUAGE=\xff\xfe\n")

    with pytest.raises(WrongSettingError, match="UTF-8"):
        Given(prefix="TOOLKIT_").read_file(file)


@pytest.mark.parametrize(
    "url",
    ["imap://me:x@host", "imaps://me%40a.example:p%2F@host:993/Returned%20mail", ""],
    ids=["plain", "safe", "none"],
)
def test_mailbox_for_what_comes_back_is_understood(url: str) -> None:
    assert mailbox(url) == url


@pytest.mark.parametrize(
    "url",
    ["pop://me:x@host", "imaps://host/INBOX", "imaps://me@host", "imaps://me:x@host:port/", "imaps://me:a@b@host", "x"],
)
def test_mailbox_that_makes_no_sense_stops_the_start(url: str) -> None:
    with pytest.raises(WrongSettingError, match="TOOLKIT_BOUNCES_URL"):
        mailbox(url)
