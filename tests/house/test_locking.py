"""Rows are held in one way, so that two services never wait for each other's parents."""

from pathlib import Path

from tests.house.tree import lines_with, product

PRODUCT = product()
HOME = Path("core/locking.py")


def test_rows_are_held_in_one_place_only() -> None:
    assert lines_with(r"select_for_update\(", [path for path in PRODUCT if path != HOME]) == []
