"""How far each section has come, remembered by what it was computed from: a save changes one section of ten.

What is remembered is named by the edition and the very texts of the answers, so it cannot be out of date, whoever has
changed them in whichever process; and it can be forgotten at any time. What a save leads to is told from what was
before it: one share is taken away and another added, where thirty were counted.
"""

from hashlib import blake2b
from itertools import repeat

from answers.sheet import AnswerSheet, Progress
from answers.types import type_of
from core.remembering import Remembering
from library.models import Edition
from schema.documents import Section
from workbooks.stores.stored_answers import StoredTexts

# About 300 bytes each: at most 2.5 MB in a process.
MOST = 8192

Name = tuple[str, str, bytes]

_remembered: Remembering[Progress] = Remembering(MOST)


def progress_of(sheet: AnswerSheet, section: Section, edition: Edition) -> Progress:
    """Return how far the section of the edition has come, as the sheet itself would say."""
    values = sheet.values
    if not isinstance(values, StoredTexts):
        return sheet.progress(section)
    return _remembered.get(
        _name_of(sheet, values, section, edition),
        lambda: _by_difference(sheet, values, section, edition) or sheet.progress(section),
    )


def _name_of(sheet: AnswerSheet, values: StoredTexts, section: Section, edition: Edition) -> Name:
    told = sheet.document.told_by(section.key)
    # In JSON a line break is written \n: there are as many lines as questions, and the texts cannot run together.
    seen = "\n".join(map(values.texts.get, told, repeat("")))
    if sheet.borrowed:
        seen += "".join(f"\n{key}" for key in told if key in sheet.borrowed)
    seen += "".join(f"\n{panel} {sheet.filled.get(panel)}" for panel in section.panels)
    return edition.digest, section.key, blake2b(seen.encode(), digest_size=16).digest()


def _by_difference(sheet: AnswerSheet, values: StoredTexts, section: Section, edition: Edition) -> Progress | None:
    """Return it from how far the section had come before a save, with another share for the answer that was saved.

    None where that is not known, or where the answer may show, hide or fault another one.
    """
    if values.before is None or len(values.changed) != 1 or section.always_asked is None:
        return None
    question = sheet.document.question(values.changed[0])
    if question is None or question.key not in section.keys or type_of(question).is_day:
        return None
    before = sheet.with_values(values.before, values.before.borrowed)
    known = _remembered.known(_name_of(before, values.before, section, edition))
    return known and known.changed(before.share(question), sheet.share(question))
