"""What comes back for an answer that was simply stored is, letter by letter, what its template would have drawn."""

from collections.abc import Callable
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.test import Client

from accounts.models import User
from clusters.models import Cluster
from core.parts.keeping import KEEPER
from core.text import Text
from library.services import publish_edition
from tests.schema.samples import options, question, template
from tests.workbooks.answering import send
from workbooks.models import Workbook
from workbooks.services.workbooks import start_workbook
from workbooks.shown import saved
from workbooks.views import answers as views

pytestmark = pytest.mark.django_db
TYPED: dict[str, list[dict[str, str]]] = {
    "text": [{"da": "Havtorn"}, {"da": "Tang"}],
    "longtext": [{"da": "Vi vil ud"}, {"da": "Vi vil hjem"}],
    "number": [{"v": "40"}, {"v": "41"}],
    "date": [{"v": "2027-05-01"}, {"v": "2027-05-02"}],
    "percent": [{"v": "40"}, {"v": ""}],
}


@pytest.fixture
def plain(cluster: Cluster, alice: User) -> Workbook:
    """A workbook in which no question depends on another."""
    asked = [question(f"q_{kind}", kind) for kind in TYPED]
    edition = publish_edition(data=template(*asked, slug="plain"), by=None)
    return start_workbook(cluster=cluster, edition=edition, title=Text(da="Plan"), by=alice)


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str | None, str]]:
    """What was drawn with blanks, and what the template says of the same card, for each save."""
    found = []

    def both(page: Any, card: Any) -> Any:
        quick = saved.drawn_saved(page, card)
        seen = {"card": card, "touched": page.touched_by(card), "page": page, "whole": False, "judges": False}
        found.append((quick, render_to_string(saved.TEMPLATE, seen)))
        return quick

    monkeypatch.setattr(views, "drawn_saved", both)
    return found


@pytest.mark.parametrize("kind", TYPED)
@pytest.mark.parametrize("language", ["da", "en-gb"])
def test_answer_says_what_its_template_says(
    sign_in: Callable[[User], Client],
    plain: Workbook,
    editor: User,
    drawn: list[tuple[str | None, str]],
    kind: str,
    language: str,
) -> None:
    User.objects.filter(pk=editor.pk).update(language=language)
    client = sign_in(editor)

    for revision, typed in enumerate(TYPED[kind]):
        assert send(client, plain, f"q_{kind}", revision, **typed).status_code == 200

    assert len(drawn) == 2
    for quick, whole in drawn:
        assert quick is not None
        assert quick.split() == whole.split()


def test_what_is_kept_names_nobodys_workbook(
    sign_in: Callable[[User], Client], plain: Workbook, alice: User, charlie: User, other_cluster: Cluster
) -> None:
    send(sign_in(alice), plain, "q_text", da="Havtorn")
    kept = len(KEEPER)
    theirs = start_workbook(cluster=other_cluster, edition=plain.edition, title=Text(da="Plan"), by=charlie)

    said = send(sign_in(charlie), theirs, "q_text", da="Tang").content.decode()

    assert f"/c/{other_cluster.slug}/workbooks/{theirs.pk}/" in said
    assert plain.cluster.slug not in said
    assert len(KEEPER) == kept
    assert plain.cluster.slug not in f"{KEEPER._kept}"


def test_section_in_which_answers_depend_on_each_other_is_drawn_whole(
    client: Client, cluster: Cluster, alice: User, drawn: list[tuple[str | None, str]]
) -> None:
    asked = [
        question("first", "choice", options=options("yes", "no")),
        question("then", show_if={"question": "first", "is": "yes"}),
    ]
    edition = publish_edition(data=template(*asked, slug="bound"), by=None)
    bound = start_workbook(cluster=cluster, edition=edition, title=Text(da="Plan"), by=alice)

    said = send(client, bound, "first", v="yes")

    assert [quick for quick, _whole in drawn] == [None]
    assert "toc-then" in said.content.decode()
