"""The stemmers: threads that ask at once have each its own stem, and the library is there for others too."""

import subprocess
import sys
from threading import Thread
from typing import Any

import pytest
from snowballstemmer.danish_stemmer import DanishStemmer
from snowballstemmer.english_stemmer import EnglishStemmer

from search.stems import stem


@pytest.mark.parametrize(
    ("stemmer", "language", "word", "other"),
    [(DanishStemmer, "da", "klyngernes", "virksomheder"), (EnglishStemmer, "en", "companies", "strategies")],
)
def test_word_of_another_thread_that_comes_between_changes_no_stem(
    stemmer: type[Any], language: str, word: str, other: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    alone, found = [stem(word, language), stem(other, language)], []
    work = stemmer._stem

    def interrupted(self: Any) -> Any:
        monkeypatch.setattr(stemmer, "_stem", work)
        another = Thread(target=lambda: found.append(stem(other, language)), daemon=True)
        another.start()
        # It waits for nobody.
        another.join(timeout=10)
        return work(self)

    monkeypatch.setattr(stemmer, "_stem", interrupted)

    assert [stem(word, language), *found] == alone


def test_library_is_whole_for_whoever_asks_for_it() -> None:
    asking = (
        "import sys, search.stems, snowballstemmer; few = len(sys.modules); "
        "print(snowballstemmer.stemmer('swedish').stemWord('klustrens'), len(sys.modules) > few + 20, "
        "snowballstemmer.stemmer('danish').__class__ is search.stems.DanishStemmer)"
    )

    done = subprocess.run([sys.executable, "-c", asking], check=True, capture_output=True, text=True)

    assert done.stdout.split() == ["klustr", "True", "True"]
