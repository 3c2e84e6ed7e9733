"""A module that waits is read once, when somebody asks for something in it, however many ask at once."""

import inspect
import os
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from threading import Barrier

import pytest

from core.later import read_later

NAME = "patient"
SOURCE = """
import sys
sys.readings_of_patient = getattr(sys, 'readings_of_patient', 0) + 1
WORDS = 'Goddag'
__version__ = '1'
"""


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


def test_import_system_and_who_looks_through_all_modules_find_what_is_true_and_read_nothing() -> None:
    read_later(NAME)
    taken_in = import_module(NAME)

    assert find_spec(NAME) is taken_in.__spec__
    assert str(taken_in.__file__).endswith(f"{NAME}.py")
    assert not hasattr(taken_in, "__path__")
    assert not hasattr(taken_in, "__wrapped__")
    assert inspect.getsourcefile(taken_in) == taken_in.__file__
    assert readings() == 0


@pytest.mark.parametrize(
    "asking",
    ["from patient import *; WORDS", "import patient; patient.__version__", "import patient; vars(patient)['WORDS']"],
)
def test_module_is_read_for_whatever_else_it_may_hold(asking: str) -> None:
    read_later(NAME)

    exec(asking, {})
    assert readings() == 1


def test_part_of_a_package_that_waits_is_read_by_itself_and_once(tmp_path: Path) -> None:
    (tmp_path / NAME).mkdir()
    (tmp_path / NAME / "__init__.py").write_text(f"{SOURCE}from patient.part import PART\n")
    (tmp_path / NAME / "part.py").write_text("PART = object()\n")
    try:
        read_later(NAME)
        part = import_module(f"{NAME}.part")

        assert readings() == 0
        assert import_module(NAME).PART is part.PART
        assert import_module(NAME).part is part
        assert readings() == 1
    finally:
        sys.modules.pop(f"{NAME}.part", None)


def test_module_that_cannot_be_read_says_so_each_time(tmp_path: Path) -> None:
    (tmp_path / f"{NAME}.py").write_text(f"{SOURCE}import nothing_like_it\n")
    read_later(NAME)

    for _turn in range(2):
        with pytest.raises(ModuleNotFoundError, match="nothing_like_it"):
            import_module(NAME).WORDS  # noqa: B018 -- asking is what fails
    assert readings() == 2


def test_module_that_is_not_there_is_told_at_once() -> None:
    with pytest.raises(ModuleNotFoundError, match="nothing_like_it"):
        read_later("nothing_like_it")


def test_process_that_parts_reads_it_for_itself() -> None:
    read_later(NAME)
    pid = os.fork()
    if not pid:
        os._exit(import_module(NAME).WORDS != "Goddag")

    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0
    assert readings() == 0
