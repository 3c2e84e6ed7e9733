"""Content that is in one language alone, or in others than the portal's: it loads, is read, and says what it lacks."""

import io
from typing import Any

import pytest
import yaml
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from exports.html import print_html
from library.exports import blank_document
from library.loading import STARTER_CONTENT
from library.models import Edition
from tests.factories import make_user
from tests.library.publishing import publish, texts
from tests.pages import heading, tree, words
from tests.schema.samples import question, spoken, template

pytestmark = pytest.mark.django_db


def in_swedish(name: str) -> dict[str, Any]:
    """A published thing as if it had been written in Swedish."""
    data = yaml.safe_load((STARTER_CONTENT / f"{name}.yaml").read_text(encoding="utf-8"))
    data = {**spoken(data, sv="Sv: "), "format": 2, "languages": ["sv"]}
    return {key: value for key, value in data.items() if key != "hints"}


def swedish() -> dict[str, Any]:
    data = template(question("a", help={"da": "Hjælp", "en": "Help"}))
    return {**spoken(data, sv="Sv: "), "format": 2, "languages": ["sv"]}


@pytest.mark.parametrize(
    "name", sorted(str(p.relative_to(STARTER_CONTENT).with_suffix("")) for p in STARTER_CONTENT.glob("*/*.yaml"))
)
def test_every_publication_could_be_in_swedish_alone(reader: Client, name: str) -> None:
    url = publish(in_swedish(name))

    response = reader.get(url)

    assert response.status_code == 200
    assert heading(response).startswith("Sv: ")
    assert tree(response).xpath("string(//h1//span/@lang)") == "sv"
    (lead,) = tree(response).xpath("//p[@class='lead']")
    assert lead.xpath("string(span/@lang)") == "sv"
    ids = tree(response).xpath("//@id")
    assert sorted(ids) == sorted(set(ids))
    assert "Not in English yet: shown in Swedish." in texts(response, "//p[contains(@class, 'meta-row')]/span")


def test_what_is_in_the_language_of_the_reader_says_nothing(reader: Client, client: Client) -> None:
    data = {**template(question("a")), "format": 2, "languages": ["en", "da"]}

    assert not [one for one in texts(reader.get(publish(data)), "//span") if "shown in" in one]


def test_a_form_to_fill_in_by_hand_says_which_language_it_is_in() -> None:
    publish(swedish())

    html = print_html(blank_document(Edition.objects.get(), "da"))

    assert '<span lang="sv">Sv: a</span> <span class="other">(' in html


def test_the_loader_says_what_a_file_lacks(tmp_path: Any) -> None:
    data = swedish()
    data["languages"] = ["sv", "en"]
    data["title"]["en"] = "In English"
    file = tmp_path / "own.yaml"
    file.write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")
    out = io.StringIO()

    call_command("load_content", str(file), stdout=out)

    assert out.getvalue().splitlines()[1:] == [
        "  4 of 5 texts are not in English yet: shown in Swedish.",
        "  Not in Danish yet: shown in Swedish.",
        "1 loaded",
    ]


def test_the_desk_says_what_is_published_and_not_in_a_language(client: Client) -> None:
    publish(swedish())
    client.force_login(make_user("Karen", is_curator=True))

    row = tree(client.get(reverse("curation:desk"))).xpath("//table//th[@scope='row']")

    assert words(row[0]).endswith("Not in Danish yet: shown in Swedish. Not in English yet: shown in Swedish.")


def test_it_is_found_by_its_words_and_marked(reader: Client) -> None:
    data = swedish()
    data["title"]["sv"] = "Älvdalen"
    publish(data)

    hits = tree(reader.get(reverse("search:shared"), {"q": "älvdalen"})).xpath("//a[@lang='sv']")

    assert [words(one) for one in hits] == ["Älvdalen"]
