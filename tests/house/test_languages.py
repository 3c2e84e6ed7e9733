"""Both languages are complete. That the source and the catalogue agree is the step `translations` of script/test."""

import re
import subprocess
from pathlib import Path

import polib

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
