"""The stemmers are taken in by themselves, and their library is there for others too."""

import subprocess
import sys


def test_library_is_whole_for_whoever_asks_for_it() -> None:
    asking = (
        "import sys, search.stems, snowballstemmer; few = len(sys.modules); "
        "print(snowballstemmer.stemmer('swedish').stemWord('klustrens'), len(sys.modules) > few + 20, "
        "snowballstemmer.stemmer('danish').__class__ is search.stems.DanishStemmer)"
    )

    done = subprocess.run([sys.executable, "-c", asking], check=True, capture_output=True, text=True)

    assert done.stdout.split() == ["klustr", "True", "True"]
