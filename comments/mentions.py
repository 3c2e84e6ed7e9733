"""Names behind an @ in what people write: who is meant, and where it stands. Linear in the length of the text."""

import re
from collections.abc import Iterable, Sequence
from typing import TypeVar

from django.utils.html import conditional_escape, format_html_join
from django.utils.safestring import SafeString, mark_safe

from accounts.models import User

PersonT = TypeVar("PersonT", bound=User)


def mentioned_in(text: str, people: Iterable[PersonT]) -> list[PersonT]:
    """Return the people whose name stands behind an @. Namesakes are all meant: better told than missed."""
    every = list(people)
    pattern = _pattern(one.display_name for one in every)
    if pattern is None or "@" not in text:
        return []
    found = {match.group(1).casefold() for match in pattern.finditer(text)}
    return [one for one in every if one.display_name.casefold() in found]


def marked(text: str, names: Sequence[str]) -> SafeString:
    """Return the text as HTML: its lines as they were written, and the names in it marked."""
    pattern = _pattern(names)
    return mark_safe("<br>".join(_line(line, pattern) for line in text.split("\n")))


def _line(line: str, pattern: re.Pattern[str] | None) -> str:
    if pattern is None:
        return conditional_escape(line)
    parts, place = [], 0
    for match in pattern.finditer(line):
        parts += [("", line[place : match.start()]), ("mention", match.group(0))]
        place = match.end()
    parts.append(("", line[place:]))
    spans = [(f' class="{kind}"' if kind else "", words) for kind, words in parts if words]
    return format_html_join("", "<span{}>{}</span>", ((mark_safe(kind), words) for kind, words in spans))


def _pattern(names: Iterable[str]) -> re.Pattern[str] | None:
    """Return what finds the names, the longest of those that begin alike first; None where there are none."""
    known = sorted({name for name in names if name}, key=len, reverse=True)
    if not known:
        return None
    return re.compile(f"@({'|'.join(map(re.escape, known))})(?!\\w)", re.IGNORECASE)
