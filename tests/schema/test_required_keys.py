"""The documentation's table of keys says what the reader of content files asks for, place by place."""

import re
from collections.abc import Collection, Iterator
from pathlib import Path

import pytest

from schema.outlines import Library
from schema.parsing import parse
from schema.parsing.documents import COMMON_KEYS, COMMON_OPTIONAL_KEYS, READERS
from schema.parsing.node import Node
from schema.parsing.tables import COLUMN_KEYS
from schema.parsing.tables import COMMON_KEYS as OF_COLUMNS
from schema.parsing.templates import COMMON_KEYS as OF_QUESTIONS
from schema.parsing.templates import COMMON_OPTIONAL_KEYS as QUESTIONS_MAY
from schema.parsing.templates import QUESTION_KEYS
from schema.reading import read_file

ROOT = Path(__file__).resolve().parents[2]
TABLE = re.compile(r"<!-- keys -->\n(.*?)\n<!-- /keys -->", re.DOTALL)
Keys = dict[str, tuple[frozenset[str], frozenset[str]]]


def declared() -> Iterator[tuple[str, Collection[str], Collection[str]]]:
    """Give what stands in the registries: kinds of files, types of questions and of columns."""
    for kind, reader in READERS.items():
        yield f"a file, `{kind}`", COMMON_KEYS | {"format"} | reader.must, {"review_by"} | reader.may
    for kind, (must, may) in QUESTION_KEYS.items():
        yield f"question, `{kind}`", OF_QUESTIONS | must, QUESTIONS_MAY | may
    for kind, (must, may) in COLUMN_KEYS.items():
        yield f"column, `{kind}`", OF_COLUMNS | must, may
    assert "format" in COMMON_OPTIONAL_KEYS


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Keys:
    """Read the starter content and note which keys are asked for at which place."""
    found: Keys = {place: (frozenset(must), frozenset(may)) for place, must, may in declared()}
    inner = Node.keys

    def noted(node: Node, must: Collection[str], may: Collection[str] = ()) -> Node:
        place = re.sub(r"\[\d+\]", "", node.path)
        if place and not re.search(r"(questions|columns)$", place) and set(must) != {"da", "en"}:
            found[f"`{place}`"] = (frozenset(must), frozenset(may))
        return inner(node, must, may)

    monkeypatch.setattr(Node, "keys", noted)
    files = sorted((ROOT / "library" / "content").rglob("*.yaml"))
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
