"""Asks for what an installation must choose for itself, and writes it into the file of settings."""

from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from accounts.emails import fault_of, normal
from toolkit import env
from toolkit.given import WrongSettingError, mail_server, sender


class Command(BaseCommand):
    """`manage.py set_up`."""

    help = (
        "Asks for the address, the name, the language, the first administrator, the sender and the mail server, and "
        "writes them into .env beside manage.py. What is set already is not asked for."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--file", type=Path, default=env.BASE_DIR / ".env", help="the file of settings")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        if file.exists():
            raise CommandError(f"{file} is there already: change it by hand, then start the portal again.")
        self.stdout.write("Six questions; Enter takes what stands in brackets. All of it can be changed later in .env.")
        given = {
            "TOOLKIT_BASE_URL": self.ask("Address that people will use", settings.BASE_URL, fault_of_address),
            "TOOLKIT_NAME": self.ask("Name of the portal", "", lambda name: said(sender, name, "a@b")),
            "TOOLKIT_LANGUAGE": self.ask("Language at first, da or en-gb", settings.LANGUAGE_CODE, fault_of_language),
            "TOOLKIT_ADMIN_EMAIL": self.ask("Email address of the first administrator", "", fault_of_email),
        }
        host = urlsplit(given["TOOLKIT_BASE_URL"]).hostname or ""
        own = f"toolkit@{host}" if "." in host and not host[-1].isdigit() else settings.DEFAULT_FROM_EMAIL
        given["TOOLKIT_EMAIL_FROM"] = self.ask("Sender of emails", own, lambda typed: said(sender, "", typed))
        given["TOOLKIT_EMAIL_URL"] = self.ask(
            "Mail server, smtp+tls://user:password@host:587, or nothing for none yet",
            "",
            lambda url: said(mail_server, url) if url else "",
        )
        given["TOOLKIT_ALLOWED_HOSTS"] = ",".join(dict.fromkeys([host, "127.0.0.1", "localhost"]))
        lines = [f"{name}={quoted(value)}\n" for name, value in given.items() if value]
        env.write_once(file, "".join(lines))
        self.stdout.write(f"Written into {file}, which only you can read.")

    def ask(self, question: str, usual: str, fault: Callable[[str], str]) -> str:
        """Ask until the answer can be used."""
        while True:
            self.stdout.write(f"{question}{f' [{usual}]' if usual else ''}: ", ending="")
            self.stdout.flush()
            try:
                typed = input().strip() or usual
            except EOFError:
                raise CommandError("No answer. Nothing was written; give the settings in .env by hand.") from None
            wrong = fault(typed)
            if not wrong:
                return typed
            self.stdout.write(f"  {wrong}")


def said(check: Callable[..., object], *values: str) -> str:
    """Return what a check of a setting has against the values."""
    try:
        check(*values)
    except WrongSettingError as fault:
        return str(fault)
    return ""


def fault_of_address(address: str) -> str:
    """Return what is wrong with the portal's address."""
    parts = urlsplit(address)
    is_whole = parts.scheme in {"http", "https"} and parts.hostname and not parts.path.strip("/")
    return "" if is_whole else "Give scheme and host and no path, for example https://toolkit.example.org."


def fault_of_language(language: str) -> str:
    """Return what is wrong with the language."""
    return "" if language in env.LANGUAGES else "Give da or en-gb."


def fault_of_email(email: str) -> str:
    """Return what is wrong with the administrator's address."""
    return "Give an email address, for example you@example.org." if fault_of(normal(email)) else ""


def quoted(value: str) -> str:
    """Return a value as a file of settings holds it: in single quotes nothing in it means anything else."""
    escaped = value.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"
