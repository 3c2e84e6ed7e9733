"""What is written about the project is true of it."""

import ast
import re
from pathlib import Path

import pytest

from tests.house.tree import ROOT, files, read, rooms

DOCUMENTS = [path for path in files(".md") if path.parts[0] not in {"static", "tests", "templates"}]
LINK = re.compile(r"(?<!`)\[[^\]]*\]\(([^)\s#]+)(?:#[^)\s]*)?\)")


def settings_in_code() -> set[str]:
    """Return the names that toolkit/env.py asks the environment for."""
    called = [node for node in ast.walk(ast.parse(read("toolkit/env.py"))) if isinstance(node, ast.Call)]
    return {
        f"TOOLKIT_{call.args[0].value}"
        for call in called
        if isinstance(call.func, ast.Attribute)
        and getattr(call.func.value, "id", "") == "_env"
        and call.args
        and isinstance(call.args[0], ast.Constant)
    }


def test_every_setting_is_described_and_no_other() -> None:
    described = re.findall(r"^\| `(TOOLKIT_[A-Z0-9_]+)` \|", read("docs/configuration.md"), re.MULTILINE)

    assert len(described) == len(set(described))
    assert set(described) == settings_in_code()


@pytest.mark.parametrize("document", DOCUMENTS, ids=str)
def test_links_lead_somewhere(document: Path) -> None:
    targets = [target for target in LINK.findall(read(document)) if "://" not in target and "mailto:" not in target]

    assert [target for target in targets if not (ROOT / document.parent / target).exists()] == []


def test_every_decision_says_what_was_rejected() -> None:
    decisions = [path for path in DOCUMENTS if path.parts[:2] == ("docs", "decisions") and path.name != "README.md"]

    assert decisions
    assert [str(path) for path in decisions if "## Rejected" not in read(path)] == []
    index = read("docs/decisions/README.md")
    assert [path.name for path in decisions if f"({path.name})" not in index] == []


def test_the_glossary_speaks_of_words_that_the_code_uses() -> None:
    words = re.findall(r"^\| [^|]+ \| [^|]+ \| `([A-Za-z]+)` \|", read("docs/glossary.md"), re.MULTILINE)
    used = {word for path in files(".py") if path.parts[0] in rooms() for word in re.findall(r"\w+", read(path))}

    assert words
    assert [word for word in words if word not in used] == []


def test_every_room_stands_in_the_map_of_the_house() -> None:
    listed = re.findall(r"^([a-z]+)/ ", read("CONTRIBUTING.md"), re.MULTILINE)

    assert [room for room in rooms() if room not in listed] == []


def test_the_names_on_the_two_pages_about_the_house_exist() -> None:
    named = re.findall(r"`([a-z_]+(?:/[A-Za-z_.-]+)*)`", read("docs/architecture.md"))

    assert len(named) > 50
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_the_commands_that_the_documents_name_exist() -> None:
    named = {found for path in DOCUMENTS for found in re.findall(r"manage\.py ([a-z_]+)", read(path))}
    ours = {path.stem for path in files(".py") if path.parts[1:3] == ("management", "commands")}
    django = {"check", "migrate", "makemigrations", "runserver", "shell", "test", "dbshell"}

    assert named - ours - django == set()
    scripts = {found for path in DOCUMENTS for found in re.findall(r"\bscript/([a-z]+)\b", read(path))}
    assert [name for name in scripts if not (ROOT / "script" / name).exists()] == []


def test_the_changelog_speaks_of_this_version() -> None:
    version = re.search(r'^version = "([^"]+)"', read("pyproject.toml"), re.MULTILINE)
    headings = re.findall(r"^## (.+)$", read("CHANGELOG.md"), re.MULTILINE)

    assert version is not None
    assert headings[0] == "Unreleased" or headings[0].startswith(version[1])


def test_the_licence_is_whole() -> None:
    licence = read("LICENSE")

    assert licence.strip().startswith("Apache License")
    assert "END OF TERMS AND CONDITIONS" in licence
