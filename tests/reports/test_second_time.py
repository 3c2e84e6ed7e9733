"""A document that is asked for again: what nobody has changed is not gathered again, and nobody sees a stale word.

Each table that a document has read is changed behind the portal's back, every column of every row, and all that it has
not read at once; what is remembered is then what is made anew.
"""

import pickle
from collections import OrderedDict
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from django.apps import apps
from django.db import connection, models, transaction
from django.http import Http404
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from analyses.views.documents import _asked as analysis
from clusters.models import Cluster, Membership
from core.rereading import REREADING
from exports.choices import Choices
from exports.document import PrintDocument
from exports.page_cache import page_of
from exports.word import word_file
from funders.views.documents import printed as funder_report
from reports.views.alone import _asked as alone
from reports.views.assessments import _asked as assessment
from reports.views.documents import asked_evaluation, asked_strategy
from reports.views.packs import _document as pack
from reports.views.snapshots import asked_comparison, asked_snapshot
from reports.views.surveys import _asked as survey
from tests import made_rows
from tests.days import NOW, set_clock
from tests.house.test_kept_pages import ROOMS, change

pytestmark = pytest.mark.django_db

Made = tuple[PrintDocument, str]
KINDS: dict[str, Callable[[Cluster], Made]] = {
    "strategy": lambda cluster: asked_strategy(cluster, 1, "da", Choices()),
    "KPI report": lambda cluster: alone(cluster, 1, "kpis", "en"),
    "action plan": lambda cluster: alone(cluster, 1, "plan", "da"),
    "strategy year": lambda cluster: alone(cluster, 1, "year", "en"),
    "snapshot": lambda cluster: asked_snapshot(cluster, 1, 2, "da"),
    "comparison": lambda cluster: asked_comparison(cluster, 1, 2, "en", ""),
    "evaluation": lambda cluster: asked_evaluation(cluster, 1, "da"),
    "pack": lambda cluster: pack(cluster, 1, "en"),
    "self-assessment": lambda cluster: assessment(cluster, 1, "da"),
    "survey": lambda cluster: survey(cluster, 1, "da", None),
    "analysis": lambda cluster: analysis(cluster, 1, "da"),
    "funder’s report": lambda cluster: funder_report(cluster, 1, None, "da"),
    "what was sent": lambda cluster: funder_report(cluster, 1, 1, "en"),
}
# Editions never change, so that a process knows each for good; sessions are shown nowhere.
LASTING = {"Edition", "Publication", "Session"}


@pytest.fixture
def demo(settings: Any) -> Cluster:
    settings.DEMO = True
    made_rows.starter_and_demo()
    return Cluster.objects.get(slug="demo")


def written(kind: str) -> bytes:
    """Return all that a document says, and the name of its file; its cluster is read anew, as with each request."""
    return pickle.dumps(KINDS[kind](Cluster.objects.get(slug="demo")))


def tables() -> list[type[models.Model]]:
    """Return every table whose rows are in a cluster or are shown in one."""
    rooms = {*ROOMS, "analyses", "assessments", "comments", "documents", "funders", "reports", "reviews", "surveys"}
    found = [model for room in sorted(rooms) for model in apps.get_app_config(room).get_models()]
    return [model for model in found if model.__name__ not in LASTING]


def test_no_document_is_stale_whatever_has_changed(demo: Cluster) -> None:
    for kind in KINDS:
        REREADING.clear()
        with CaptureQueriesContext(connection) as asked:
            before = written(kind)
        assert len(REREADING) == 1, f"{kind} rests on more than what the database answers"
        said = " ".join(query["sql"] for query in asked.captured_queries)
        read = [model for model in tables() if f'"{model._meta.db_table}"' in said]
        seen = [is_seen_in(kind, before, [model]) for model in read]

        assert any(seen), f"none of the changes is to be seen in {kind}"
        assert not is_seen_in(kind, before, [model for model in tables() if model not in read]), kind


def is_seen_in(kind: str, before: bytes, changed: list[type[models.Model]]) -> bool:
    """Change what can be changed in these tables, and tell whether the document says it, at once; then take it back."""
    remembered = OrderedDict(REREADING._known)
    with transaction.atomic():
        sum(map(change, changed))
        kept = written(kind)
        REREADING.clear()
        assert kept == written(kind), (kind, changed)
        transaction.set_rollback(True)
    # What was made of the changed rows is forgotten: the next change is to meet what was made before them all.
    REREADING._known = remembered
    return kept != before


def test_every_moment_of_a_day_says_the_same_and_the_next_day_is_another(demo: Cluster) -> None:
    before = {kind: written(kind) for kind in KINDS}
    for hour in (0, 23):
        REREADING.clear()
        set_clock(NOW.replace(hour=hour, minute=30))
        assert {kind for kind in KINDS if written(kind) != before[kind]} == set()

    set_clock(NOW + timedelta(days=1))
    dated = {"strategy", "KPI report", "action plan", "strategy year", "comparison"}
    assert {kind for kind in KINDS if written(kind) != before[kind]} >= dated


def test_what_is_shared_is_not_changed_by_making_files_of_it(demo: Cluster) -> None:
    for kind, asked in KINDS.items():
        before = pickle.loads(written(kind))
        made = asked(Cluster.objects.get(slug="demo"))
        page_of(made[0])
        word_file(made[0])

        assert made == before, kind


ADDRESS = "/c/demo/documents/strategies/1/{}.docx"


def signed_in(email: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(email=email))
    return client


def words_of(response: Any) -> bytes:
    """Return the text of a Word file; the file itself says when it was packed."""
    with ZipFile(BytesIO(response.content)) as file:
        return file.read("word/document.xml")


def test_the_second_time_asks_the_database_and_gathers_nothing(demo: Cluster) -> None:
    editor = signed_in("editor@example.org")
    first = editor.get(ADDRESS.format("da"))
    with CaptureQueriesContext(connection) as asked:
        second = editor.get(ADDRESS.format("da"))

    # Two that lead a person in; each of the others stands there once.
    assert len(asked) == len({query["sql"] for query in asked.captured_queries}) == 23
    assert words_of(first) == words_of(second)


def test_another_person_gets_what_they_may_and_another_choice_what_was_chosen(demo: Cluster) -> None:
    editor, reader = signed_in("editor@example.org"), signed_in("reader@example.org")
    whole = words_of(editor.get(ADDRESS.format("da")))

    assert words_of(reader.get(ADDRESS.format("da"))) == whole
    assert words_of(reader.get(f"{ADDRESS.format('da')}?thread=0")) != whole
    assert words_of(reader.get(ADDRESS.format("en"))) != whole
    Membership.across_clusters.filter(user__email="reader@example.org").delete()
    assert reader.get(ADDRESS.format("da")).status_code == 404


def test_another_cluster_has_its_own(demo: Cluster) -> None:
    other = Cluster.objects.exclude(pk=demo.pk).get()
    asked_strategy(demo, 1, "da", Choices())

    with pytest.raises(Http404):
        asked_strategy(other, 1, "da", Choices())
