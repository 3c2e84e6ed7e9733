"""What the parts of a parser share: the file itself, and the library around it."""

from dataclasses import dataclass

from schema.outlines import Library, Outline
from schema.vocabulary import DocumentKind


@dataclass(frozen=True, slots=True)
class Context:
    """The file being read; without a library nothing is said about other files."""

    file: Outline
    kind: DocumentKind
    library: Library | None
