"""A disk that is full: a sentence, the words are kept, and nothing half-written is left behind."""

import errno
import os
import resource
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, OperationalError, connection
from django.test import Client
from django.urls import reverse

from accounts.models import User
from clusters.models import Cluster
from core.room import Cache, NoRoomError, Storage, is_full
from exports import file_cache as store
from plans.models import ActivityFile
from reports import services
from reports.models import Export
from tests import factories
from tests.clusters.test_profile import picture
from tests.days import NOW
from tests.pages import form_fields, heading, tree, words
from tests.plans.samples import make_activity

ROOM = 4096


class FullError(Exception):
    """What the driver of PostgreSQL says."""

    pgcode = "53100"


@contextmanager
def little_room() -> Iterator[None]:
    """Let no file of this process become larger than a page."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (ROOM, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.fixture
def full(settings: Any) -> None:
    settings.STORAGES = {**settings.STORAGES, "default": {"BACKEND": "tests.core.full_disk.Storage"}}


def test_file_that_finds_no_room_leaves_nothing_behind(tmp_path: Path) -> None:
    storage = Storage(location=tmp_path)

    with little_room(), pytest.raises(OSError, match="large") as fault:
        storage.save("plans/a", ContentFile(b"x" * ROOM * 3))

    assert is_full(fault.value)
    assert [file for file in tmp_path.rglob("*") if file.is_file()] == []


def test_document_that_finds_no_room_leaves_no_part_behind(tmp_path: Path, settings: Any) -> None:
    settings.EXPORT_DIR = tmp_path

    with little_room(), pytest.raises(OSError, match="large"):
        store.cached_pdf("ab" * 32, lambda: b"x" * ROOM * 3)

    assert list(tmp_path.glob("*.part")) == list(tmp_path.glob("*.pdf")) == []


def test_part_of_a_process_that_was_killed_goes_after_an_hour(tmp_path: Path, settings: Any) -> None:
    settings.EXPORT_DIR = tmp_path
    old, new = tmp_path / "a.1-1.part", tmp_path / "b.1-1.part"
    for file, age in ((old, 3700), (new, 60)):
        file.touch()
        os.utime(file, (NOW.timestamp() - age, NOW.timestamp() - age))

    store.prune()

    assert list(tmp_path.glob("*.part")) == [new]


def test_document_that_finds_no_room_says_so(
    cluster: Cluster, alice: User, tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.EXPORT_DIR = tmp_path
    export = factories.make_export(cluster, alice)
    store.keep_source(export.digest, "<!doctype html><html lang='da'><title>x</title><p>x</html>")
    Export.across_clusters.update(state=Export.State.QUEUED)
    export.refresh_from_db()

    def refuse(_path: Path, _content: bytes) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(Path, "write_bytes", refuse)

    with pytest.raises(OSError, match="space"):
        services.make(export)

    export.refresh_from_db()
    assert (export.state, export.fault) == (Export.State.FAILED, "full")
    assert export.message.startswith("Portalens disk er fuld.")


def sent(client: Client, address: str, **fields: Any) -> Any:
    client.raise_request_exception = False
    return client.post(address, fields)


def test_upload_that_finds_no_room_says_so_and_stores_nothing(
    sign_in: Callable, cluster: Cluster, alice: User, full: None
) -> None:
    activity = make_activity(cluster, alice)
    address = reverse("plans:files_add", args=[cluster.slug, activity.number])

    response = sent(sign_in(alice), address, chosen=SimpleUploadedFile("aftale.txt", b"Aftalen"))

    assert (response.status_code, heading(response)) == (503, "The portal’s disk is full")
    assert not ActivityFile.objects.of(cluster).exists()


def test_logo_that_finds_no_room_says_so_and_the_old_one_stays(
    sign_in: Callable, cluster: Cluster, alice: User, full: None
) -> None:
    Cluster.objects.update(logo="logos/old.png")

    response = sent(
        sign_in(alice),
        reverse("clusters:change_logo", args=[cluster.slug]),
        logo=SimpleUploadedFile("a.png", picture()),
    )

    cluster.refresh_from_db()
    assert (response.status_code, heading(response)) == (503, "The portal’s disk is full")
    assert cluster.logo.name == "logos/old.png"


@pytest.mark.parametrize(
    "fault", [OperationalError("database or disk is full"), OperationalError("x"), OSError(28, "No space left")]
)
def test_save_that_finds_no_room_shows_what_was_typed(
    sign_in: Callable, cluster: Cluster, alice: User, fault: Exception
) -> None:
    fault.__cause__ = FullError() if str(fault) == "x" else None
    client = sign_in(alice)
    page = client.get("/c/havtorn/settings/")
    written = {**form_fields(page), "description_da": "Vi samler dem, der vil ud"}

    def refuse(execute: Callable, sql: str, *rest: Any) -> Any:
        if sql.startswith("UPDATE"):
            raise fault
        return execute(sql, *rest)

    with connection.execute_wrapper(refuse):
        response = sent(client, "/c/havtorn/settings/", **written)

    assert (response.status_code, heading(response)) == (503, "The portal’s disk is full")
    assert "Vi samler dem, der vil ud" in words(tree(response))


def test_who_signs_in_on_a_full_disk_is_not_told_of_too_many_attempts(db: None) -> None:
    cache = Cache("cache", {})

    def refuse(execute: Callable, sql: str, *rest: Any) -> Any:
        if sql.startswith(("INSERT", "UPDATE")):
            raise DatabaseError("database or disk is full")
        return execute(sql, *rest)

    assert (cache.add("known", 1), cache.add("known", 1)) == (True, False)
    with connection.execute_wrapper(refuse), pytest.raises(NoRoomError):
        cache.add("new", 1)


def test_other_faults_are_not_told_as_a_full_disk() -> None:
    assert not any(map(is_full, (None, OSError(2, "No such file"), OperationalError("locked"), ValueError("x"))))
