"""What a save reads of a workbook in one row, and what is remembered of how far it has come."""

from collections.abc import Callable
from copy import copy
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from answers.sheet import AnswerSheet
from clusters.models import Cluster
from core.remembering import Remembering
from library.models import Edition
from library.services import publish_edition
from tests.schema.samples import every_type, options, question, section, template
from tests.workbooks.samples import EVERY_TYPE, put
from workbooks.models import Answer, Workbook
from workbooks.origins import Origin
from workbooks.services.workbooks import answer_sheet, start_workbook
from workbooks.stores import progress_cache
from workbooks.stores.progress_cache import progress_of
from workbooks.stores.sql import CELL
from workbooks.stores.stored_answers import StoredAnswers, answers_of, load, origins_of

pytestmark = pytest.mark.django_db

# Nothing of this may be taken for the marks between answers, or be read differently than it was written.
WORDS = f'Linje\n"citat" \\ ÆØÅ 🦀 \x1e{CELL}\t<b> %s %'


@pytest.fixture
def edition() -> Edition:
    return publish_edition(data=every_type(), by=None)


@pytest.fixture
def workbook(cluster: Cluster, edition: Edition, alice: User) -> Workbook:
    given = {"name": {"da": WORDS, "en": ""}, "stage": "plan", "start": "2026-11-24", "markets": []}
    return start_workbook(cluster=cluster, edition=edition, title=WORDS, by=alice, answers=given)


def stands(workbook: Workbook) -> StoredAnswers:
    found = load(workbook.cluster, workbook.pk)
    assert found is not None
    return found


def told(answers: Any) -> dict[str, tuple[Any, ...]]:
    return {
        key: (a.pk, a.workbook_id, a.value, a.revision, a.written_at, a.changed_by_id, a.changed_at)
        for key, a in answers.items()
    }


def test_answers_read_in_one_row_are_those_of_the_database(workbook: Workbook, alice: User, editor: User) -> None:
    put(workbook, editor, "name", {"da": f"{WORDS} igen"})
    put(workbook, alice, "stage", None)
    put(workbook, alice, "members", 12)

    found = stands(workbook)

    assert told(found) == told({answer.question_key: answer for answer in workbook.answers.all()})
    assert (len(found), "members" in found, found.get("price")) == (5, True, None)
    assert (found.workbook, found.workbook.title, found.workbook.edition) == (workbook, WORDS, workbook.edition)
    assert (found.workbook.created_at, found.workbook.edition.version) == (workbook.created_at, 1)


def test_answer_that_is_asked_for_comes_with_the_texts(
    workbook: Workbook, alice: User, django_assert_num_queries: Any
) -> None:
    put(workbook, alice, "name", {"da": f"{WORDS} igen"})
    workbook.answers.filter(question_key="name").update(origin=Origin.EARLIER)
    names = ("pk", "workbook_id", "question_key", "value", "revision", "written_at", "origin")
    stored = workbook.answers.get(question_key="name")

    with django_assert_num_queries(1):
        found = load(workbook.cluster, workbook.pk, "name")
        assert found is not None
        read = [getattr(found["name"], name) for name in names]

    assert read == [getattr(stored, name) for name in names]


def test_another_answer_is_read_with_its_revision_as_it_is_then(workbook: Workbook, alice: User) -> None:
    found = load(workbook.cluster, workbook.pk, "name")
    assert found is not None
    put(workbook, alice, "stage", "run")

    assert (found.stored["stage"], found["stage"].value, found["stage"].revision) == ("plan", "run", 2)


def test_workbook_without_answers_stands_empty(cluster: Cluster, edition: Edition, alice: User) -> None:
    empty = start_workbook(cluster=cluster, edition=edition, title="Tom", by=alice)

    assert (dict(stands(empty)), dict(stands(empty).stored)) == ({}, {})


def test_workbook_of_another_cluster_or_of_none_is_not_found(
    workbook: Workbook, cluster: Cluster, other_cluster: Cluster
) -> None:
    found = [load(other_cluster, workbook.pk), *(load(cluster, pk) for pk in (0, 10**6, 2**63, 10**40))]

    assert found == [None] * 5


def test_answer_put_into_a_copy_leaves_the_first_as_it_was(workbook: Workbook) -> None:
    found = stands(workbook)
    other = copy(found)
    other["stage"] = Answer(workbook=workbook, question_key="stage", value="run", revision=2)
    other["members"] = Answer(workbook=workbook, question_key="members", value=7)

    assert (found["stage"].value, found.stored["stage"], "members" in found) == ("plan", "plan", False)
    assert (other["stage"].value, dict(other.stored) | {"name": ""}) == (
        "run",
        {"name": "", "stage": "run", "start": "2026-11-24", "markets": [], "members": 7},
    )


def test_no_answer_can_be_dropped(workbook: Workbook) -> None:
    with pytest.raises(TypeError):
        del stands(workbook)["name"]


