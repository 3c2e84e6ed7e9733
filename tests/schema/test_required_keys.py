"""The documentation's table of keys says what the reader of content files asks for, place by place."""

import re
from collections.abc import Collection, Iterator
from pathlib import Path

import pytest

from schema.outlines import Library
from schema.parsing import parse
from schema.parsing.documents import COMMON_KEYS, COMMON_OPTIONAL_KEYS, READERS
from schema.parsing.node import Node
from schema.questions import QUESTION_TYPES
from schema.reading import read_file
from schema.rules import keys_of_type
from schema.tables import COLUMN_TYPES
from tests.schema.grouped import FILE

ROOT = Path(__file__).resolve().parents[2]
TABLE = re.compile(r"<!-- keys -->\n(.*?)\n<!-- /keys -->", re.DOTALL)
Keys = dict[str, tuple[frozenset[str], frozenset[str]]]


def declared() -> Iterator[tuple[str, Collection[str], Collection[str]]]:
    """Give what stands in the registries: kinds of files, types of questions and of columns."""
    for kind, reader in READERS.items():
        yield f"a file, `{kind}`", COMMON_KEYS | {"format"} | reader.must, {"languages", "review_by"} | reader.may
    for name, kinds in (("question", QUESTION_TYPES), ("column", COLUMN_TYPES)):
        for kind, owner in kinds.items():
            must, may = keys_of_type(owner)
            yield f"{name}, `{kind}`", must | {"type"}, may
    assert "format" in COMMON_OPTIONAL_KEYS


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Keys:
    """Read the starter content and note which keys are asked for at which place."""
    found: Keys = {place: (frozenset(must), frozenset(may)) for place, must, may in declared()}
    inner = Node.keys

    def noted(node: Node, must: Collection[str], may: Collection[str] = ()) -> Node:
        place = re.sub(r"\[\d+\]", "", node.path)
        if place and not re.search(r"(questions|columns)$", place) and set(must) != {"da", "en"}:
            found.setdefault(f"`{place.replace('.groups.questions', '.questions')}`", (frozenset(must), frozenset(may)))
        return inner(node, must, may)

    monkeypatch.setattr(Node, "keys", noted)
    files = [*sorted((ROOT / "library" / "content").rglob("*.yaml")), FILE]
    library = Library({file.name: read_file(file) for file in files})
    for outline in library.outlines:
        parse(outline.data, library=library)
    return found


def rows(keys: Keys) -> list[str]:
    def listed(names: frozenset[str]) -> str:
        return ", ".join(f"`{name}`" for name in sorted(names)) or "–"

    return [f"| {place} | {listed(must)} | {listed(may)} |" for place, (must, may) in keys.items()]


def test_table_of_keys_says_what_is_asked_for(asked: Keys) -> None:
    text = (ROOT / "docs" / "content-format.md").read_text(encoding="utf-8")

    found = TABLE.search(text)

    assert found is not None
    assert found[1].splitlines()[2:] == rows(asked)
