"""What a page says, read from its HTML as a person would: headings, tables, faults, messages."""

from typing import Any

from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from lxml import html


def tree(response: HttpResponse) -> Any:
    """Parse the page."""
    return html.document_fromstring(response.content.decode())


def words(element: Any) -> str:
    """Return the text of an element with single spaces, without what is hidden from readers."""
    seen = element.xpath(".//text()[not(ancestor::*[@aria-hidden='true'])]")
    return " ".join("".join(seen).split())


def main(response: HttpResponse) -> str:
    """Return all that the page itself says, without the menu around it."""
    return words(tree(response).xpath("//main")[0])


def heading(response: HttpResponse) -> str:
    """Return the page's heading; a page has exactly one."""
    (found,) = tree(response).xpath("//h1")
    return words(found)


def rows(response: HttpResponse, table: int = 0) -> list[list[str]]:
    """Return the cells of a table's body, row by row; a table that is not there has no rows."""
    tables = tree(response).xpath("//table")
    if len(tables) <= table:
        return []
    return [[words(cell) for cell in row.xpath("./th|./td")] for row in tables[table].xpath("./tbody/tr")]


def faults(response: HttpResponse) -> list[str]:
    """Return what the form says is wrong: at the fields, and in the summary what belongs to no field."""
    page = tree(response)
    at_fields = page.xpath("//p[contains(@class, 'invalid-feedback')]")
    of_the_form = page.xpath("//*[contains(@class, 'error-summary')]//li[not(a)]")
    return [words(found) for found in [*of_the_form, *at_fields]]


def notes(response: HttpResponse) -> list[str]:
    """Return the notes and messages of the page."""
    found = tree(response).xpath("//*[contains(concat(' ', @class, ' '), ' note ')]")
    return [words(note) for note in found]


def value(response: HttpResponse, name: str) -> str | list[str]:
    """Return what stands in a field of the page."""
    field = tree(response).xpath(f"//*[@name='{name}']")
    ticked = [one for one in field if one.get("type") in {"radio", "checkbox"}]
    if ticked:
        return [one.get("value", "on") for one in ticked if one.get("checked") is not None]
    (one,) = field
    return str(one.value or "").removeprefix("\n")


def buttons(response: HttpResponse) -> list[str]:
    """Return the words on the buttons and button-like links of the page's main part."""
    found = tree(response).xpath("//main//*[self::button or contains(@class, 'btn')]")
    return [words(button) for button in found]


def queries(client: Client, url: str) -> int:
    """Return how many queries a page takes; a page that is not there does not count."""
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


def form_fields(response: HttpResponse, action: str = "", number: int = 0) -> dict[str, Any]:
    """Return what a browser sends of a form that nobody has touched, the hidden fields too; '' is the page's own."""
    wanted = "not(@action) or @action=''" if not action else f"@action='{action}'"
    form = tree(response).xpath(f"//main//form[translate(@method, 'POST', 'post')='post'][{wanted}]")[number]
    sent: dict[str, Any] = {}
    for field in form.xpath(".//*[@name][not(self::button)][not(@disabled)][not(@type='file')]"):
        if field.get("type") in {"radio", "checkbox"} and field.get("checked") is None:
            continue
        text = field.value if field.tag != "textarea" else (field.text or "").removeprefix("\n")
        value = list(text) if hasattr(text, "pop") else "on" if text is True else str(text or "")
        known = sent.get(field.get("name"))
        sent[field.get("name")] = value if known is None else [*(known if isinstance(known, list) else [known]), value]
    return sent
