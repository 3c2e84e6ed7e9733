"""What must be right about an installation before it serves anybody, each with a sentence that says what to do.

They run at every start: with `manage.py prepare` and, through `refuse_a_wrong_start`, in every web process. Those that
only matter to an installation that others reach run with `manage.py check --deploy`.
"""

import ctypes
import ipaddress
import os
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Info, Warning, register, run_checks
from django.core.exceptions import ImproperlyConfigured
from django.db import Error as DatabaseFault
from django.db import connection
from django.http.request import validate_host

from exports import machine_fonts
from toolkit import env

TAG = "toolkit"
DATABASES = {"django.db.backends.sqlite3", "django.db.backends.postgresql"}
PANGO = ("libpango-1.0.so.0", "libpangoft2-1.0.so.0", "libharfbuzz-subset.so.0")


def refuse_a_wrong_start() -> None:
    """Raise when a check that concerns every start finds an error; a web server's own start runs no checks."""
    errors = [str(found) for found in run_checks(tags=[TAG]) if found.is_serious()]
    if errors:
        raise ImproperlyConfigured("\n".join(errors))


def is_public(address: str) -> bool:
    """Tell whether others than this machine can be meant by the address."""
    host = urlsplit(address).hostname or ""
    try:
        return not ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host != "localhost" and not host.endswith(".localhost")


