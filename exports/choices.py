"""What of a document is printed, as whoever asks for it chose; it stands in the address, which gives all the same."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from exports.document import Block, PrintDocument, UnansweredBlock

YES_OR_NO = ("openers", "unanswered", "thread", "parked", "signatures", "form")
# What is printed unless somebody chose otherwise.
USUAL = {"openers": True, "unanswered": True, "thread": True, "parked": True, "signatures": False, "form": False}


@dataclass(frozen=True, slots=True)
class Choices:
    """What is printed: the bands that open a phase, what nobody has answered, the thread, parked answers, signatures.

    With `form` there is room to write by hand. `without` are the numbers of phases that are left out.
    """

    openers: bool = True
    unanswered: bool = True
    thread: bool = True
    parked: bool = True
    signatures: bool = False
    form: bool = False
    without: tuple[int, ...] = ()

    @classmethod
    def of(cls, asked: Mapping[str, str]) -> "Choices":
        """Read the choices from an address or from what is remembered; what cannot be read is the usual."""
        said = {name: asked[name] == "1" for name in YES_OR_NO if asked.get(name) in ("0", "1")}
        numbers = [one for one in str(asked.get("without", ""))[:60].split(".") if one.isascii() and one.isdecimal()]
        return cls(**said, without=tuple(sorted({int(one[:3]) for one in numbers})))

    @property
    def unusual(self) -> dict[str, str]:
        """What differs from the usual, as it stands in an address."""
        found = {name: "01"[getattr(self, name)] for name in YES_OR_NO if getattr(self, name) != USUAL[name]}
        if self.without:
            found["without"] = ".".join(map(str, self.without))
        return found

    def added_to(self, address: str) -> str:
        """Return an address with the choices that differ from the usual ones, and bare where none does."""
        return f"{address}?{urlencode(self.unusual)}" if self.unusual else address

    def applied(self, document: PrintDocument) -> PrintDocument:
        """Return the document with what was chosen; leaving out every phase leaves out none."""
        parts = [part for part in document.parts if part.number not in self.without] or list(document.parts)
        if not self.unanswered and not self.form:
            parts = [replace(part, blocks=_answered(part.blocks)) for part in parts]
        return replace(document, parts=tuple(parts), has_openers=self.openers, is_form=self.form)


def _answered(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    return tuple(block for block in blocks if not isinstance(block, UnansweredBlock))
