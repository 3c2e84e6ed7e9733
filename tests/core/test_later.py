"""A module that waits is read once, when somebody asks for something in it, however many ask at once."""

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from pathlib import Path
from threading import Barrier

import pytest

from core.later import read_later

NAME = "patient"
SOURCE = "import sys\nsys.readings_of_patient = getattr(sys, 'readings_of_patient', 0) + 1\nWORDS = 'Goddag'\n"


@pytest.fixture(autouse=True)
def module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    (tmp_path / f"{NAME}.py").write_text(SOURCE)
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(sys, "readings_of_patient", 0, raising=False)
    yield
    sys.modules.pop(NAME, None)


def readings() -> int:
    found: int = vars(sys)["readings_of_patient"]
    return found


def test_module_is_read_when_something_in_it_is_asked_for() -> None:
    read_later(NAME)

    taken_in = import_module(NAME)
    assert readings() == 0
    assert taken_in.WORDS == "Goddag"
    assert import_module(NAME).WORDS == taken_in.WORDS
    assert readings() == 1


def test_threads_that_ask_at_once_read_it_once() -> None:
    read_later(NAME)
    taken_in, gate = import_module(NAME), Barrier(8)

    def ask(_number: int) -> str:
        gate.wait(timeout=10)
        return str(taken_in.WORDS)

    with ThreadPoolExecutor(8) as threads:
        assert set(threads.map(ask, range(8))) == {"Goddag"}
    assert readings() == 1


def test_module_that_is_there_already_is_left_alone() -> None:
    before = import_module(NAME)

    read_later(NAME)

    assert import_module(NAME) is before


def test_name_that_is_not_in_the_module_is_told_as_always() -> None:
    read_later(NAME)

    with pytest.raises(AttributeError, match="nothing"):
        import_module(NAME).nothing  # noqa: B018 -- asking is what fails
