"""A docstring says what the name does not: the shape, the unit, the error, the lock, where a rule comes from."""

import ast
import re
from collections.abc import Iterator

from tests.house.tree import product, read

# Words that say nothing by themselves.
EMPTY = {
    *(
        "a",
        "an",
        "the",
        "of",
        "in",
        "on",
        "at",
        "to",
        "for",
        "from",
        "with",
        "by",
        "as",
        "and",
        "or",
        "not",
        "no",
        "so",
    ),
    *("is", "are", "be", "been", "it", "its", "itself", "this", "that", "these", "those", "here", "there"),
    *("which", "who", "what", "when", "where", "how", "whether", "one", "ones", "all", "any", "each", "every"),
    *("return", "returns", "give", "gives", "tell", "tells", "say", "says", "them", "they", "their", "his", "her"),
}


def stem(word: str) -> str:
    ends = (end for end in ("ing", "ed", "es", "s", "e") if len(word) > 4 and word.endswith(end))
    return word.removesuffix(next(ends, ""))


def words(text: str) -> set[str]:
    """Return the words of a sentence, or of names as they are written in code."""
    parted = re.sub(r"([a-z])([A-Z])", r"\1 \2", text).replace("_", " ").lower()
    return {stem(word) for word in re.findall(r"[a-z]+", parted)}


def signature(node: ast.FunctionDef) -> str:
    known = [*node.args.args, *node.args.kwonlyargs]
    kinds = [ast.unparse(one) for one in (node.returns, *(argument.annotation for argument in known)) if one]
    return " ".join([*(argument.arg for argument in known), *kinds])


def repeating(node: ast.AST, within: str = "") -> Iterator[tuple[int, str]]:
    """Give the functions and classes whose docstring has no word that their own line has not."""
    for one in ast.iter_child_nodes(node):
        if not isinstance(one, ast.FunctionDef | ast.ClassDef):
            continue
        known = words(f"{one.name} {within} {signature(one) if isinstance(one, ast.FunctionDef) else ''}")
        said = ast.get_docstring(one)
        if said and words(said) - {stem(word) for word in EMPTY} <= known:
            yield one.lineno, said
        if isinstance(one, ast.ClassDef):
            yield from repeating(one, one.name)


def test_docstrings_say_more_than_the_line_above_them() -> None:
    assert [f"{path}:{line}: {said}" for path in product() for line, said in repeating(ast.parse(read(path)))] == []
