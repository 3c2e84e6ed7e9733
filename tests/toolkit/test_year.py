"""What grows is cleaned: a simulated year, week by week, after which nothing is left but what is kept on purpose."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from accounts.models import Device, OutboxMail, User
from clusters.guard import ClusterOwned
from clusters.models import Cluster
from core.models import Backup, KeptForm, SentForm
from moving.models import Arrival, Copy
from reminders.models import Letter
from reports.models import Export
from tests.days import NOW, clock_at
from toolkit import env
from toolkit.backup import keeping
from toolkit.worker import prune

pytestmark = pytest.mark.django_db
WEEKS = 52
# Of each table that grows by itself: for how long a row is of use, in days.
RULES = {
    "accounts.Device": 400,
    "accounts.OutboxMail": 14,
    "core.Backup": 400,
    "core.KeptForm": 1,
    "core.SentForm": 1,
    "django_tasks_database.DBTaskResult": 14,
    "moving.Arrival": 14,
    "moving.Copy": 14,
    "reminders.Letter": 14,
    "reports.Export": 14,
    "sessions.Session": 14,
}
# Tables of no cluster that do not grow by themselves, each with the reason.
STAYS = {
    "account.EmailAddress": "one for a person",
    "account.EmailConfirmation": "made by nobody; what is left of old ones goes when it has run out",
    "accounts.AdministrationEntry": "a log that is only ever added to",
    "accounts.MailboxReading": "one row, the newest look",
    "accounts.User": "people",
    "auth.Group": "none",
    "auth.Permission": "made by migrations",
    "clusters.Cluster": "clusters",
    "contenttypes.ContentType": "made by migrations",
    "core.Worker": "the living; the dead are forgotten by them",
    "curation": "what curators write, all of the room",
    "installation.Alert": "one for a part",
    "installation.Trial": "the newest fifty",
    "library": "what is published, all of the room",
    "mfa.Authenticator": "some for a person",
    "reminders.Preference": "one for a person",
    "reminders.Watch": "one row",
    "socialaccount.SocialAccount": "some for a person",
    "socialaccount.SocialApp": "none: the settings say it",
    "socialaccount.SocialToken": "none is kept",
}


def rows_of_a_week(number: int, at: datetime, cluster: Cluster, who: User) -> None:
    """Leave behind what a week of use leaves behind."""
    key = f"{number:03d}"
    Session.objects.create(session_key=f"session-{key}", session_data="x", expire_date=at + timedelta(days=14))
    times: dict[str, Any] = {"enqueued_at": at, "started_at": at, "finished_at": at}
    DBTaskResult.objects.create(
        status=TaskResultStatus.SUCCESSFUL, args_kwargs={"args": [], "kwargs": {}}, task_path="x.y", **times
    )
    OutboxMail.objects.create(to=who.email, subject="Hej", body="x", created_at=at, state="failed")
    KeptForm.objects.create(key=f"kept-{key}", person=who, sealed="x", kept_at=at)
    SentForm.objects.create(digest=f"sent-{key}", person=who, sent_at=at)
    Letter.objects.create(user=who, kind="weekly", created_at=at, sent_at=at)
    Export.objects.create(
        cluster=cluster, asked_by=who, kind="strategy", name="x", language="da", address="/", digest=key, asked_at=at
    )
    Copy.objects.create(cluster=cluster, asked_by=who, state="done", asked_at=at)
    Arrival.objects.create(name="x.zip", state="failed", asked_at=at)
    Device.objects.create(user=who, digest=f"device-{key}", address="127.0.0.1", last_seen_at=at)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(env, "BACKUP_DIR", str(tmp_path))
    monkeypatch.setattr(env, "BACKUP_KEEP", 3)
    return tmp_path


def test_after_a_year_only_what_is_of_use_is_left(cluster: Cluster, alice: User, folder: Path) -> None:
    for number in range(WEEKS):
        at = NOW + timedelta(weeks=number)
        with clock_at(at):
            rows_of_a_week(number, at, cluster, alice)
            day = at.date()
            Backup.objects.create(day=day, file="x", started_at=at, state="done")
            (folder / f"toolkit-{day}-020000.zip").write_bytes(b"x")
            keeping.prune(now=at)
            prune()

    found = {label: apps.get_model(label)._base_manager.count() for label in RULES}
    # A row a week, and the one on the edge.
    assert {label: n for label, n in found.items() if n > min(WEEKS, RULES[label] // 7 + 1)} == {}
    assert len(list(folder.iterdir())) == 3


def test_nothing_of_today_is_cleaned(cluster: Cluster, alice: User) -> None:
    rows_of_a_week(1, NOW, cluster, alice)

    prune()

    left = {label for label in RULES if apps.get_model(label)._base_manager.exists()}
    assert left == set(RULES) - {"core.Backup"}


def test_every_table_of_no_cluster_has_its_rule() -> None:
    own = [one._meta for one in apps.get_models() if not issubclass(one, ClusterOwned)]

    assert [one.label for one in own if not {one.label, one.app_label} & {*RULES, *STAYS}] == []


def test_a_browser_that_nobody_has_used_for_long_is_new_again(alice: User, sign_in: Callable) -> None:
    for days, name in ((399, "known"), (401, "old")):
        seen = NOW - timedelta(days=days)
        Device.objects.create(user=alice, digest=name, address="127.0.0.1", last_seen_at=seen)

    prune()

    assert list(Device.objects.values_list("digest", flat=True)) == ["known"]
