"""The rules for a piece of text: storable characters, no HTML, and links that lead somewhere safe."""

import re
from collections.abc import Iterator

from core.plain import one_line

LONGEST_TEXT = 100_000

# HTML is told from text by the letter after the bracket; an autolink (<https://…>) is Markdown.
_HTML = re.compile(r"<(?!https?://|mailto:)\s*(?:[/!?]\s*)?[A-Za-z]")
_COMMENT = re.compile(r"<!|<\?|</|-->")
# What a line, which is printed as it is written, would show with its signs.
_MARKDOWN = re.compile(
    r"^#{1,6} |`[^`\n]+`|~~[^~\n]+~~|\]\(|<(?:https?://|mailto:)"
    r"|(?<![\w*])\*{1,3}(?=[^\s*])[^*\n]*\*|(?<![\w_])_{1,3}(?=[^\s_])[^_\n]*_{1,3}(?!\w)|&(?:#\d{1,7}|[A-Za-z]{2,31});"
)
_BLANKS = {0x2800: None, 0xFE0E: None, 0xFE0F: None, 0x200C: None, 0x200D: None}
_LINK = re.compile(r"\]\(\s*<?([^)\s>]*)")
_REFERENCE = re.compile(r"^ {0,3}\[[^\]\n]+\]:\s*<?([^\s>]*)", re.MULTILINE)
_ADDRESS = re.compile(r"https?://|mailto:|/(?![/\\])|#")
_WEB_ADDRESS = re.compile(r"https?://[^\s<>\"]+")
LONGEST_EMAIL = 254
_EMAIL = re.compile(r"[^@\s<>\"(),:;]{1,64}@[^@\s<>\"(),:;]+\.[^@\s<>\"(),:;.]+")
# NUL, other control characters and lone surrogates: databases, PDF and Word files do not take them.
_UNSTORABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


def text_faults(words: str) -> Iterator[str]:
    """Yield what is wrong with any text, whoever wrote it."""
    if len(words) > LONGEST_TEXT:
        yield f"is longer than {LONGEST_TEXT:,} characters"
    if unstorable := _UNSTORABLE.search(words):
        yield f"holds the character U+{ord(unstorable[0]):04X}, which cannot be stored"


def published_faults(words: str, *, markdown: bool) -> Iterator[str]:
    """Yield what is wrong with a text that is published to all: HTML, and links that lead nowhere safe."""
    if _HTML.search(words):
        yield "HTML is not allowed in a text"
    if markdown:
        for pattern in (_LINK, _REFERENCE):
            for address in pattern.findall(words):
                if not _ADDRESS.match(address):
                    yield f"a link must begin with http, https, mailto, / or #: {address[:80]!r}"


def fresh_faults(words: str, *, markdown: bool) -> Iterator[str]:
    """Yield what is refused in a new document, and is read in one that is stored."""
    if _COMMENT.search(words) and not _HTML.search(words):
        yield "a comment or another mark of HTML is not allowed in a text"
    if not one_line(words.translate(_BLANKS)):
        yield "holds only signs that nobody can see"
    if not markdown and (found := _MARKDOWN.search(words)):
        yield f"is printed as it is written, so Markdown is not allowed here: {found[0][:40]!r}"


def is_one_line(words: str) -> bool:
    """Tell whether the text is one line; a line break at its end does no harm."""
    return "\n" not in words.strip()


def is_plain_line(words: object) -> bool:
    """Tell whether this is one line of text that is the same in every language."""
    return isinstance(words, str) and bool(words.strip()) and "\n" not in words and not _HTML.search(words)


def is_web_address(value: object) -> bool:
    """Tell whether this is an http or https address."""
    return isinstance(value, str) and len(value) <= 2000 and _WEB_ADDRESS.fullmatch(value) is not None


def is_email(value: object) -> bool:
    """Tell whether this has the shape of an email address."""
    return isinstance(value, str) and len(value) <= LONGEST_EMAIL and _EMAIL.fullmatch(value) is not None
