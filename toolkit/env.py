"""Every value that an installation can set, read from the environment or from a file `.env` beside manage.py.

`docs/configuration.md` describes each of them; a test compares the two lists.
"""

import os
import re
import tempfile
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from toolkit.given import SHORTEST_KEY, Given, WrongSettingError, check_collector, check_database_address

BASE_DIR = Path(__file__).resolve().parent.parent

_env = Given(prefix="TOOLKIT_")
_env.read_file(BASE_DIR / ".env")

LOCAL_URL = "http://127.0.0.1:8000"

DEBUG: bool = _env.bool("DEBUG", False)
DEMO: bool = _env.bool("DEMO", False)
PUBLIC_LIBRARY: bool = _env.bool("PUBLIC_LIBRARY", False)
SECRET_KEY: str = _env.str("SECRET_KEY", "")
ALLOWED_HOSTS: list[str] = _env.list("ALLOWED_HOSTS", ["127.0.0.1", "localhost"])
BASE_URL: str = _env.str("BASE_URL", LOCAL_URL)
HTTPS: bool = _env.bool("HTTPS", BASE_URL.startswith("https://"))
TRUSTED_PROXIES: int = _env.int("TRUSTED_PROXIES", int(HTTPS))
DATABASE_URL: str = _env.str("DATABASE_URL", "")
DATABASE_POOLED: bool = _env.bool("DATABASE_POOLED", False)
DATA_DIR: Path = _env.path("DATA_DIR", BASE_DIR / "var")
EMAIL_URL: str = _env.str("EMAIL_URL", "")
BOUNCES_URL: str = _env.str("BOUNCES_URL", "")
EMAIL_FROM: str = _env.str("EMAIL_FROM", "toolkit@localhost")
NAME: str = _env.str("NAME", "")
ADMIN_EMAIL: str = _env.str("ADMIN_EMAIL", "")
LANGUAGE: str = _env.str("LANGUAGE", "da")
TIME_ZONE: str = _env.str("TIME_ZONE", "Europe/Copenhagen")
LOG_JSON: bool = _env.bool("LOG_JSON", False)
METRICS_TOKEN: str = _env.str("METRICS_TOKEN", "")
ERRORS_DSN: str = _env.str("ERRORS_DSN", "")
PASSWORDS: bool = _env.bool("PASSWORDS", True)
OIDC_ISSUER: str = _env.str("OIDC_ISSUER", "")
OIDC_CLIENT_ID: str = _env.str("OIDC_CLIENT_ID", "")
OIDC_CLIENT_SECRET: str = _env.str("OIDC_CLIENT_SECRET", "")
OIDC_NAME: str = _env.str("OIDC_NAME", "")
OIDC_TRUSTS_EMAIL: bool = _env.bool("OIDC_TRUSTS_EMAIL", False)
FILES_PER_CLUSTER: int = _env.int("FILES_PER_CLUSTER", 2000)
S3_BUCKET: str = _env.str("S3_BUCKET", "")
S3_URL: str = _env.str("S3_URL", "")
S3_REGION: str = _env.str("S3_REGION", "")
S3_KEY: str = _env.str("S3_KEY", "")
S3_SECRET: str = _env.str("S3_SECRET", "")
BACKUP_DIR: str = _env.str("BACKUP_DIR", "")
BACKUP_KEEP: int = _env.int("BACKUP_KEEP", 14)
SECOND_CURATOR: bool = _env.bool("SECOND_CURATOR", False)
BACKUP_KEY: str = _env.str("BACKUP_KEY", "")
ADMIN_SECOND_FACTOR_MINUTES: int = _env.int("ADMIN_SECOND_FACTOR_MINUTES", 0)

LANGUAGES = {"da", "en-gb"}


def check() -> None:
    """Raise WrongSettingError for a value that the portal cannot work with."""
    if LANGUAGE not in LANGUAGES:
        raise WrongSettingError(f"TOOLKIT_LANGUAGE is {LANGUAGE!r}. Give da or en-gb.")
    try:
        ZoneInfo(TIME_ZONE)
    except (OSError, ValueError, LookupError) as fault:
        raise WrongSettingError(
            f"TOOLKIT_TIME_ZONE is {TIME_ZONE!r}, which is no known time zone. Give one such as Europe/Copenhagen."
        ) from fault
    if SECRET_KEY and len(SECRET_KEY) < SHORTEST_KEY:
        raise WrongSettingError(
            f"TOOLKIT_SECRET_KEY has {len(SECRET_KEY)} characters, and whoever guesses it can sign in as anybody. "
            "Give at least 50 random ones, or leave it out and one is made."
        )
    if METRICS_TOKEN and len(METRICS_TOKEN) < SHORTEST_KEY:
        raise WrongSettingError(
            f"TOOLKIT_METRICS_TOKEN has {len(METRICS_TOKEN)} characters. Give at least {SHORTEST_KEY}."
        )
    if ERRORS_DSN:
        check_collector(ERRORS_DSN)
    if not PASSWORDS and not OIDC_ISSUER:
        raise WrongSettingError("TOOLKIT_PASSWORDS is off and there is no TOOLKIT_OIDC_ISSUER: nobody could sign in.")
    if FILES_PER_CLUSTER < 0:
        raise WrongSettingError(
            f"TOOLKIT_FILES_PER_CLUSTER is {FILES_PER_CLUSTER}. Give a number of megabytes, or 0 for no limit."
        )
    if not 0 <= BACKUP_KEEP <= 10_000:
        raise WrongSettingError(
            f"TOOLKIT_BACKUP_KEEP is {BACKUP_KEEP}. Give how many backups are kept, or 0 and the worker makes none."
        )
    if BACKUP_KEY and not re.fullmatch(r"age1[a-z0-9]{50,}", BACKUP_KEY):
        raise WrongSettingError(
            "TOOLKIT_BACKUP_KEY is no public key of age, which begins with age1. "
            "The private one, AGE-SECRET-KEY-..., does not belong on this machine."
        )
    if "*" in ALLOWED_HOSTS:
        raise WrongSettingError(
            "TOOLKIT_ALLOWED_HOSTS has a *, with which the portal would answer under any name that a stranger invents. "
            "Name the hosts, with commas between them."
        )


