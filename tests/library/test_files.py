"""What one takes along from the library: a page on paper, an empty form, the file it can be loaded from."""

from io import BytesIO

import pytest
from django.test import Client
from docx import Document

from library.exports import page_html
from library.models import Edition
from schema import parse
from schema.reading import read_text
from tests.library.publishing import publish, starter
from tests.pages import tree, words
from tests.schema.samples import catalogue, checklist, every_type, example, resource

pytestmark = pytest.mark.django_db

KINDS = {
    "resource": "resources/globalisation-goes-digital",
    "glossary": "resources/glossary",
    "checklist": "checklists/innovation-tour",
    "template": "templates/strategy",
    "agreement": "templates/consortium-agreement",
    "survey": "surveys/baseline",
    "catalogue": "kpis/catalogue",
}


@pytest.mark.parametrize("name", KINDS.values(), ids=KINDS)
@pytest.mark.parametrize("language", ["da", "en"])
def test_every_kind_has_a_page_on_paper_in_both_languages(name: str, language: str) -> None:
    starter(name)
    edition = Edition.objects.get()

    html = page_html(edition, language)  # type: ignore[arg-type]

    assert edition.title_text.resolve(language).text in html.replace("&#x27;", "'")  # type: ignore[arg-type]
    assert "popovertarget" not in html
    assert "<script" not in html


def test_pdf_is_made_and_shown_under_the_name_of_the_page(reader: Client) -> None:
    address = publish(checklist())

    answer = reader.get(f"{address}da.pdf")

    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert answer.content.startswith(b"%PDF-")
    assert answer["Content-Disposition"].startswith('inline; filename="prve-da.pdf"')


def test_blank_form_has_room_for_every_kind_of_answer() -> None:
    publish(every_type())

    page = tree_of(page_html(Edition.objects.get(), "en"))

    assert len(page.xpath("//*[@class='asked']")) == len([q for s in every_type()["sections"] for q in s["questions"]])
    assert len(page.xpath("//*[contains(@class, 'line whole')]")) >= 7
    assert page.xpath("//ul[@class='boxes']/li")
    assert page.xpath("//table[@class='grid']//td")


def test_blank_scale_has_a_box_for_every_step_also_without_words() -> None:
    publish(every_type())

    page = tree_of(page_html(Edition.objects.get(), "en"))

    boxes = [[one.text_content().partition(":")[0] for one in box] for box in page.xpath("//ul[@class='boxes']")]
    assert [str(number) for number in range(1, 6)] in boxes


def tree_of(html: str):
    """Return a page as lxml reads it."""
    from lxml import html as reader

    return reader.fromstring(html)


@pytest.mark.parametrize("data", [every_type(), checklist()], ids=["template", "checklist"])
def test_word_document_has_every_question_and_a_place_for_its_answer(reader: Client, data: dict) -> None:
    answer = reader.get(f"{publish(data)}en.docx")

    paper = Document(BytesIO(answer.content))
    said = "\n".join(
        [paragraph.text for paragraph in paper.paragraphs]
        + [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    )
    asked = [q["label"]["en"] for s in data.get("sections", ()) for q in s["questions"]]
    asked += [item["label"]["en"] for group in data.get("groups", ()) for item in group["items"]]
    assert [label for label in asked if label not in said] == []
    assert "\u2610" in said


@pytest.mark.parametrize(
    "data", [every_type(), checklist(), catalogue(), resource(), example()], ids=lambda d: d["kind"]
)
def test_source_is_read_as_the_same_document(reader: Client, data: dict) -> None:
    answer = reader.get(f"{publish(data)}content.yaml")

    assert read_text(answer.content) == data
    assert parse(read_text(answer.content)).slug == data["slug"]


@pytest.mark.parametrize("end", ["xx.pdf", "xx.docx", "da.exe"])
def test_what_is_no_language_and_no_file_is_not_there(reader: Client, end: str) -> None:
    assert reader.get(f"{publish(checklist())}{end}").status_code == 404
    assert reader.get("/library/checklist/nothing/da.pdf").status_code == 404


def test_guidance_is_no_form_and_has_no_word_document(reader: Client) -> None:
    address = publish(resource())

    assert reader.get(f"{address}da.docx").status_code == 404
    links = tree(reader.get(address)).xpath("//section[contains(@class, 'lib-take')]//a")
    assert [words(link) for link in links] == ["PDF to print", "File to load into another portal (YAML)"]
