"""What is made from the database, and made again only when it answers otherwise."""

from collections.abc import Callable

import pytest
from django.db import DatabaseError, OperationalError, connection, transaction

from accounts.models import User
from core.rereading import REREADING, Noting, Rereading, _digest, read_again, reread, unsteady
from tests import factories
from tests.days import NOW

pytestmark = pytest.mark.django_db

KEY = ("names", b"")


class Maker:
    """Makes something of what it reads, and counts how often."""

    def __init__(self, read: Callable[[], object]) -> None:
        self.read = read
        self.times = 0

    def __call__(self) -> object:
        self.times += 1
        return self.read()


def names() -> list[str]:
    """Read in two steps, the second by what the first found."""
    keys = list(User.objects.order_by("pk").values_list("pk", flat=True))
    return [User.objects.get(pk=key).display_name for key in keys]


def test_it_is_made_once_as_long_as_the_answers_are_the_same() -> None:
    factories.make_user("alice")
    made, kept = Maker(names), Rereading[object](3)

    assert kept.get(KEY, made) == kept.get(KEY, made) == names()
    assert made.times == 1


def test_a_row_that_comes_changes_or_goes_is_seen_at_once() -> None:
    alice = factories.make_user("alice")
    made, kept = Maker(names), Rereading[object](3)
    kept.get(KEY, made)

    User.objects.filter(pk=alice.pk).update(name="Ærø")
    assert kept.get(KEY, made) == names()
    bo = factories.make_user("bo")
    assert kept.get(KEY, made) == names()
    bo.delete()
    assert kept.get(KEY, made) == names()
    assert made.times == 4


def test_what_one_reads_is_read_to_the_end_whatever_is_noted() -> None:
    for number in range(130):
        factories.make_user(f"user{number}", password=None)
    kept = Rereading[object](3)

    rows = kept.get(KEY, lambda: list(User.objects.order_by("pk").iterator(chunk_size=7)))

    assert rows == list(User.objects.order_by("pk"))


@pytest.mark.parametrize(
    "read",
    [
        lambda: User.objects.filter(joined_at__lt=NOW).count(),
        lambda: User.objects.update(name="x"),
        lambda: (unsteady(), names()),
        lambda: [User.objects.count(), User.objects.create(email="x@example.org").pk, User.objects.count()],
    ],
    ids=["a moment", "a change", "said so", "answered twice, not alike"],
)
def test_what_does_not_rest_on_answers_alone_is_not_remembered(read: Callable[[], object]) -> None:
    kept = Rereading[object](3)

    kept.get(KEY, read)

    assert len(kept) == 0


def test_what_was_read_before_and_is_answered_otherwise_meanwhile_is_not_remembered() -> None:
    alice = factories.make_user("alice")
    texts = User.objects.filter(pk=alice.pk).values_list("name", flat=True)
    question = texts.query.sql_with_params()
    noting = Noting(read_again([question]))
    User.objects.filter(pk=alice.pk).update(name="Ærø")
    with connection.execute_wrapper(noting):
        list(texts.all())
        assert noting.is_steady

        noting.known(question)

    assert not noting.is_steady


def test_what_goes_on_without_an_answer_is_not_remembered() -> None:
    factories.make_user("alice")
    faults = [OperationalError("canceling statement due to statement timeout")]

    def fail(execute: Callable[..., object], *asked: object) -> object:
        if faults:
            raise faults.pop()
        return execute(*asked)

    def forgiving() -> object:
        with connection.execute_wrapper(fail):
            try:
                return names()
            except DatabaseError:
                return "nobody"

    made, kept = Maker(forgiving), Rereading[object](3)

    assert [kept.get(KEY, made) for _time in range(3)] == ["nobody", names(), names()]
    assert made.times == 2


def test_a_change_that_was_taken_back_is_forgotten_with_it() -> None:
    alice = factories.make_user("alice")
    made, kept = Maker(names), Rereading[object](3)
    before = kept.get(KEY, made)
    with transaction.atomic():
        User.objects.filter(pk=alice.pk).update(name="Ærø")
        assert kept.get(KEY, made) != before
        transaction.set_rollback(True)

    assert kept.get(KEY, made) == before


def test_no_more_are_kept_than_it_has_room_for() -> None:
    kept = Rereading[object](3)

    for number in range(5):
        kept.get((str(number), b""), names)

    assert len(kept) == 3


def test_a_number_is_told_from_the_same_number_of_another_kind() -> None:
    told = {_digest([(value,)]) for value in (1, 1.0, True, "1", b"1", None)}

    assert len(told) == 6


def test_a_function_is_told_apart_by_what_it_is_given() -> None:
    @reread
    def counted(least: int, *, most: int = 9) -> tuple[int, int, int]:
        return least, most, User.objects.filter(pk__gte=least, pk__lte=most).count()

    assert (counted(1), counted(2), counted(1, most=8), counted(1)) == ((1, 9, 0), (2, 9, 0), (1, 8, 0), (1, 9, 0))
    assert len(REREADING) == 3
