"""What is wrong in a document: faults with their paths, and the error that carries all of them."""

from collections.abc import Iterable
from dataclasses import dataclass

from schema.languages import BOTH, FileLanguages

WHOLE_FILE = "file"
SHOWN_CHARACTERS = 60


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong: where it stands, such as `sections[0].key`, and a sentence about it."""

    path: str
    what: str

    def __str__(self) -> str:
        return f"{self.path}: {self.what}"


class Faults(list[Fault]):
    """The faults of a document; one that is not stored yet is held to the rules that came later, too.

    `languages` are those that its texts are in.
    """

    is_fresh = False
    languages: FileLanguages = BOTH


class SchemaError(Exception):
    """A document that cannot be used, with every fault found in it."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults: tuple[Fault, ...] = tuple(faults)
        super().__init__("\n".join(map(str, self.faults)))


def shown(value: object) -> str:
    """Return a short form of any value for use in a sentence; `repr` of a hostile value may be endless or fail."""
    if isinstance(value, str):
        return repr(value if len(value) <= SHOWN_CHARACTERS else f"{value[:SHOWN_CHARACTERS]}…")
    if isinstance(value, bool):
        return str(value).lower()
    if value is None:
        return "nothing"
    if isinstance(value, int):
        return str(value) if value.bit_length() < 200 else "a very large number"
    if isinstance(value, float):
        return str(value)
    if isinstance(value, list):
        return "a list"
    return "a mapping" if isinstance(value, dict) else f"a value of the type {type(value).__name__}"
