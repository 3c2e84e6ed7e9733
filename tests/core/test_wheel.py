"""The wheel's geometry is the brand's for five phases, and closes for any other number."""

import itertools
from math import hypot
from xml.etree import ElementTree

import pytest

from core.graphics import wheel
from core.graphics.wheel import Phase, draw, draw_for_print, segments

SVG = "{http://www.w3.org/2000/svg}"
FIVE = [Phase(n, f"P{n}", percent, f"/{n}/") for n, percent in enumerate((100, 100, 60, 30, 0), 1)]
ARCS = [
    "M101.59 37.52A62.50 62.50 0 0 1 158.93 79.18",
    "M161.93 81.55A64.62 64.62 0 0 1 139.26 151.33",
    "M137.94 154.92A66.75 66.75 0 0 1 62.06 154.92",
    "M58.24 154.77A68.88 68.88 0 0 1 34.02 80.23",
    "M32.98 76.55A71.00 71.00 0 0 1 98.41 29.02",
]


def test_five_phases_give_the_arcs_of_the_brand():
    found = segments(5)

    assert [s.arc for s in found] == ARCS
    assert [s.thickness for s in found] == [17, 21.25, 25.5, 29.75, 34]
    assert [s.radius for s in found] == [62.5, 64.625, 66.75, 68.875, 71]


def test_outline_and_focus_follow_the_brand():
    last = segments(5)[4]

    assert last.edge == "M16.94 70.94A88.00 88.00 0 0 1 98.03 12.02L98.79 46.01A54.00 54.00 0 0 0 49.03 82.17Z"
    assert last.halo == "M15.05 70.28A90.00 90.00 0 0 1 97.99 10.02"


@pytest.mark.parametrize("count", [1, 2, 3, 4, 6, 7, 12, 30])
def test_any_number_of_phases_goes_once_round_without_overlap(count):
    found = segments(count)

    middles = [s.middle for s in found]
    assert middles == pytest.approx([360 / count * (i + 0.5) for i in range(count)])
    assert all(a.end < b.start for a, b in itertools.pairwise(found))
    assert found[0].start > 0
    assert found[-1].end < 360
    assert found[0].thickness == 17
    assert max(s.outer for s in found) <= 88


def test_no_phases_is_an_empty_drawing():
    svg = ElementTree.fromstring(draw([]))

    assert list(svg) == []


def test_half_turns_and_more_take_the_long_way():
    flags = [s.arc.split()[4] for s in segments(1)]

    assert flags == ["1"]
    assert [s.arc.split()[4] for s in segments(2)] == ["0", "0"]


@pytest.mark.parametrize(
    ("percent", "dashes"), [(60, "60 200"), (100, "100 200"), (140, "100 200"), (0, None), (-5, None)]
)
def test_the_fill_is_as_long_as_the_percentage(percent, dashes):
    svg = ElementTree.fromstring(draw([Phase(1, percent=percent)]))

    fills = [path.get("stroke-dasharray") for path in svg.iter("path") if path.get("class") == "fill"]
    assert fills == ([dashes] if dashes else [])


def test_as_navigation_each_phase_with_an_address_is_a_named_link():
    phases = [*FIVE[:2], Phase(3, "P3")]
    svg = ElementTree.fromstring(draw(phases, names=["1 A: done", '2 "B" & c', "3 C"], label="Choose", current=2))

    links = [(a.get("href"), a.get("aria-label"), a.get("aria-current")) for a in svg.iter("a")]
    assert links == [("/1/", "1 A: done", None), ("/2/", '2 "B" & c', "step")]
    assert (svg.get("role"), svg.get("aria-label"), svg.get("aria-hidden")) == ("group", "Choose", None)
    assert next((t.text, t.get("x"), t.get("y")) for t in svg.iter("text")) == ("1", "139.8", "77.0")


def test_without_a_label_it_is_hidden_from_screen_readers_and_has_no_links():
    svg = ElementTree.fromstring(draw(FIVE, outlined=False))

    assert (svg.get("role"), svg.get("aria-hidden")) == (None, "true")
    assert [e.tag for e in svg.iter() if e.tag in ("a", "text")] == []
    assert {p.get("class") for p in svg.iter("path")} == {"track", "fill"}


def test_colours_go_round_after_five():
    svg = ElementTree.fromstring(draw([Phase(n) for n in range(1, 8)]))

    assert [g.get("class") for g in svg] == [f"phase-{n}" for n in (1, 2, 3, 4, 5, 1, 2)]


def test_in_print_everything_is_literal_and_an_arc_is_as_long_as_the_progress():
    svg = ElementTree.fromstring(draw_for_print(FIVE, label="Wheel", classes="cover"))

    paths = list(svg.iter(f"{SVG}path"))
    assert {p.get("class") for p in paths} == {None}
    assert [p.get("stroke") for p in paths] == [
        *("#eeeef9", "#302b89", "#e3f4f5", "#25a2ae", "#fbf1dc", "#c38607", "#fceae4", "#b92f13", "#f5ebf2"),
    ]
    assert paths[0].get("d") == paths[1].get("d") == "M100.98 37.51A62.50 62.50 0 0 1 159.13 79.76"
    assert paths[5].get("d") == segments(5, wheel.GAP_COVER)[2].filled(60)


def test_a_filled_arc_begins_where_the_segment_begins_and_ends_on_its_radius():
    segment = segments(5)[2]

    begin, end = segment.filled(50).removeprefix("M").split("A")
    x, y = (float(n) for n in end.split()[-2:])
    assert begin == segment.arc.removeprefix("M").split("A")[0]
    assert (x, y) == pytest.approx((100, 166.75), abs=0.01)
    assert hypot(x - 100, y - 100) == pytest.approx(segment.radius, abs=0.01)


@pytest.mark.parametrize(("focus", "turn"), [(1, "182"), (2, "110"), (3, "38"), (4, "-34"), (5, "-106")])
def test_an_opener_is_turned_to_its_phase_and_filled_so_far(focus, turn):
    svg = ElementTree.fromstring(draw_for_print(FIVE, focus=focus))

    (group,) = svg
    full = [p.get("stroke") for p in group if p.get("stroke-width") != ".6" and p.get("stroke") != "#ffffff"]
    assert group.get("transform") == f"rotate({turn} 100 100)"
    assert full == list(wheel.PRINT_COLOURS[:focus])
