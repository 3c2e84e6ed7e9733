"""Reading YAML: what is read, and that no file can do harm by being read."""

from pathlib import Path

import pytest

from schema.faults import SchemaError
from schema.reading import LARGEST_FILE, read_file, read_text


def fault_of(content: bytes | str) -> str:
    with pytest.raises(SchemaError) as caught:
        read_text(content)
    (fault,) = caught.value.faults
    return str(fault)


def test_values_are_plain_and_a_date_stays_text() -> None:
    content = "a: Æblegrød\nb: 2026-11-23\nc: [1, 1.5, true, null, '7']\nd:\n  e: >-\n    to\n    linjer\n"

    assert read_text(content) == {
        "a": "Æblegrød",
        "b": "2026-11-23",
        "c": [1, 1.5, True, None, "7"],
        "d": {"e": "to linjer"},
    }


def test_file_is_read_from_disk(tmp_path: Path) -> None:
    file = tmp_path / "one.yaml"
    file.write_text("a: Ø\n", encoding="utf-8")

    assert read_file(file) == {"a": "Ø"}


def test_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(SchemaError) as caught:
        read_file(tmp_path / "none.yaml")

    assert str(caught.value) == "file: cannot be read: No such file or directory"


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        ("", "file: must hold one mapping"),
        ("- a", "file: must hold one mapping"),
        ("a: 1\nb: 2\na: 3", "line 3: not valid YAML: the key 'a' stands twice"),
        ("1: 2", "line 1: not valid YAML: the key 1 is not text"),
        ("? [a]\n: b", "line 1: not valid YAML: the key a list is not text"),
        ("a: 1\n---\nb: 2", "line 2: not valid YAML: a file holds one document, and here a second one begins"),
        ("a: &x [1]\nb: *x", "line 2: not valid YAML: the alias *x is not allowed; write out what it stands for"),
        ("<<: {a: 1}", "line 1: not valid YAML: the tag 'tag:yaml.org,2002:merge' is not allowed"),
        ("a: !!python/name:os.system x", "line 1: not valid YAML: the tag 'tag:yaml.org,2002:python/name:os.system'"),
        ("a: !!binary aGVq", "line 1: not valid YAML: the tag 'tag:yaml.org,2002:binary' is not allowed"),
        ("a: !!set {b, c}", "line 1: not valid YAML: the tag 'tag:yaml.org,2002:set' is not allowed"),
        ("a: !!int x", "a: 'x' needs quotes if it is meant as text; a number is written in plain decimals"),
        ("no: 1", "line 1: not valid YAML: the key 'no' needs quotes if it is meant as text"),
        ("010: 1", "line 1: not valid YAML: the key '010' needs quotes if it is meant as text"),
        ("a: " + "9" * 5000, "line 1: not valid YAML: '9999"),
        ("a: 1" + ":59" * 100_000, "line 1: not valid YAML: '1:59"),
        ("a: [", "line 2: not valid YAML: "),
        (b"a: \xff", "file: is not text in UTF-8: byte 4 cannot be read"),
        ("a: \ud800", "file: holds a character that cannot be stored"),
        ("a: \x07", "file: not readable: unacceptable character"),
    ],
)
def test_what_is_refused(content: bytes | str, fault: str) -> None:
    assert fault_of(content)[: len(fault)] == fault


@pytest.mark.parametrize(
    "value",
    [
        *("yes", "Yes", "no", "NO", "on", "Off", "!!bool yes", '!!bool "no"'),
        *("010", "-07", "0x1F", "0b11", "1_000", "+5", "190:20:30", "12:30", '!!int "010"'),
        *("1.5e+3", "1.", ".5", "1_000.5", "20:30.5", ".inf", "-.INF", ".nan", "!!float 1:30.0"),
    ],
)
def test_value_that_is_read_in_several_ways_is_refused_where_it_stands(value: str) -> None:
    fault = fault_of(f"a:\n  - b: ok\n  - {{b: {{en: {value}}}}}")

    assert fault.startswith("a[1].b.en: '")
    assert "needs quotes if it is meant as text; " in fault


def test_every_such_value_is_told_of_at_once_up_to_a_bound() -> None:
    with pytest.raises(SchemaError) as few:
        read_text("version: 010\ntitle: {da: ja, en: no}")
    with pytest.raises(SchemaError) as many:
        read_text("a: [" + "no, " * 10_000 + "]")

    assert [fault.path for fault in few.value.faults] == ["version", "title.en"]
    assert len(many.value.faults) == 100


@pytest.mark.parametrize(
    ("value", "read"),
    [
        ("0", 0),
        ("-12", -12),
        ("0.5", 0.5),
        ("-10.25", -10.25),
        ("True", True),
        ("FALSE", False),
        ("", None),
        ("~", None),
        ("'no'", "no"),
        ('"010"', "010"),
        ("!!str yes", "yes"),
        ("2026-01-05", "2026-01-05"),
        ("2026-01-05T10:00", "2026-01-05T10:00"),
    ],
)
def test_plain_values_are_read(value: str, read: object) -> None:
    assert read_text(f"a: {value}") == {"a": read}


@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "{? "])
def test_endless_nesting_is_refused(opening: str) -> None:
    assert fault_of(opening * 200_000) == "line 1: not valid YAML: is nested more than 40 levels deep"


def test_large_file_is_refused_unread(tmp_path: Path) -> None:
    file = tmp_path / "large.yaml"
    file.write_bytes(b"a: " + b"x" * LARGEST_FILE)

    with pytest.raises(SchemaError) as caught:
        read_file(file)

    assert str(caught.value) == "file: is larger than 5 MB, the largest that is read"


def test_thousand_million_laughs_are_refused() -> None:
    lines = ["a0: &a0 [ha, ha]"]
    lines += [f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, 31)]

    assert fault_of("\n".join(lines)).startswith("line 2: not valid YAML: the alias *a0 is not allowed")


@pytest.mark.parametrize(
    "content", ["a: [" + "1," * 400_000 + "]", "a:\n" + "- 1\n" * 400_000, "a: [" + "[]," * 200_000 + "]"]
)
def test_file_of_millions_of_values_is_left_off_where_it_is_too_long(content: str) -> None:
    assert fault_of(content).endswith("not valid YAML: holds more than 200000 values")
