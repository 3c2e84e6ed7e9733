"""A backup that is cut, changed, newer or set up is refused with a sentence, and a disk that is full keeps nothing."""

import errno
import io
import json
import resource
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from core.archives.zips import Writing
from tests.toolkit.backup.places import OLD
from toolkit.backup.faults import BackupError, sentence_of
from toolkit.backup.restoring import check
from toolkit.backup.writing import write_backup

pytestmark = pytest.mark.django_db


@pytest.fixture
def old() -> bytes:
    return OLD.read_bytes()


def said_of(file: Path) -> str:
    with pytest.raises(BackupError) as refused:
        check(file)
    return refused.value.message


def head_of(content: bytes) -> dict[str, Any]:
    return json.loads(zipfile.ZipFile(io.BytesIO(content)).read("manifest.json"))


def changed(file: Path, change: Callable[[dict[str, Any]], object], more: dict[str, bytes] | None = None) -> Path:
    """Write a small backup whose list is changed."""
    into = io.BytesIO()
    archive = Writing(into)
    for name, content in (more or {}).items():
        with archive.member(name) as member:
            member.write(content)
    head = {name: told for name, told in head_of(OLD.read_bytes()).items() if name != "members"}
    head.update(tables={}, files=[])
    change(head)
    archive.finish(head)
    file.write_bytes(into.getvalue())
    return file


def test_a_whole_backup_is_whole() -> None:
    assert check(OLD)["format"] == "toolkit-backup"


@pytest.mark.parametrize("share", [0, 1, 50, 99])
def test_a_backup_that_was_cut(tmp_path: Path, old: bytes, share: int) -> None:
    file = tmp_path / "cut.zip"
    file.write_bytes(old[: len(old) * share // 100])

    assert said_of(file) == "The backup cannot be used. It is no archive of the portal, or it has been cut."


def test_a_backup_in_which_one_sign_was_changed(tmp_path: Path, old: bytes) -> None:
    file = tmp_path / "changed.zip"
    found = 0
    for place in range(2000, len(old) - 200_000, len(old) // 6):
        file.write_bytes(old[:place] + bytes([old[place] ^ 1]) + old[place + 1 :])
        found += "is damaged" in (words := said_of(file)) or "has been changed or cut" in words
    assert found


def test_a_row_that_was_changed_with_its_own_sum_of_the_zip(tmp_path: Path, old: bytes) -> None:
    # Whoever packs it again makes the ZIP's sums right; the list's are not.
    source, file = zipfile.ZipFile(io.BytesIO(old)), tmp_path / "again.zip"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            target.writestr(name, content.replace(b"owner@", b"thief@") if "accounts.User." in name else content)

    assert "tables/accounts.User.jsonl has been changed or cut" in said_of(file)


def test_a_backup_of_a_newer_version(tmp_path: Path) -> None:
    words = "The backup was made by a newer version (9.1). Install that version, and restore it there."

    later = changed(tmp_path / "later.zip", lambda head: head.update(number=2, version="9.1"))
    migrated = changed(
        tmp_path / "migrated.zip",
        lambda head: head.update(version="9.1", migrations={**head["migrations"], "core": ["9999_what_we_lack"]}),
    )

    assert (said_of(later), said_of(migrated)) == (words, words)


@pytest.mark.parametrize(
    "name", ["../evil", "files/../../evil", "/etc/passwd", "files\\..\\evil", "C:/evil", "files/.hidden", "files//x"]
)
def test_a_path_that_leads_elsewhere(tmp_path: Path, name: str) -> None:
    file = tmp_path / "path.zip"
    with zipfile.ZipFile(file, "w") as target:
        target.writestr(zipfile.ZipInfo(name), b"x")
        target.writestr("manifest.json", json.dumps({"members": {name: {"size": 1, "sha256": ""}}}))

    assert "It holds a member with a forbidden name" in said_of(file)
    assert [path.name for path in tmp_path.iterdir()] == ["path.zip"]


def test_members_that_the_list_does_not_name(tmp_path: Path) -> None:
    extra = changed(tmp_path / "extra.zip", lambda head: None, more={"tables/core.Other.jsonl": b"[]\n"})
    lacking = changed(tmp_path / "lacking.zip", lambda head: head.update(files=["plans/one"]))

    assert "Its list does not name what is in it." in said_of(extra)
    assert "Its list does not name what is in it." in said_of(lacking)


@pytest.mark.parametrize(
    "change",
    [
        {"tables": []},
        {"tables": {"core.SentForm": {"rows": "many", "columns": []}}},
        {"migrations": {"core": 7}},
        {"files": [7]},
        {"counters": {"core_sentform": -1}},
        {"counters": {"core_sentform": 2**70}},
        {"made_at": None},
    ],
    ids=str,
)
def test_a_list_that_the_portal_does_not_write(tmp_path: Path, change: dict[str, Any]) -> None:
    file = changed(tmp_path / "list.zip", lambda head: head.update(change))

    assert "its list is not as the portal writes it" in said_of(file)


def test_what_unpacks_to_more_than_the_disk_has_room_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = changed(tmp_path / "bomb.zip", lambda head: None, more={"files/a": b"0" * 3_000_000})
    monkeypatch.setattr("shutil.disk_usage", lambda _path: type("Disk", (), {"free": 102 * 1024**2}))

    assert "has 102 MB left, and the backup needs more" in said_of(file)


def test_a_file_that_is_none(tmp_path: Path) -> None:
    words = tmp_path / "words.txt"
    words.write_text("Kære bestyrelse")

    assert "It is no archive of the portal" in said_of(words)
    assert said_of(tmp_path / "nothing.zip") == (
        f"There is no {tmp_path / 'nothing.zip'}. Give the path of a file, in a folder that is there."
    )


@contextmanager
def full_disk() -> Iterator[None]:
    """Let no file grow beyond a few thousand signs, as on a disk that is nearly full.

    It ends with the call itself: what the tests say of themselves may stand in a file, too.
    """
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (3000, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_full_disk_keeps_nothing_of_a_backup(tmp_path: Path) -> None:
    with pytest.raises(BackupError, match=r"The disk is full .* nothing was kept"), full_disk():
        write_backup(tmp_path / "b.zip")

    assert list(tmp_path.iterdir()) == []


def test_a_disk_that_can_only_be_read() -> None:
    fault = OSError(errno.EROFS, "Read-only file system")

    assert sentence_of(fault, "/mnt/b.zip") == (
        "The disk can only be read (/mnt/b.zip). Name a place that can be written to."
    )


def test_a_backup_overwrites_nothing(tmp_path: Path) -> None:
    file = tmp_path / "b.zip"
    file.write_bytes(b"yesterday")

    with pytest.raises(BackupError, match="is there already"):
        write_backup(file)

    assert file.read_bytes() == b"yesterday"


def test_an_installation_with_people_is_not_restored_over(tmp_path: Path, alice: object) -> None:
    from toolkit.backup.restoring import restore

    with pytest.raises(BackupError, match="The installation is not empty"):
        restore(OLD)
