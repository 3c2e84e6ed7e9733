"""What comes back for an answer that was simply stored, which is nearly every time.

Of all that its template can show, only the state, the time and the revision stand there then. So it is drawn once for
each question, and what differs is filled in.
"""

from django.utils.safestring import SafeString

from core.parts.blanks import Given, blank, filled_by
from core.parts.values import Same
from schema.questions import Question
from workbooks.shown.cards import Card
from workbooks.shown.section_page import SectionPage

TEMPLATE = "workbooks/answer.html"


def drawn_saved(page: SectionPage, card: Card) -> SafeString | None:
    """Return what `workbooks/answer.html` shows of a card, or None where it may say more than that it is saved."""
    if not _is_simple(page, card):
        return None
    progress, coming = page.progress, page.next_open
    seen = (
        Same(card.question),
        *(card.is_visible, card.is_answered, card.is_done, card.is_open),
        *(progress.is_done, progress.total, progress.answered),
        coming and Same(coming),
    )
    blanks = {"revision": str(card.revision), "words": card.saved_words, "past": card.history_url}
    return filled_by(TEMPLATE, _values, seen, blanks)


def _values(
    same: Same[Question],
    is_visible: bool,
    is_answered: bool,
    is_done: bool,
    is_open: bool,
    is_section_done: bool,
    total: int,
    answered: int,
    coming: Same[Question] | None,
) -> dict[str, object]:
    question = same.value
    seen_card = Given(
        key=question.key,
        question=Given(type=question.type, label=question.label, is_aside=question.is_aside, is_computed=False),
        state="saved",
        is_visible=is_visible,
        is_answered=is_answered,
        is_done=is_done,
        is_open=is_open,
        is_borrowed=False,
        messages=(),
        panel=None,
        table=None,
        source=Given(is_confirmed=False),
        answer=True,
        revision=blank("revision"),
        saved_words=blank("words"),
        history_url=blank("past"),
    )
    seen_page = Given(
        progress=Given(is_done=is_section_done, total=total, answered=answered),
        next_open=coming and Given(key=coming.value.key, label=coming.value.label),
        section=Given(key="", groups=()),
        sheet="",
        computed=(),
    )
    return {"card": seen_card, "touched": (seen_card,), "page": seen_page, "whole": False, "judges": False}


def _is_simple(page: SectionPage, card: Card) -> bool:
    """Tell whether nothing stands beside it that the answer may change, and nothing is to be said of it."""
    depends = page.section.always_asked is None or page.section.adds_up or card.question.has_rows
    return not depends and card.state == "saved" and not (card.messages or card.source.is_confirmed)
