"""The stemmers of the two languages.

The library takes in those of thirty others when it is read, two megabytes of each process: it waits, and these two are
read by themselves.
"""

from core.later import read_later

read_later("snowballstemmer")
from snowballstemmer.danish_stemmer import DanishStemmer  # noqa: E402 -- the package waits
from snowballstemmer.english_stemmer import EnglishStemmer  # noqa: E402

__all__ = ["DanishStemmer", "EnglishStemmer"]
