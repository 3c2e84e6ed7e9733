"""The type of a question is asked about in its home only; everybody else asks the question, or its answer type."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from answers.tables import COLUMN_ANSWERS
from answers.types import QUESTION_ANSWERS
from schema.questions import QUESTION_TYPES
from schema.tables import COLUMN_TYPES
from schema.traits import HasCurrency, HasOptions, HasRange, HasScale
from tests.house.tree import ROOT, files, lines_with, product, read
from workbooks.asking import FACES
from workbooks.asking.tables import CELL_FACES

HOMES = {"schema", "answers"}
HOME = "workbooks/asking/"
CLASSES = {
    known.__name__
    for known in (*QUESTION_TYPES.values(), *COLUMN_TYPES.values(), HasCurrency, HasOptions, HasRange, HasScale)
}
NAMES = {*QUESTION_TYPES, *COLUMN_TYPES}
# Where a branch on a type stands outside its home, and why.
ALLOWED: dict[str, str] = {
    "reports/exports/pictured.py": "what a table can be drawn as is seen from its columns together, by no type alone",
}
QUESTIONS = {"answers/types.py": QUESTION_ANSWERS, "workbooks/asking": FACES}
COLUMNS = {"answers/tables.py": COLUMN_ANSWERS, "workbooks/asking/tables.py": CELL_FACES}
PRODUCT = product()
# What stands in every file in which `branches` can find something.
SUSPECT = re.compile(rf"\b(?:{'|'.join(sorted(CLASSES))})\b|\.type\b")
# Fields of HTML have types, too.
IN_TEMPLATES = rf"\.type (==|!=|in|not in) \"({'|'.join(sorted(NAMES))})\""


def is_home(path: Path) -> bool:
    return path.parts[0] in HOMES or path.as_posix().startswith(HOME)


def branches(tree: ast.AST) -> Iterator[int]:
    """Give the lines that ask of which type something is that a template asks."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("isinstance", "issubclass"):
            if CLASSES & {getattr(n, "id", getattr(n, "attr", "")) for n in ast.walk(node.args[1])}:
                yield node.lineno
        elif isinstance(node, ast.MatchClass):
            if getattr(node.cls, "id", getattr(node.cls, "attr", "")) in CLASSES:
                yield node.lineno
        elif isinstance(node, ast.Compare):
            sides = [node.left, *node.comparators]
            is_type = any(isinstance(n, ast.Attribute) and n.attr == "type" for n in sides)
            words = {n.value for side in sides for n in ast.walk(side) if isinstance(n, ast.Constant)}
            if is_type and words & NAMES:
                yield node.lineno


def found() -> list[str]:
    lines = []
    for path in PRODUCT:
        if not is_home(path) and path.as_posix() not in ALLOWED:
            source = read(path)
            # Most files name none of these, which is seen in a hundredth of the time that taking them apart takes.
            if SUSPECT.search(source):
                lines += [f"{path}:{number}" for number in branches(ast.parse(source))]
    return lines


def test_every_type_of_question_has_all_that_it_needs() -> None:
    """Names what somebody forgot who added a type: how it is read, how it is asked, how it is described to authors."""
    documented = read("docs/content-format.md")
    forgotten = [f"{name}: {what}" for what, known in QUESTIONS.items() for name in QUESTION_TYPES if name not in known]
    forgotten += [f"{name}: {what}" for what, known in COLUMNS.items() for name in COLUMN_TYPES if name not in known]
    table = " ".join(re.findall(r"^\| (`[^|]+) \|", documented, re.MULTILINE))
    forgotten += [f"{name}: docs/content-format.md" for name in QUESTION_TYPES if f"`{name}`" not in table]
    columns = re.search(r"A column has .*?\(any of (.*?)\)", documented)
    assert columns is not None
    forgotten += [f"{name}: a column there" for name in COLUMN_TYPES if name not in columns[1].split(", ")]

    assert forgotten == []


def test_nothing_serves_a_type_that_is_none() -> None:
    assert [name for known in QUESTIONS.values() for name in known if name not in QUESTION_TYPES] == []
    assert [name for known in COLUMNS.values() for name in known if name not in COLUMN_TYPES] == []


def test_nobody_branches_on_the_type_of_a_question() -> None:
    assert found() == []


def test_no_template_branches_on_the_type_of_a_question() -> None:
    assert lines_with(IN_TEMPLATES, files(".html")) == []


def test_every_allowed_branch_says_why_and_is_there() -> None:
    missing = [name for name in ALLOWED if not [*branches(ast.parse((ROOT / name).read_text(encoding="utf-8")))]]

    assert missing == []
    assert all(ALLOWED.values())


@pytest.mark.parametrize(
    "code",
    [
        "isinstance(question, TableQuestion)",
        "isinstance(asked, (int, tables.MoneyColumn))",
        "question.type == 'table'",
        "column.type in ('money', 'percent')",
        "match question:\n    case DateQuestion(key=key):\n        pass",
        "match asked:\n    case HasOptions() | HasScale():\n        pass",
    ],
)
def test_a_branch_is_recognised(code: str) -> None:
    assert list(branches(ast.parse(code))) != []


@pytest.mark.parametrize("code", ["isinstance(value, list)", "file.type == 'pdf'", "question.key == 'table'"])
def test_other_comparisons_are_none(code: str) -> None:
    assert list(branches(ast.parse(code))) == []


def test_branch_in_a_template_is_recognised() -> None:
    assert re.search(IN_TEMPLATES, '{% if card.type == "table" %}')
