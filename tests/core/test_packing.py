"""What travels of a page: packed, without the indentation of its templates, and none of what a browser has already."""

import gzip
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template import engines
from django.test import Client

from tests import factories

PLAIN = {"accept-encoding": ""}
pytestmark = pytest.mark.django_db


@pytest.fixture
def packing() -> Client:
    """A browser that takes packed pages, of somebody with a cluster."""
    client = Client(headers={"accept-encoding": "gzip, br"})
    mette = factories.make_user("mette")
    factories.make_member(factories.make_cluster(), mette)
    client.force_login(mette)
    return client


def test_page_travels_packed_and_says_the_same(packing: Client) -> None:
    address = "/c/havtorn/"

    packed, plain = packing.get(address), packing.get(address, headers=PLAIN)

    assert packed["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in packed["Vary"]
    assert len(packed.content) == int(packed["Content-Length"]) < len(plain.content) / 3
    assert "Content-Encoding" not in plain
    heading = re.compile(r"<h1.*?</h1>", re.DOTALL)
    assert heading.findall(gzip.decompress(packed.content).decode()) == heading.findall(plain.content.decode())


def test_what_is_short_or_no_page_travels_as_it_is(packing: Client) -> None:
    assert "Content-Encoding" not in packing.get("/readyz")
    assert "Content-Encoding" not in packing.get("/library/", headers={"hx-request": "true", "hx-target": "results"})


def test_indentation_of_templates_does_not_travel(packing: Client) -> None:
    page = packing.get("/library/", headers=PLAIN).content.decode()

    assert page.count("\n") > 50
    assert not re.search(r"\n[ \t]+<", page)


@pytest.mark.parametrize("name", ["curation/text.html", "submissions/words.html"])
def test_template_that_shows_its_spaces_is_taken_to_the_letter(name: str) -> None:
    loader = engines["django"].engine.find_template(name)[0]

    assert loader.source == (Path(settings.BASE_DIR) / "templates" / name).read_text(encoding="utf-8")


def test_countries_are_named_in_the_language_asked_for(packing: Client) -> None:
    danish, english = (packing.get(f"/library/countries/{one}/", headers=PLAIN) for one in ("da", "en"))

    assert "<option>Østrig</option>" in danish.content.decode()
    assert "<option>Austria</option>" in english.content.decode()
    assert "max-age" in danish["Cache-Control"]
    assert packing.get("/library/countries/xx/").status_code == 404
