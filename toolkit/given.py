"""How a setting is read: from the environment or a file `.env`, and refused with a sentence when it makes no sense."""

import contextlib
import hashlib
from collections.abc import Iterator
from email.utils import formataddr, parseaddr
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from dotenv.parser import parse_stream
from environs import Env, EnvError

ESCAPES = "Write odd characters of user and password as %40 for @, %2F for /, %23 for #, %3A for : and %25 for %."
# Scheme: the port that is usual, and how the connection is made safe.
MAIL_SCHEMES = {"smtp": (25, ""), "smtp+tls": (587, "tls"), "smtps": (465, "ssl")}
DATABASE_SCHEMES = {"postgresql", "postgres", "sqlite"}
SHORTEST_KEY = 32
LONGEST_NAME = 80
LOOPBACK = {"127.0.0.1", "localhost", "::1"}
# A supervisor that starts processes again and again does not do so when one ends with this; the units name it.
WILL_NEVER_START = 4


class WrongSettingError(Exception):
    """A setting that the portal cannot start with; the text is for whoever set it, and holds no secret."""


def status_of(fault: Exception) -> int:
    """Return what a process ends with that did not start: a disk comes back by itself, a setting does not."""
    return 1 if isinstance(fault.__cause__, OSError) else WILL_NEVER_START


class Given(Env):
    """The settings that an installation has chosen."""

    def read_file(self, file: Path) -> None:
        """Read a file of settings if there is one; the environment wins."""
        try:
            with file.open(encoding="utf-8") as stream:
                for line in parse_stream(stream):
                    if line.error or (line.key and line.value is None):
                        raise WrongSettingError(
                            f"Line {line.original.line} of {file} cannot be read. Write NAME=value, one setting a line."
                        )
        except FileNotFoundError:
            return
        except (OSError, UnicodeDecodeError) as fault:
            raise WrongSettingError(f"{file} cannot be read as text in UTF-8: {fault}.") from fault
        self.read_env(str(file), recurse=False)

    def bool(self, name: str, default: Any = False) -> bool:
        """Return a choice between on and off."""
        with self._explained(name, "true or false"):
            return bool(super().bool(name, default))

    def int(self, name: str, default: Any = 0) -> int:
        """Return a whole number from 0."""
        with self._explained(name, "a whole number from 0"):
            number = int(super().int(name, default))
            if number < 0:
                raise ValueError
            return number

    @contextlib.contextmanager
    def _explained(self, name: str, wanted: str) -> Iterator[None]:
        try:
            yield
        except (EnvError, ValueError) as fault:
            given = super().str(name, "")
            raise WrongSettingError(f"{self._prefix}{name} is {given!r}. Give {wanted}.") from fault


def mail_server(url: str) -> dict[str, object]:
    """Return Django's settings of a mail server for its address; raise WrongSettingError for what is not understood."""
    name = "TOOLKIT_EMAIL_URL"
    example = "for example smtp+tls://user:password@mail.example.org:587"
    scheme, _colon, rest = url.partition("://")
    if scheme.lower() not in MAIL_SCHEMES or not rest:
        raise WrongSettingError(f"{name} must begin with smtp://, smtp+tls:// or smtps://, {example}.")
    usual_port, safety = MAIL_SCHEMES[scheme.lower()]
    try:
        parts = urlsplit(url)
        port, host = parts.port or usual_port, parts.hostname
    except ValueError as fault:
        raise WrongSettingError(f"{name} has a host or port that is none. {ESCAPES}") from fault
    if parts.path not in {"", "/"} or parts.query or parts.fragment or parts.netloc.count("@") > 1:
        raise WrongSettingError(f"{name} has more than user, password, host and port. {ESCAPES}")
    if not host or any(sign.isspace() for sign in url):
        raise WrongSettingError(f"{name} names no host: write {example}.")
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    if password and not user:
        raise WrongSettingError(f"{name} has a password and no user: write {example}.")
    return {
        "EMAIL_HOST": host,
        "EMAIL_PORT": port,
        "EMAIL_HOST_USER": user,
        "EMAIL_HOST_PASSWORD": password,
        "EMAIL_USE_TLS": safety == "tls",
        "EMAIL_USE_SSL": safety == "ssl",
    }


