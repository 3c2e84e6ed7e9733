"""Every regular expression of the product takes time in proportion to the length of what people send.

Found by walking the source: a new one is measured without anybody naming it. One that only ever sees short words, since
their length is checked before, stands in SHORT with that length.
"""

import ast
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest

from core.dates import DateFault, parse_date
from core.errors import Refusal
from core.numbers import NumberFault, parse_decimal, parse_typed
from core.sheets.bounds import Unreadable
from core.sheets.formats import format_of
from core.sheets.headings import named
from core.sheets.plaintext import rows_of
from core.sheets.values import amount_of
from curation.words.faults import located
from schema import Fault
from tests.house.tree import product, read

LETTERS = 100_000
# What is measured against: a tenth. Ten times the letters cost ten times the time, or a hundred times it.
RATIO = 40
# Below this a time says more about the machine than about the expression.
LEAST = 0.02
METHODS = ("search", "match", "fullmatch", "sub", "subn", "split", "findall", "finditer")
# Where the letters that come are bounded before the expression sees them: file and pattern's beginning, letters.
SHORT = {
    ("core/sheets/values.py", "([^"): 60,
    ("core/dates.py", "(\\S{8,12}"): 80,
    ("core/sheets/headings.py", "[\\s:*.?]+"): 120,
    ("core/sheets/formats.py", '"[^"]*"'): 255,
}
PUT_TOGETHER = "put together"


def _told(read: Callable[..., object], *more: object) -> Callable[[str], object]:
    """Return a reader that takes a fault for an answer."""

    def act(words: str) -> object:
        try:
            return read(words, *more)
        except (NumberFault, DateFault, Refusal, Unreadable) as fault:
            return fault

    act.__name__ = read.__name__
    return act


def _located_fault(words: str) -> object:
    return located({}, [Fault("title", words)])


# By file: what reads with an expression that is put together while it runs.
FUNCTIONS: dict[str, Callable[[str], object]] = {
    "core/numbers.py": _told(parse_decimal, "da"),
    "curation/words/checked.py": _located_fault,
}
READERS = (
    _told(parse_typed, "da"),
    _told(parse_date, "da"),
    _told(amount_of, "da"),
    _told(named, {"kpi": "key"}),
    _told(format_of),
    _told(rows_of, {"kpi": "key"}, ("key",), 1000),
)


@dataclass(frozen=True)
class Expression:
    """A regular expression of the product, and by which of its methods it is used in its file."""

    file: str
    pattern: str
    flags: int
    uses: frozenset[str]

    def __str__(self) -> str:
        return f"{self.file}: {self.pattern[:50]}"

    @property
    def most(self) -> int:
        known = [most for (file, begin), most in SHORT.items() if file == self.file and self.pattern.startswith(begin)]
        return known[0] if known else LETTERS


def expressions() -> Iterator[Expression]:
    for path in product():
        source = read(path)
        # Every worker asks when it collects, and to read a whole tree takes ten times as long as to look for this.
        if not re.search(r"\bre\.[a-z]+\(", source):
            continue
        tree = ast.parse(source)
        methods = {node.func.attr for node in ast.walk(tree) if isinstance(node, ast.Call) and _is_method(node.func)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and _name(node.func.value) == "re":
                if node.func.attr == "compile":
                    uses = frozenset(methods & set(METHODS)) or frozenset(METHODS[:3])
                elif node.func.attr in METHODS:
                    uses = frozenset({node.func.attr})
                else:
                    continue
                yield Expression(str(path), _words(node.args[0]), _flags(node), uses)


def _is_method(function: ast.expr) -> bool:
    return isinstance(function, ast.Attribute) and function.attr in METHODS and _name(function.value) != "re"


def _name(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else ""


def _words(node: ast.expr) -> str:
    """Return the pattern; what is put into it stands for any short word."""
    if isinstance(node, ast.Constant):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(part.value if isinstance(part, ast.Constant) else "7" for part in node.values)
    return PUT_TOGETHER


def _flags(node: ast.Call) -> int:
    named = {
        one.attr
        for part in [*node.args, *(key.value for key in node.keywords)]
        for one in ast.walk(part)
        if isinstance(one, ast.Attribute) and _name(one.value) == "re"
    }
    return sum(getattr(re, name) for name in named if name.isupper() and name != "LOCALE")


FOUND = sorted({str(one): one for one in expressions()}.values(), key=str)


def shapes(pattern: str) -> list[str]:
    """Return what is repeated: usual signs, and the pattern's own letters, alone and in pairs."""
    own = sorted({sign for sign in pattern if not sign.isalnum() and sign not in "\\()[]{}?*+|^$"})[:6]
    pairs = ["a,", "1.", "<a", "a ", " \n", "1 ", "[a](", "# ", "a@", "\r\n"]
    return ["a", "1", " ", "\n", "<", "[", "-", *own, *pairs]


def seconds(act: Callable[[], object]) -> float:
    start = time.process_time()
    act()
    return time.process_time() - start


def used(found: re.Pattern[str], method: str, text: str) -> object:
    if method in ("sub", "subn"):
        return getattr(found, method)("", text)
    if method in ("finditer", "findall"):
        # Found one by one: a hundred thousand of them at once would measure the memory.
        return sum(1 for _one in found.finditer(text))
    return getattr(found, method)(text)


def test_the_walk_finds_the_expressions() -> None:
    assert len(FOUND) > 30
    assert {begin for _file, begin in SHORT} == {
        begin for file, begin in SHORT for one in FOUND if one.file == file and one.pattern.startswith(begin)
    }


@pytest.mark.parametrize("one", FOUND, ids=str)
def test_ten_times_the_letters_take_ten_times_the_time(one: Expression) -> None:
    found = re.compile(one.pattern, one.flags)
    for shape in shapes(one.pattern):
        for end in ("", "\x00"):
            for method in sorted(one.uses):
                whole = (shape * one.most)[: one.most] + end
                # Small first: what is quadratic is found out before it takes minutes.
                for some in (one.most // 10, one.most // 3):
                    assert seconds(lambda w=whole[:some] + end, m=method: used(found, m, w)) < 1, (shape, method)
                tenth = seconds(lambda w=whole[: one.most // 10] + end, m=method: used(found, m, w))
                full = seconds(lambda w=whole, m=method: used(found, m, w))
                assert full <= RATIO * max(tenth, LEAST), (shape, method, tenth, full)


def test_an_expression_that_is_put_together_is_named_with_its_function() -> None:
    assert sorted({one.file for one in FOUND if one.pattern == PUT_TOGETHER}) == sorted(FUNCTIONS)


@pytest.mark.parametrize("act", [*FUNCTIONS.values(), *READERS], ids=lambda act: act.__name__)
def test_what_reads_a_persons_words_takes_time_in_proportion_to_them(act: Callable[[str], object]) -> None:
    for shape in shapes("%.,:/€()'"):
        whole = (shape * LETTERS)[:LETTERS]
        assert seconds(lambda w=whole[: LETTERS // 10]: act(w)) < 1, shape
        tenth = seconds(lambda w=whole[: LETTERS // 10]: act(w))
        assert seconds(lambda w=whole: act(w)) <= RATIO * max(tenth, LEAST), shape