@register(TAG)
def address_is_whole(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """The address in mails and documents must be one that this portal answers to."""
    parts = urlsplit(settings.BASE_URL)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path or parts.query or parts.fragment:
        return [
            Error(
                f"TOOLKIT_BASE_URL is {settings.BASE_URL!r}, which is not the address of a portal.",
                hint="Give scheme and host and no path, for example https://toolkit.example.org.",
                id="toolkit.E001",
            )
        ]
    if not validate_host(parts.hostname, settings.ALLOWED_HOSTS):
        return [
            Error(
                f"The portal would not answer to its own address: {parts.hostname} is not in TOOLKIT_ALLOWED_HOSTS.",
                hint=f"Set TOOLKIT_ALLOWED_HOSTS={parts.hostname}.",
                id="toolkit.E002",
            )
        ]
    return []


@register(TAG)
def demo_stays_at_home(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """The demo's password is known to everybody, and debug pages show settings."""
    if not is_public(settings.BASE_URL):
        return []
    found: list[CheckMessage] = []
    if settings.DEMO:
        found.append(
            Error(
                f"The demo is on, and its password is no secret, but {settings.BASE_URL} is not this machine alone.",
                hint="Set TOOLKIT_DEMO=false. The demo's people can then no longer sign in.",
                id="toolkit.E003",
            )
        )
    if settings.DEBUG:
        found.append(
            Error(
                f"Debug pages show settings and data, but {settings.BASE_URL} is not this machine alone.",
                hint="Set TOOLKIT_DEBUG=false.",
                id="toolkit.E004",
            )
        )
    return found


@register(TAG)
def data_can_be_written(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """The data folder, or the folder in which it will be made, must let us write."""
    folder = Path(settings.DATA_DIR).absolute()
    while not folder.exists():
        folder = folder.parent
    if folder.is_dir() and os.access(folder, os.W_OK | os.X_OK):
        return []
    return [
        Error(
            f"Nothing can be written into {folder}.",
            hint=f"Let the user who runs the portal write there, or set TOOLKIT_DATA_DIR (now {settings.DATA_DIR}).",
            id="toolkit.E005",
        )
    ]


@register(TAG)
def pdf_can_be_made(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """WeasyPrint sets its text with Pango, which comes from the machine and not from Python's packages."""
    if sys.platform != "linux":
        return []
    missing = [name for name in PANGO if not can_load(name)]
    if not missing:
        return []
    return [
        Error(
            f"PDF documents cannot be made: {', '.join(missing)} is missing on this machine.",
            hint="Type: sudo apt-get install -y --no-install-recommends "
            "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0",
            id="toolkit.E006",
        )
    ]


def can_load(library: str) -> bool:
    """Tell whether the machine has the shared library."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


@register(TAG)
def database_is_known(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Migrations, locks and search are tried on two databases only."""
    engine = settings.DATABASES["default"]["ENGINE"]
    if engine in DATABASES:
        return []
    return [
        Error(
            f"The portal does not run on {engine}.",
            hint="Give TOOLKIT_DATABASE_URL as postgresql://user:password@host/name, or leave it out for SQLite.",
            id="toolkit.E007",
        )
    ]


@register(TAG, deploy=True)
def deployment_is_whole(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """What an installation that others reach should have chosen."""
    found: list[CheckMessage] = []
    if not is_public(settings.BASE_URL):
        found.append(
            Warning(
                f"Links in mails and documents lead to {settings.BASE_URL}, which only this machine can open.",
                hint="Set TOOLKIT_BASE_URL to the address that people use.",
                id="toolkit.W001",
            )
        )
    elif not settings.BASE_URL.startswith("https://"):
        found.append(
            Warning(
                "Passwords and answers travel unencrypted.",
                hint="Put a proxy with a certificate in front, and set TOOLKIT_BASE_URL to its https:// address.",
                id="toolkit.W002",
            )
        )
    if not env.EMAIL_URL:
        found.append(
            Warning(
                "There is no mail server: invitations wait in the outbox until an administrator passes them on.",
                hint="Set TOOLKIT_EMAIL_URL, for example smtp+tls://user:password@mail.example.org:587.",
                id="toolkit.W003",
            )
        )
    if not env.SECRET_KEY:
        found.append(
            Info(
                f"The secret key was made on this machine and is kept in {settings.DATA_DIR}/secret_key.",
                hint="Set TOOLKIT_SECRET_KEY when more than one machine serves the portal.",
                id="toolkit.I001",
            )
        )
    return found


@register(TAG, deploy=True)
def every_script_has_a_font(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Names of partners come in every script; a document draws a box for what no font of the machine has."""
    missing = machine_fonts.scripts_without_a_font()
    if not missing:
        return []
    return [
        Info(
            f"Documents show boxes for {', '.join(missing)}: no font of this machine has their letters.",
            hint=f"Type: sudo apt-get install -y --no-install-recommends {machine_fonts.PACKAGES}",
            id="toolkit.I002",
        )
    ]


@register(TAG, deploy=True)
def nobody_waits_without_end(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """The limits of time must be there: behind PgBouncer the user has them, otherwise each connection asks for them."""
    if connection.vendor != "postgresql":
        return []
    names = ["lock_timeout", "statement_timeout", "idle_in_transaction_session_timeout"]
    if not env.DATABASE_POOLED:
        # Who has chosen limits of their own has chosen which.
        asked_for = dict(
            re.findall(r"\b([a-z_]{1,63})=(\w{1,20})", str(connection.settings_dict["OPTIONS"].get("options", "")))
        )
        names = [name for name in names if asked_for.get(name, "0") != "0"]
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT name FROM pg_settings WHERE name = ANY(%s) AND setting = '0'", [names])
            missing = sorted(name for (name,) in cursor.fetchall())
    except DatabaseFault:
        # Whether it can be reached at all is said elsewhere.
        return []
    if not missing:
        return []
    if not env.DATABASE_POOLED:
        return [
            Warning(
                f"The limits of time that the portal asks for ({', '.join(missing)}) do not reach PostgreSQL: "
                "something between, a PgBouncer perhaps, leaves them out.",
                hint="Set TOOLKIT_DATABASE_POOLED=true, and give the limits to the user of the portal: see “PgBouncer” "
                "in docs/scale.md.",
                id="toolkit.W005",
            )
        ]
    return [
        Warning(
            f"PostgreSQL sets no limit of time ({', '.join(missing)}), so one slow question can stop the others.",
            hint="Set them for the user of the portal: see “PgBouncer” in docs/scale.md.",
            id="toolkit.W004",
        )
    ]
