"""The worker makes one backup a day, tries again when it fails, and deletes old ones but never the last."""

import json
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from accounts.models import User
from clusters.models import Cluster
from core.backups import last_backup, last_fault
from core.models import Backup
from tests.days import NOW, TODAY, clock_at
from tests.plans.samples import keep_file, make_activity
from toolkit import env
from toolkit.backup import tables
from toolkit.backup.keeping import make_if_due

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setattr(env, "BACKUP_DIR", str(tmp_path / "kept"))
    monkeypatch.setattr(env, "BACKUP_KEEP", 3)
    return tmp_path / "kept"


def kept(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def on(days: int, hour: int = 3) -> None:
    at = NOW.replace(hour=hour, minute=0) + timedelta(days=days)
    with clock_at(at):
        make_if_due(now=at)


def test_one_backup_a_day_and_the_newest_are_kept(folder: Path) -> None:
    for day in range(5):
        on(day)
        on(day, hour=4)

    wanted = [f"toolkit-{TODAY + timedelta(days=day)}-030000.zip" for day in (2, 3, 4)]
    assert kept(folder) == wanted
    newest = last_backup()
    assert newest is not None
    assert newest.file == str(folder / wanted[-1])
    assert newest.size == (folder / wanted[-1]).stat().st_size
    assert newest.is_checked
    assert not newest.is_encrypted


def test_before_two_in_the_morning_none_is_made(folder: Path) -> None:
    on(0, hour=1)

    assert not folder.exists()
    assert last_backup() is None


def test_without_backups_wanted_none_is_made(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(env, "BACKUP_KEEP", 0)

    on(0)

    assert not folder.exists()


def test_one_that_failed_is_said_and_tried_again_an_hour_later(folder: Path) -> None:
    folder.parent.mkdir(exist_ok=True)
    folder.write_text("a file where the folder should be")

    on(0)

    assert "cannot be made" in last_fault()
    folder.unlink()
    on(0)
    assert last_backup() is None
    on(0, hour=4)
    assert last_backup() is not None
    assert last_fault() == ""
    assert list(Backup.objects.order_by("attempt").values_list("state", flat=True)) == ["failed", "done"]


def test_another_worker_makes_none_beside_it(folder: Path) -> None:
    Backup.objects.create(day=NOW.date(), attempt=1, file="", started_at=NOW.replace(hour=3))

    on(0, hour=3)

    assert not folder.exists()


def test_a_backup_holds_files_and_nothing_of_sessions(folder: Path, cluster: Cluster, alice: User) -> None:
    file = keep_file(make_activity(cluster, alice), alice, content=b"program")

    on(0)

    (made,) = folder.iterdir()
    archive = zipfile.ZipFile(made)
    assert archive.read(f"files/{file.file.name}") == b"program"
    assert [name for name in archive.namelist() if "secret" in name or "essions" in name] == []
    head = json.loads(archive.read("manifest.json"))
    assert head["tables"]["plans.ActivityFile"]["rows"] == 1
    assert set(tables.LEFT_OUT) & set(head["tables"]) == set()


def test_a_file_that_is_gone_does_not_stop_the_backup_and_is_named(folder: Path, cluster: Cluster, alice: User) -> None:
    file = keep_file(make_activity(cluster, alice), alice, content=b"program")
    name = file.file.name
    file.file.storage.delete(name)

    on(0)

    (made,) = folder.iterdir()
    assert json.loads(zipfile.ZipFile(made).read("manifest.json"))["missing"] == [name]