# ---- how far it has come


def branching() -> dict[str, Any]:
    """Return a template in which one section is shown, counted and faulted by answers that stand in others."""
    first = [
        question("gate", "choice", options=options("yes", "no")),
        question("deep", "choice", show_if={"question": "gate", "is": "yes"}, options=options("on")),
        question("run_start", "date"),
    ]
    second = [
        question("hidden", "text", show_if={"question": "deep", "is": "on"}, required=True),
        question("run_end", "date"),
        question("free", "text"),
    ]
    return {**template(), "sections": [section("first", *first), section("second", *second)]}


ANSWERS = {
    "gate": ["yes", "no", None],
    "deep": ["on", None],
    "run_start": ["2027-01-01", "2026-01-01", None],
    "run_end": ["2026-06-01", None],
    "free": [{"da": "x"}, None],
    "hidden": [{"da": "y"}, None],
}


def test_progress_of_a_section_is_told_by_the_questions_it_names(cluster: Cluster, alice: User) -> None:
    document = publish_edition(data=branching(), by=None).parsed
    first, second = document.sections
    wholes: list[dict[str, Any]] = [{}]
    for key, values in ANSWERS.items():
        wholes = [{**whole, key: value} for whole in wholes for value in values]

    for values in wholes:
        for one in (first, second):
            part = {key: values[key] for key in document.told_by(one.key) if key in values}
            assert AnswerSheet(document, part).progress(one) == AnswerSheet(document, values).progress(one)
    assert document.told_by(first.key) == ("gate", "deep", "run_start")
    assert document.told_by("second") == ("hidden", "run_end", "free", "gate", "deep", "run_start")


def test_every_question_of_a_section_tells_of_it() -> None:
    for part in EVERY_TYPE.sections:
        assert {one.key for one in part.questions} <= set(EVERY_TYPE.told_by(part.key))


def percents(response: Any) -> dict[str, int]:
    return {key: int(percent) for key, percent, _words in (one.split("=") for one in response["X-Progress"].split())}


