"""What comes from the environment, and what is made when nothing does."""

import stat
import subprocess
import sys
from pathlib import Path

import pytest

from toolkit import env
from toolkit.given import WrongSettingError


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


@pytest.mark.parametrize("left_behind", ["", "\n", "half-a-key"])
def test_a_key_that_is_not_whole_is_refused_with_a_sentence(tmp_path: Path, left_behind: str) -> None:
    (tmp_path / "secret_key").write_text(left_behind)

    with pytest.raises(WrongSettingError, match="does not hold a whole secret key"):
        env.secret_key("", tmp_path)


def test_a_full_disk_leaves_no_key_that_is_empty(tmp_path: Path) -> None:
    code = (
        "import resource, signal, sys, pathlib; from toolkit import env\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN); resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))\n"
        "env.secret_key('', pathlib.Path(sys.argv[1]))"
    )
    tried = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)], cwd=env.BASE_DIR, check=False, capture_output=True, text=True
    )

    assert "WrongSettingError: The secret key cannot be kept" in tried.stderr
    assert list(tmp_path.iterdir()) == []


def test_who_comes_second_takes_the_key_of_the_first(tmp_path: Path) -> None:
    env.write_once(tmp_path / "secret_key", "first" * 10)
    env.write_once(tmp_path / "secret_key", "other" * 10)

    assert env.secret_key("", tmp_path) == "first" * 10


def test_only_the_portal_may_look_into_its_data_folder(tmp_path: Path) -> None:
    env.secret_key("", tmp_path / "var")

    assert stat.S_IMODE((tmp_path / "var").stat().st_mode) == 0o700


def test_postgresql_waits_for_nothing_without_an_end(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("TOOLKIT_DATABASE_URL", "postgresql://user:word@db.example/toolkit")

    entry = env.database("postgresql://user:word@db.example/toolkit", tmp_path)

    assert "lock_timeout=5s" in entry["OPTIONS"]["options"]  # type: ignore[index]
    assert "statement_timeout=30s" in entry["OPTIONS"]["options"]  # type: ignore[index]


def test_limits_in_the_address_are_the_administrators_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    address = "postgresql://user:word@db.example/toolkit?options=-c%20lock_timeout%3D9s"
    monkeypatch.setenv("TOOLKIT_DATABASE_URL", address)

    assert env.database(address, tmp_path)["OPTIONS"]["options"] == "-c lock_timeout=9s"  # type: ignore[index]
