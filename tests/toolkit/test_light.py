"""A process that shows pages takes in none of the libraries that make files, or that only some installations need.

And it holds nothing a thousand times that can be there once.
"""

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
# What the standard library has written for dataclasses of this project, the classes, and how many functions.
WRITTEN = """
import gc
rooms = {one.parent.name for one in __import__("pathlib").Path().glob("*/__init__.py")}
gc.unfreeze()
classes = [one for one in gc.get_objects() if issubclass(type(one), type) and "__dataclass_fields__" in one.__dict__]
classes = [one for one in classes if one.__module__.partition(".")[0] in rooms]
shared = ("__repr__", "__setattr__", "__delattr__", "__eq__", "__hash__")
methods = [one.__dict__.get(name) for one in classes for name in shared]
codes = [getattr(getattr(one, "__wrapped__", one), "__code__", None) for one in methods]
print(len(classes), sum(code.co_filename == "<string>" for code in codes if code))
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


def test_process_that_serves_pages_holds_what_dataclasses_share_once() -> None:
    classes, written = map(int, loaded(WRITTEN))

    assert classes > 500
    # Some may be compared or hashed while modules are read, as keys of a dictionary.
    assert written < 10
