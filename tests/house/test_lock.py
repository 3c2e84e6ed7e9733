"""The lock files pin everything and name no place that packages come from."""

import json
import re
from itertools import pairwise
from pathlib import Path

import pytest

from tests.house.tree import files, read

LOCKS = ["requirements.txt", "requirements-dev.txt"]
PINNED = re.compile(r"^[a-z0-9][a-z0-9._-]*(\[[a-z0-9,_-]+\])?==[0-9][^ ]*( ; [^/]+)? \\$")
HASH = re.compile(r"^    --hash=sha256:[0-9a-f]{64}( \\)?$")
COMMENT = re.compile(r"^    # +(via ?)?([a-z0-9._\[\],-]+( \(pyproject\.toml\))?|-c requirements\.txt)?$")


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_holds_pins_hashes_and_reasons_and_nothing_else(lock: str) -> None:
    lines = read(lock).splitlines()

    assert [line for line in lines if not (PINNED.match(line) or HASH.match(line) or COMMENT.match(line))] == []


@pytest.mark.parametrize("lock", LOCKS)
def test_every_pin_is_followed_by_its_hashes(lock: str) -> None:
    lines = read(lock).splitlines()

    assert [line for line, following in pairwise(lines) if PINNED.match(line) and not HASH.match(following)] == []


def test_what_is_tested_is_what_runs() -> None:
    run, develop = (set(re.findall(r"^[^ #]+==\S+", read(lock), re.MULTILINE)) for lock in LOCKS)

    assert run - develop == set()


def test_the_front_end_lock_names_no_host() -> None:
    packages = json.loads(read("package-lock.json"))["packages"]

    assert [name for name, about in packages.items() if "resolved" in about] == []
    assert [name for name, about in packages.items() if name and "integrity" not in about] == []


def test_no_file_says_where_packages_come_from() -> None:
    options = ("--index" + "-url", "--extra-index" + "-url", "--find" + "-links")
    allowed = {Path("script/lock")}  # which forbids them by name
    texts = files(".txt", ".toml", ".json", ".yaml", ".yml", ".sh", ".cfg", ".md", "")

    assert [
        str(path) for path in texts if path not in allowed and any(option in readable(path) for option in options)
    ] == []
    assert [str(path) for path in files() if path.name in {"uv.lock", "pylock.toml", "pip.conf", "poetry.lock"}] == []


def readable(path: Path) -> str:
    try:
        return read(path)
    except UnicodeDecodeError:
        return ""
