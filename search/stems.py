"""The stemmers of the two languages, without those of thirty others, which the library takes in when it is imported.

They would be two megabytes of each process. A package with the library's name and place and nothing in it stands where
the library would, so that its modules are found.
"""

import sys
from importlib.util import find_spec, module_from_spec
from types import ModuleType

LIBRARY = "snowballstemmer"


def _bare() -> None:
    """Put a package without content in the library's place, unless somebody has imported the library."""
    spec = find_spec(LIBRARY)
    if spec is None or spec.submodule_search_locations is None:
        raise ModuleNotFoundError(f"No module named {LIBRARY!r}", name=LIBRARY)
    package: ModuleType = module_from_spec(spec)
    sys.modules.setdefault(LIBRARY, package)


if LIBRARY not in sys.modules:
    _bare()

from snowballstemmer.danish_stemmer import DanishStemmer  # noqa: E402 -- after the place has been taken
from snowballstemmer.english_stemmer import EnglishStemmer  # noqa: E402

__all__ = ["DanishStemmer", "EnglishStemmer"]
