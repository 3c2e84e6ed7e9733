"""What a template is made of, and what the browser does with it."""

import re
from dataclasses import dataclass

WIDTH = 120
LONGEST = 145
HARD = "\N{NO-BREAK SPACE}"  # a space at which no line ends
WITHIN = "\v"  # where a tag may be broken within a condition


def words_of(text: str) -> set[str]:
    """Return the words of a text."""
    return set(text.split())


# Elements at whose edges the browser drops white space, or where none is shown.
BLOCKS = words_of(
    """
    html head body title meta link script address article aside blockquote caption col colgroup dd
    details dialog div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr
    legend li main menu nav ol optgroup option p section summary svg path circle rect line g table tbody
    td template tfoot th thead tr ul
    """
)
VOID = words_of(
    """
    area base br col embed hr img input link meta source track wbr
    """
)
# What is not read as markup: its white space is shown, or it is not ours to judge.
VERBATIM = ("pre", "textarea", "script", "style")
# Tags of ours and of Django that draw a block; and blocks of the page frame, which hold nothing but blocks.
DRAWN = {"page_head", "note", "empty", "card", "dialog", "disclosure", "err_page"}
FRAME = {"main", "head", "scripts", "shell", "crumbs", "body", "meta", "brand", "bare_foot"}
PAIRED = {"if", "for", "with", "block", "partialdef", "autoescape", "filter", "spaceless", "blocktranslate"} | DRAWN
MIDDLES = {"else", "elif", "empty", "plural"}
# Containers whose children stand as boxes of their own (flex, grid): white space between them is not shown.
BOXES = words_of(
    """
    actions avatar board brand btn chip d-flex d-grid d-inline-flex eyebrow facts facts-list form-bar
    grid meta meta-row nav-list note page-head panel-head person plan-tools q-foot row-tools save-state
    section-head segmented side signin stages stepper tick tile toast-it topbar year-nav
    """
)
# The same of an element below one with such a class.
BOXES_IN = {"nav-list": "a", "menu-panel": "a", "plain-list": "li", "check-list": "li"}
# Tags that draw nothing.
SILENT = {"load", "extends", "csrf_token", "get_current_language"}

IN_TAG = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}")


@dataclass
class Piece:
    """One tag, one code or one word; `before` is the white space in front of it."""

    text: str
    before: str = ""
    kind: str = "word"  # word, open, middle, close
    name: str = ""
    block: bool = False
    inner: bool = False  # of an element: whether white space at its inner edges is dropped
    outer: bool = False  # and at its outer edges
    silent: bool = False
    code: bool = False
    match: int = -1
    first: int = -1  # of a middle or a close: where its construct opens
    gap: str = ""  # "", " " (a break or a space) or "?" (a break or nothing)
    hard: bool = False  # in a translation: nothing but what stands there
