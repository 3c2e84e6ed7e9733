"""Pages, saving and conflicts work with whatever keeps the answers; the same steps, in rows and in memory."""

from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpRequest, QueryDict
from django.template.loader import render_to_string

from accounts.models import User
from clusters.models import Cluster
from schema.documents import Template
from tests.workbooks.memory_store import MemoryStore
from tests.workbooks.samples import BOTH, fields_of
from workbooks.models import Workbook
from workbooks.receiving import Outcome, posted_of, receive
from workbooks.services.saving import AnswerConflict, save, value_at
from workbooks.shown.history import changes_of
from workbooks.shown.section_page import SectionPage
from workbooks.stores.base import Store
from workbooks.stores.stored_answers import sheet_of
from workbooks.stores.workbook import WorkbookStore

pytestmark = pytest.mark.django_db


@pytest.fixture(params=["rows", "memory"])
def store(request: pytest.FixtureRequest, workbook: Workbook) -> Store:
    document = workbook.edition.parsed
    assert isinstance(document, Template)
    return WorkbookStore(workbook) if request.param == "rows" else MemoryStore(document)


@pytest.fixture
def shown(store: Store, cluster: Cluster) -> Callable[..., Any]:
    """Return a function that gives the page of the first section, with what could not be stored."""

    def page(outcome: Outcome | None = None) -> SectionPage:
        answers = outcome.answers if outcome else store.load()
        typed = outcome.typed if outcome else {}
        return SectionPage(store, store.document.sections[0], sheet_of(store, answers), answers, BOTH, typed=typed)

    return page


def drawn(page: SectionPage, cluster: Cluster) -> str:
    request = HttpRequest()
    context = {"page": page, "cluster": cluster, "page_url": "/here/", "next_label": "Next"}
    return render_to_string("workbooks/form.html", context, request)


def put(store: Store, by: User, words: str, based_on: int) -> Any:
    current = store.load().get("name")
    return save(store, key="name", value={"da": words}, based_on=based_on, current=current, by=by)


def send(store: Store, page: SectionPage, by: User, html: str, changes: dict[str, str]) -> Outcome:
    """Send the form of a page as a browser would, with other words in some fields."""
    fields = fields_of(html) | {name: [text] for name, text in changes.items()}
    data = QueryDict(mutable=True)
    for name, texts in fields.items():
        data.setlist(name, texts)
    return receive(
        store=store,
        questions=list(page.section.questions),
        posted=posted_of(data),
        answers=store.load(),
        setting=BOTH,
        by=by,
    )


def test_section_is_shown_filled_in_and_shown_again(
    store: Store, shown: Callable[..., Any], cluster: Cluster, alice: User
) -> None:
    html = drawn(shown(), cluster)

    outcome = send(store, shown(), alice, html, {"a-name-da": "Havtorn", "a-members": "12"})
    again = drawn(shown(), cluster)

    assert (outcome.status, sorted(outcome.changed)) == (200, ["members", "name"])
    sent = fields_of(again)
    assert (sent["a-name-da"], sent["a-members"], sent["rev-name"]) == (["Havtorn"], ["12"], ["1"])
    assert f'data-workbook="{store.name}"' in again
    assert store.addresses[0].replace("__key__", "name") in again


def test_untouched_form_changes_nothing(store: Store, shown: Callable[..., Any], cluster: Cluster, alice: User) -> None:
    put(store, alice, "Hav", 0)

    outcome = send(store, shown(), alice, drawn(shown(), cluster), {})

    assert (outcome.status, outcome.changed, store.load()["name"].revision) == (200, [], 1)


def test_colleague_who_was_first_is_not_overwritten(
    store: Store, shown: Callable[..., Any], cluster: Cluster, alice: User, editor: User
) -> None:
    html = drawn(shown(), cluster)
    put(store, alice, "Hav", 0)

    outcome = send(store, shown(), editor, html, {"a-name-da": "Fjord"})
    both = drawn(shown(outcome), cluster)

    assert outcome.status == 409
    assert "Hav" in both
    assert "Fjord" in both
    assert store.load()["name"].value == {"da": "Hav"}


def test_both_texts_of_a_conflict_are_joined(
    store: Store, shown: Callable[..., Any], cluster: Cluster, alice: User, editor: User
) -> None:
    html = drawn(shown(), cluster)
    put(store, alice, "Hav", 0)

    outcome = send(store, shown(), editor, html, {"a-name-da": "Fjord", "act": "both:name", "seen-name": "1"})

    assert (outcome.status, store.load()["name"].value) == (200, {"da": "Hav / Fjord"})


def test_two_people_who_write_in_two_languages_are_both_stored(store: Store, alice: User, editor: User) -> None:
    put(store, alice, "Hav", 0)

    saved = save(store, key="name", value={"en": "Sea"}, based_on=0, current=None, by=editor)

    assert saved.holds_more
    assert store.load()["name"].value == {"da": "Hav", "en": "Sea"}


def test_own_words_sent_again_late_are_no_conflict(store: Store, alice: User, editor: User) -> None:
    put(store, alice, "Hav", 0)
    put(store, editor, "Hav og fjord", 1)

    saved = put(store, alice, "Hav", 0)

    assert (saved.is_changed, saved.holds_more, store.load()["name"].value) == (False, True, {"da": "Hav og fjord"})


def test_late_save_raises_with_what_is_stored(store: Store, alice: User, editor: User) -> None:
    put(store, alice, "Hav", 0)

    with pytest.raises(AnswerConflict) as conflict:
        put(store, editor, "Fjord", 0)

    assert conflict.value.current is not None
    assert (conflict.value.current.value, conflict.value.current.changed_by) == ({"da": "Hav"}, alice)


def test_value_at_a_revision_is_what_stood_there(store: Store, alice: User) -> None:
    put(store, alice, "Hav", 0)
    put(store, alice, "Fjord", 1)

    assert [value_at(store, "name", n) for n in (0, 1, 2)] == [None, {"da": "Hav"}, {"da": "Fjord"}]


def test_history_tells_who_wrote_what_and_what_has_changed(store: Store, alice: User, editor: User) -> None:
    put(store, alice, "Hav", 0)
    put(store, editor, "Hav og fjord", 1)
    question = store.document.question("name")
    assert question is not None

    changes = changes_of(store, question, sheet_of(store, store.load()), BOTH, "1", newest=2)

    assert [(one.who, one.is_current, one.row.value) for one in changes] == [
        (editor.display_name, True, {"da": "Hav og fjord"}),
        (alice.display_name, False, {"da": "Hav"}),
    ]
    assert [language for language, _pieces in changes[0].changed] == ["da"]
