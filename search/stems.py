"""The stems of words in the two languages.

The library takes in the stemmers of thirty others when it is read, two megabytes of each process: it waits, and these
two are read by themselves.
"""

from core.later import read_later

read_later("snowballstemmer")
from snowballstemmer.danish_stemmer import DanishStemmer  # noqa: E402 -- the package waits
from snowballstemmer.english_stemmer import EnglishStemmer  # noqa: E402

_STEMMERS = {"da": DanishStemmer, "en": EnglishStemmer}


def stem(word: str, language: str) -> str:
    """Return a word in small letters without its ending; KeyError for a language other than the two.

    A stemmer keeps its word in itself, so each word has one of its own: what that costs is a fourteenth of finding the
    stem, and no thread waits for another.
    """
    return str(_STEMMERS[language]().stemWord(word))
