"""What comes from the environment, and what is made when nothing does."""

import stat
from pathlib import Path

from toolkit import env


def test_a_key_is_made_once_and_kept_to_ourselves(tmp_path: Path) -> None:
    folder = tmp_path / "var"

    first, second = env.secret_key("", folder), env.secret_key("", folder)

    assert first == second
    assert len(first) >= 50
    assert stat.S_IMODE((folder / "secret_key").stat().st_mode) == 0o600


def test_a_given_key_is_taken(tmp_path: Path) -> None:
    assert env.secret_key("given", tmp_path) == "given"
    assert list(tmp_path.iterdir()) == []


def test_the_embedded_database_does_not_lock_and_survives_a_power_cut(tmp_path: Path) -> None:
    entry = env.database("", tmp_path)

    assert entry["NAME"] == tmp_path / "toolkit.sqlite3"
    assert entry["OPTIONS"]["transaction_mode"] == "IMMEDIATE"  # type: ignore[index]
    assert {"PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL"} <= set(
        str(entry["OPTIONS"]["init_command"]).split("; ")  # type: ignore[index]
    )
