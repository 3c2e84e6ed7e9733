"""Words as they are compared: folded, without their endings, in parts. Pure Python, for Danish and English at once.

The index keeps every shape of a word, and a search asks for every shape of it, so that a database has only to compare
whole pieces and beginnings, which SQLite and PostgreSQL do alike.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from search.stems import stem

MOST_WORDS = 8
# What is folded to less than this is found as it is written, and not as a beginning.
SHORTEST_BEGINNING = 3
# A shorter word has no parts that mean something by themselves: eksport|fremstød, but not s|tolk.
SHORTEST_COMPOUND = 7
SHORTEST_PART = 4
# Of a longer word only this much is compared; nobody types more, and its parts would fill the index.
LONGEST_WORD = 60
# In a shorter word one slip makes another word.
SHORTEST_SLIP = 4

_SPELLINGS = {"æ": "ae", "ø": "oe", "å": "aa", "ä": "ae", "ö": "oe", "ß": "ss", "þ": "th", "ð": "d", "đ": "d", "ł": "l"}
_WORD = re.compile(r"[^\W_]+")
_PHRASE = re.compile(r"[\"“”„«»]([^\"“”„«»]{1,200})[\"“”„«»]")
# Words that stand in every text and tell nothing of it.
STOP_WORDS = frozenset(
    [
        "af",
        "alle",
        "alt",
        "at",
        "blev",
        "blive",
        "bliver",
        "da",
        "de",
        "dem",
        "den",
        "denne",
        "der",
        "deres",
        "det",
        "dette",
        "dig",
        "din",
        "disse",
        "dog",
        "du",
        "efter",
        "eller",
        "en",
        "end",
        "er",
        "et",
        "for",
        "fra",
        "fx",
        "ham",
        "han",
        "hans",
        "har",
        "havde",
        "have",
        "hende",
        "hendes",
        "her",
        "hos",
        "hun",
        "hvad",
        "hvis",
        "hvor",
        "i",
        "ikke",
        "ind",
        "jeg",
        "jer",
        "jo",
        "kan",
        "kun",
        "man",
        "med",
        "meget",
        "men",
        "mig",
        "min",
        "mine",
        "mit",
        "mod",
        "må",
        "ned",
        "noget",
        "nogle",
        "nu",
        "når",
        "og",
        "også",
        "om",
        "op",
        "os",
        "over",
        "på",
        "sig",
        "sin",
        "sine",
        "sit",
        "skal",
        "skulle",
        "som",
        "så",
        "sådan",
        "til",
        "ud",
        "under",
        "var",
        "ved",
        "vi",
        "vil",
        "ville",
        "vor",
        "være",
        "været",
        "a",
        "about",
        "all",
        "also",
        "an",
        "and",
        "any",
        "are",
        "as",
        "at",
        "be",
        "been",
        "but",
        "by",
        "can",
        "did",
        "do",
        "does",
        "from",
        "had",
        "has",
        "have",
        "he",
        "her",
        "his",
        "how",
        "if",
        "in",
        "into",
        "is",
        "it",
        "its",
        "me",
        "more",
        "most",
        "my",
        "no",
        "not",
        "of",
        "on",
        "one",
        "or",
        "our",
        "out",
        "she",
        "should",
        "so",
        "some",
        "such",
        "than",
        "that",
        "the",
        "their",
        "them",
        "then",
        "there",
        "these",
        "they",
        "this",
        "those",
        "to",
        "too",
        "up",
        "us",
        "was",
        "we",
        "were",
        "what",
        "when",
        "where",
        "which",
        "who",
        "will",
        "with",
        "would",
        "you",
        "your",
    ]
)

_LANGUAGES = ("da", "en")


def fold(text: str) -> str:
    """Return the text as it is compared: no capitals, no accents, æ ø å as ae oe aa."""
    composed = unicodedata.normalize("NFC", text).casefold()
    return composed if composed.isascii() else "".join(map(fold_letter, composed))


@lru_cache(maxsize=4096)
def fold_letter(letter: str) -> str:
    """Return one small letter as it is compared; it may become two, or none."""
    if letter in _SPELLINGS:
        return _SPELLINGS[letter]
    if letter.isascii():
        return letter
    return "".join(part for part in unicodedata.normalize("NFKD", letter) if not unicodedata.combining(part))


def written(text: str) -> list[str]:
    """Return the words of a text in small letters, in their order."""
    return [word[:LONGEST_WORD] for word in _WORD.findall(unicodedata.normalize("NFC", text).casefold())]


@lru_cache(maxsize=65536)
def shapes(word: str) -> tuple[str, ...]:
    """Return a word in small letters as it is compared: folded, and without its Danish and its English ending."""
    folded = _lettered(fold(word))
    stems = (_lettered(fold(stem(word, language))) for language in _LANGUAGES)
    return tuple(dict.fromkeys(shape for shape in (folded, *stems) if shape))


def _lettered(folded: str) -> str:
    return "".join(_WORD.findall(folded))


def pieces_of(text: str) -> set[str]:
    """Return all that a text is found by: its words in each shape, and the ends of long ones."""
    found: set[str] = set()
    for word in set(written(text)):
        forms = shapes(word)
        found.update(forms)
        if forms:
            found.update(_ends(forms[0]))
    return found


def _ends(word: str) -> Iterator[str]:
    if len(word) < SHORTEST_COMPOUND:
        return
    for start in range(2, len(word) - SHORTEST_PART + 1):
        yield word[start:]


@dataclass(frozen=True, slots=True)
class Wanted:
    """One word that is searched for, in its shapes."""

    word: str
    shapes: tuple[str, ...]

    @property
    def exact(self) -> tuple[tuple[str, bool], ...]:
        """The shapes, none of them as a beginning."""
        return tuple((shape, False) for shape in self.shapes)

    @property
    def beginnings(self) -> tuple[tuple[str, bool], ...]:
        """The shapes, each with whether longer words that begin with it count too."""
        return tuple((shape, len(shape) >= SHORTEST_BEGINNING) for shape in self.shapes)


@dataclass(frozen=True, slots=True)
class Query:
    """What somebody searches for: words, of which each must stand there, and phrases in quotes, as they are written."""

    wanted: tuple[Wanted, ...] = ()
    phrases: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.wanted)

    @property
    def pieces(self) -> tuple[str, ...]:
        """The shapes of all words, to mark them where they stand."""
        return tuple(dict.fromkeys(shape for one in self.wanted for shape in one.shapes))


def query_of(text: str) -> Query:
    """Return what is searched for; signs are no operators, and words that stand everywhere are left out."""
    wanted = dict.fromkeys(
        word for word in written(text) if word not in STOP_WORDS and (len(word) > 1 or word.isdigit())
    )
    words = [Wanted(word, shapes(word)) for word in list(wanted)[:MOST_WORDS]]
    phrases = (" ".join(map(fold, written(phrase))) for phrase in _PHRASE.findall(text))
    return Query(tuple(one for one in words if one.shapes), tuple(one for one in phrases if " " in one))


def is_begun(shape: str, pieces: set[str]) -> bool:
    """Whether a shape is one of the pieces of a text, or begins one."""
    return shape in pieces or (len(shape) >= SHORTEST_BEGINNING and any(piece.startswith(shape) for piece in pieces))


def is_slip(typed: str, meant: str) -> bool:
    """Whether two words differ by one letter that is missing, added or another, or by two that changed places."""
    if typed == meant:
        return False
    short, long = sorted((typed, meant), key=len)
    if len(long) - len(short) > 1:
        return False
    start = 0
    while start < len(short) and short[start] == long[start]:
        start += 1
    if len(short) < len(long):
        return short[start:] == long[start + 1 :]
    if short[start + 1 :] == long[start + 1 :]:
        return True
    return short[start : start + 2] == long[start : start + 2][::-1] and short[start + 2 :] == long[start + 2 :]


def marked(text: str, pieces: tuple[str, ...]) -> list[tuple[str, bool]]:
    """Return the text in parts, each with whether it is one of the words that were searched for, or begins with one."""
    parts: list[tuple[str, bool]] = []
    end = 0
    for found in _WORD.finditer(text):
        if _is_hit(found[0], pieces):
            parts += [(text[end : found.start()], False), (found[0], True)]
            end = found.end()
    parts.append((text[end:], False))
    return [(words, is_hit) for words, is_hit in parts if words]


def first_hit(text: str, pieces: tuple[str, ...]) -> int | None:
    """Return where the first word stands that was searched for, or begins with one that was."""
    return next((found.start() for found in _WORD.finditer(text) if _is_hit(found[0], pieces)), None)


@lru_cache(maxsize=65536)
def _folded(word: str) -> str:
    return fold(word)


@lru_cache(maxsize=65536)
def _is_hit(word: str, pieces: tuple[str, ...]) -> bool:
    folded = _folded(word[:LONGEST_WORD])
    if any(folded == piece or (len(piece) >= SHORTEST_BEGINNING and folded.startswith(piece)) for piece in pieces):
        return True
    is_long = len(folded) >= SHORTEST_COMPOUND
    return is_long and any(len(piece) >= SHORTEST_PART and piece in folded[2:] for piece in pieces)
