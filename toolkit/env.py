"""Every value that an installation can set, read from the environment or from a file `.env` beside manage.py.

`docs/configuration.md` describes each of them; a test compares the two lists.
"""

from pathlib import Path

from environs import Env

BASE_DIR = Path(__file__).resolve().parent.parent

_env = Env(prefix="TOOLKIT_")
_env.read_env(str(BASE_DIR / ".env"), recurse=False)

LOCAL_URL = "http://127.0.0.1:8000"

DEBUG: bool = _env.bool("DEBUG", False)
DEMO: bool = _env.bool("DEMO", False)
SECRET_KEY: str = _env.str("SECRET_KEY", "")
ALLOWED_HOSTS: list[str] = _env.list("ALLOWED_HOSTS", ["127.0.0.1", "localhost"])
BASE_URL: str = _env.str("BASE_URL", LOCAL_URL)
HTTPS: bool = _env.bool("HTTPS", BASE_URL.startswith("https://"))
TRUSTED_PROXIES: int = _env.int("TRUSTED_PROXIES", int(HTTPS), validate=lambda count: count >= 0)
DATABASE_URL: str = _env.str("DATABASE_URL", "")
DATA_DIR: Path = _env.path("DATA_DIR", BASE_DIR / "var")
EMAIL_URL: str = _env.str("EMAIL_URL", "")
EMAIL_FROM: str = _env.str("EMAIL_FROM", "toolkit@localhost")
LANGUAGE: str = _env.str("LANGUAGE", "da")
TIME_ZONE: str = _env.str("TIME_ZONE", "Europe/Copenhagen")
LOG_JSON: bool = _env.bool("LOG_JSON", False)


def database(url: str, data_dir: Path) -> dict[str, object]:
    """Return Django's database entry for the address, or for the embedded SQLite when there is none."""
    if url:
        entry: dict[str, object] = dict(_env.dj_db_url("DATABASE_URL"))
        if "postgresql" in str(entry["ENGINE"]):
            entry["CONN_MAX_AGE"] = 600
            entry["CONN_HEALTH_CHECKS"] = True
            # A limit that the address itself sets is the administrator's own.
            entry["OPTIONS"] = {"options": POSTGRESQL_LIMITS, **dict(entry.get("OPTIONS") or {})}  # type: ignore[call-overload]
        return entry
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": data_dir / "toolkit.sqlite3",
        "OPTIONS": SQLITE_OPTIONS,
    }


# Nobody waits without end: for a row that somebody holds, for an answer, or for a transaction that was left open.
POSTGRESQL_LIMITS = "-c lock_timeout=5s -c statement_timeout=30s -c idle_in_transaction_session_timeout=60s"

# IMMEDIATE, because a transaction that reads and then writes fails at once otherwise, whatever the time-out;
# synchronous=FULL, so that a save that was confirmed survives a power cut too.
SQLITE_OPTIONS: dict[str, object] = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 10,
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA temp_store=MEMORY; "
        "PRAGMA mmap_size=134217728; PRAGMA journal_size_limit=67108864; PRAGMA cache_size=-20000;"
    ),
}


def secret_key(given: str, data_dir: Path) -> str:
    """Return the given key, or one made once and kept beside the data, so that `script/run` needs no set-up."""
    if given:
        return given
    file = data_dir / "secret_key"
    if not file.exists():
        from django.core.management.utils import get_random_secret_key  # noqa: PLC0415 -- only on the first start

        data_dir.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600)
        file.write_text(get_random_secret_key(), encoding="ascii")
    return file.read_text(encoding="ascii").strip()
