"""What the tests of one answer share: sending it as the page does, and reading what comes back."""

from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from accounts.models import User
from tests.pages import tree, words
from tests.workbooks import samples
from workbooks.models import Workbook

FRAGMENT = {"HX-Request": "true"}


def address(workbook: Workbook, key: str) -> str:
    return reverse("workbooks:answer", args=[workbook.cluster.slug, workbook.pk, key])


def send(client: Client, workbook: Workbook, key: str, revision: object = 0, **typed: Any) -> HttpResponse:
    """Send one answer as the page does; `da` stands for the field of that language, `v` for the only field."""
    names = {"v": f"a-{key}"}
    data = {names.get(name, f"a-{key}-{name}"): value for name, value in typed.items()}
    if revision is not None:
        data[f"rev-{key}"] = revision
    return client.post(address(workbook, key), data, headers=FRAGMENT)


def state(response: HttpResponse) -> tuple[int, str, str]:
    return response.status_code, response["X-State"], response["X-Revision"]


def sentences(response: HttpResponse) -> list[str]:
    found = tree(response).xpath("//*[@data-for]")
    return [words(one) for one in found]


def value(workbook: Workbook, key: str = "name") -> Any:
    answer = workbook.answers.filter(question_key=key).first()
    return answer.value if answer else None


def put(workbook: Workbook, by: User, text: str, key: str = "name") -> None:
    """Let somebody store a text on top of what is there."""
    samples.put(workbook, by, key, {"da": text})