check()


def database(url: str, data_dir: Path) -> dict[str, object]:
    """Return Django's database entry for the address, or for the embedded SQLite when there is none."""
    if url:
        check_database_address(url)
        entry: dict[str, object] = dict(_env.dj_db_url("DATABASE_URL"))
        if "postgresql" in str(entry["ENGINE"]):
            entry["CONN_MAX_AGE"] = KEPT_OPEN
            entry["CONN_HEALTH_CHECKS"] = True
            if DATABASE_POOLED:
                # Each transaction may have another connection: what holds for one of them is set for the user instead.
                entry["DISABLE_SERVER_SIDE_CURSORS"] = True
                return entry
            # A limit that the address itself sets is the administrator's own.
            entry["OPTIONS"] = {
                "options": POSTGRESQL_LIMITS,
                "cursor_factory": _cursor(),
                **dict(entry.get("OPTIONS") or {}),  # type: ignore[call-overload]
            }
        return entry
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": data_dir / "toolkit.sqlite3",
        "CONN_MAX_AGE": KEPT_OPEN,
        "OPTIONS": SQLITE_OPTIONS,
    }


def _cursor() -> type:
    from core.told import ToldCursor  # noqa: PLC0415 -- needs the driver of PostgreSQL, of no use to the embedded one

    return ToldCursor


# Seconds for which a connection serves one request after another; see `toolkit.kept` for the embedded database.
KEPT_OPEN = 600
# Nobody waits without end: for a row that somebody holds, for an answer, or for a transaction that was left open.
POSTGRESQL_LIMITS = "-c lock_timeout=5s -c statement_timeout=30s -c idle_in_transaction_session_timeout=60s"

# IMMEDIATE, because a transaction that reads and then writes fails at once otherwise, whatever the time-out;
# synchronous=FULL, so that a save that was confirmed survives a power cut too.
SQLITE_OPTIONS: dict[str, object] = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 10,
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA temp_store=MEMORY; "
        "PRAGMA journal_size_limit=67108864; PRAGMA cache_size=-500;"
    ),
}


def storage(data_dir: Path) -> dict[str, Any]:
    """Return Django's entry of the place where uploaded files are kept: the disk, or a bucket of an S3 store."""
    if not S3_BUCKET:
        return {"BACKEND": "core.room.Storage", "OPTIONS": {"location": data_dir / "files"}}
    if find_spec("storages") is None or find_spec("boto3") is None:
        raise WrongSettingError(
            "TOOLKIT_S3_BUCKET needs packages that are not installed. Type: "
            ".venv/bin/python -m pip install --require-hashes -r requirements-s3.txt"
        )
    if bool(S3_KEY) != bool(S3_SECRET):
        raise WrongSettingError("Give TOOLKIT_S3_KEY and TOOLKIT_S3_SECRET together, or neither.")
    return {"BACKEND": "core.bucket.Storage", "OPTIONS": bucket(S3_BUCKET, S3_URL, S3_REGION, S3_KEY, S3_SECRET)}


def store_of_documents() -> dict[str, dict[str, Any]]:
    """Return where finished documents are kept for every machine, if files lie in a bucket: beside them."""
    if not S3_BUCKET:
        return {}
    options = bucket(S3_BUCKET, S3_URL, S3_REGION, S3_KEY, S3_SECRET)
    return {"exports": {"BACKEND": "core.bucket.Storage", "OPTIONS": documents_in(options)}}


def documents_in(options: dict[str, Any]) -> dict[str, Any]:
    """Return the part of a bucket that holds finished documents; equal names are equal content there."""
    return {**options, "location": "exports", "file_overwrite": True}


def bucket(name: str, url: str, region: str, key: str, secret: str) -> dict[str, Any]:
    """Return what django-storages is to know of a bucket."""
    return {
        "bucket_name": name,
        "endpoint_url": url or None,
        "region_name": region or None,
        "access_key": key or None,
        "secret_key": secret or None,
    }


def secret_key(given: str, data_dir: Path) -> str:
    """Return the given key, or one made once and kept beside the data, so that `script/run` needs no set-up."""
    if given:
        return given
    file = data_dir / "secret_key"
    try:
        if not file.exists():
            from django.core.management.utils import get_random_secret_key  # noqa: PLC0415 -- only on the first start

            data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
            write_once(file, get_random_secret_key())
        key = file.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError) as fault:
        raise WrongSettingError(
            f"The secret key cannot be kept in {file}: {getattr(fault, 'strerror', None) or fault}. Make room there "
            "and let the user who runs the portal write, or set TOOLKIT_DATA_DIR to another folder."
        ) from fault
    if len(key) < SHORTEST_KEY:
        raise WrongSettingError(
            f"{file} does not hold a whole secret key. Put it back from the backup. If the portal has never run, "
            "delete the file and a new key is made."
        )
    return key


def write_once(file: Path, text: str) -> None:
    """Write a file that only we may read, whole or not at all; who comes second leaves the first one's alone."""
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}-")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as made:
            made.write(text)
            made.flush()
            os.fsync(made.fileno())
        try:
            os.link(name, file)
        except FileExistsError:
            return
        except OSError:
            # A disk without links: the name is taken over in one step, too.
            os.replace(name, file)
    finally:
        Path(name).unlink(missing_ok=True)
