"""Results that are remembered by what they were computed from: so many at most, the longest unused goes first."""

from core.remembering import Remembering


def test_result_is_computed_once_for_the_same_values() -> None:
    memory: Remembering[list[int]] = Remembering(3)

    assert memory.get("a", lambda: [1]) is memory.get("a", lambda: [1])
    assert memory.get("b", lambda: [2]) == [2]


def test_nothing_is_a_result_too() -> None:
    memory: Remembering[int | None] = Remembering(3)
    memory.get("a", lambda: None)

    assert memory.get("a", lambda: 1) is None


def test_longest_unused_goes_first() -> None:
    memory: Remembering[int] = Remembering(2)
    memory.get("a", lambda: 1)
    memory.get("b", lambda: 2)
    memory.get("a", lambda: 3)
    memory.get("c", lambda: 4)

    assert len(memory) == 2
    assert memory.get("a", lambda: 5) == 1
    assert memory.get("b", lambda: 6) == 6
