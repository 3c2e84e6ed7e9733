"""Facing pages without an empty one before them, which is what WeasyPrint leaves where a page has to be a left one.

`break-before: recto` is taken to mean "on a right page": overleaf from a left one, and where it is on a right one. What
stands there before a spread of two pages fills the page that would be empty. Where one would be empty all the same,
`break-before: left` turns to the next page, whichever that is.
"""

from collections.abc import Callable
from typing import Any

from weasyprint.layout import block, page

Make = Callable[..., Any]
Judge = Callable[[Any, Any], str]


class _Now:
    """The side of the page that is being laid out; a process lays out one document at a time."""

    side = "right"


def leave_no_page_empty() -> None:
    """From now on turn pages so; a second call changes nothing."""
    if getattr(page.make_page, "notes", False):
        return
    page.make_page = _noting(page.make_page)
    block.block_level_page_break = _turning(block.block_level_page_break)


def _noting(make: Make) -> Make:
    def made(context: Any, root: Any, page_type: Any, *rest: Any) -> Any:
        _Now.side = page_type.side
        return make(context, root, page_type, *rest)

    made.notes = True  # type: ignore[attr-defined]
    return made


def _turning(judge: Judge) -> Judge:
    def judged(before: Any, after: Any) -> str:
        said = judge(before, after)
        if said == "recto":
            return "page" if _Now.side == "left" else "auto"
        return "page" if said == _Now.side else said

    return judged
