"""A small tree out of XML that a stranger wrote: no document type, no entities, bounded in size, depth and number."""

from dataclasses import dataclass, field
from xml.parsers import expat

from curation.rules.converting.made import Unconvertible

LARGEST = 10 * 1024**2
DEEPEST = 40
MOST_ELEMENTS = 200_000


@dataclass(slots=True)
class Element:
    """An element by its name without namespace, its attributes, its words and what is in it."""

    name: str
    attributes: dict[str, str]
    parts: list[str] = field(default_factory=list)
    children: list["Element"] = field(default_factory=list)

    @property
    def words(self) -> str:
        """Its words, around what is in it."""
        return "".join(self.parts)

    def all(self, name: str) -> list["Element"]:
        return [one for one in self.children if one.name == name]

    def first(self, name: str) -> "Element | None":
        return next((one for one in self.children if one.name == name), None)

    def said(self, name: str) -> str:
        """Return the words of the first element of this name."""
        found = self.first(name)
        return found.words.strip() if found else ""


def tree_of(content: bytes) -> Element:
    """Return the element that holds everything; raises Unconvertible."""
    if len(content) > LARGEST:
        raise Unconvertible("The file is larger than 10 MB, the largest that is read.")
    return _Reader().read(content)


class _Reader:
    def __init__(self) -> None:
        self.root: Element | None = None
        self.open: list[Element] = []
        self.count = 0
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = self.refused
        self.parser.EntityDeclHandler = self.refused
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.said

    def read(self, content: bytes) -> Element:
        try:
            self.parser.Parse(content, True)
        except (expat.ExpatError, LookupError, ValueError) as error:  # a LookupError names an unknown encoding
            raise Unconvertible(f"The file is not XML that can be read: {error}") from error
        if self.root is None:
            raise Unconvertible("The file is empty.")
        return self.root

    def refused(self, *_given: object) -> None:
        raise Unconvertible("The file declares a document type or entities, which are not read.")

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.count += 1
        if self.count > MOST_ELEMENTS or len(self.open) >= DEEPEST:
            raise Unconvertible(
                f"The file holds more than {MOST_ELEMENTS:,} elements, or nests them more than {DEEPEST} deep."
            )
        made = Element(_local(name), {_local(key): value for key, value in attributes.items()})
        if self.open:
            self.open[-1].children.append(made)
        else:
            self.root = made
        self.open.append(made)

    def end(self, _name: str) -> None:
        self.open.pop()

    def said(self, words: str) -> None:
        if self.open:
            self.open[-1].parts.append(words)


def _local(name: str) -> str:
    return name.rpartition(":")[2]
