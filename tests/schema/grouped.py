"""The file of content that uses groups of questions, and what stands with them."""

import copy
from functools import cache
from pathlib import Path
from typing import Any

from schema import parse
from schema.documents import Template
from schema.reading import read_text

FILE = Path(__file__).with_name("grouped.yaml")


@cache
def _read() -> dict[str, Any]:
    return read_text(FILE.read_text(encoding="utf-8"))


def grouped() -> dict[str, Any]:
    """Return the document, to be changed at will."""
    return copy.deepcopy(_read())


def parsed(data: dict[str, Any] | None = None) -> Template:
    """Return a document as typed objects: the file's, or one made from it."""
    document = parse(data or grouped())
    assert isinstance(document, Template)
    return document
