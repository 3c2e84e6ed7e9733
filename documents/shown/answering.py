"""A question of a document as its card is answered: the card, and the parts of the text that have changed with it."""

from dataclasses import dataclass

from documents.rules.tree import Laid
from documents.selectors.page import DocumentPage
from documents.shown.paper import PaperView, ShownAnnex, ShownArticle, changed_anchors, changed_numbers


@dataclass(frozen=True, slots=True)
class ChangedText:
    """What of the text is to be drawn again after a change, and which numbers are others."""

    view: PaperView
    articles: tuple[ShownArticle, ...]
    annexes: tuple[ShownAnnex, ...]
    numbers: str


def changed_text(page: DocumentPage, before: Laid, *, may_write: bool) -> ChangedText:
    """Return what of the text reads otherwise than before."""
    after = page.here
    view = PaperView(page, after, may_write=may_write)
    anchors = set(changed_anchors(before, after))
    return ChangedText(
        view,
        tuple(view.article(one) for one in after.articles if one.anchor in anchors),
        tuple(one for one in view.annexes if one.annex.anchor in anchors),
        changed_numbers(before, after),
    )
