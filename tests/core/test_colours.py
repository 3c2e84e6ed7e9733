"""Colours, and whether words can be read in them."""

import pytest

from core.graphics.colours import WHITE, contrast, is_readable, nearest_readable, parse_colour


@pytest.mark.parametrize(
    ("typed", "colour"),
    [
        ("#005275", "#005275"),
        ("005275", "#005275"),
        (" #C8102E ", "#c8102e"),
        ("#08f", "#0088ff"),
        ("", None),
        ("red", None),
        ("#12345", None),
        ("#1234567", None),
        ("#00527g", None),
        ("#005275;background:url(x)", None),
        ("#٠٠٠٠٠٠", None),
    ],
)
def test_colour_is_read(typed: str, colour: str | None) -> None:
    assert parse_colour(typed) == colour


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [("#000000", WHITE, 21.0), (WHITE, WHITE, 1.0), ("#767676", WHITE, 4.54), ("#005275", WHITE, 8.52)],
)
def test_contrast_is_that_of_wcag(one: str, other: str, expected: float) -> None:
    assert (round(contrast(one, other), 2), round(contrast(other, one), 2)) == (expected, expected)


def test_readable_colour_stays() -> None:
    assert nearest_readable("#005275") == "#005275"


@pytest.mark.parametrize("colour", ["#ffcc00", "#00ff00", "#ffffff", "#ff69b4", "#777777", "#87ceeb"])
def test_shade_is_readable_and_hardly_darker_than_it_must_be(colour: str) -> None:
    shade = nearest_readable(colour)

    assert (is_readable(colour), is_readable(shade)) == (False, True)
    assert contrast(shade, WHITE) < 4.6


def test_shade_keeps_the_tone() -> None:
    assert nearest_readable("#ff0000").endswith("0000")
