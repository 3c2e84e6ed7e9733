"""The content a new installation starts with is right, and files with one fault are refused for that fault alone."""

import json
from pathlib import Path

import pytest

from schema import Library, SchemaError, parse, parse_file
from schema.parsing import kinds_of_folder
from schema.reading import read_file

STARTER = Path(__file__).parents[2] / "library" / "content"
BAD = Path(__file__).parent / "content_bad"
EXPECTED: dict[str, str] = json.loads((BAD / "expected.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def library() -> Library:
    return Library({str(file.relative_to(STARTER)): read_file(file) for file in STARTER.rglob("*.yaml")})


def test_starter_content_has_everything(library: Library) -> None:
    kinds = [outline.data["kind"] for outline in library.outlines]

    assert {kind: kinds.count(kind) for kind in sorted(set(kinds))} == {
        "analysis": 4,
        "assessment": 1,
        "checklist": 6,
        "document": 5,
        "example": 1,
        "kpi-catalogue": 1,
        "report": 1,
        "resource": 11,
        "strategy": 1,
        "survey": 3,
    }


def test_starter_content_has_no_fault(library: Library) -> None:
    for outline in library.outlines:
        document = parse(outline.data, library=library, kinds=kinds_of_folder(STARTER / outline.name))

        assert document.slug == outline.data["slug"]


def test_every_bad_file_is_expected() -> None:
    assert sorted(EXPECTED) == sorted(file.name for file in BAD.glob("*.yaml"))


@pytest.mark.parametrize(("name", "path"), EXPECTED.items())
def test_bad_file_has_the_one_fault_expected(name: str, path: str) -> None:
    with pytest.raises(SchemaError) as caught:
        parse_file(BAD / name)

    assert [fault.path for fault in caught.value.faults] == [path]


def test_folder_says_which_kinds_it_holds(tmp_path: Path) -> None:
    folder = tmp_path / "checklists"
    folder.mkdir()
    file = folder / "tips.yaml"
    file.write_bytes((STARTER / "resources" / "glossary.yaml").read_bytes())

    with pytest.raises(SchemaError) as caught:
        parse_file(file)

    assert str(caught.value) == "kind: 'resource' is not one of checklist"
