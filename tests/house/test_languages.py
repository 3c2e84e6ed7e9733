"""Both languages are complete. That the source and the catalogue agree is the step `translations` of script/test."""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polib
import pytest

from schema.reading import read_file
from tests.house.tree import ROOT, files

CATALOGUE = Path("locale/da/LC_MESSAGES/django.po")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")


def test_there_is_one_catalogue() -> None:
    assert files(".po") == [CATALOGUE]


def test_every_text_is_translated() -> None:
    catalogue = polib.pofile(str(ROOT / CATALOGUE))

    assert [entry.msgid for entry in catalogue.untranslated_entries()] == []
    assert [entry.msgid for entry in catalogue.fuzzy_entries()] == []
    assert [entry.msgid for entry in catalogue.obsolete_entries()] == []


def test_every_translation_fills_in_the_same_values() -> None:
    catalogue = polib.pofile(str(ROOT / CATALOGUE))
    wrong = [
        entry.msgid
        for entry in catalogue
        for text in ([entry.msgstr] if entry.msgstr else entry.msgstr_plural.values())
        if not set(PLACEHOLDER.findall(text)) <= set(PLACEHOLDER.findall(entry.msgid + entry.msgid_plural))
    ]

    assert wrong == []


def test_gettext_finds_nothing_wrong() -> None:
    done = subprocess.run(
        ["msgfmt", "--check", "-o", "/dev/null", ROOT / CATALOGUE], capture_output=True, text=True, check=False
    )

    assert (done.returncode, done.stderr) == (0, "")


def test_danish_follows_the_voice_of_the_house() -> None:
    catalogue = polib.pofile(str(ROOT / CATALOGUE))
    texts = [text for entry in catalogue for text in (entry.msgstr, *entry.msgstr_plural.values())]

    assert [text for text in texts if text.rstrip().endswith("!")] == []
    assert [text for text in texts if "“" in text] == []


# One term for an idea: what is no longer said, and what is said for it.
PUT_AWAY_ENGLISH = {
    r"e-mails?": "email",
    r"anew|once more": "again",
    r"reckon\w*": "calculate",
    r"meanwhile": "in the meantime",
    r"for instance": "for example",
    r"[Ee]veryone": "everybody",
    r"stands? (?:here|there|in|at|above|below)": "is, appears, is shown",
    r"In all|Part it": "Total; Split it",
    r"answers? for": "is responsible for",
    r"may sign in": "can sign in",
    r"[Ii]n progress": "under way",
}
PUT_AWAY_DANISH = {
    r"imens": "i mellemtiden",
    r"på ny": "igen",
    r"bestemmelsen?": "klausul, punkt",
    r"[Ff]ortælling": "tekst",
    r"[Mm]ålestok": "inddeling",
    r"som planen forventer": "det forventede forløb",
    r"[Ss]pørgeskemarunde\w*": "undersøgelse",
    r"Lav": "Opret",
    r"administratoren af (?:jeres|denne) installation": "portalens administrator",
    r"\w+'\w*": "’",
    r"[Ii]nviter": "invitér",
}

# Ordinary words of running text: a rank that is low, a part of a way, what one has in all.
EVERYDAY = ("Lav", r"[Mm]ålestok", "In all|Part it", r"stands? (?:here|there|in|at|above|below)")


def put_away(texts: list[str], terms: dict[str, str]) -> list[tuple[str, str, str]]:
    """Return the texts that use a term that was put away: what, the one for it, and the text."""
    return [
        (found.group(), wanted, text)
        for text in texts
        for term, wanted in terms.items()
        if (
            found := re.search(rf"(?<![\w%{{(])(?:{term})(?!\w)", re.sub(r"%\(\w+\)[sd]|TOOLKIT_\w+|<[^>]*>", "", text))
        )
    ]


def test_each_idea_has_one_term() -> None:
    catalogue = polib.pofile(str(ROOT / CATALOGUE))
    english = [text for entry in catalogue for text in (entry.msgid, entry.msgid_plural) if text]
    danish = [text for entry in catalogue for text in (entry.msgstr, *entry.msgstr_plural.values()) if text]

    assert put_away(english, PUT_AWAY_ENGLISH) == []
    assert put_away(danish, PUT_AWAY_DANISH) == []


def said(document: Any, language: str) -> Iterator[str]:
    """Yield every text of a published document in one of its languages."""
    if isinstance(document, dict) and isinstance(document.get(language), str):
        yield document[language]
    elif isinstance(document, dict):
        for part in document.values():
            yield from said(part, language)
    elif isinstance(document, list):
        for part in document:
            yield from said(part, language)


@pytest.mark.parametrize("path", sorted((ROOT / "library" / "content").rglob("*.yaml")), ids=lambda path: path.stem)
def test_starter_content_says_the_same_terms(path: Path) -> None:
    document = read_file(path)
    english, danish = list(said(document, "en")), list(said(document, "da"))
    terms = [
        {term: wanted for term, wanted in away.items() if term not in EVERYDAY}
        for away in (PUT_AWAY_ENGLISH, PUT_AWAY_DANISH)
    ]

    assert put_away(english, terms[0]) + put_away(danish, terms[1]) == []
    assert [text for text in english + danish if re.search(r"\w'\w|\"", text)] == []
    assert [text for text in danish if "“" in text] == []
