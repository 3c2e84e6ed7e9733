"""From one version to the next and back: the script itself, on a real clone, with the portal's own database."""

import json
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
MIGRATION = """
from django.db import migrations, models
class Migration(migrations.Migration):
    dependencies = [("installation", "{before}")]
    operations = [migrations.AddField("trial", "remark", models.CharField(max_length=9, null=True))]
"""
BROKEN = "\nraise RuntimeError('this version does not serve')\n"


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An installation: a clone with an environment, a database and somebody in it; only the last test changes it."""
    where = tmp_path_factory.mktemp("installation") / "toolkit"
    git(where.parent, "clone", "--quiet", "--no-hardlinks", "--depth", "1", f"file://{ROOT}", str(where))
    changed_here = run(ROOT, "git", "diff", "--name-only", "HEAD").stdout.split()
    for changed in [*changed_here, *run(ROOT, "git", "ls-files", "--others", "--exclude-standard").stdout.split()]:
        if (ROOT / changed).is_file():
            (where / changed).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / changed, where / changed)
    git(where, "remote", "remove", "origin")
    commit(where, "The version that runs")
    environment = where / ".venv"
    environment.mkdir()
    for name in ("bin", "lib"):
        (environment / name).symlink_to(ROOT / ".venv" / name)
    shutil.copy(ROOT / ".venv" / "pyvenv.cfg", environment)
    stamp = run(where, "sh", "-c", ". script/lib.sh; fingerprint requirements.txt")
    (environment / "made-from-requirements.txt").write_text(stamp.stdout)
    # With it static files are served as they are: compressing them for each version takes most of the time.
    (where / ".env").write_text("TOOLKIT_DEBUG=true\n")
    assert run(where, ".venv/bin/python", "manage.py", "prepare").returncode == 0
    assert run(where, ".venv/bin/python", "manage.py", "create_admin", "anna@example.org").returncode == 0
    return where


def run(where: Path, *command: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("TOOLKIT_", "DJANGO_", "GIT_"))}
    return subprocess.run(command, cwd=where, env=kept, check=False, capture_output=True, text=True)


def git(where: Path, *arguments: str) -> str:
    done = run(where, "git", "-c", "user.name=T", "-c", "user.email=t@example.org", *arguments)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def commit(where: Path, words: str) -> str:
    git(where, "add", "--all")
    git(where, "commit", "--quiet", "--allow-empty", "-m", words)
    return git(where, "rev-parse", "HEAD")


def next_version(where: Path, change: Callable[[], None]) -> str:
    """Make a version that adds a field and whatever else, and return to the one that runs."""
    running = git(where, "rev-parse", "HEAD")
    folder = where / "installation" / "migrations"
    before = max(path.stem for path in folder.glob("0*.py"))
    (folder / "0999_add_remark.py").write_text(MIGRATION.format(before=before))
    model = where / "installation" / "models.py"
    model.write_text(model.read_text().replace("    class Meta:", REMARK + "    class Meta:", 1))
    change()
    made = commit(where, "The next version")
    git(where, "checkout", "--quiet", "--detach", running)
    return made


REMARK = "    remark = models.CharField(max_length=9, null=True)  # noqa: DJ001\n\n"


def columns(where: Path) -> set[str]:
    with sqlite3.connect(where / "var" / "toolkit.sqlite3") as database:
        return {row[1] for row in database.execute("PRAGMA table_info(installation_trial)")}


def people(where: Path) -> list[str]:
    with sqlite3.connect(where / "var" / "toolkit.sqlite3") as database:
        return [row[0] for row in database.execute("SELECT email FROM accounts_user")]


def test_what_was_changed_by_hand_stops_it_before_anything_is_done(clone: Path) -> None:
    wanted = next_version(clone, lambda: None)
    (clone / "README.md").write_text("mine")

    done = run(clone, "script/upgrade", wanted)

    assert (done.returncode, "README.md" in done.stderr) == (1, True)
    assert not (clone / "var" / "upgrade").exists()
    git(clone, "checkout", "--quiet", "README.md")
    assert "no version" in run(clone, "script/upgrade", "nowhere").stderr


def test_version_that_does_not_serve_is_taken_back_and_nothing_is_lost(clone: Path) -> None:
    running = git(clone, "rev-parse", "HEAD")
    page = clone / "accounts" / "views" / "entrance.py"
    wanted = next_version(clone, lambda: page.write_text(page.read_text() + BROKEN) and None)

    done = run(clone, "script/upgrade", wanted)

    assert done.returncode == 1
    assert "as before" in done.stderr
    assert "this version does not serve" in done.stderr
    assert git(clone, "rev-parse", "HEAD") == running
    assert "remark" not in columns(clone)
    assert people(clone) == ["anna@example.org"]
    assert git(clone, "status", "--porcelain") == ""
    assert (clone / ".env").is_file()
    assert (
        json.loads(run(clone, ".venv/bin/python", "manage.py", "version", "--tables").stdout)["installation"] < "0999"
    )


def test_next_version_is_installed_and_the_way_back_is_there(clone: Path) -> None:
    wanted = next_version(clone, lambda: None)

    done = run(clone, "script/upgrade", wanted)

    assert done.returncode == 0, done.stdout + done.stderr
    assert git(clone, "rev-parse", "HEAD") == wanted
    assert "remark" in columns(clone)
    assert people(clone) == ["anna@example.org"]
    assert list((clone / "var" / "backups").glob(f"before-{wanted[:12]}-*.zip"))
    assert not (clone / "var" / "upgrade" / "new").exists()
    assert "already" in run(clone, "script/upgrade", wanted).stdout
