"""The page in a mail: made of its plain text when it is sent, so that both say the same, and all mails look alike."""

import re
from dataclasses import dataclass, field

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

ADDRESS = re.compile(r"https?://[^\s<>\"]{1,2000}")
# What follows an address in a sentence and is no part of it.
AFTER = ".,;:!?)”"
FOOT = "--"


@dataclass
class Block:
    """A piece of a mail: a heading, a paragraph, a list, or an address that stands alone: what the mail is for."""

    kind: str
    lines: list[str] = field(default_factory=list)
    items: list[list[str]] = field(default_factory=list)


def html_of(text: str, *, subject: str, language: str) -> str:
    """Return a plain mail as a page, in the language that it is written in."""
    body, _line, foot = text.strip().partition(f"\n{FOOT}\n")
    shown = {"body": _shown(body), "foot": _shown(foot), "subject": subject, "language": language}
    with translation.override(language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE):
        return render_to_string("mail/page.html", {**shown, "installation_name": settings.INSTALLATION_NAME})


def _shown(text: str) -> SafeString:
    return format_html_join("\n", "{}", ((_drawn(block),) for block in _blocks(text)))


def _blocks(text: str) -> list[Block]:
    found: list[Block] = []
    current: Block | None = None
    for raw in text.splitlines():
        line = raw.strip()
        if not line:
            # Items of a list stand apart in the text, and are one list here.
            current = current if current and current.kind == "list" else None
        elif line.startswith("- "):
            if current is None or current.kind != "list":
                current = _next(found, "list")
            current.items.append([line[2:]])
        elif current and current.kind == "list" and raw.startswith("  "):
            current.items[-1].append(line)
        elif line.isupper() and len(line) > 2 and not ADDRESS.match(line):
            _next(found, "heading").lines.append(line)
            current = None
        elif ADDRESS.fullmatch(line) and current is None:
            _next(found, "address").lines.append(line)
        else:
            if current is None or current.kind != "words":
                current = _next(found, "words")
            current.lines.append(line)
    return found


def _next(found: list[Block], kind: str) -> Block:
    found.append(Block(kind))
    return found[-1]


def _drawn(block: Block) -> SafeString:
    if block.kind == "heading":
        return format_html("<h2>{}</h2>", block.lines[0])
    if block.kind == "address":
        return format_html('<p class="go"><a href="{0}">{0}</a></p>', block.lines[0])
    if block.kind == "list":
        return format_html("<ul>{}</ul>", format_html_join("", "<li>{}</li>", ((_lines(one),) for one in block.items)))
    return format_html("<p>{}</p>", _lines(block.lines))


def _lines(lines: list[str]) -> SafeString:
    return mark_safe("<br>".join(map(_linked, lines)))  # each line is escaped


def _linked(line: str) -> str:
    parts, at = [], 0
    for found in ADDRESS.finditer(line):
        address = found[0].rstrip(AFTER)
        parts += [escape(line[at : found.start()]), format_html('<a href="{0}">{0}</a>', address)]
        at = found.start() + len(address)
    return "".join([*parts, escape(line[at:])])
