"""A backup becomes an installation again: one of an earlier version, on either database, encrypted or not."""

import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pyrage
import pytest

from tests.toolkit.backup.places import OLD, ROOT, Place, a_place, tables_here

pytestmark = pytest.mark.django_db(transaction=True)
WALK = (Path(__file__).parent / "walk.py").relative_to(ROOT)


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    with a_place(tmp_path / "var") as one:
        yield one


def tables_of(backup: Path) -> dict[str, dict]:
    head = json.loads(zipfile.ZipFile(backup).read("manifest.json"))
    return {name: told for name, told in head["members"].items() if name.startswith("tables/")}


def test_a_backup_of_an_earlier_version_is_restored_and_every_page_opens(place: Place, tmp_path: Path) -> None:
    told = json.loads(zipfile.ZipFile(OLD).read("manifest.json"))

    restored = place.run("restore", str(OLD))

    assert restored.returncode == 0, restored.stderr
    assert f"{sum(one['rows'] for one in told['tables'].values())} rows" in restored.stdout
    for person in ("owner@example.org", "admin@example.org"):
        walked = place.run("shell", "-v0", "-c", f"exec(open({str(WALK)!r}).read())", WALK=person)
        opened, bad = re.search(r"opened (\d+), bad (.*)", walked.stdout).groups()
        assert bad == "[]", walked.stderr
        assert int(opened) > (60 if person.startswith("owner") else 8)
    # Django's own walk through the migrations led here, and a quick one to the tests' own database.
    assert place.tables() == tables_here()
    # It is not empty any more, and says so before it touches anything.
    again = place.run("restore", str(OLD))
    assert again.returncode == 1
    assert "The installation is not empty" in again.stderr

    # What it holds now goes the same way once more, encrypted, with its secret key.
    pair = pyrage.x25519.Identity.generate()
    key = tmp_path / "key.txt"
    key.write_text(f"# for backups\n{pair}\n")
    made = place.run("backup", str(tmp_path / "b.age"), TOOLKIT_BACKUP_KEY=str(pair.to_public()))
    assert made.returncode == 0, made.stderr
    assert "Encrypted, and read back" in made.stdout
    content = (tmp_path / "b.age").read_bytes()
    assert b"Fjord" not in content
    assert b"manifest.json" not in content
    with a_place(tmp_path / "other") as other:
        refused = other.run("restore", str(tmp_path / "b.age"))
        assert "The backup is encrypted" in refused.stderr
        taken = other.run("restore", str(tmp_path / "b.age"), "--identity", str(key), QUICK_MIGRATIONS="yes")
        assert taken.returncode == 0, taken.stderr
        assert (other.folder / "secret_key").read_text() == (place.folder / "secret_key").read_text()
        assert other.run("backup", str(tmp_path / "c.zip")).returncode == 0
    assert place.run("backup", str(tmp_path / "d.zip")).returncode == 0
    first, second = tables_of(tmp_path / "d.zip"), tables_of(tmp_path / "c.zip")
    assert [name for name in first if first[name] != second[name]] == []
