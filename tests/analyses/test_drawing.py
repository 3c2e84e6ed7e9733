"""The drawings of an analysis: what they are made of, and that names stay whole."""

import re

from analyses.shown.drawing import Bar, Line, Segment, firmness, ranking


def texts(svg: str) -> list[str]:
    return re.findall(r"<text [^>]*>([^<]*)</text>", svg)


def test_long_word_in_a_name_is_not_broken() -> None:
    bars = [Bar("Konkurrencesituation", "4,1", (Segment(0.5, "4", 0),))]
    lines = [Line("Konkurrencesituation", 0.5, "10", 0.4, 0.6), Line("Arbejdsmarkedsuddannelser", 0.5, "10", 0.4, 0.6)]

    assert "Konkurrencesituation" in texts(ranking(bars, "Svar"))
    assert {"Konkurrencesituation", "Arbejdsmarkedsuddannelser"} <= set(texts(firmness(lines, "Svar")))


def test_name_on_more_than_two_lines_says_that_it_goes_on() -> None:
    bars = [Bar("Kundernes behov og deres vilje til at betale for cirkulær emballage", "4,1", ())]

    first, second, _total = texts(ranking(bars, "Svar"))

    assert first == "Kundernes behov og"
    assert second.endswith(" …")
