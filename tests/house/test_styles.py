"""The style sheet is written in small files, and reaches browsers as one."""

import re
from pathlib import Path

from django.contrib.staticfiles import finders

from core.styles import PART, SOURCE
from tests.house.tree import files, lines_with, product, read

STYLES = [path for path in files(".css") if "vendor" not in path.parts]


def test_browsers_get_every_part_once_and_in_order() -> None:
    found = finders.find("css/app.css")
    parts = PART.findall(SOURCE.read_text(encoding="utf-8"))

    sheet = Path(str(found)).read_text(encoding="utf-8")
    begins = [sheet.index((SOURCE.parent / part).read_text(encoding="utf-8")) for part in parts]

    assert begins == sorted(begins)
    assert "@import" not in sheet
    alone = set(
        re.findall(r"css/([\w-]+\.css)", "".join(read(path) for path in files(".html") if "templates" in path.parts))
    )
    assert {*parts, *alone} == {path.name for path in SOURCE.parent.glob("*.css")}


def test_files_of_styles_are_short() -> None:
    assert [str(path) for path in STYLES if len(read(path).splitlines()) > 400] == []


def test_a_line_of_a_style_sheet_holds_one_declaration() -> None:
    rooms = [path for path in STYLES if path.parts[:2] == ("static", "css")]
    found = lines_with(r";\s*[\w-]+\s*:", rooms)

    assert [line for line in found if not re.search(r"/\*|data:", line)] == []


COLOUR = re.compile(r"#[0-9a-f]{6}\b")
# Colours that are no part of the palette, and why.
OTHERS = {
    "accounts/totp.py": "the code that a telephone reads is black on white",
}


# Those of the European Union's emblem, which are not ours to choose.
GIVEN = {"#003399", "#ffcc00"}


def test_colours_in_python_and_in_print_are_those_of_the_palette() -> None:
    palette = {*COLOUR.findall(read("static/css/tokens.css")), *GIVEN}
    drawn = product()
    printed = [path for path in STYLES if path.parts[:2] == ("static", "print")]

    found = {f"{path}: {colour}" for path in [*drawn, *printed] for colour in COLOUR.findall(read(path))}

    assert sorted(one for one in found if one.split(": ")[1] not in palette) == []
