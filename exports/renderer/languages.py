"""The language of a passage in the tags of a PDF, which WeasyPrint writes for the whole document only.

A screen reader takes it from there: Danish in an English document is read as Danish. WeasyPrint has no door for it, so
the function that makes the tags of one box is wrapped; a test holds what comes out.
"""

from collections.abc import Callable, Iterator
from typing import Any

from weasyprint.pdf import tags

Build = Callable[..., Iterator[Any]]


def say_languages() -> None:
    """From now on write the language of each passage that has its own; a second call changes nothing."""
    build: Build = tags._build_box_tree
    if not getattr(build, "says_languages", False):
        tags._build_box_tree = _saying(build)


def _saying(build: Build) -> Build:
    def said(box: Any, *rest: Any) -> Iterator[Any]:
        # A placeholder stands for a box that is laid out elsewhere.
        element = getattr(getattr(box, "_box", box), "element", None)
        language = None if element is None or element.tag in ("html", "body") else element.get("lang")
        for made in build(box, *rest):
            if language:
                made["Lang"] = tags.pydyf.String(language)
            yield made

    said.says_languages = True  # type: ignore[attr-defined]
    return said
