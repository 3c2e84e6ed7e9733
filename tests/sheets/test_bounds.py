"""A file of a stranger is bounded in rows, columns, parts, memory and time: it is refused with a sentence, and soon."""

import fcntl
import resource
from contextlib import ExitStack

import pytest
from django.utils import translation

from core.confined.process import SLOTS, THREADS, Cost, Stopped, ask, own_thread
from core.errors import Refusal
from core.sheets import bounds, parts, plaintext
from core.sheets.bounds import COLUMNS, Unreadable
from core.sheets.headings import is_head
from core.sheets.parts import DEEPEST, Package
from core.sheets.reading import COST, read_table
from core.sheets.xlsx import Book
from tests.sheets.hostile import HOSTILE, LINE
from tests.sheets.packed import HEAD, number, packed, row, words


@pytest.mark.parametrize("content", HOSTILE.values(), ids=list(HOSTILE))
def test_a_hostile_file_is_refused_with_a_sentence(content: object) -> None:
    with translation.override("en-gb"), pytest.raises(Refusal) as refusal:
        read_table(content(), headings={"kpi": "key"}, needed=("key",), most_rows=20_000)  # type: ignore[operator]

    assert refusal.value.message.endswith(".")
    assert refusal.value.field == "file"


def test_ten_million_merged_cells_and_rows_of_nothing_cost_no_more_than_they_are_worth() -> None:
    merged = '<mergeCells><mergeCell ref="A1:XFD1048576"/><mergeCell ref="B2:B1048576"/></mergeCells>'
    content = packed(HEAD + LINE + row(1_048_576, '<c r="A1048576"/>'), behind=merged)

    found = read_table(content, headings={"kpi": "key"}, needed=("key",), most_rows=20_000)

    assert [line.number for line in found.lines] == [1, 2]


def test_ten_thousand_rows_are_read_in_little_memory() -> None:
    rows = "".join(row(line, *words(f"K{line}", "2026-01-01", "Målt"), number("1.5")) for line in range(2, 10_002))
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss

    found = read_table(packed(HEAD + rows), headings={"kpi": "key"}, needed=("key",), most_rows=10_000)

    # The most that any child has held so far, in kilobytes.
    assert max(0, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss - before) < 150_000
    assert len(found.lines) == 10_001


def test_who_finds_no_place_is_told_and_waits_no_longer_than_that(settings: object) -> None:
    folder = settings.DATA_DIR / "locks"  # type: ignore[attr-defined]
    folder.mkdir(parents=True, exist_ok=True)
    with ExitStack() as held:
        for place in range(SLOTS):
            fcntl.flock(held.enter_context((folder / f"confined-{place}").open("ab")), fcntl.LOCK_EX)
        with pytest.raises(Stopped) as stopped:
            ask("sheet", b"", {}, COST, wait=0)

    assert stopped.value.fault == "busy"


def test_who_comes_while_enough_threads_read_files_is_told_at_once() -> None:
    with ExitStack() as held:
        for _thread in range(THREADS):
            held.enter_context(own_thread())
        with pytest.raises(Stopped) as stopped:
            ask("sheet", b"", {}, COST, wait=3600)

    assert stopped.value.fault == "busy"


def test_a_child_has_no_secret_of_ours_and_no_more_than_it_may() -> None:
    with pytest.raises(Stopped) as stopped:
        ask("picture", b"\x89PNG\r\n\x1a\n", {"box": [800, 400]}, Cost(memory=10 * 1024**2))

    assert stopped.value.fault in ("memory", "broken")


def test_reading_stops_at_the_level_that_no_sheet_has() -> None:
    opened: list[str] = []
    package = Package(packed(HEAD, more={"xl/worksheets/sheet1.xml": b"<a>" * 1_000_000}))

    with pytest.raises(Unreadable):
        package.parse("xl/worksheets/sheet1.xml", 96, start=lambda name, _attributes: opened.append(name))

    assert len(opened) == DEEPEST


def test_headings_are_looked_for_in_as_many_columns_as_a_sheet_may_have() -> None:
    head = ["x"] * COLUMNS + ["KPI"]

    assert not is_head(head, {"kpi": "key"}, ("key",))
    assert is_head(head[1:], {"kpi": "key"}, ("key",))


BOMBS = {
    "rows": ("empty", HEAD + LINE + "<row/>" * 40, ""),
    "rows in one place": ("empty", HEAD + LINE + '<row r="2"/>' * 40, ""),
    "cells": ("empty", HEAD + LINE + "<row>" + "<c/>" * 40 + "</row>", ""),
    "areas": ("cells", HEAD + LINE, '<mergeCell ref="A7:B7"/>' * 40),
    "areas over the same rows": ("cells", HEAD + LINE, '<mergeCell ref="A2:A20"/>' * 8),
    "elements": ("unpacked", HEAD + LINE, "<x/>" * 90),
    "attributes": ("unpacked", HEAD + LINE, "<x " + " ".join(f'a{place}=""' for place in range(700)) + "/>"),
    "remarks": ("unpacked", HEAD + LINE, "<!--" + "a" * 3_000_000 + "-->"),
    "letters": ("unpacked", HEAD + row(2, '<c t="inlineStr"><is><t>' + "a\n" * 5_000 + "</t></is></c>"), ""),
    "words that many cells name": ("cells", HEAD + "<row>" + '<c t="s"><v>0</v></c>' * 30 + "</row>", ""),
}


@pytest.mark.parametrize("name", BOMBS)
def test_reading_stops_by_what_it_has_counted_and_not_by_the_time_it_has_taken(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bounds, "EMPTY", 20)
    monkeypatch.setattr(bounds, "MERGED", 20)
    monkeypatch.setattr(bounds, "CELLS", 60)
    monkeypatch.setattr(parts, "ELEMENTS", 100)
    monkeypatch.setattr(parts, "LETTERS_IN_ALL", 5_000)
    kind, rows, behind = BOMBS[name]
    book = Book(
        packed(rows, behind=behind, more={"xl/sharedStrings.xml": f"<s><si><t>{'a' * 400}</t></si></s>".encode()})
    )

    with pytest.raises(Unreadable) as fault:
        book.rows(book.tabs[0], 20_000)

    assert fault.value.kind == kind


def test_what_several_sheets_of_a_file_hold_counts_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "ELEMENTS", 150)
    book = Book(packed(*["<row>" + '<c t="n"><v>1</v></c>' * 20 + "</row>"] * 4))
    book.rows(book.tabs[0], 20_000)

    with pytest.raises(Unreadable):
        [book.rows(tab, 20_000) for tab in book.tabs[1:]]


@pytest.mark.parametrize(
    ("kind", "text"),
    [("empty", "KPI;Dato\n" + "\n" * 60), ("columns", "KPI;Dato\n" + ";" * 60), ("cells", "KPI;Dato\n" + ";\n" * 60)],
)
def test_lines_and_separators_of_a_text_are_counted_before_they_are_made_rows(
    kind: str, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bounds, "LAST_ROW", 50)
    monkeypatch.setattr(plaintext, "_PARTED", 50)

    with pytest.raises(Unreadable) as fault:
        plaintext.rows_of(text, {"kpi": "key"}, ("key",), 20)

    assert fault.value.kind == kind


def test_as_many_empty_rows_as_a_formatted_sheet_has_are_stepped_over() -> None:
    content = packed(HEAD + LINE + "<row/>" * 5_000 + row(6_000, *words("K2", "2026-01-01"), number("2")))

    found = read_table(content, headings={"kpi": "key"}, needed=("key",), most_rows=20_000)

    assert [line.number for line in found.lines] == [1, 2, 6_000]