def identity_provider(issuer: str, client: str, secret: str, name: str) -> dict[str, Any]:
    """Return allauth's entry for an issuer; raise WrongSettingError for one whom nobody should believe."""
    app = {}
    if issuer:
        parts = urlsplit(issuer)
        is_safe = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)
        if not is_safe or not parts.hostname or parts.query or parts.fragment or "/.well-known/" in issuer:
            raise WrongSettingError(
                f"TOOLKIT_OIDC_ISSUER is {issuer!r}. Give the issuer as it calls itself, by https://, for example "
                "https://login.microsoftonline.com/<tenant>/v2.0."
            )
        if not client or not secret:
            raise WrongSettingError(
                "TOOLKIT_OIDC_ISSUER needs TOOLKIT_OIDC_CLIENT_ID and TOOLKIT_OIDC_CLIENT_SECRET beside it."
            )
        app = {
            "provider_id": key_of_issuer(issuer),
            "name": name,
            "client_id": client,
            "secret": secret,
            "settings": {"server_url": issuer.rstrip("/"), "oauth_pkce_enabled": True},
        }
    return {"openid_connect": {"APPS": [app] if app else [], "provider_class": "accounts.issuer.Provider"}}


def key_of_issuer(issuer: str) -> str:
    """Return by what subjects of an issuer are known, so that those of another are never taken for the same."""
    return f"oidc-{hashlib.sha256(issuer.rstrip('/').encode()).hexdigest()[:24]}"


def sender(name: str, address: str) -> str:
    """Return who mails come from; raise WrongSettingError for what no mail server takes."""
    if any(ord(sign) < 32 for sign in name + address) or len(name) > LONGEST_NAME:
        raise WrongSettingError(f"TOOLKIT_NAME must be one line of at most {LONGEST_NAME} characters.")
    named, mailbox = parseaddr(address)
    if "@" not in mailbox.strip("@") or any(sign.isspace() for sign in mailbox):
        raise WrongSettingError(f"TOOLKIT_EMAIL_FROM is {address!r}. Give an address such as toolkit@example.org.")
    return formataddr((named or name, mailbox)) if named or name else mailbox


def check_collector(dsn: str) -> None:
    """Raise WrongSettingError for an address to which no error can be reported."""
    from sentry_sdk.utils import BadDsn, Dsn  # noqa: PLC0415 -- ten megabytes, which who reports to nobody does without

    try:
        Dsn(dsn)
    except (BadDsn, ValueError) as fault:
        raise WrongSettingError(
            "TOOLKIT_ERRORS_DSN is no address of a collector. Write it as the collector shows it, for example "
            "https://key@errors.example.org/1."
        ) from fault


def check_database_address(url: str) -> None:
    """Raise WrongSettingError for an address that is none, or that another kind of database answers to."""
    name = "TOOLKIT_DATABASE_URL"
    example = "postgresql://user:password@host:5432/name"
    scheme, _colon, rest = url.partition("://")
    if scheme.lower() not in DATABASE_SCHEMES or not rest:
        raise WrongSettingError(f"{name} must be the address of a PostgreSQL, {example}. Leave it out for SQLite.")
    try:
        parts = urlsplit(url)
        _port = parts.port
    except ValueError as fault:
        raise WrongSettingError(f"{name} has a host or port that is none. {ESCAPES}") from fault
    if scheme.lower() == "sqlite":
        return
    if parts.fragment or parts.netloc.count("@") > 1 or parts.path.count("/") > 1:
        raise WrongSettingError(f"{name} has more than user, password, host, port and name. {ESCAPES}")
    if not parts.path.strip("/"):
        raise WrongSettingError(f"{name} names no database: write {example}.")


def mailbox(url: str) -> str:
    """Return the address of the mailbox in which mails come back, if there is one."""
    if not url:
        return ""
    example = "for example imaps://user:password@mail.example.org/INBOX"
    try:
        parts = urlsplit(url)
        is_whole = bool(parts.hostname and parts.username and parts.password) and (parts.port or 1) > 0
    except ValueError as fault:
        raise WrongSettingError(f"TOOLKIT_BOUNCES_URL has a host or port that is none. {ESCAPES}") from fault
    is_plain = not parts.query and not parts.fragment and parts.netloc.count("@") == 1
    if parts.scheme not in {"imap", "imaps"} or not is_whole or not is_plain or any(sign.isspace() for sign in url):
        raise WrongSettingError(f"TOOLKIT_BOUNCES_URL names a mailbox with user and password, {example}. {ESCAPES}")
    return url
