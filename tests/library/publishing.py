"""What the tests of the library's pages share: publishing, and what a page then says."""

from typing import Any

import yaml
from django.http import HttpResponse

from library.loading import STARTER_CONTENT
from library.services import publish_edition
from tests.pages import tree, words


def publish(data: dict[str, Any]) -> str:
    return publish_edition(data=data, by=None).publication.get_absolute_url()


def starter(name: str) -> str:
    return publish(yaml.safe_load((STARTER_CONTENT / f"{name}.yaml").read_text(encoding="utf-8")))


def texts(response: HttpResponse, path: str) -> list[str]:
    return [words(found) for found in tree(response).xpath(path)]


def contents(response: HttpResponse) -> list[tuple[str, str]]:
    """The list of contents: words, and the words of the heading that each entry leads to."""
    page = tree(response)
    found = []
    for link in page.xpath("//aside//nav//a"):
        (target,) = page.xpath(f"//*[@id='{link.get('href')[1:]}']")
        head = target if target.tag == "h2" else target.xpath("./h2")[0]
        found.append((words(link), words(head)))
    return found


def question_block(response: HttpResponse, key: str) -> Any:
    (found,) = tree(response).xpath(f"//h3[@id='q-{key}']/..")
    return found
