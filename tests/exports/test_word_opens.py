"""The Word documents as LibreOffice opens them: another programme's eyes on the whole file."""

import re
import subprocess
from pathlib import Path

import pytest

from core.text import Resolved
from exports.document import TextBlock
from exports.word import word_file
from tests.exports.example import example_document
from tests.exports.word import document, headings, opened, style_of


def squeezed(words: str) -> str:
    return "".join(words.split())


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which LibreOffice has made PDFs of the example in both languages, and of two numbered lists."""
    place = tmp_path_factory.mktemp("word")
    two_lists = TextBlock.of("Q", Resolved("1. en\n2. to\n\nord\n\n1. tre\n2. fire", "da", is_fallback=False))
    files = {"da": example_document("da"), "en": example_document("en"), "lists": document(two_lists)}
    for name, made in files.items():
        (place / f"{name}.docx").write_bytes(word_file(made))
    profile = f"-env:UserInstallation={(place / 'profile').as_uri()}"
    subprocess.run(
        ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", place, *place.glob("*.docx")],
        check=True,
        capture_output=True,
        timeout=120,
    )
    return place


def shown(folder: Path, name: str) -> str:
    found = subprocess.run(
        ["pdftotext", "-layout", folder / f"{name}.pdf", "-"], check=True, capture_output=True, text=True
    )
    return found.stdout


@pytest.mark.parametrize("language", ["da", "en"])
def test_headings_are_shown_in_their_order(folder: Path, language: str) -> None:
    words = squeezed(shown(folder, language))

    wanted = [squeezed(said) for _level, said in headings(opened(example_document(language)))]
    place = words.index(wanted[0], words.index(wanted[0]) + 1)
    for said in wanted:
        place = words.index(said, place) + len(said)
    assert len(wanted) > 45


def test_second_list_begins_at_one(folder: Path) -> None:
    lines = [line.split() for line in shown(folder, "lists").splitlines()]

    assert [line for line in lines if line[1:] and line[1] in ("en", "to", "tre", "fire")] == [
        ["1.", "en"],
        ["2.", "to"],
        ["1.", "tre"],
        ["2.", "fire"],
    ]


def test_wide_tables_lie_on_their_side(folder: Path) -> None:
    said = subprocess.run(
        ["pdfinfo", "-f", "1", "-l", "99", folder / "da.pdf"], check=True, capture_output=True, text=True
    ).stdout

    sizes = re.findall(r"size: +([\d.]+) x ([\d.]+) pts", said)
    across = [float(width) > float(height) for width, height in sizes]
    assert (any(across), across[0], across[-1]) == (True, False, False)


@pytest.mark.parametrize("language", ["da", "en"])
def test_contents_say_the_page_before_anybody_updates_them(folder: Path, language: str) -> None:
    pages = [squeezed(page) for page in shown(folder, language).split("\f")]
    paper = opened(example_document(language))
    entries = [one.text.rpartition("\t") for one in paper.paragraphs if style_of(one) == "TOC1" and "\t" in one.text]

    for words, _tab, number in entries:
        near = range(max(2, int(number) - 2), min(len(pages), int(number) + 1))
        assert any(squeezed(words) in pages[page] for page in near), (words, number)
