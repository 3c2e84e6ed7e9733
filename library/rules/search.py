"""Searching texts in Danish and English: how words are folded, what of a document is searched, how large it is.

Words are folded when an edition is stored and again when somebody searches, so that the database only has to look for
one piece of text in another, which SQLite and PostgreSQL do alike.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any

from core.text import LANGUAGES

MOST_WORDS = 8
# Danish and English endings, longest first; what is left of a word must still be long enough to mean something.
_ENDINGS = ("erne", "ernes", "ene", "ens", "ers", "ies", "er", "en", "et", "es", "ed", "e", "r", "s", "y")
_SHORTEST_STEM = 5
_SPELLINGS = {"æ": "ae", "ø": "oe", "å": "aa", "ä": "ae", "ö": "oe", "ß": "ss"}
_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
_WORDS_A_MINUTE = 200
# What stands once for both languages: the titles of sources, and figures.
_PLAIN_KEYS = frozenset({"title", "value"})


def fold(words: str) -> str:
    """Return the text as it is compared: no capitals, no accents, æ ø å also as ae oe aa."""
    return "".join(fold_letter(letter) for letter in unicodedata.normalize("NFC", words).casefold())


def fold_letter(letter: str) -> str:
    """Return one letter as it is compared."""
    if letter in _SPELLINGS:
        return _SPELLINGS[letter]
    if letter.isascii():
        return letter
    return "".join(part for part in unicodedata.normalize("NFKD", letter) if not unicodedata.combining(part))


def words_of(query: str) -> tuple[str, ...]:
    """Return the folded words that somebody searches for, each once."""
    return tuple(dict.fromkeys(_WORD.findall(fold(query))))[:MOST_WORDS]


def stem(word: str) -> str:
    """Return the folded word without its ending, so that "strategier" finds "strategien" and "strategi"."""
    for ending in sorted(_ENDINGS, key=len, reverse=True):
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            return word[: -len(ending)]
    return word


def text_of(document: Mapping[str, Any]) -> str:
    """Return every text of a stored document in both languages, folded, one a line."""
    return "\n".join(fold(words) for words in _texts(document))


def _texts(value: Any, key: str = "") -> Iterator[str]:
    if isinstance(value, Mapping):
        for inner, one in value.items():
            yield from _texts(one, inner)
    elif isinstance(value, list):
        for one in value:
            yield from _texts(one)
    elif isinstance(value, str) and (key in LANGUAGES or key in _PLAIN_KEYS):
        yield value


def extent_of(document: Mapping[str, Any]) -> int:
    """Return how large a stored document is: questions, items, KPIs, or minutes of reading for what is only read."""
    if "sections" in document:
        return sum(_asks(question) for section in document["sections"] for question in section.get("questions", ()))
    if "groups" in document:
        return sum(len(group.get("items", ())) for group in document["groups"])
    if "kpis" in document and "answers" not in document:
        return len(document["kpis"])
    return minutes_of(" ".join(_in_danish(document)))


def minutes_of(words: str) -> int:
    """Return how many minutes it takes to read the text, at least one."""
    return max(1, round(len(words.split()) / _WORDS_A_MINUTE))


def _asks(question: Mapping[str, Any]) -> bool:
    return question.get("type") != "panel" and (question.get("type") != "clause" or bool(question.get("optional")))


def _in_danish(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        if isinstance(value.get("da"), str):
            yield value["da"]
        else:
            for one in value.values():
                yield from _in_danish(one)
    elif isinstance(value, list):
        for one in value:
            yield from _in_danish(one)


def marked(text: str, words: tuple[str, ...]) -> list[tuple[str, bool]]:
    """Return the text in pieces, each with whether it is one of the folded words that were searched for."""
    folded: list[str] = []
    origin: list[int] = []
    for place, letter in enumerate(text):
        piece = fold_letter(letter.casefold()) if len(letter.casefold()) == 1 else fold(letter)
        folded.append(piece)
        origin += [place] * len(piece)
    whole = "".join(folded)
    hit = [False] * len(text)
    for word in words:
        for found in re.finditer(re.escape(word), whole):
            for place in origin[found.start() : found.end()]:
                hit[place] = True
    pieces: list[tuple[str, bool]] = []
    for letter, is_hit in zip(text, hit, strict=True):
        if pieces and pieces[-1][1] == is_hit:
            pieces[-1] = (pieces[-1][0] + letter, is_hit)
        else:
            pieces.append((letter, is_hit))
    return pieces
