"""What a balancer and a watchman hear."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection, connections
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from django_tasks_db.models import DBTaskResult

from core import workers
from core.models import Worker
from installation import health
from tests.days import NOW

LONG_AGO = datetime(2026, 1, 5, 8, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def nothing_known(monkeypatch: pytest.MonkeyPatch) -> None:
    """Look at the migrations afresh."""
    monkeypatch.setitem(health.NEEDED, "migrations", health._Migrations())


@pytest.fixture
def worker(db: None) -> Iterator[None]:
    """A worker at work."""
    workers.beat("somebody")
    yield
    workers.leave("somebody")


def asked(address: str, **headers: str) -> tuple[int, Any]:
    response = Client().get(address, headers=headers)
    return response.status_code, response.json()


@pytest.mark.parametrize("host", ["10.0.0.7:8000", "[::1]", "toolkit.unknown", "what is this"])
def test_probe_that_comes_by_address_is_answered(worker: None, host: str) -> None:
    assert asked("/healthz", Host=host) == (200, {"status": "alive"})
    assert asked("/readyz", Host=host)[0] == 200


def test_alive_asks_nothing_of_the_database() -> None:
    # A test without a database fails at the first query.
    assert asked("/healthz") == (200, {"status": "alive"})


def test_everything_works(worker: None) -> None:
    status, said = asked("/readyz")

    assert (status, said["status"], set(said["parts"].values()) - {"not configured"}) == (200, "ok", {"ok"})


def test_database_that_is_away_is_said_and_no_page(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> str:
        with connections["default"].cursor() as cursor:
            cursor.execute("SELECT * FROM nowhere")
        return "ok"

    monkeypatch.setitem(health.NEEDED, "database", refuse)

    status, said = asked("/readyz")

    assert (status, said["status"]) == (503, "unavailable")
    assert (said["parts"]["database"], said["parts"]["worker"]) == ("away", "unknown")


def test_migration_that_is_missing_is_said(worker: None) -> None:
    MigrationRecorder(connection).migration_qs.filter(app="reminders").delete()

    status, said = asked("/readyz")

    assert (status, said["parts"]["migrations"]) == (503, "missing")


def test_missing_worker_takes_no_page_away(db: None) -> None:
    status, said = asked("/readyz")

    assert (status, said["status"], said["parts"]["worker"]) == (200, "degraded", "none")


def test_work_that_does_not_move_is_said(worker: None) -> None:
    waiting = DBTaskResult.objects.create(
        args_kwargs={"args": [], "kwargs": {}}, task_path="reminders.tasks.look", backend_name="default", worker_ids=[]
    )
    DBTaskResult.objects.filter(pk=waiting.pk).update(enqueued_at=LONG_AGO)

    assert asked("/readyz")[1]["parts"]["worker"] == "stuck"


def test_worker_that_is_there_and_does_not_move_is_said(worker: None) -> None:
    Worker.objects.update(moved_at=NOW - timedelta(minutes=3))

    status, said = asked("/readyz")

    assert (status, said["status"], said["parts"]["worker"]) == (200, "degraded", "stuck")


def test_disk_that_is_nearly_full_is_said(worker: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "LEAST_ROOM", 10**18)

    assert asked("/readyz")[1]["parts"]["disk"] == "nearly full"


def test_asking_takes_few_queries(worker: None, django_assert_max_num_queries: Callable) -> None:
    asked("/readyz")

    with django_assert_max_num_queries(5):
        asked("/readyz")
