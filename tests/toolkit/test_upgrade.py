"""From one version to the next and back: the script itself, on a real clone, with the portal's own database."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings

from tests.made_database import place

ROOT = Path(settings.BASE_DIR)
MIGRATION = """
from django.db import migrations, models
class Migration(migrations.Migration):
    dependencies = [("installation", "{before}")]
    operations = [migrations.AddField("trial", "remark", models.CharField(max_length=9, null=True))]
"""
# A version is unpacked without what was compiled of it; here what is the same in all of them comes along.
BRING_COMPILED = """#!/bin/sh
case $PWD in */upgrade/new) cp -R "$(git rev-parse --git-common-dir)/compiled/." . ;; esac
"""
BROKEN = "\nraise RuntimeError('this version does not serve')\n"


@pytest.fixture(scope="module")
def disk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A disk of its own that can be filled, where we may make one; otherwise a folder."""
    where = tmp_path_factory.mktemp("installation")
    mounted = run(where, "mount", "-t", "tmpfs", "-o", "size=700m", "tmpfs", str(where)).returncode == 0
    yield where
    if mounted:
        run(where.parent, "umount", "--lazy", str(where))


@pytest.fixture(scope="module")
def clone(disk: Path) -> Path:
    """An installation: a clone with an environment, a database and somebody in it; only the last test changes it."""
    where = disk / "toolkit"
    git(where.parent, "clone", "--quiet", "--no-hardlinks", "--depth", "1", f"file://{ROOT}", str(where))
    changed_here = run(ROOT, "git", "diff", "--name-only", "HEAD").stdout.split()
    for changed in [*changed_here, *run(ROOT, "git", "ls-files", "--others", "--exclude-standard").stdout.split()]:
        if (ROOT / changed).is_file():
            (where / changed).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / changed, where / changed)
    git(where, "remote", "remove", "origin")
    # Packing what cannot be made smaller takes longer than writing it.
    git(where, "config", "core.compression", "0")
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
    if place().exists():
        # Walking through every migration once more takes longer than the rest of it.
        (where / "var").mkdir(mode=0o700)
        shutil.copy(place(), where / "var" / "toolkit.sqlite3")
    assert run(where, ".venv/bin/python", "manage.py", "prepare").returncode == 0
    assert run(where, ".venv/bin/python", "manage.py", "create_admin", "anna@example.org").returncode == 0
    keep_compiled(where)
    return where


def keep_compiled(where: Path) -> None:
    """Let each version that is unpacked find compiled what it shares with this one; Python compares what it holds."""
    kept = where / ".git" / "compiled"
    rooms = {Path(file).parts[0] for file in git(where, "ls-files", "*/*.py").splitlines()} - {"tests", "bench"}
    kind = ("--invalidation-mode", "checked-hash")
    done = run(where, ".venv/bin/python", "-m", "compileall", "-q", "-f", *kind, *sorted(rooms))
    assert done.returncode == 0, done.stdout
    for room in rooms:
        for folder in list((where / room).rglob("__pycache__")):
            shutil.copytree(folder, kept / folder.relative_to(where))
    hook = where / ".git" / "hooks" / "post-checkout"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(BRING_COMPILED)
    hook.chmod(0o755)


def run(where: Path, *command: str, **variables: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("TOOLKIT_", "DJANGO_", "GIT_"))}
    return subprocess.run(command, cwd=where, env={**kept, **variables}, check=False, capture_output=True, text=True)


def git(where: Path, *arguments: str) -> str:
    done = run(where, "git", "-c", "user.name=T", "-c", "user.email=t@example.org", *arguments)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def commit(where: Path, words: str) -> str:
    git(where, "add", "--all")
    git(where, "commit", "--quiet", "--allow-empty", "-m", words)
    return git(where, "rev-parse", "HEAD")


def next_version(where: Path, change: Callable[[], object]) -> str:
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


# Fills the disk when one of the upgrade's own steps begins: the program, and its first words.
FILLER = """
import os, sys
def fill():
    with open(os.environ["FILLED"], "ab", buffering=0) as file:
        for size in (1 << 20, 1 << 12, 1):
            try:
                while file.write(b"x" * size) == size:
                    pass
            except OSError:
                pass
"""
IN_PYTHON = (
    FILLER
    + """
if os.environ["FILL_AT"] in " ".join(sys.orig_argv):
    fill()
"""
)
IN_GIT = f"""#!{Path(sys.executable).resolve()}{FILLER}
if os.environ["FILL_AT"] in "git " + " ".join(sys.argv[1:]):
    fill()
os.execv({shutil.which("git")!r}, ["git", *sys.argv[1:]])
"""
# A second migration that fills the disk, so that the first one has to be taken back on a full disk.
SECOND = """
import os
from django.db import migrations
def fill(apps, schema_editor):
    import sitecustomize
    sitecustomize.fill()
    person = apps.get_model("accounts", "User").objects.get()
    Trial = apps.get_model("installation", "Trial")
    Trial.objects.bulk_create(Trial(part="mail", fault="x" * 300) for _ in range(200_000))
class Migration(migrations.Migration):
    dependencies = [("installation", "0999_add_remark"), ("accounts", "0001_initial")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
"""


