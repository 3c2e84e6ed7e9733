"""How far each section has come, remembered by what it was computed from: a save changes one section of ten.

What is remembered is named by the edition and the very texts of the answers, so it cannot be out of date, whoever has
changed them in whichever process; and it can be forgotten at any time.
"""

from hashlib import blake2b

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
    texts = values.texts
    # Each begins with its key, and in JSON a line break is written \n, so the texts cannot run into each other.
    seen = "\n".join([texts[key] for key in sheet.document.told_by(section.key) if key in texts])
    seen += "".join(f"\n{panel} {sheet.filled.get(panel)}" for panel in section.panels)
    name = (edition.digest, section.key, blake2b(seen.encode(), digest_size=16).digest())
    return _remembered.get(name, lambda: sheet.progress(section))
