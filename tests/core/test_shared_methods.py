"""Dataclasses that share methods do what the standard library's do."""

import copy
import dataclasses
import pickle
from collections.abc import Callable
from dataclasses import FrozenInstanceError, field
from functools import cached_property
from typing import Any

import pytest

from core import shared_methods

SHARED = ("__repr__", "__setattr__", "__delattr__", "__eq__", "__hash__")
Decorator = Callable[..., Any]


@pytest.fixture(params=["standard", "shared"])
def dataclass(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Decorator:
    """Both decorators: what one does the other does."""
    if request.param == "standard":
        return shared_methods._standard
    monkeypatch.setattr(dataclasses, "dataclass", shared_methods._standard)
    shared_methods.share_methods(frozenset(("tests",)))
    return dataclasses.dataclass


def test_values_are_equal_and_hashed_by_the_fields_that_count(dataclass: Decorator) -> None:
    @dataclass(frozen=True, slots=True)
    class Row:
        key: str
        cells: tuple[int, ...] = ()
        note: str = field(default="", compare=False)

    @dataclass(frozen=True, slots=True)
    class Other:
        key: str
        cells: tuple[int, ...] = ()

    first, same = Row("a", (1,), "one"), Row("a", (1,), "other")

    for _before_and_after_it_was_written in range(2):
        assert first == same
        assert hash(first) == hash(same) == hash(("a", (1,)))
        assert first != Row("a", (2,))
        assert first != Row("b", (1,))
        assert first != Other("a", (1,))
        assert first != ("a", (1,))
        assert {first, same} == {Row("a", (1,))}


def test_what_is_written_at_the_first_question_is_what_the_standard_library_writes(dataclass: Decorator) -> None:
    @dataclass(frozen=True)
    class Row:
        key: str

    assert Row("a") == Row("a")
    equal, hashed = Row.__dict__["__eq__"], Row.__dict__["__hash__"]
    assert hash(Row("a")) == hash(("a",))

    assert (equal.__code__.co_filename, hashed.__code__.co_filename) == ("<string>", "<string>")
    assert (Row.__dict__["__eq__"], Row.__dict__["__hash__"]) == (equal, hashed)


def test_class_may_say_itself_how_it_is_compared_shown_and_hashed(dataclass: Decorator) -> None:
    @dataclass(frozen=True)
    class Loud:
        word: str

        def __eq__(self, other: object) -> bool:
            return isinstance(other, Loud) and self.word.upper() == other.word.upper()

        def __hash__(self) -> int:
            return 7

        def __repr__(self) -> str:
            return self.word.upper()

    @dataclass(frozen=True)
    class Counted:  # noqa: PLW1641 -- the standard library adds it
        word: str

        def __eq__(self, other: object) -> bool:
            return isinstance(other, Counted) and len(self.word) == len(other.word)

    assert Loud("a") == Loud("A")
    assert (hash(Loud("a")), repr(Loud("a"))) == (7, "A")
    assert Counted("ab") == Counted("cd")
    assert hash(Counted("ab")) == hash(("ab",))


def test_value_that_changes_is_not_hashed_and_one_without_comparison_is_by_who_it_is(dataclass: Decorator) -> None:
    @dataclass(slots=True)
    class Draft:
        word: str = ""

    @dataclass(frozen=True, eq=False)
    class Node:
        word: str = ""

    draft = Draft("a")
    draft.word = "b"

    assert draft == Draft("b")
    with pytest.raises(TypeError, match="unhashable"):
        hash(draft)
    assert Node() != Node()
    assert len({Node(), Node()}) == 2


def test_subclass_compares_its_own_fields_and_a_plain_one_those_it_has(dataclass: Decorator) -> None:
    @dataclass(frozen=True)
    class Base:
        key: str

    @dataclass(frozen=True)
    class Longer(Base):
        more: int = 0

        def __eq__(self, other: object) -> bool:
            return super().__eq__(other) and self.more == other.more  # type: ignore[attr-defined]

        __hash__ = Base.__hash__

    class Plain(Base):
        pass

    assert Longer("a", 1) == Longer("a", 1)
    assert Longer("a", 1) != Longer("a", 2)
    assert Longer("a", 1) != Longer("b", 1)
    assert hash(Longer("a", 1)) == hash(("a",))
    assert Plain("a") == Plain("a")
    assert Plain("a") != Base("a")


def test_nothing_is_set_or_deleted(dataclass: Decorator) -> None:
    @dataclass(frozen=True)
    class Fixed:
        key: str

        @cached_property
        def twice(self) -> str:
            return self.key * 2

    class Derived(Fixed):
        note: str

    fixed, derived = Fixed("a"), Derived("a")

    for name in ("key", "other"):
        with pytest.raises(FrozenInstanceError, match=f"cannot assign to field '{name}'"):
            setattr(fixed, name, "b")
        with pytest.raises(FrozenInstanceError, match=f"cannot delete field '{name}'"):
            delattr(fixed, name)
    with pytest.raises(FrozenInstanceError):
        derived.key = "b"  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError):
        del derived.key
    derived.note = "what only derives has more of its own"
    del derived.note
    assert not hasattr(derived, "note")
    assert (fixed.twice, fixed.key, derived.key) == ("aa", "a", "a")


