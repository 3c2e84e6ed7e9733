"""What comes from the environment, and what is made when nothing does."""

import stat
from pathlib import Path

import pytest

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


def test_postgresql_waits_for_nothing_without_an_end(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("TOOLKIT_DATABASE_URL", "postgresql://user:word@db.example/toolkit")

    entry = env.database("postgresql://user:word@db.example/toolkit", tmp_path)

    assert "lock_timeout=5s" in entry["OPTIONS"]["options"]  # type: ignore[index]
    assert "statement_timeout=30s" in entry["OPTIONS"]["options"]  # type: ignore[index]


def test_limits_in_the_address_are_the_administrators_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    address = "postgresql://user:word@db.example/toolkit?options=-c%20lock_timeout%3D9s"
    monkeypatch.setenv("TOOLKIT_DATABASE_URL", address)

    assert env.database(address, tmp_path)["OPTIONS"] == {"options": "-c lock_timeout=9s"}
