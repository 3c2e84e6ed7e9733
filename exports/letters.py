"""How wide words are in the letters of tables: the advances of Schibsted Grotesk, so that no font has to be read."""

from collections.abc import Mapping
from unicodedata import normalize

# In thousandths of the em, from the space to the tilde; `tests/exports/test_letters.py` holds them to the fonts.
_FIRST = 32
_REGULAR = """
    254 240 353 654 564 850 686 199 309 309 443 635 265 488 280 444 611 343 572 576 584 580 595 531 579 594 280 268 635
    635 635 529 885 700 645 703 697 585 561 718 720 354 536 660 545 868 729 770 615 770 633 613 644 673 678 935 652 623
    595 310 444 310 635 500 500 551 589 551 589 573 341 555 567 242 272 552 262 873 581 597 590 590 401 513 340 581 554
    812 559 548 504 327 239 327 635
"""
_SEMIBOLD = """
    227 265 382 694 586 888 691 213 333 333 420 635 282 473 295 466 624 381 587 592 611 602 607 554 600 608 295 285 635
    635 635 551 907 724 666 712 721 598 575 726 740 398 568 701 566 910 752 769 650 769 667 635 671 700 700 980 704 645
    619 342 466 342 635 500 500 579 613 571 613 587 358 569 589 268 291 586 284 897 603 605 614 613 436 532 365 603 585
    854 588 585 528 347 260 347 635
"""
_OTHERS = "æøÆØß€–’”“…−×·"
_REGULAR_OTHERS = "888 597 932 770 600 661 500 265 463 463 726 635 635 280"
_SEMIBOLD_OTHERS = "908 605 955 769 621 660 500 282 506 506 786 635 635 295"
# All figures of a column are as wide, in letters of their own.
_FIGURE = 635
# A letter that is not ours: about as wide as a wide one of ours.
_UNKNOWN = 700


class _Advances(dict[str, int]):
    """The advance of each letter; one with an accent is as wide as without."""

    def __missing__(self, letter: str) -> int:
        base = normalize("NFD", letter)[0] if letter != "\u00a0" else " "
        self[letter] = found = self.get(base, _UNKNOWN)
        return found


def _advances(plain: str, others: str, *, are_figures: bool = False) -> Mapping[str, int]:
    known = {chr(_FIRST + i): int(wide) for i, wide in enumerate(plain.split())}
    known |= zip(_OTHERS, map(int, others.split()), strict=True)
    return _Advances(known | dict.fromkeys("0123456789", _FIGURE) if are_figures else known)


_SETS = {
    (is_bold, are_figures): _advances(*of, are_figures=are_figures)
    for is_bold, of in ((False, (_REGULAR, _REGULAR_OTHERS)), (True, (_SEMIBOLD, _SEMIBOLD_OTHERS)))
    for are_figures in (False, True)
}


def width(words: str, *, is_bold: bool = False, are_figures: bool = False) -> float:
    """Return how wide the words are on one line, in halves of the em: about the number of letters."""
    return sum(map(_SETS[is_bold, are_figures].__getitem__, words)) / 500