def test_what_a_base_does_when_something_is_set_stays_in_force(dataclass: Decorator) -> None:
    heard = []

    class Hears:
        def __setattr__(self, name: str, value: Any) -> None:
            heard.append(name)
            object.__setattr__(self, name, value)

    @dataclass(frozen=True)
    class Fixed(Hears):
        key: str

    class Derived(Fixed):
        note: str

    Derived("a").note = "b"

    assert heard == ["note"]


def test_it_shows_itself_with_the_fields_that_are_to_be_seen(dataclass: Decorator) -> None:
    @dataclass
    class Row:
        key: str
        secret: str = field(default="x", repr=False)
        within: Any = None

    row = Row("a")
    row.within = row

    assert repr(row).endswith("<locals>.Row(key='a', within=...)")


def test_subclass_that_is_not_shown_shows_no_more_than_its_base(dataclass: Decorator) -> None:
    @dataclass
    class Row:
        key: str

    @dataclass(repr=False)
    class Secret(Row):
        word: str = "x"

    assert repr(Secret("a")).endswith("Secret(key='a')")


def test_field_may_say_itself_whether_it_is_hashed(dataclass: Decorator) -> None:
    @dataclass(frozen=True)
    class Row:
        key: str
        cells: list[int] = field(default_factory=list, hash=False)

    assert hash(Row("a", [1])) == hash(Row("a", [2]))
    assert Row("a", [1]) != Row("a", [2])


def test_order_goes_by_the_fields(dataclass: Decorator) -> None:
    @dataclass(frozen=True, order=True)
    class Step:
        number: int

    assert sorted([Step(2), Step(1)]) == [Step(1), Step(2)]
    assert hash(Step(1)) == hash((1,))


@pytest.mark.parametrize("again", [copy.copy, copy.deepcopy, lambda row: pickle.loads(pickle.dumps(row))])
def test_it_is_copied_replaced_and_taken_apart(again: Callable[[Any], Any]) -> None:
    row = Kept("a", [1])

    assert again(row) == row
    assert dataclasses.replace(row, key="b") == Kept("b", [1])
    assert dataclasses.asdict(row) == {"key": "a", "cells": [1]}
    assert Kept.__match_args__ == ("key", "cells")


@dataclasses.dataclass(frozen=True, slots=True)
class Kept:
    """A value that can be found by its name, as what is pickled must."""

    key: str
    cells: list[int]


def test_methods_of_this_project_are_shared() -> None:
    assert {name for name in SHARED[:3] if Kept.__dict__[name] is getattr(shared_methods._Shared, name)} == set(
        SHARED[:3]
    )