@pytest.mark.parametrize(
    ("step", "words"),
    [
        ("manage.py backup", "The backup could not be made, so nothing was changed."),
        ("git worktree add", "The new version could not be unpacked"),
        ("in a migration", "The tables could not be changed."),
        # Checking writes nothing; what comes after it does.
        ("manage.py check", "The files could not be changed."),
        ("manage.py prepare", "The new version could not be prepared."),
    ],
)
def test_disk_that_is_full_stops_it_with_a_sentence_and_the_version_before_serves(
    clone: Path, disk: Path, tmp_path: Path, step: str, words: str
) -> None:
    if not os.path.ismount(disk):
        # Who may mount nothing has no disk to fill.
        return
    running, before = git(clone, "rev-parse", "HEAD"), contents(clone)
    # Preparing writes only what has changed: here a file that pages are served with.
    large = clone / ("static" if step == "manage.py prepare" else "docs") / "large.bin"
    second = clone / "installation" / "migrations" / "1000_fill.py"

    def change() -> None:
        large.write_bytes(os.urandom(40 << 20))
        if step == "in a migration":
            second.write_text(SECOND)

    wanted = next_version(clone, change)
    (tmp_path / "sitecustomize.py").write_text(IN_PYTHON)
    (tmp_path / "git").write_text(IN_GIT)
    (tmp_path / "git").chmod(0o755)
    filled = disk / "filled"
    own = {"PATH": f"{tmp_path}:{os.environ['PATH']}", "PYTHONPATH": str(tmp_path)}

    done = run(clone, "script/upgrade", wanted, FILL_AT=step, FILLED=str(filled), **own)

    filled.unlink()
    said = " ".join(done.stderr.split())
    assert (done.returncode, words in said) == (1, True), said
    assert f"The disk at {disk} has 0 MB free. Make room, " in said
    assert "nothing was changed" in said or "as before; nothing that was written is lost" in said
    # As it was: files, tables, people, and nothing half-made that takes room or is taken for a version's own.
    assert git(clone, "rev-parse", "HEAD") == running
    assert git(clone, "status", "--porcelain") == ""
    assert not large.exists()
    assert contents(clone) == before
    assert sorted(path.name for path in (clone / "var" / "upgrade").iterdir()) in ([], ["tables"])
    assert all(zipfile.is_zipfile(file) for file in (clone / "var" / "backups").glob("*"))
    assert run(clone, ".venv/bin/python", "manage.py", "migrate", "--check").returncode == 0


KEPT = ("accounts_user", "accounts_administrationentry", "installation_trial", "django_migrations")


def contents(where: Path) -> dict[str, object]:
    """Return what people and migrations have written into the database, and whether it is whole."""
    with sqlite3.connect(where / "var" / "toolkit.sqlite3") as database:
        rows: dict[str, object] = {name: sorted(map(repr, database.execute(f"SELECT * FROM {name}"))) for name in KEPT}
        return {**rows, "columns": columns(where), "whole": database.execute("PRAGMA integrity_check").fetchall()}


def test_next_version_is_installed_and_the_way_back_is_there(clone: Path) -> None:
    running = git(clone, "rev-parse", "HEAD")
    wanted = next_version(clone, lambda: None)

    done = run(clone, "script/upgrade", wanted)

    assert done.returncode == 0, done.stdout + done.stderr
    assert git(clone, "rev-parse", "HEAD") == wanted
    assert "remark" in columns(clone)
    assert people(clone) == ["anna@example.org"]
    assert list((clone / "var" / "backups").glob(f"before-{wanted[:12]}-*.zip"))
    assert not (clone / "var" / "upgrade" / "new").exists()
    assert "already" in run(clone, "script/upgrade", wanted).stdout
    # Processes of the version before go on with the new tables until they are started again.
    git(clone, "checkout", "--quiet", running)
    write = "from installation.models import Trial; print(Trial.objects.create(part='mail').pk, Trial.objects.count())"
    assert run(clone, ".venv/bin/python", "manage.py", "shell", "-v0", "-c", write).stdout.split()[-1] == "1"
    assert run(clone, ".venv/bin/python", "manage.py", "check").returncode == 0
