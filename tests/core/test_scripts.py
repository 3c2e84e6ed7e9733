"""A page fetches its scripts in a few files, put together from modules that people write."""

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

from core.scripts import EXPORT, IMPORT, NAMES, STATIC, joined, place_of


def modules_of(path: Path) -> set[Path]:
    found = {path}
    for imported in IMPORT.finditer(path.read_text(encoding="utf-8")):
        found |= modules_of((path.parent / imported[2]).resolve())
    return found


@pytest.mark.parametrize("name", NAMES)
def test_a_joined_script_has_every_module_once_and_imports_nothing(name: str) -> None:
    made = joined(name)

    assert not re.search(r"^(import|export)\b", made, re.MULTILINE)
    for module in modules_of(STATIC / name):
        body = EXPORT.sub("", IMPORT.sub("", module.read_text(encoding="utf-8")))
        assert all(line in made for line in body.splitlines())
        assert made.count(f"const {place_of(module)} = (") == 1


@pytest.mark.parametrize("name", NAMES)
def test_a_module_stands_below_what_it_imports(name: str) -> None:
    made = joined(name)
    begins = {place: made.index(f"const {place} = ") for place in re.findall(r"^const (\$\w+) = ", made, re.MULTILINE)}

    assert begins
    assert all(begins[used.group(1)] < used.start() for used in re.finditer(r"\} = (\$\w+);", made))


def test_a_page_gets_the_joined_script() -> None:
    assert Path(str(finders.find("js/app.js"))).read_text(encoding="utf-8") == joined("js/app.js")
    assert finders.find("js/net.js") == str(STATIC / "js" / "net.js")


def test_what_is_imported_under_another_name_keeps_it() -> None:
    assert "forget: drop" in joined("js/workbook/index.js")
