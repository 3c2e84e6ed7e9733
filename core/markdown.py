"""The one place where Markdown becomes HTML: CommonMark without HTML, sanitised last.

Input comes from curators and from people filling in; neither is trusted.
"""

import re
from functools import lru_cache

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

# Headings in a text stand under the page's own h1 and the question's h2 or h3, so they begin further down.
_TAGS = {"p", "br", "strong", "em", "ul", "ol", "li", "a", "blockquote", "h3", "h4", "h5", "h6", "code", "pre", "hr"}
_ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}}
_PARSER = MarkdownIt("commonmark", {"html": False, "linkify": False}).disable("image")
_LONGEST_CACHED = 20_000
_HEADING = re.compile(r"<(/?)h[3-6]>")


@lru_cache(maxsize=2048)
def _render(source: str) -> str:
    tokens = _PARSER.parse(source)
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            level = min(6, max(3, int(token.tag[1]) + 1))
            token.tag = f"h{level}"
    html = _PARSER.renderer.render(tokens, _PARSER.options, {})
    return nh3.clean(
        html,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer",
    )


def render(source: str) -> SafeString:
    """Return the Markdown as sanitised HTML; headings become h3 to h6."""
    html = _render(source) if len(source) <= _LONGEST_CACHED else _render.__wrapped__(source)
    return mark_safe(html)


def render_in_cell(source: str) -> SafeString:
    """Return the Markdown as sanitised HTML for the cell of a table, in which a heading is a line in bold.

    A cell may head its row, and what heads one may hold no heading; nor do cells belong in a document's contents.
    """
    return mark_safe(_HEADING.sub(lambda found: "</strong></p>" if found[1] else "<p><strong>", render(source)))


def plain(source: str) -> str:
    """Return the words of the Markdown without its marks, a line for each block."""
    lines = []
    for token in _PARSER.parse(source):
        if token.type == "inline":
            children = token.children or []
            lines.append(
                "".join(
                    "\n" if c.type == "hardbreak" else " " if c.type == "softbreak" else c.content for c in children
                )
            )
        elif token.type in ("fence", "code_block"):
            lines.append(token.content.rstrip())
    return "\n".join(lines)
