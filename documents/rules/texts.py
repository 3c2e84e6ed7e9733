"""A clause's text as people edit it, and what it is made of: paragraphs, points, and the template's clauses."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import zip_longest

from core.text import Language, Text
from schema.clauses import MARK, Clause, ClauseItem, ClauseParagraph
from schema.conditions import Condition
from schema.documents import Template

_POINT = re.compile(r"^\s*(?:[-•*]|\([a-z]{1,2}\))\s+(?=\S)")
_NUMBERED = re.compile(r"^\d+\.\s+")


@dataclass(frozen=True, slots=True)
class ClauseChange:
    """What a cluster has made of a clause: left it out, written it otherwise, or added it."""

    key: str
    is_left_out: bool = False
    title: Text = Text()  # noqa: RUF009 -- a text never changes
    text: Text = Text()  # noqa: RUF009 -- a text never changes
    reason: str = ""
    is_own: bool = False
    after: str = ""
    revision: int = 0

    @property
    def is_rewritten(self) -> bool:
        """Whether it has words of the cluster's."""
        return bool(self.title or self.text)


def standing_behind(change: ClauseChange, places: Mapping[str, str]) -> ClauseChange:
    """Return a clause behind the one that is there: `places` says behind which each stood that is gone."""
    after, seen = change.after, {change.key}
    while after in places and after not in seen:
        seen.add(after)
        after = places[after]
    return replace(change, after=after) if after != change.after else change


@dataclass(frozen=True, slots=True)
class TextParagraph:
    """A paragraph of a text in one language: its parts, its points, and the keys by which others refer to them."""

    parts: tuple[str, ...]
    points: tuple[tuple[str, str], ...] = ()
    key: str = ""
    show_if: Condition | None = None
    only_with: str = ""


def clauses_of(template: Template) -> tuple[Clause, ...]:
    """Return the clauses of a document; older templates have them among their questions, numbered by hand."""
    if template.wording.clauses:
        return template.wording.clauses
    return tuple(
        Clause(
            key=question.key,
            title=question.label.each(lambda words: _NUMBERED.sub("", words)),
            optional=question.optional,
            show_if=question.show_if,
            paragraphs=_paragraphs_of_body(question.body),
        )
        for question in template.clause_questions()
    )


def _paragraphs_of_body(body: Text) -> tuple[ClauseParagraph, ...]:
    by_language = {language: read_text(words) for language, words in body.to_value().items()}
    if len({len(found) for found in by_language.values()}) != 1:
        return (ClauseParagraph(text=body),)
    return tuple(
        ClauseParagraph(
            text=Text.of(
                {code: "\n\n".join(one.parts) for code, one in zip(by_language, alike, strict=True)}, body.first
            ),
            items=tuple(
                ClauseItem(text=Text.of(dict(zip(by_language, words, strict=True)), body.first))
                for words in zip(*([point for _key, point in one.points] for one in alike), strict=False)
            ),
        )
        for alike in zip(*by_language.values(), strict=True)
    )


def paragraphs_of(clause: Clause, language: Language) -> list[TextParagraph]:
    """Return the paragraphs of the template's own text."""
    return [
        TextParagraph(
            tuple(part for part in re.split(r"\n\s*\n", one.text.resolve(language).text.strip()) if part.strip()),
            tuple((item.key, item.text.resolve(language).text.strip()) for item in one.items),
            one.key,
            one.show_if,
            one.only_with,
        )
        for one in clause.paragraphs
    ]


def read_text(words: str) -> list[TextParagraph]:
    """Return the paragraphs of a text that somebody has written: an empty line parts them, a dash begins a point.

    A mark that stands alone belongs to the paragraph above it.
    """
    found: list[TextParagraph] = []
    for part in re.split(r"\n\s*\n", words.replace("\r\n", "\n").strip()):
        lines = part.strip().split("\n")
        plain = [line.strip() for line in lines if not _POINT.match(line)]
        points = tuple(("", _POINT.sub("", line).strip()) for line in lines if _POINT.match(line))
        said = " ".join(plain).strip()
        if found and ((said and not points and MARK.fullmatch(said)) or (points and not said)):
            last = found[-1]
            parts = (*last.parts, said) if said else last.parts
            found[-1] = TextParagraph(parts, (*last.points, *points))
        elif said or points:
            found.append(TextParagraph((said,) if said else (), points))
    return found


def written_text(paragraphs: list[TextParagraph]) -> str:
    """Return paragraphs as they are edited; `read_text` reads them back."""
    blocks = []
    for one in paragraphs:
        points = "\n".join(f"- {words}" for _key, words in one.points)
        *first, last = one.parts or ("",)
        blocks += [*first, "\n".join(line for line in (last, points) if line)]
    return "\n\n".join(" ".join(block.split(" ")) for block in blocks if block)


def rewritten(change: ClauseChange, clause: Clause | None, language: Language) -> list[TextParagraph]:
    """Return the paragraphs of a changed clause.

    A paragraph that reads as before is the template's, with what it depends on; one in the place of another keeps the
    keys by which it is referred to.
    """
    given = read_text(change.text.resolve(language).text)
    before = paragraphs_of(clause, language) if clause else []
    found: list[TextParagraph] = []
    matched = SequenceMatcher(None, [_said(one) for one in before], [_said(one) for one in given], autojunk=False)
    for tag, a, b, c, d in matched.get_opcodes():
        if tag == "equal":
            found += before[a:b]
            continue
        for old, one in zip_longest(before[a:b], given[c:d]):
            if one is not None:
                found.append(_in_place_of(old, one) if old else one)
    return found


def _said(one: TextParagraph) -> tuple[object, ...]:
    return " ".join(" ".join(one.parts).split()), tuple(" ".join(words.split()) for _key, words in one.points)


def _in_place_of(old: TextParagraph, one: TextParagraph) -> TextParagraph:
    keys = [key for key, _words in old.points]
    points = tuple((keys[n] if n < len(keys) else "", words) for n, (_key, words) in enumerate(one.points))
    return TextParagraph(one.parts, points, old.key)
