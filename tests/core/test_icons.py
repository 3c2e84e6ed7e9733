"""Icons are shown from one file, named where they stand alone, and every one that a template asks for is there."""

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.contrib.staticfiles import finders
from django.templatetags.static import static
from lxml import html

from core import icons
from core.templatetags.toolkit import NOTE_ICONS, STATUS_ICONS

ROOT = Path(__file__).parent.parent.parent


def test_an_icon_is_hidden_from_screen_readers():
    svg = html.fragment_fromstring(icons.svg("plus", "icon-lg"))

    assert svg.attrib == {"class": "icon icon-lg", "aria-hidden": "true"}
    assert [use.get("href") for use in svg] == [f"{static('icons.svg')}#plus"]


def test_an_icon_without_more_has_no_quotation_marks():
    assert icons.svg("plus").startswith("<svg class=icon aria-hidden=true><use ")


def test_the_file_of_icons_holds_every_drawing_under_its_name():
    found = finders.find("icons.svg")
    sprite = ElementTree.fromstring(Path(str(found)).read_text(encoding="utf-8"))

    drawn = {symbol.get("id"): symbol for symbol in sprite}
    assert drawn.keys() == icons.drawings().keys()
    assert [path.get("d") for path in drawn["plus"]] == ["M5 12h14", "M12 5v14"]
    assert {symbol.get("viewBox") for symbol in sprite} == {"0 0 24 24"}


def test_an_icon_with_a_label_is_an_image_and_its_label_is_escaped():
    svg = html.fragment_fromstring(icons.svg("plus", label='"Add" <b>'))

    assert (svg.get("role"), svg.get("aria-label"), svg.get("aria-hidden")) == ("img", '"Add" <b>', None)


def test_an_unknown_name_says_what_to_do():
    with pytest.raises(icons.UnknownIconError, match=r"no icon 'unicorn'.*package\.json"):
        icons.svg("unicorn")


def test_every_drawing_is_whole_and_nothing_but_a_drawing():
    shapes = {e.tag for d in icons.drawings().values() for e in ElementTree.fromstring(f"<svg>{d}</svg>").iter()}

    assert shapes == {"svg", "path", "circle", "rect", "line", "ellipse", "polygon", "polyline"} & shapes
    assert len(icons.drawings()) > 100


def test_every_icon_that_templates_and_code_name_exists():
    named = set(STATUS_ICONS.values()) | set(NOTE_ICONS.values())
    for template in (ROOT / "templates").rglob("*.html"):
        text = template.read_text(encoding="utf-8")
        named |= set(re.findall(r'{% icon "([^"]+)"', text))
        named |= set(re.findall(r'\bicon="([^"]+)"', text))
    for room in ROOT.glob("*/__init__.py"):
        for module in room.parent.rglob("*.py"):
            named |= set(re.findall(r'\bicon="([a-z0-9-]+)"', module.read_text(encoding="utf-8")))

    assert {"menu", "circle-x"} <= named
    assert named - icons.drawings().keys() == set()
