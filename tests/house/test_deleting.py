"""What can be deleted and brought back is of one kind."""

from django.apps import apps

from clusters.deletable import Deletable, DeletableSet
from tests.house.tree import files, lines_with


def test_every_row_that_can_be_brought_back_is_of_one_kind() -> None:
    with_a_day = [one for one in apps.get_models() if any(field.name == "deleted_at" for field in one._meta.fields)]

    assert with_a_day
    assert [one.__name__ for one in with_a_day if not issubclass(one, Deletable)] == []
    assert [one.__name__ for one in with_a_day if not isinstance(one.across_clusters.none(), DeletableSet)] == []


def test_nobody_deletes_or_brings_back_by_hand() -> None:
    # A strategy that is deleted hands over being the current one in the same write; an example is put back as a whole.
    ours = [
        path
        for path in files(".py")
        if path.parts[0] != "tests"
        and "migrations" not in path.parts
        and path.as_posix() not in {"clusters/deletable.py", "strategy/services.py"}
    ]

    assert lines_with(r"\.deleted_at = ", ours) == []


def test_every_list_of_what_was_deleted_offers_to_bring_it_back_in_the_same_words() -> None:
    pages = [path for path in files(".html") if path.as_posix() != "templates/components/bring_back.html"]

    assert lines_with(r"\bdeleted \{\{ date \}\}", pages) == []
