"""A process that shows pages takes in none of the libraries that make files, or that only some installations need."""

import os
import subprocess
import sys
from pathlib import Path

HEAVY = (
    "weasyprint",
    "fontTools",
    "docx",
    "lxml",
    "PIL",
    "xlsxwriter",
    "openpyxl",
    "icalendar",
    "resvg_py",
    "sentry_sdk",
    "holidays",
    # Content is read from files when it is published, and from the database when it is shown.
    "yaml.reader",
    # Who signs in by a password needs none of what signs in otherwise; and nobody here reads Serbian.
    "requests",
    "jwt",
    "cryptography.x509",
    "fido2",
    "snowballstemmer.serbian_stemmer",
)
LOADED = f"""
import sys
import django
django.setup()
from toolkit.serving.processes import load
load()
{{then}}
print(*(name for name in {HEAVY} if name in sys.modules))
"""
SIGNED_IN = "import allauth.mfa.stages, accounts.views.second_factor"


def loaded(then: str = "", **chosen: str) -> list[str]:
    """Return which of the libraries a process holds that is about to serve, with these settings of an installation."""
    surroundings = {**os.environ, "DJANGO_SETTINGS_MODULE": "toolkit.settings", **chosen}
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", LOADED.format(then=then)],
        cwd=Path(__file__).parents[2],
        env=surroundings,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.split()


def test_process_that_serves_pages_has_taken_in_no_library_that_makes_files_or_signs_in_otherwise() -> None:
    assert loaded(SIGNED_IN) == []


def test_process_has_what_asks_an_issuer_when_there_is_one() -> None:
    issuer = {"ISSUER": "https://login.example.org", "CLIENT_ID": "toolkit", "CLIENT_SECRET": "secret"}

    found = loaded(**{f"TOOLKIT_OIDC_{name}": value for name, value in issuer.items()})

    assert found == ["requests", "jwt", "cryptography.x509"]


def test_library_that_waits_is_there_when_a_passkey_is_read() -> None:
    read = "from allauth.mfa.webauthn.internal import auth; auth.parse_registration_response"

    assert loaded(read) == ["fido2"]
