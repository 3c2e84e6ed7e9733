"""How far each section has come, remembered by what it was computed from: a save changes one section of ten.

What is remembered is named by the edition and the very texts of the answers, so it cannot be out of date, whoever has
changed them in whichever process; and it can be forgotten at any time. What a save leads to, a save of this process or
of another, is told from what the section was like when it was last seen here: the share of an answer that reads
otherwise now is taken away and another added, where thirty were counted.
"""

from hashlib import blake2b
from itertools import repeat
from typing import NamedTuple

from answers.sheet import AnswerSheet, Progress
from answers.types import type_of
from core.remembering import Remembering
from library.models import Edition
from schema.documents import Section
from workbooks.stores.stored_answers import StoredTexts

# About 300 bytes each: at most 2.5 MB in a process.
MOST = 8192
# With the texts of a section each: of those in which somebody writes at this moment.
MOST_SEEN = 64
# More answers that read otherwise are counted as quickly as they are compared.
FEW = 4

Name = tuple[str, str, bytes]
Panels = tuple[tuple[str, bool | None], ...]


class Seen(NamedTuple):
    """A section as it was when it was last looked at: what told how far it had come, and how far that was."""

    digest: str
    panels: Panels
    texts: StoredTexts
    progress: Progress


_remembered: Remembering[Progress] = Remembering(MOST)
_seen: Remembering[Seen] = Remembering(MOST_SEEN)


def progress_of(sheet: AnswerSheet, section: Section, edition: Edition) -> Progress:
    """Return how far the section of the edition has come, as the sheet itself would say."""
    values = sheet.values
    if not isinstance(values, StoredTexts):
        return sheet.progress(section)
    return _remembered.get(
        _name_of(sheet, values, section, edition), lambda: _worked_out(sheet, values, section, edition)
    )


def _name_of(sheet: AnswerSheet, values: StoredTexts, section: Section, edition: Edition) -> Name:
    told = sheet.document.told_by(section.key)
    # In JSON a line break is written \n: there are as many lines as questions, and the texts cannot run together.
    seen = "\n".join(map(values.texts.get, told, repeat("")))
    if sheet.borrowed:
        seen += "".join(f"\n{key}" for key in told if key in sheet.borrowed)
    seen += "".join(f"\n{panel} {filled}" for panel, filled in _panels(sheet, section))
    return edition.digest, section.key, blake2b(seen.encode(), digest_size=16).digest()


def _panels(sheet: AnswerSheet, section: Section) -> Panels:
    return tuple((panel, sheet.filled.get(panel)) for panel in section.panels)


def _worked_out(sheet: AnswerSheet, values: StoredTexts, section: Section, edition: Edition) -> Progress:
    if section.always_asked is None:
        return sheet.progress(section)
    found = _by_difference(sheet, values, section, edition) or sheet.progress(section)
    texts = values.of(sheet.document.told_by(section.key))
    _seen.put((values.home, section.key), Seen(edition.digest, _panels(sheet, section), texts, found))
    return found


def _by_difference(sheet: AnswerSheet, values: StoredTexts, section: Section, edition: Edition) -> Progress | None:
    """Return it from how far the section had come when it was last seen, with other shares for what has changed.

    None where that is not known, or where an answer that has changed may show, hide or fault another one.
    """
    seen = _seen.known((values.home, section.key))
    if seen is None or (seen.digest, seen.panels) != (edition.digest, _panels(sheet, section)):
        return None
    changed = seen.texts.changed(values, sheet.document.told_by(section.key))
    questions = [sheet.document.question(key) for key in changed]
    if len(changed) > FEW or not all(one and one.key in section.keys and not type_of(one).is_day for one in questions):
        return None
    before, progress = sheet.with_values(seen.texts, seen.texts.borrowed), seen.progress
    for question in filter(None, questions):
        progress = progress.changed(before.share(question), sheet.share(question))
    return progress
