"""Documents that are made in the background: asked for, made once, failed, and taken up again."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from pypdf import PdfReader

from accounts.models import User
from clusters.models import Cluster
from core import workers
from exports import file_cache
from reports import services
from reports.models import Export
from reports.services import Wanted
from strategy.models import Strategy
from tests import factories
from tests.days import NOW

pytestmark = pytest.mark.django_db

HTML = '<!doctype html><html lang="da"><head><title>Prøve</title></head><body>{}</body></html>'
DEEP = "<div>" * 400 + "Æ" + "</div>" * 400
QUEUE = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Any) -> None:
    settings.EXPORT_DIR = tmp_path / "exports"


@pytest.fixture
def queue(settings: Any) -> None:
    """A worker is alive, and has not got round to anything yet."""
    settings.TASKS = QUEUE
    workers.beat("one")


@pytest.fixture
def strategy(cluster: Cluster, alice: User) -> Strategy:
    return factories.make_strategy(cluster, alice)


def wanted(words: str = "<p>Ærø</p>", **values: str) -> Wanted:
    given = {"kind": Export.Kind.STRATEGY, "name": "Prøve", "language": "da", "address": "/c/havtorn/documents/"}
    return Wanted(**{**given, "html": HTML.format(words), **values})


def ask(cluster: Cluster, by: User, words: str = "<p>Ærø</p>") -> Export:
    return services.request_export(cluster=cluster, wanted=wanted(words), by=by)


def again(export: Export) -> Export:
    return Export.across_clusters.get(pk=export.pk)


def pdf_address(strategy: Strategy) -> str:
    return f"/c/havtorn/documents/strategies/{strategy.number}/da.pdf"


def waiting_tasks() -> list[list[int]]:
    from django_tasks_db.models import DBTaskResult

    return [task.args_kwargs["args"] for task in DBTaskResult.objects.ready()]


def test_without_a_worker_the_document_is_made_at_once(cluster: Cluster, alice: User) -> None:
    export = ask(cluster, alice)

    pdf = file_cache.file_of(export.digest) or b""

    assert (export.state, export.pages, export.size, export.attempts) == ("done", 1, len(pdf), 1)
    assert PdfReader(BytesIO(pdf)).pages[0].extract_text() == "Ærø"
    assert file_cache.source_of(export.digest) is None


@pytest.mark.usefixtures("queue")
def test_with_a_worker_it_waits_and_is_made_by_the_task(cluster: Cluster, alice: User) -> None:
    export = ask(cluster, alice)
    before = (export.state, file_cache.file_of(export.digest), waiting_tasks())

    services.render_export.func(export.pk)

    assert before == ("queued", None, [[export.pk]])
    assert (again(export).state, again(export).pages) == ("done", 1)


@pytest.mark.usefixtures("queue")
def test_asked_for_twice_it_waits_once(cluster: Cluster, alice: User) -> None:
    first, second = ask(cluster, alice), ask(cluster, alice)

    assert (first.pk, waiting_tasks()) == (second.pk, [[first.pk]])


@pytest.mark.usefixtures("queue")
def test_task_that_runs_twice_makes_it_once(cluster: Cluster, alice: User) -> None:
    export = ask(cluster, alice)
    services.render_export.func(export.pk)
    made = again(export)

    services.render_export.func(export.pk)

    assert again(export).finished_at == made.finished_at
    assert again(export).attempts == 1


@pytest.mark.usefixtures("queue")
def test_equal_content_of_another_person_is_ready_at_once(cluster: Cluster, alice: User, bob: User) -> None:
    services.render_export.func(ask(cluster, alice).pk)

    export = ask(cluster, bob)

    assert (export.state, export.attempts, export.asked_by) == ("done", 0, bob)


@pytest.mark.usefixtures("queue")
def test_two_who_wait_for_equal_content_get_the_same_file(cluster: Cluster, alice: User, bob: User) -> None:
    first, second = ask(cluster, alice), ask(cluster, bob)

    services.render_export.func(first.pk)
    services.render_export.func(second.pk)

    assert (again(first).state, again(second).state) == ("done", "done")
    assert again(first).digest == again(second).digest


@pytest.mark.usefixtures("queue")
def test_document_that_was_being_made_when_its_worker_died_is_made(cluster: Cluster, alice: User) -> None:
    export = ask(cluster, alice)
    services.change(export, state="running", step="laying-out", pages=7, attempts=1)

    services.render_export.func(export.pk)

    assert (again(export).state, again(export).attempts, again(export).pages) == ("done", 2, 1)


@pytest.mark.usefixtures("queue")
def test_document_that_breaks_off_again_and_again_is_given_up(cluster: Cluster, alice: User) -> None:
    export = ask(cluster, alice)
    services.change(export, state="running", attempts=services.TRIES)

    services.render_export.func(export.pk)

    assert (again(export).state, again(export).fault) == ("failed", "lost")


def test_document_that_cannot_be_made_says_why_and_can_be_tried_again(
    cluster: Cluster, alice: User, sign_in: Callable
) -> None:
    export = ask(cluster, alice, DEEP)

    page = sign_in(alice).get(export.get_absolute_url()).content.decode()

    assert (export.state, export.fault) == ("failed", "nesting")
    assert "lists inside lists at too many levels to print. Use fewer levels, then try again." in page
    assert '<a class="btn btn-primary" href="/c/havtorn/documents/">Try again</a>' in page
    assert ask(cluster, alice, DEEP).attempts == 1


@pytest.mark.usefixtures("queue")
def test_what_is_to_be_printed_is_gone(cluster: Cluster, alice: User) -> None:
    export = ask(cluster, alice)
    file_cache.drop_source(export.digest)

    services.render_export.func(export.pk)

    assert (again(export).state, again(export).fault) == ("failed", "gone")


@pytest.mark.usefixtures("queue")
def test_stuck_document_is_asked_for_again(cluster: Cluster, alice: User) -> None:
    export = ask(cluster, alice)
    services.change(export, seen_at=NOW - services.STUCK - timedelta(seconds=1))

    ask(cluster, alice)

    assert waiting_tasks() == [[export.pk], [export.pk]]


def test_progress_goes_by_the_pages_of_the_last_time() -> None:
    export = Export(step="laying-out", pages=10)
    unknown = export.percent
    export.expected_pages = 20

    assert (unknown, export.percent) == (25, 42)


@pytest.mark.usefixtures("queue")
def test_pages_of_the_last_time_are_known(cluster: Cluster, other_cluster: Cluster, alice: User, charlie: User) -> None:
    services.render_export.func(ask(other_cluster, charlie, "<p>1</p><p style='break-before: page'>2</p>").pk)
    first = ask(cluster, alice)
    services.render_export.func(first.pk)
    second = ask(cluster, alice, "<p>Samsø</p>")

    assert (services.expected_pages(again(first)), services.expected_pages(second)) == (1, 1)


def test_pruning_forgets_what_nobody_asked_for(cluster: Cluster, alice: User) -> None:
    old, new = ask(cluster, alice), ask(cluster, alice, "<p>Samsø</p>")
    services.change(old, asked_at=NOW - timedelta(days=20))

    services.prune_exports(before=NOW - timedelta(days=14))

    assert list(Export.across_clusters.all()) == [new]


# --- the pages --------------------------------------------------------------------------------------------------------


def get(client: Client, address: str, *, htmx: bool = False) -> Any:
    return client.get(address, headers={"HX-Request": "true"} if htmx else {})


@pytest.mark.usefixtures("queue")
def test_address_of_the_pdf_leads_to_the_page_and_later_to_the_file(
    strategy: Strategy, alice: User, sign_in: Callable
) -> None:
    client = sign_in(alice)

    first = client.get(pdf_address(strategy))
    (export,) = Export.across_clusters.all()
    services.render_export.func(export.pk)
    second = client.get(pdf_address(strategy))
    by_page = client.get(f"/c/havtorn/documents/exports/{export.pk}/file/")

    assert (first.status_code, first["Location"]) == (302, f"/c/havtorn/documents/exports/{export.pk}/")
    assert (second.status_code, second["Content-Type"]) == (200, "application/pdf")
    assert second.content == by_page.content == file_cache.file_of(export.digest)
    assert second["Content-Disposition"] == (
        'inline; filename="klyngen-havtorn-strategi-2027-da.pdf"; '
        "filename*=UTF-8''Klyngen%20havtorn%20-%20Strategi%202027%20%28da%29.pdf"
    )


@pytest.mark.usefixtures("queue")
def test_page_asks_again_until_it_is_ready(cluster: Cluster, alice: User, sign_in: Callable) -> None:
    export, client = ask(cluster, alice), sign_in(alice)
    address = export.get_absolute_url()
    whole, waiting = get(client, address), get(client, address, htmx=True)
    services.render_export.func(export.pk)

    ready, later = get(client, address, htmx=True), get(client, address)

    assert (whole.status_code, waiting.status_code, ready.status_code, later.status_code) == (200, 200, 286, 200)
    assert f'hx-get="{address}" hx-trigger="every 700ms"' in whole.content.decode()
    assert '<meta http-equiv="refresh" content="2">' in whole.content.decode()
    assert "<html" not in waiting.content.decode()
    assert f'data-go="{address}file/"' in ready.content.decode()
    # Who comes back later is not sent to the file again, and nothing asks any more.
    assert "data-go" not in later.content.decode()
    assert 'hx-trigger="every' not in later.content.decode()


@pytest.mark.usefixtures("queue")
def test_page_says_which_page_it_is_at(cluster: Cluster, alice: User, sign_in: Callable) -> None:
    export = ask(cluster, alice)
    services.change(export, state="running", step="laying-out", pages=3, expected_pages=12, attempts=2)

    page = get(sign_in(alice), export.get_absolute_url(), htmx=True).content.decode()

    assert "page 3; the last time there were 12" in page
    assert 'value="33"' in page
    assert "The work was interrupted and has started again." in page


@pytest.mark.usefixtures("queue")
def test_page_says_when_nobody_is_at_work(cluster: Cluster, alice: User, sign_in: Callable) -> None:
    export = ask(cluster, alice)
    workers.leave("one")

    page = get(sign_in(alice), export.get_absolute_url()).content.decode()

    assert "No documents are being created at the moment." in page
    assert '<a class="btn btn-primary" href="/c/havtorn/documents/">Create it now</a>' in page
    assert ask(cluster, alice).state == "done"


def test_file_that_made_room_for_others_is_made_again(strategy: Strategy, alice: User, sign_in: Callable) -> None:
    client = sign_in(alice)
    client.get(pdf_address(strategy))
    (export,) = Export.across_clusters.all()
    file_cache.prune(largest=0)

    answer = client.get(f"/c/havtorn/documents/exports/{export.pk}/file/")
    made = client.get(answer["Location"])

    assert (answer["Location"], made["Content-Type"]) == (pdf_address(strategy), "application/pdf")


@pytest.mark.usefixtures("queue")
def test_file_that_is_not_made_yet_leads_to_the_page(cluster: Cluster, alice: User, sign_in: Callable) -> None:
    export = ask(cluster, alice)

    answer = sign_in(alice).get(f"{export.get_absolute_url()}file/")

    assert answer["Location"] == export.get_absolute_url()


def test_list_shows_my_own_documents_with_the_same_number_of_queries(
    cluster: Cluster, alice: User, bob: User, sign_in: Callable, django_assert_num_queries: Callable
) -> None:
    for words in ("<p>1</p>", "<p>2</p>"):
        ask(cluster, bob, words)
    ask(cluster, alice, "<p>Alice</p>")
    client = sign_in(bob)
    client.get("/c/havtorn/documents/")

    with django_assert_num_queries(QUERIES_OF_LIST):
        two = client.get("/c/havtorn/documents/").content.decode()
    ask(cluster, bob, DEEP)
    with django_assert_num_queries(QUERIES_OF_LIST):
        three = client.get("/c/havtorn/documents/").content.decode()

    assert (two.count(">Prøve</a>"), three.count(">Prøve</a>")) == (2, 3)
    assert (three.count("Not made"), three.count("Ready")) == (1, 2)


QUERIES_OF_LIST = 11


@pytest.mark.usefixtures("queue")
def test_asking_for_the_progress_costs_three_queries(
    cluster: Cluster, alice: User, sign_in: Callable, django_assert_num_queries: Callable
) -> None:
    export, client = ask(cluster, alice), sign_in(alice)

    # Session and person with membership, document; and whether anybody is at work.
    with django_assert_num_queries(3):
        get(client, export.get_absolute_url(), htmx=True)