def test_what_processes_remember_never_shows(
    cluster: Cluster, alice: User, sign_in: Callable[[User], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two web processes, each with a memory of its own, take saves in turns; what each tells is what is true."""
    edition = publish_edition(data=branching(), by=None)
    workbook = start_workbook(cluster=cluster, edition=edition, title="Prøve", by=alice)
    client = sign_in(alice)
    memories: list[Remembering[Any]] = [Remembering(100), Remembering(100)]
    steps = [
        ("gate", "", "yes"),
        ("free", "-da", "x"),
        ("deep", "", "on"),
        ("hidden", "-da", "y"),
        ("gate", "", "no"),
        ("run_start", "", "2027-01-01"),
        ("gate", "", "yes"),
        ("free", "-da", ""),
        ("free", "-da", "x"),
    ]
    for turn, (key, name, text) in enumerate(steps):
        monkeypatch.setattr(progress_cache, "_remembered", memories[turn % 2])
        revision = dict(workbook.answers.values_list("question_key", "revision")).get(key, 0)

        answered = client.post(
            reverse("workbooks:answer", args=[cluster.slug, workbook.pk, key]),
            {f"a-{key}{name}": text, f"rev-{key}": revision},
            headers={"HX-Request": "true"},
        )

        fresh = answer_sheet(workbook, {answer.question_key: answer for answer in workbook.answers.all()})
        true = {part.key: fresh.progress(part).percent for part in fresh.document.sections}
        assert (answered.status_code, percents(answered)) == (200, true)
    assert all(memories)


def always_asked() -> dict[str, Any]:
    """Return a template in which nothing is hidden, and the end of a time stands beside other questions."""
    asked = [question("name", "text", required=True), question("run_start", "date"), question("run_end", "date")]
    return {**template(), "sections": [section("first", *asked, question("stage", "choice", options=options("a")))]}


def test_a_save_counts_the_one_answer_and_not_its_section(
    cluster: Cluster, alice: User, sign_in: Callable[[User], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    edition = publish_edition(data=always_asked(), by=None)
    workbook = start_workbook(cluster=cluster, edition=edition, title="Prøve", by=alice)
    counted: list[str] = []
    count = AnswerSheet.progress

    def noted(sheet: AnswerSheet, part: Any) -> Any:
        counted.append(part.key)
        return count(sheet, part)

    monkeypatch.setattr(progress_cache, "_remembered", Remembering[Any](100))
    monkeypatch.setattr(AnswerSheet, "progress", noted)
    client, told = sign_in(alice), []
    # A day may be the beginning of another answer's, which is faulty then: there the section is counted.
    steps = [
        *(("run_end", "", "2027-01-01"), ("name", "-da", "på vej"), ("name", "-da", "“én”\nto"), ("stage", "", "a")),
        *(("run_start", "", "2027-06-01"), ("name", "-da", ""), ("stage", "", "")),
    ]
    for key, name, text in steps:
        revision = dict(workbook.answers.values_list("question_key", "revision")).get(key, 0)
        sent = {f"a-{key}{name}": text, f"rev-{key}": revision}
        address = reverse("workbooks:answer", args=[cluster.slug, workbook.pk, key])
        answered = client.post(address, sent, headers={"HX-Request": "true"})
        told.append((len(counted), percents(answered)["first"]))
        counted.clear()
        fresh = answer_sheet(workbook, {answer.question_key: answer for answer in workbook.answers.all()})
        true = count(fresh, fresh.document.sections[0])
        assert list(progress_cache._remembered._known.values())[-1] == true

    assert [times for times, _percent in told] == [1, 0, 0, 0, 1, 0, 0]
    assert [percent for _times, percent in told] == [25, 50, 50, 75, 100, 75, 50]


def test_nor_does_it_count_where_another_process_has_saved(
    cluster: Cluster, alice: User, sign_in: Callable[[User], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    first = always_asked()
    second = section("second", question("why", "text"), question("later", "text"), question("when", "date"))
    edition = publish_edition(data={**first, "sections": [*first["sections"], second]}, by=None)
    workbook = start_workbook(cluster=cluster, edition=edition, title="Prøve", by=alice)
    counted: list[str] = []
    count = AnswerSheet.progress

    def noted(sheet: AnswerSheet, part: Any) -> Any:
        counted.append(part.key)
        return count(sheet, part)

    monkeypatch.setattr(progress_cache, "_remembered", Remembering[Any](100))
    monkeypatch.setattr(progress_cache, "_seen", Remembering[Any](100))
    monkeypatch.setattr(AnswerSheet, "progress", noted)
    client = sign_in(alice)

    def saved(text: str) -> tuple[list[str], dict[str, int]]:
        counted.clear()
        revision = dict(workbook.answers.values_list("question_key", "revision")).get("name", 0)
        address = reverse("workbooks:answer", args=[cluster.slug, workbook.pk, "name"])
        sent = {"a-name-da": text, "rev-name": revision}
        answered = client.post(address, sent, headers={"HX-Request": "true"})
        fresh = answer_sheet(workbook, {answer.question_key: answer for answer in workbook.answers.all()})
        assert percents(answered) == {part.key: count(fresh, part).percent for part in fresh.document.sections}
        return list(counted), percents(answered)

    both = saved("Hav")
    put(workbook, alice, "why", {"da": "Fordi"})
    put(workbook, alice, "later", {"da": "Siden"})
    put(workbook, alice, "stage", "a")
    others = saved("Havn")
    put(workbook, alice, "why", None)
    workbook.answers.filter(question_key="later").update(origin=Origin.EXAMPLE)
    emptied = saved("Havne")
    # A day may be the beginning of an end that stands elsewhere.
    put(workbook, alice, "when", "2027-01-01")
    day = saved("Havnen")

    assert [both, others, emptied, day] == [
        (["first", "second"], {"first": 25, "second": 0}),
        ([], {"first": 50, "second": 66}),
        ([], {"first": 50, "second": 0}),
        (["second"], {"first": 50, "second": 33}),
    ]


def test_progress_is_remembered_and_what_is_remembered_is_bounded(
    workbook: Workbook, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    memory: Remembering[Any] = Remembering(3)
    monkeypatch.setattr(progress_cache, "_remembered", memory)
    whole = workbook.edition.parsed.sections[0]

    def ask() -> Any:
        return progress_of(answer_sheet(workbook, stands(workbook)), whole, workbook.edition)

    first = ask()
    assert ask() is first
    for n in range(6):
        put(workbook, alice, "members", n)
        ask()

    assert len(memory) == 3
    assert ask() == answer_sheet(workbook, {a.question_key: a for a in workbook.answers.all()}).progress(whole)


def test_where_answers_come_from_is_told_without_reading_one(workbook: Workbook, alice: User) -> None:
    row = workbook.answers.first()
    assert row is not None
    workbook.answers.filter(pk=row.pk).update(origin=Origin.EARLIER)
    found = stands(workbook)

    told = origins_of(found)
    other = copy(found)
    other[row.question_key] = Answer(workbook=workbook, question_key=row.question_key, value=row.value, revision=2)

    assert not found._made
    assert (told, found.stored.borrowed) == ([Origin.EARLIER], {row.question_key})
    assert (origins_of(other), other.stored.borrowed) == ([], set())


def test_answers_of_a_workbook_that_was_loaded_are_those_that_a_save_reads(
    workbook: Workbook, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(1):
        found = answers_of(workbook)

    assert {key: one.value for key, one in found.items()} == {key: one.value for key, one in stands(workbook).items()}
    workbook.answers.all().delete()
    assert not answers_of(workbook)
