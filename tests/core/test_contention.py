"""A request that lost against another one is made once more, and nobody is told of it."""

import sqlite3
import threading

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError, connection, transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

from accounts.models import User
from core import ahead
from core.access import public_view
from core.contention import TRIES
from core.locking import held
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)

BOTH = threading.Barrier(2)
HELD, LET_GO = threading.Event(), threading.Event()
seen: list[str] = []


class Undone(Exception):
    """What the driver says when the server has undone a transaction."""

    pgcode = "40P01"


@public_view
def two_people(request: HttpRequest, first: int, second: int) -> HttpResponse:
    """Hold one person, wait until the other request holds another, and ask for that one."""
    with transaction.atomic():
        held(User.objects.filter(pk=first)).get()
        if len(seen) < 2:
            seen.append("held")
            BOTH.wait(timeout=20)
        person = held(User.objects.filter(pk=second)).get()
        person.name += "x"
        person.save(update_fields=["name"])
    return HttpResponse("saved")


@public_view
def always_loses(request: HttpRequest) -> HttpResponse:
    seen.append(request.FILES["file"].read().decode())
    raise OperationalError("deadlock detected") from Undone()


@public_view
def waits_in_vain(request: HttpRequest) -> HttpResponse:
    """Wait for a turn in vain the first time, as where fifty write at once."""
    seen.append("asked")
    if len(seen) == 1:
        cause = sqlite3.OperationalError("database is locked")
        cause.sqlite_errorcode = sqlite3.SQLITE_BUSY
        raise OperationalError("database is locked") from cause
    return HttpResponse("saved")


@public_view
def cannot_write(request: HttpRequest) -> HttpResponse:
    seen.append("tried")
    raise OperationalError("disk I/O error")


@public_view
def waits_for_a_row(request: HttpRequest, pk: int) -> HttpResponse:
    """Wait for a row that another has, no longer than the database lets one; the other lets go after the first try."""
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '300ms'")
    try:
        with transaction.atomic():
            held(User.objects.filter(pk=pk)).get()
    except OperationalError:
        seen.append("in vain")
        LET_GO.set()
        raise
    return HttpResponse("saved")


@public_view
def reads_after_it_has_lost(request: HttpRequest) -> HttpResponse:
    """Lose before what was read with the first question has been taken."""
    seen.append("asked")
    if len(seen) == 1:
        ahead.note(request, "row", (1,))
        raise OperationalError("deadlock detected") from Undone()
    return HttpResponse(str(ahead.take(request, "row")))


urlpatterns = [
    path("ahead", reads_after_it_has_lost),
    path("row/<int:pk>", waits_for_a_row),
    path("two/<int:first>/<int:second>", two_people),
    path("loses", always_loses),
    path("waits", waits_in_vain),
    path("broken", cannot_write),
]


@pytest.fixture(autouse=True)
def these_addresses(settings: object) -> None:
    settings.ROOT_URLCONF = __name__  # type: ignore[attr-defined]
    seen.clear()


def test_two_that_wait_for_each_other_both_succeed() -> None:
    anna, bo = factories.make_user("Anna"), factories.make_user("Bo")
    answers: list[int] = []

    def ask(address: str) -> None:
        answers.append(Client().post(address).status_code)
        connection.close()

    if connection.vendor == "sqlite":
        # It has one writer at a time: the second request is not let in before the first has ended.
        seen.extend(["alone", "alone"])
    both = [
        threading.Thread(target=ask, args=(f"/two/{one.pk}/{other.pk}",)) for one, other in ((anna, bo), (bo, anna))
    ]
    for one in both:
        one.start()
    for one in both:
        one.join(timeout=30)

    assert answers == [200, 200]
    assert sorted(User.objects.filter(pk__in=[anna.pk, bo.pk]).values_list("name", flat=True)) == ["Annax", "Box"]


def test_after_some_tries_the_error_is_told_and_files_were_whole_each_time(client: Client) -> None:
    client.raise_request_exception = False

    answer = client.post("/loses", {"file": SimpleUploadedFile("file.txt", b"words")})

    assert answer.status_code >= 500
    assert seen == ["words"] * TRIES


def test_who_tries_again_uses_nothing_that_was_read_before() -> None:
    assert Client().post("/ahead").content == b"None"


def test_who_waited_in_vain_for_a_turn_gets_another() -> None:
    assert Client().post("/waits").content == b"saved"
    assert seen == ["asked", "asked"]


def test_who_waited_in_vain_for_a_row_gets_it_when_it_is_free() -> None:
    if connection.vendor != "postgresql":
        # SQLite knows no rows: its turn is tried above.
        return
    anna = factories.make_user("Anna")

    def keep() -> None:
        with transaction.atomic():
            held(User.objects.filter(pk=anna.pk)).get()
            HELD.set()
            assert LET_GO.wait(timeout=20)
        connection.close()

    other = threading.Thread(target=keep)
    other.start()
    assert HELD.wait(timeout=20)
    answer = Client().post(f"/row/{anna.pk}")
    other.join(timeout=20)

    assert (answer.content, seen) == (b"saved", ["in vain"])


def test_another_error_is_not_tried_again(client: Client) -> None:
    client.raise_request_exception = False

    assert client.post("/broken").status_code >= 500
    assert seen == ["tried"]
