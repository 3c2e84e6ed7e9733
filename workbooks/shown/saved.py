"""What comes back for an answer that was simply stored, which is nearly every time.

Of all that its template can show, only the state, the time and the revision stand there then. So it is drawn once for
each question, and what differs is filled in.
"""

from django.utils.safestring import SafeString

from core.parts.blanks import Given, blank, filled
from workbooks.shown.cards import Card
from workbooks.shown.section_page import SectionPage

TEMPLATE = "workbooks/answer.html"


def drawn_saved(page: SectionPage, card: Card) -> SafeString | None:
    """Return what `workbooks/answer.html` shows of a card, or None where it may say more than that it is saved."""
    if not _is_simple(page, card):
        return None
    question, progress, coming = card.question, page.progress, page.next_open
    seen_card = Given(
        key=card.key,
        question=Given(
            question, type=question.type, label=question.label, is_aside=question.is_aside, is_computed=False
        ),
        state="saved",
        is_visible=card.is_visible,
        is_answered=card.is_answered,
        is_done=card.is_done,
        is_open=card.is_open,
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
    seen_progress = Given(is_done=progress.is_done, total=progress.total, answered=progress.answered)
    seen_page = Given(
        progress=seen_progress,
        next_open=coming and Given(coming, key=coming.key, label=coming.label),
        section=Given(key="", groups=()),
        sheet="",
        computed=(),
    )
    values = {"card": seen_card, "touched": (seen_card,), "page": seen_page, "whole": False, "judges": False}
    blanks = {"revision": str(card.revision), "words": card.saved_words, "past": card.history_url}
    return filled(TEMPLATE, values, blanks)


def _is_simple(page: SectionPage, card: Card) -> bool:
    """Tell whether nothing stands beside it that the answer may change, and nothing is to be said of it."""
    depends = page.section.always_asked is None or page.section.adds_up or card.question.has_rows
    return not depends and card.state == "saved" and not (card.messages or card.source.is_confirmed)
