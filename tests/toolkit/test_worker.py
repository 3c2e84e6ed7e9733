"""A real worker process, killed in the midst of a document, on the database of the tests."""

import contextlib
import os
import selectors
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django_tasks_db.models import DBTaskResult
from pypdf import PdfReader

from accounts.models import User
from clusters.models import Cluster
from core import workers
from exports import file_cache
from reports import services
from reports.models import Export
from tests.toolkit.hanging import hang_once

pytestmark = pytest.mark.django_db(transaction=True)

PAGES = 12
HTML = (
    '<!doctype html><html lang="da"><head><title>Prøve</title></head><body>'
    + '<p style="break-after: page">Ærø, Samsø og Læsø.</p>' * PAGES
    + "</body></html>"
)


class Surroundings:
    """The database and the data folder of the tests, for another process."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.file = folder / "toolkit.sqlite3"
        self.processes: list[subprocess.Popen[bytes]] = []

    @property
    def variables(self) -> dict[str, str]:
        given = settings.DATABASES["default"]
        address = ""
        if connection.vendor == "postgresql":
            address = (
                f"postgresql://{given['USER']}:{given['PASSWORD']}@{given['HOST']}:{given['PORT']}/{given['NAME']}"
            )
        return {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "tests.child_settings",
            "TOOLKIT_DATABASE_URL": address,
            "TOOLKIT_DATA_DIR": str(self.folder),
        }

    def publish(self) -> None:
        """Put the tests' database where another process finds it: SQLite's lies in memory."""
        if connection.vendor == "sqlite":
            connection.ensure_connection()
            with sqlite3.connect(self.file) as file:
                connection.connection.backup(file)

    def export(self) -> tuple[str, int, int]:
        """Return state, pages and attempts of the one document."""
        return self.rows("SELECT state, pages, attempts FROM reports_export")[0]

    def rows(self, asked: str) -> list[tuple]:
        """Return what the workers' database answers."""
        if connection.vendor == "sqlite":
            with sqlite3.connect(self.file, timeout=10) as file:
                return file.execute(asked).fetchall()
        with connection.cursor() as cursor:
            cursor.execute(asked)
            return cursor.fetchall()

    def start_worker(self, *options: str, module: str = "tests.child_settings") -> subprocess.Popen[bytes]:
        process = subprocess.Popen(
            [sys.executable, "manage.py", "worker", *options],
            cwd=settings.BASE_DIR,
            env={**self.variables, "DJANGO_SETTINGS_MODULE": module},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        self.processes.append(process)
        return process

    def wait_until(self, reached: Any, process: subprocess.Popen[bytes]) -> tuple[str, int, int]:
        """Look again and again, until it is reached or the process has ended."""
        assert process.stdout is not None
        with selectors.DefaultSelector() as selector:
            selector.register(process.stdout, selectors.EVENT_READ)
            for _look in range(4800):
                if reached(found := self.export()):
                    return found
                if selector.select(timeout=0.05) and not process.stdout.read1():
                    break
        raise AssertionError(f"ended with {found}")


@pytest.fixture
def surroundings(tmp_path: Path, settings: Any) -> Iterator[Surroundings]:
    made = Surroundings(tmp_path)
    settings.EXPORT_DIR = tmp_path / "exports"
    yield made
    for process in made.processes:
        process.kill()
        process.communicate()


def test_document_of_a_killed_worker_is_made_by_the_next(
    surroundings: Surroundings, cluster: Cluster, alice: User, settings: Any
) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    workers.beat("somebody")
    wanted = services.Wanted(Export.Kind.STRATEGY, "Prøve", "da", "/", HTML)
    export = services.request_export(cluster=cluster, wanted=wanted, by=alice)
    workers.leave("somebody")
    surroundings.publish()
    source = next(surroundings.folder.rglob(f"{export.digest}.html"))
    # A pipe into which nobody writes: the worker is met as it reads what is to be printed, however fast it is.
    html = source.read_bytes()
    source.unlink()
    os.mkfifo(source)

    first = surroundings.start_worker()
    surroundings.wait_until(lambda found: found[0] == "running", first)
    first.send_signal(signal.SIGKILL)
    first.wait(timeout=120)
    killed_at = surroundings.export()
    source.unlink()
    source.write_bytes(html)
    second = surroundings.start_worker("--batch")
    said, _nothing = second.communicate(timeout=240)

    assert (killed_at[0], killed_at[2]) == ("running", 1)
    assert surroundings.export() == ("done", PAGES, 2)
    assert second.returncode == 0, said
    pdf = file_cache.file_of(export.digest) or b""
    assert len(PdfReader(BytesIO(pdf)).pages) == PAGES


def test_worker_that_hangs_counts_as_stuck_and_ends_and_the_next_does_its_task(
    surroundings: Surroundings, db: None, tmp_path: Path, settings: Any
) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    hang_once.enqueue(str(tmp_path / "mark"))
    surroundings.publish()

    first = surroundings.start_worker(module="tests.impatient_settings")
    beats: set[tuple[str, str]] = set()
    while first.poll() is None:
        beats.update(surroundings.rows("SELECT seen_at, moved_at FROM core_worker"))
        with contextlib.suppress(subprocess.TimeoutExpired):
            first.wait(timeout=0.1)
    second = surroundings.start_worker("--batch", module="tests.impatient_settings")
    said, _nothing = second.communicate(timeout=240)

    seen, moved = (datetime.fromisoformat(str(at)) for at in max(beats))
    assert (first.returncode, second.returncode) == (1, 0), said
    assert seen - moved > timedelta(seconds=1)
    table = DBTaskResult._meta.db_table
    done = surroundings.rows(f"SELECT status FROM {table} WHERE task_path LIKE '%hang_once'")
    assert done == [("SUCCESSFUL",)]


def test_worker_ends_at_the_first_word(surroundings: Surroundings, cluster: Cluster, alice: User) -> None:
    surroundings.publish()
    worker = surroundings.start_worker()
    assert worker.stdout is not None
    while b"worker_started" not in worker.stdout.readline():
        assert worker.poll() is None

    worker.terminate()

    assert worker.wait(timeout=20) == 0
