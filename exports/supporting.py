"""Partners and funders on a document: all of them on its last page, a few funders on its cover."""

from django.utils.translation import gettext as _

from core.supporters import FUNDER, PARTNER, Supporter
from exports.document import PrintDocument

# As many as stand beside each other on a cover.
ON_COVER = 4


def title() -> str:
    """Return what stands above the last page."""
    return _("Partners and funders")


def on_cover(document: PrintDocument) -> tuple[Supporter, ...]:
    """Return the funders whose logos stand on the cover; where there are more than it holds they stand at the end."""
    found = tuple(one for one in document.supporters if one.kind == FUNDER and one.logo)
    return found if len(found) <= ON_COVER else ()


def at_the_end(document: PrintDocument) -> tuple[tuple[str, tuple[Supporter, ...]], ...]:
    """Return funders, then partners, each under its name; nothing in a preview or a paper of a page or two."""
    if document.is_preview or document.is_brief:
        return ()
    named = ((FUNDER, _("Funders")), (PARTNER, _("Partners")))
    groups = ((words, tuple(one for one in document.supporters if one.kind == kind)) for kind, words in named)
    return tuple((words, found) for words, found in groups if found)
