"""Drawings: what they show, what they say, and how small they stay."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from lxml import etree

from core.graphics.charts import Bar, LineChart, Mark, bar_chart, line_chart, runs_of, sparkline, ticks_of

SVG = "{http://www.w3.org/2000/svg}"
FIRST = date(2024, 1, 1)


def marks(count: int) -> list[Mark]:
    return [Mark(FIRST + timedelta(days=30 * n), Decimal(20 + n % 17)) for n in range(count)]


def drawn(count: int = 5, *, is_print: bool = False, edge: date | None = None) -> str:
    shown = marks(count)
    line = LineChart(
        title="Members <& partners>",
        description="From 20 to 24",
        runs=runs_of(shown, [edge] if edge else []),
        path=(Mark(FIRST, Decimal(20)), Mark(shown[-1].day + timedelta(days=365), Decimal(60), "Target 60")),
        breaks=((edge, "New definition"),) if edge else (),
        baseline=Mark(FIRST, Decimal(20), "Baseline 20"),
    )
    return line_chart(line, id="c", number=str, day=date.isoformat, is_print=is_print)


def test_a_chart_says_what_it_shows_first() -> None:
    chart = etree.fromstring(drawn())

    assert [child.tag.removeprefix(SVG) for child in chart[:2]] == ["title", "desc"]
    assert (chart.get("role"), chart.get("aria-labelledby")) == ("img", "c-t c-d")
    assert (chart[0].text, chart[1].text) == ("Members <& partners>", "From 20 to 24")


def test_a_chart_of_240_points_stays_small() -> None:
    chart = drawn(240)

    assert chart.count("M") >= 240
    assert len(chart) <= 12_000


def test_a_break_parts_the_line_and_is_named() -> None:
    whole, broken = etree.fromstring(drawn()), etree.fromstring(drawn(edge=FIRST + timedelta(days=75)))

    assert len(whole.findall(f"{SVG}polyline[@class='ch-line']")) == 1
    assert [len(p.get("points").split()) for p in broken.findall(f"{SVG}polyline[@class='ch-line']")] == [3, 2]
    assert "New definition" in [text.text for text in broken.findall(f"{SVG}text")]


@pytest.mark.parametrize(
    ("words", "last", "anchor"), [("31 %", 60, "middle"), ("9.400.000 kr.", 60, "end"), ("9.400.000 kr.", 5, "middle")]
)
def test_long_words_at_the_newest_number_make_way_for_a_path_that_rises(words: str, last: int, anchor: str) -> None:
    shown = [Mark(FIRST, Decimal(20)), Mark(FIRST + timedelta(days=90), Decimal(30), words)]
    path = (shown[0], Mark(FIRST + timedelta(days=365), Decimal(last)))
    line = LineChart(title="x", description="y", runs=runs_of(shown, []), path=path)

    chart = etree.fromstring(line_chart(line, id="c", number=str, day=date.isoformat, is_print=True))

    (label,) = [text for text in chart.findall(f"{SVG}text") if text.text == words]
    assert label.get("text-anchor") == anchor


@pytest.mark.parametrize(
    ("value", "last", "is_right"),
    [(30, 60, False), (25, 60, True), (25, 10, False)],
)
def test_newest_number_under_a_path_that_rises_stands_beside_it(value: int, last: int, is_right: bool) -> None:
    shown = [Mark(FIRST, Decimal(20)), Mark(FIRST + timedelta(days=90), Decimal(value), "new")]
    path = (shown[0], Mark(FIRST + timedelta(days=365), Decimal(last)))
    line = LineChart(title="x", description="y", runs=runs_of(shown, []), path=path)

    chart = etree.fromstring(line_chart(line, id="c", number=str, day=date.isoformat))

    (label,) = [text for text in chart.findall(f"{SVG}text") if text.text == "new"]
    dot = chart.findall(f"{SVG}circle")[-1]
    assert (float(label.get("x")) > float(dot.get("cx"))) is is_right
    assert (float(label.get("y")) > float(dot.get("cy"))) is is_right


def test_in_print_the_colours_are_literal() -> None:
    chart = drawn(is_print=True)

    assert "class=" not in chart
    assert 'stroke="#005275"' in chart
    assert chart.partition(">")[2].startswith("<title>")


@pytest.mark.parametrize(
    ("low", "high", "ticks"),
    [
        ("19", "40", ["0", "10", "20", "30", "40"]),
        ("41", "55", ["40", "45", "50", "55"]),
        ("-5", "3", ["-6", "-4", "-2", "0", "2", "4"]),
        ("0", "0", ["0", "0.2"]),
    ],
)
def test_ticks_are_round_and_enclose_the_values(low: str, high: str, ticks: list[str]) -> None:
    assert ticks_of([Decimal(low), Decimal(high)]) == [Decimal(tick) for tick in ticks]


def test_a_sparkline_is_for_the_eye_only() -> None:
    spark = etree.fromstring(sparkline([(m.day, m.value) for m in marks(3)], Decimal(30)))

    assert spark.get("aria-hidden") == "true"
    assert len(spark.find("polyline").get("points").split()) == 3
    assert sparkline([]) == ""


def test_bars_begin_at_nothing_and_go_both_ways() -> None:
    bars = [Bar("Mid-term", Decimal(-25), "-25 %", outlined=True), Bar("Final", Decimal(50), "50 %")]

    chart = etree.fromstring(
        bar_chart([("K1", bars)], title="Way", description="K1", id="w", goal=(Decimal(100), "Target"))
    )

    back, forth = chart.findall(f"{SVG}rect")
    assert float(back.get("x")) + float(back.get("width")) == pytest.approx(float(forth.get("x")))
    assert float(forth.get("width")) == pytest.approx(2 * float(back.get("width")), abs=0.2)
    assert (back.get("class"), forth.get("class")) == ("ch-bar-2", "ch-bar")


def placed(chart: str) -> list[tuple[float, float, float]]:
    """Return where the words at the marks stand: from, to and how high."""
    found = []
    for text in etree.fromstring(chart).findall(f"{SVG}text"):
        if text.get("font-weight") == "600":
            width, x = 6.9 * len(text.text), float(text.get("x"))
            begin = x - {"end": width, "middle": width / 2}.get(text.get("text-anchor"), 0)
            found.append((begin, begin + width, float(text.get("y"))))
    return found


def test_words_at_marks_that_lie_close_stand_apart() -> None:
    shown = (Mark(FIRST, Decimal(20)), Mark(FIRST + timedelta(days=360), Decimal("59.8"), "59.800.000 kr."))
    path = (shown[0], Mark(FIRST + timedelta(days=365), Decimal(60), "Target 60.000.000 kr."))
    baseline = Mark(FIRST + timedelta(days=350), Decimal("59.9"), "Baseline 59.900.000 kr.")
    line = LineChart(title="T", description="D", runs=(shown,), path=path, baseline=baseline)

    words = placed(line_chart(line, id="c", number=str, day=date.isoformat, is_print=True))

    assert len(words) == 3
    assert [
        (one, other)
        for n, one in enumerate(words)
        for other in words[:n]
        if one[0] < other[1] and other[0] < one[1] and abs(one[2] - other[2]) < 13
    ] == []


def test_axis_makes_room_for_ten_digits() -> None:
    shown = (Mark(FIRST, Decimal(1_234_567_890)), Mark(FIRST + timedelta(days=90), Decimal(9_876_543_210)))
    line = LineChart(title="T", description="D", runs=(shown,))

    chart = etree.fromstring(line_chart(line, id="c", number=lambda v: f"{v:,} kr.", day=date.isoformat, is_print=True))

    ends = [text for text in chart.findall(f"{SVG}text") if text.get("text-anchor") == "end"]
    assert min(float(text.get("x")) - 6.9 * len(text.text) for text in ends) >= 0
