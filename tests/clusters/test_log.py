"""The log of who did what: narrowed to a person or a period, and as a file."""

import csv
import io
from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from accounts.models import User
from clusters import activity
from clusters.models import ActivityEntry, Cluster
from tests.pages import faults, queries, tree, value, words

LOG = "/c/havtorn/activity/"
EXPORT = "/c/havtorn/activity/export/"
HERE = ZoneInfo("Europe/Copenhagen")


@pytest.fixture
def owner(sign_in: Callable, alice: User) -> Client:
    return sign_in(alice)


@pytest.fixture
def lines(cluster: Cluster, alice: User, bob: User) -> None:
    """Three lines: the last minute of the 30th, the first of the 31st, noon of the 1st."""
    for by, verb, subject, at in (
        (alice, "invited", "dana@example.com", datetime(2026, 10, 30, 23, 59, tzinfo=HERE)),
        (bob, "joined", "", datetime(2026, 10, 31, 0, 0, tzinfo=HERE)),
        (bob, "changed-role", "=1+1", datetime(2026, 11, 1, 12, 0, tzinfo=HERE)),
    ):
        entry = activity.record(cluster=cluster, by=by, verb=verb, subject=subject, url="/c/havtorn/people/")
        # across_clusters: the hour cannot be given when a line is written
        ActivityEntry.across_clusters.filter(pk=entry.pk).update(at=at)


def entries(response: object) -> list[str]:
    return [words(item.xpath(".//div")[0]).split(",")[0] for item in tree(response).xpath("//ol[@class='changes']/li")]


def table(response: object) -> list[list[str]]:
    text = response.content.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=";" if ";" in text.splitlines()[0] else ","))


@pytest.mark.parametrize(
    ("query", "who"),
    [
        ("", ["Bob", "Bob", "Alice"]),
        ("person=Bob", ["Bob", "Bob"]),
        ("person=Alice", ["Alice"]),
        ("first=2026-10-31", ["Bob", "Bob"]),
        ("last=2026-10-31", ["Bob", "Alice"]),
        ("first=2026-10-31&last=2026-10-31", ["Bob"]),
        ("person=Alice&first=2026-10-31", []),
        ("first=31/10/2026&last=31 October 2026", ["Bob"]),
    ],
)
def test_log_is_narrowed(owner: Client, lines: None, query: str, who: list[str]) -> None:
    shown = owner.get(f"{LOG}?{query}")
    file = owner.get(f"{EXPORT}?{query}")

    assert [line.split()[0] for line in entries(shown)] == who
    assert [row[1] for row in table(file)[1:]] == who


@pytest.mark.parametrize(
    ("query", "fault"),
    [
        ("person=Nobody", "Select a valid choice. Nobody is not one of the available choices."),
        ("first=soon", "“soon” is not a date. Enter day, month and year, for example 24/11/2026."),
        ("first=2026-11-02&last=2026-11-01", "The period ends before it begins. Choose a later date."),
        ("last=9999-12-31", None),
    ],
)
def test_bad_choice_is_said(owner: Client, lines: None, query: str, fault: str | None) -> None:
    response = owner.get(f"{LOG}?{query}")
    file = owner.get(f"{EXPORT}?{query}")

    assert (response.status_code, len(faults(response)), len(entries(response))) == (422, 1, 3)
    assert fault is None or faults(response) == [fault]
    assert (file.status_code, file["Location"].partition("?")[0]) == (302, LOG)


def test_what_was_chosen_stays_in_the_fields_and_in_the_link(owner: Client, lines: None) -> None:
    response = owner.get(f"{LOG}?person=Bob&first=2026-10-31&page=1")

    (link,) = tree(response).xpath("//a[contains(@href, 'export')]/@href")
    assert (value(response, "first"), tree(response).xpath("//option[@selected]/@value")) == ("2026-10-31", ["Bob"])
    assert link == f"{EXPORT}?person=Bob&first=2026-10-31"


def test_file_opens_in_a_spreadsheet_and_calculates_nothing(owner: Client, lines: None, bob: User) -> None:
    ActivityEntry.across_clusters.filter(verb="joined").update(by_name="@SUM(A1)")
    ActivityEntry.across_clusters.filter(verb="invited").update(subject="+45 12 34", by_name="\tTab")

    response = owner.get(EXPORT)

    assert response.content.startswith(b"\xef\xbb\xbf")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert table(response) == [
        ["Time", "Person", "What", "Address"],
        ["2026-11-01 12:00:00", "Bob", "changed the role of =1+1", "http://127.0.0.1:8000/c/havtorn/people/"],
        ["2026-10-31 00:00:00", "'@SUM(A1)", "joined the cluster", "http://127.0.0.1:8000/c/havtorn/people/"],
        ["2026-10-30 23:59:00", "'\tTab", "invited +45 12 34", "http://127.0.0.1:8000/c/havtorn/people/"],
    ]


def test_file_is_in_the_language_of_the_page(owner: Client, lines: None) -> None:
    User.objects.update(language="da")

    text = owner.get(EXPORT).content.decode("utf-8-sig")

    assert text.splitlines()[0].count(";") == 3


def test_file_holds_this_cluster_only(owner: Client, lines: None, other_cluster: Cluster, charlie: User) -> None:
    activity.record(cluster=other_cluster, by=charlie, verb="joined")

    assert [row[1] for row in table(owner.get(EXPORT))[1:]] == ["Bob", "Bob", "Alice"]
    assert "Charlie" not in owner.get(LOG).content.decode()


def test_file_takes_as_many_queries_for_three_lines_as_for_thirty(
    owner: Client, cluster: Cluster, bob: User, lines: None
) -> None:
    few = queries(owner, EXPORT)
    for _ in range(30):
        activity.record(cluster=cluster, by=bob, verb="joined")

    assert (queries(owner, EXPORT), len(table(owner.get(EXPORT)))) == (few, 34)


@pytest.mark.parametrize("url", [LOG, EXPORT])
def test_only_the_owner_reads_it(sign_in: Callable, cluster: Cluster, editor: User, charlie: User, url: str) -> None:
    assert [sign_in(person).get(url).status_code for person in (editor, charlie)] == [403, 404]
