"""What every source file must hold to."""

import ast
import importlib
import re
from pathlib import Path

from tests.house.tree import files, lines_with, product, read, rooms

PYTHON = files(".py")
PRODUCT = product()
WRITTEN = [
    path
    for path in files(".py", ".html", ".js", ".css", ".sh", ".yaml", ".toml")
    if "vendor" not in path.parts and path.name != "test_source.py"
]


def test_no_file_is_longer_than_400_lines() -> None:
    """Tests too; a migration is what the tables were on a day, and is never edited."""
    written = [path for path in PYTHON if "migrations" not in path.parts]

    assert [f"{path}: {length}" for path in written if (length := len(read(path).splitlines())) > 400] == []


def test_every_room_says_what_it_owns() -> None:
    assert [room for room in rooms() if not importlib.import_module(room).__doc__] == []


def test_nothing_is_left_to_do_and_nothing_is_skipped() -> None:
    assert (
        lines_with(r"\b(TODO|FIXME|XXX)\b|mark\.(skip|skipif|xfail)|pytest\.(skip|xfail)\(|unittest\.skip", WRITTEN)
        == []
    )


def test_tests_mock_nothing_of_our_own() -> None:
    ours = "|".join(rooms())
    tests = [path for path in PYTHON if path.parts[0] == "tests" and path.name != "test_source.py"]

    assert lines_with(rf"(mock\.)?patch(\.object)?\(\s*[\"']?({ours})\b", tests) == []
    assert lines_with(r"\btime\.sleep\(", tests) == []


def test_imports_stand_at_the_top_or_say_why_not() -> None:
    """Ruff asks for the mark; this asks for the reason behind it."""
    assert lines_with(r"noqa: PLC0415(?! -- \w)", PRODUCT) == []


def test_sql_by_hand_stands_where_its_name_says_so() -> None:
    """In `sql.py` of a room, and through `core/sql.py`, so that one look tells what passes Django by."""
    # Whether the database answers, how long a migration may take, and what a restore makes of it, is asked of itself.
    of_the_connection = {
        *("core/planned.py", "core/sql.py", "core/together.py"),
        *("installation/health.py", "toolkit/apps.py", "toolkit/backup/sql.py", "toolkit/checks.py"),
    }
    doors = [path for path in PRODUCT if path.as_posix() not in of_the_connection]
    elsewhere = [path for path in doors if path.name != "sql.py"]

    assert lines_with(r"\.cursor\(\)|\.raw\(|\.extra\(|RawSQL\(", doors) == []
    assert (
        lines_with(r"[\"' ](SELECT|INSERT INTO|UPDATE|DELETE FROM) [\w{]+.* (FROM|VALUES|SET|WHERE) ", elsewhere) == []
    )
    assert lines_with(r"^ +(SELECT|FROM|WHERE) \w", elsewhere) == []


def test_product_code_prints_nothing() -> None:
    assert [str(path) for path in PRODUCT if "management" not in path.parts and calls(path, "print")] == []


def calls(path: object, name: str) -> bool:
    source = read(str(path))
    # To take a whole file apart takes a hundred times as long as to look for a word.
    if f"{name}(" not in source:
        return False
    tree = ast.parse(source)
    return any(isinstance(node, ast.Call) and getattr(node.func, "id", "") == name for node in ast.walk(tree))


def test_every_migration_says_what_it_does() -> None:
    migrations = [path for path in PYTHON if "migrations" in path.parts and path.name != "__init__.py"]

    assert [str(path) for path in migrations if re.search(r"_auto_\d|_alter_.*_and_more", path.name)] == []
    ours = "|".join(rooms())
    assert lines_with(rf"^(from|import) ({ours})\.(services|forms|views|querysets)\b", migrations) == []


LONGEST_LINE = 160
# What no line can be broken in, or nobody here writes, and why.
LONG_BY_NATURE = {
    "*.md": "a paragraph is a line; the editor wraps it",
    "*.po": "gettext writes it, a text a line",
    "*.svg": "a drawing",
    "*.lock": "made",
    "core/icons.json": "made from the drawings of others",
    "package-lock.json": "made",
    "requirements*.txt": "made",
    "exports/word/parts/*": "as Word writes it",
    "library/content/*/*": "what authors write, a text a line",
    "*.txt": "a line there is a line of a mail, or of a file that is read in",
    "tests/editor/clipboards/*": "as the programs of others give it",
    "*/vendor/*": "of others",
    "static/js/editor/paste/words.js": "one pattern; its sum stands in the made bundle",
    "LICENSE": "of others",
}


def test_no_line_is_longer_than_160_characters() -> None:
    written = [path for path in files() if not any(path.match(kind) for kind in LONG_BY_NATURE) and is_text(path)]
    written = [path for path in written if "vendor" not in path.parts]

    assert lines_with(rf"^.{{{LONGEST_LINE + 1}}}", written) == []


def is_text(path: Path) -> bool:
    try:
        return "\0" not in read(path)
    except UnicodeDecodeError:
        return False
