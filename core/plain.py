"""What people type or paste, made plain: one way to write each letter, and nothing in it that nobody can see.

Pure Python, and linear in the length of the text, whatever stands in it.
"""

import re
import unicodedata
from functools import cache

# Each of these parts words; a word processor, a mail and a sheet have each their own.
_LINE_BREAK = re.compile("\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
# A joiner is part of a word where the script needs it, and of an emoji; behind a Latin letter nobody can see it.
_JOINER = "(?<![\u0590-\u1fff\u2190-\U0010ffff])[\u200c\u200d]+"
# Controls, direction marks, zero-width signs, soft hyphens, fillers, tags, and what no database or file can hold.
_UNSEEN = (
    "[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f"
    "\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff\ud800-\udfff\U000e0000-\U000e0fff]+"
)
# The flags of Scotland and Wales are written with tags.
_FLAG = "(\U0001f3f4[\U000e0061-\U000e007f]{2,8})"
_REMOVED = re.compile(f"{_FLAG}|{_JOINER}|{_UNSEEN}")
# So many marks on one letter are no writing; putting a long run of them in order takes quadratic time.
_MOST_MARKS = 30


@cache
def _too_many_marks() -> re.Pattern[str]:
    marks = "".join(chr(code) for code in range(0x300, 0x1E94B) if unicodedata.combining(chr(code)))
    return re.compile(f"([{marks}]{{{_MOST_MARKS}}})[{marks}]+")


def tidy(text: str) -> str:
    """Return the text composed (NFC), with one kind of line break, and without signs that nobody can see."""
    if not text.isascii() or not text.isprintable():
        text = _REMOVED.sub(r"\1", _LINE_BREAK.sub("\n", text))
    return composed(text)


def one_line(text: str) -> str:
    """Return the text as one line: `tidy`, and with a single space wherever there was any white space."""
    return " ".join(tidy(text).split())


def composed(text: str) -> str:
    """Return the text with each letter written in one way (NFC): `å` may come as a letter and a ring."""
    if unicodedata.is_normalized("NFC", text):
        return text
    return unicodedata.normalize("NFC", _too_many_marks().sub(r"\1", text))
