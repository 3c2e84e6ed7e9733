"""How far each section has come, remembered by what it was computed from: a save changes one section of ten.

What is remembered is named by the edition and the very texts of the answers, so it cannot be out of date, whoever has
changed them in whichever process; and it can be forgotten at any time.
"""

from hashlib import blake2b
from itertools import repeat

from answers.sheet import AnswerSheet, Progress
from core.remembering import Remembering
from library.models import Edition
from schema.documents import Section
from workbooks.stores.stored_answers import StoredTexts

# About 300 bytes each: at most 2.5 MB in a process.
MOST = 8192

_remembered: Remembering[Progress] = Remembering(MOST)


def progress_of(sheet: AnswerSheet, section: Section, edition: Edition) -> Progress:
    """Return how far the section of the edition has come, as the sheet itself would say."""
    values = sheet.values
    if not isinstance(values, StoredTexts):
        return sheet.progress(section)
    told = sheet.document.told_by(section.key)
    # In JSON a line break is written \n: there are as many lines as questions, and the texts cannot run together.
    seen = "\n".join(map(values.texts.get, told, repeat("")))
    if sheet.borrowed:
        seen += "".join(f"\n{key}" for key in told if key in sheet.borrowed)
    seen += "".join(f"\n{panel} {sheet.filled.get(panel)}" for panel in section.panels)
    name = (edition.digest, section.key, blake2b(seen.encode(), digest_size=16).digest())
    return _remembered.get(name, lambda: sheet.progress(section))
