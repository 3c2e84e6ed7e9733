"""A small strategy to edit, and what the editor's page sends."""

from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from curation.models import Draft
from tests.pages import tree
from tests.schema.samples import common, options, question, section

WHY = "sections/needs/questions/why"
HOW = "sections/needs/questions/how"


def strategy() -> dict[str, Any]:
    """A strategy of two sections: a text, a choice and a text that depends on it; a number."""
    return {
        **common("strategy", "sample"),
        "sections": [
            section(
                "needs",
                question("why", "longtext"),
                question("how", "choice", options=options("alone", "together")),
                question("who", show_if={"question": "how", "is": "together"}),
            ),
            section("goals", question("amount", "number")),
        ],
    }


def fresh(draft: Draft) -> Draft:
    """Return the draft as it is stored now."""
    return Draft.objects.whole().get(pk=draft.pk)


def at(draft: Draft, path: str) -> Any:
    """Return what is stored at a path."""
    from curation.rules.paths import find

    return find(fresh(draft).document, path)


def page(client: Client, draft: Draft, path: str = "") -> HttpResponse:
    """Open the editor with one thing in the middle."""
    return client.get(reverse("curation:editor", args=[draft.pk]), {"at": path} if path else {})


def form_of(response: HttpResponse) -> dict[str, Any]:
    """Return all that the middle's form would send, as a browser does."""
    form = tree(response).xpath("//form[@id='ed-form']")[0]
    sent: dict[str, Any] = {}
    for name, value in form.form_values():
        sent.setdefault(name, []).append(value.removeprefix("\n"))
    return sent


def save(client: Client, draft: Draft, sent: dict[str, Any], **more: Any) -> HttpResponse:
    """Send the form of a page."""
    return client.post(reverse("curation:change", args=[draft.pk]), {**sent, **more})


def act(client: Client, draft: Draft, act: str, path: str = "", **more: Any) -> HttpResponse:
    """Press a button of a page."""
    return save(client, draft, form_of(page(client, draft, path)), act=act, **more)


def keys(draft: Draft, path: str) -> list[str]:
    """Return the keys of a list."""
    return [one["key"] for one in at(draft, path)]
