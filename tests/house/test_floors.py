"""Every module of every room has a floor, as import-linter holds it (`docs/decisions/floors.md`)."""

import tomllib
from collections import Counter
from typing import Any

from tests.house.tree import ROOT, files, read, rooms


def layers() -> list[dict[str, Any]]:
    contracts: list[dict[str, Any]] = tomllib.loads(read("pyproject.toml"))["tool"]["importlinter"]["contracts"]
    return [contract for contract in contracts if contract["type"] == "layers"]


def floors() -> list[dict[str, Any]]:
    return [contract for contract in layers() if "containers" in contract]


def test_every_room_stands_in_the_order_of_the_rooms() -> None:
    apps = {path.parts[0] for path in files(".py") if path.name == "__init__.py" and len(path.parts) == 2}
    (order,) = (contract["layers"] for contract in layers() if "containers" not in contract)

    assert apps - {"tests", "bench"} == set(rooms())
    assert order == list(rooms())


def test_every_room_has_its_floors_once_and_none_of_its_modules_is_left_out() -> None:
    have_floors = Counter(room for contract in floors() for room in contract["containers"])

    assert have_floors == Counter(rooms())
    # The one way to leave a module out is to say so; nobody has had a reason.
    assert [one["name"] for one in floors() if not one.get("exhaustive") or "exhaustive_ignores" in one] == []


def test_no_floor_is_kept_for_a_module_that_has_gone() -> None:
    gone = [
        f"{contract['name']}: {module}"
        for contract in floors()
        for layer in contract["layers"]
        for module in (name.strip("() \n") for name in layer.split(":"))
        if not any(
            (ROOT / room / module).is_dir() or (ROOT / room / f"{module}.py").is_file()
            for room in contract["containers"]
        )
    ]

    assert gone == []
