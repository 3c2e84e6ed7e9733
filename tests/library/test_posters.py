"""The picture of a page of guidance: everything it says, with its sources, in both languages and every file."""

from io import BytesIO
from xml.etree import ElementTree

import pytest
from django.test import Client
from PIL import Image

from library.models import Edition
from library.shown.posters import WIDTH, poster_of, wrapped
from schema import Resource
from tests.library.publishing import publish, starter
from tests.pages import tree
from tests.schema.samples import checklist, resource

pytestmark = pytest.mark.django_db

PAGES = ["resources/globalisation-goes-digital", "resources/strategy-process-wheel"]


def said(svg: str) -> str:
    root = ElementTree.fromstring(svg)
    return " ".join("".join(one.itertext()) for one in root.iter("{http://www.w3.org/2000/svg}text"))


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("language", ["da", "en"])
def test_picture_says_every_figure_and_turn_with_its_source(name: str, language: str) -> None:
    starter(name)
    edition = Edition.objects.get()
    document = edition.parsed
    assert isinstance(document, Resource)

    words = said(poster_of(edition, language))  # type: ignore[arg-type]

    texts = [document.title, *(f.label for f in document.figures), *(t.text for t in document.wheel)]
    for text in texts:
        for word in text.resolve(language).text.split():  # type: ignore[arg-type]
            assert word in words
    for figure in document.figures:
        assert figure.value in words
        assert all(word in words for word in figure.source.split())


@pytest.mark.parametrize("name", PAGES)
def test_every_line_stays_on_the_sheet(name: str) -> None:
    starter(name)

    root = ElementTree.fromstring(poster_of(Edition.objects.get(), "da"))

    height = float(root.get("height", "0"))
    for line in root.iter("{http://www.w3.org/2000/svg}text"):
        assert 0 < float(line.get("x", "0")) < WIDTH
        assert 0 < float(line.get("y", "0")) < height


def test_files_are_given_in_each_kind(reader: Client) -> None:
    address = starter(PAGES[1])

    svg, png, pdf = (reader.get(f"{address}picture/en.{end}") for end in ("svg", "png", "pdf"))

    assert svg["Content-Type"] == "image/svg+xml"
    assert ElementTree.fromstring(svg.content).find("{http://www.w3.org/2000/svg}title") is not None
    assert Image.open(BytesIO(png.content)).width >= 800
    assert pdf.content.startswith(b"%PDF-")


def test_page_shows_it_with_its_title_and_the_same_in_words(reader: Client) -> None:
    page = tree(reader.get(starter(PAGES[1])))

    shown = page.xpath("//figure[@id='picture']//*[name()='svg']/*[1]/text()")
    assert shown == ["The strategy process and the strategy wheel"]
    assert len(page.xpath("//ol[@class='lib-turns']/li")) == 4


def test_words_are_escaped_and_a_long_word_is_broken() -> None:
    title = {"da": "A & B", "en": "A & B"}
    publish({**resource(), "title": title, "figures": [{**resource()["figures"][0], "value": "9" * 300}]})

    assert "A & B" in said(poster_of(Edition.objects.get(), "da"))
    assert max(map(len, wrapped("x" * 300, 20, 200))) < 20


def test_what_has_nothing_to_draw_has_no_picture(reader: Client) -> None:
    plain = {name: value for name, value in resource().items() if name != "figures"}

    assert reader.get(f"{publish(plain)}picture/da.svg").status_code == 404
    assert reader.get(f"{publish(checklist())}picture/da.png").status_code == 404
