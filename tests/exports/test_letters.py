"""The widths of letters that tables are measured by are those of the fonts that they are set in."""

import pytest
from fontTools.ttLib import TTFont

from exports.assets import STATIC
from exports.letters import width

FONTS = STATIC / "print" / "fonts"
LETTERS = "".join(map(chr, range(32, 127))) + "æøåÆØÅéüßÑ€–’”“…−×·\u00a0"


def advances(name: str) -> dict[str, float]:
    font = TTFont(FONTS / f"{name}.woff2")
    names, widths, whole = font.getBestCmap(), font["hmtx"], font["head"].unitsPerEm
    return {chr(code): 2 * widths[glyph][0] / whole for code, glyph in names.items()}


@pytest.mark.parametrize(("weight", "is_bold"), [("400", False), ("600", True)])
@pytest.mark.parametrize("are_figures", [False, True])
def test_letters_are_as_wide_as_in_their_font(weight: str, is_bold: bool, are_figures: bool) -> None:
    known = advances(f"schibsted-grotesk-latin-{weight}-normal")
    if are_figures:
        known |= {one: wide for one, wide in advances(f"toolkit-figures-{weight}").items() if one.isdigit()}

    found = {one: width(one, is_bold=is_bold, are_figures=are_figures) for one in LETTERS}

    assert found == pytest.approx({one: known[one] for one in LETTERS}, abs=0.002)


def test_a_letter_that_is_not_ours_is_taken_for_a_wide_one() -> None:
    assert width("Ж") > width("n")
    assert width("Ж" * 3) == pytest.approx(3 * width("Ж"))
