"""Modules of libraries that are read when somebody first asks for something in them: most processes never do."""

import sys
from importlib import import_module
from threading import RLock
from types import ModuleType
from typing import Any


class _Later(ModuleType):
    """Stands in for a module until then; who has taken it in by its name goes on asking here."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self._lock = RLock()

    def __getattr__(self, name: str) -> Any:
        # The import system and `inspect` look for such names in every module; for the path of a part of it in earnest.
        if name.startswith("__") and name != "__path__":
            raise AttributeError(name)
        with self._lock:
            if sys.modules.get(self.__name__) is self:
                del sys.modules[self.__name__]
            module = import_module(self.__name__)
        return getattr(module, name)


def read_later(name: str) -> None:
    """Have a module wait that is taken in whole, by `import module` or `from package import module`."""
    sys.modules.setdefault(name, _Later(name))
