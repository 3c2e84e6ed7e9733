"""Modules of libraries that are read when somebody first asks for something in them: most processes never do."""

import sys
from importlib.util import find_spec
from threading import RLock
from types import ModuleType
from typing import Any

# What the import system, `inspect` and whoever looks through all modules ask of each of them: it is known without
# reading, or it is in none. With `__path__` the parts of a package are found and read by themselves.
_ASKED_OF_ALL = frozenset(
    (
        "__cached__",
        "__class__",
        "__file__",
        "__loader__",
        "__name__",
        "__package__",
        "__path__",
        "__spec__",
        "__warningregistry__",
        "__wrapped__",
    )
)


class _Later(ModuleType):
    """A module without its content, which comes into it at the first question: who has it by its name has it whole."""

    def __getattribute__(self, name: str) -> Any:
        if name not in _ASKED_OF_ALL:
            _read(self)
        return object.__getattribute__(self, name)


def _read(module: ModuleType) -> None:
    """Read a module unless it has been read; other threads wait, and what is read may ask for what it has so far."""
    spec = object.__getattribute__(module, "__spec__")
    waiting = spec.loader_state
    if waiting is None:
        return
    with waiting["lock"]:
        if waiting["is_read"]:
            return
        waiting["is_read"] = True
        try:
            spec.loader.exec_module(module)
        except BaseException:
            waiting["is_read"] = False
            raise
        module.__class__ = ModuleType
        spec.loader_state = None


def read_later(name: str) -> None:
    """Have a module wait that is taken in whole, by `import module` or `from package import module`.

    Raises ModuleNotFoundError; the packages that it is in are read.
    """
    if name in sys.modules:
        return
    spec = find_spec(name)
    if spec is None or spec.loader is None:
        raise ModuleNotFoundError(f"No module named {name!r}", name=name)
    module = _Later(name)
    known: dict[str, Any] = {"__spec__": spec, "__loader__": spec.loader, "__package__": spec.parent}
    if spec.submodule_search_locations is not None:
        known["__path__"] = spec.submodule_search_locations
    if spec.has_location:
        known |= {"__file__": spec.origin, "__cached__": spec.cached}
    for attribute, value in known.items():
        setattr(module, attribute, value)
    spec.loader_state = {"lock": RLock(), "is_read": False}
    sys.modules[name] = module
    if spec.parent and spec.parent != name:
        setattr(sys.modules[spec.parent], name.rpartition(".")[2], module)
