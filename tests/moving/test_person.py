"""A person takes what the portal holds about them, and goes; the history keeps a pseudonym."""

import io
import json
import zipfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import models
from django.test import Client

from accounts.models import AdministrationEntry, User
from clusters import services
from clusters.models import ActivityEntry, Change, Cluster, Invitation, Membership
from clusters.permissions import Role
from clusters.revisions import change
from core.archives.rows import json_of, plain
from tests import factories
from tests.days import NOW, clock_at
from tests.moving.samples import a_full_cluster
from tests.pages import faults, heading, tree, words
from toolkit.worker import prune

pytestmark = pytest.mark.django_db
DATA = "/account/data/"
ERASE = "/account/data/erase/"


def text(response: object) -> str:
    return words(tree(response))


def where(word: str) -> set[str]:
    """Return the columns of all tables in which a word stands."""
    found = set()
    for model in apps.get_models():
        for row in model._base_manager.all():
            for field in row._meta.concrete_fields:
                value = field.value_from_object(row)
                text = json_of(value) if isinstance(field, models.JSONField) else str(plain(value))
                if word in text:
                    found.add(f"{model._meta.label}.{field.name}")
    return found


@pytest.fixture
def lone(cluster: Cluster, alice: User, editor: User) -> User:
    """An editor who has left traces in many rooms."""
    who = factories.make_user("Lone Lindegaard")
    factories.make_member(cluster, who, Role.OWNER)
    a_full_cluster(cluster, who)
    goal = factories.make_goal(factories.make_strategy(cluster, alice), alice)
    change(goal, {"owner": who}, based_on=None, by=alice)
    factories.make_invitation(cluster, who.email, token="mine", accepted_at=NOW, accepted_by=who)
    return who


@pytest.fixture
def client(sign_in: Callable, lone: User) -> Client:
    made = sign_in(None)
    made.post("/account/login/", {"login": lone.email, "password": "a sentence that nobody guesses"})
    return made


def download(client: Client) -> dict[str, list[dict]]:
    response = client.post(DATA)
    archive = zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content)))
    return {
        name.removeprefix("data/").removesuffix(".jsonl"): [
            json.loads(line) for line in archive.read(name).splitlines()
        ]
        for name in archive.namelist()
        if name.endswith(".jsonl") or name in {"person.json", "clusters.json"}
    }


def test_the_file_holds_what_names_the_person_and_no_secret(client: Client, lone: User, cluster: Cluster) -> None:
    told = download(client)

    assert told["person.json"][0]["email"] == lone.email
    assert "password" not in told["person.json"][0]
    assert told["clusters.json"][0]["clusters"][0]["address"] == "havtorn"
    assert {row["by_id"] for row in told["clusters.ActivityEntry"]} == {lone.pk}
    assert told["accounts.Device"][0]["user_id"] == lone.pk
    assert not any("digest" in row or "token_digest" in row for rows in told.values() for row in rows)


def test_of_a_cluster_that_one_has_left_it_says_only_how_much(client: Client, lone: User, cluster: Cluster) -> None:
    Membership.objects.of(cluster).filter(user=lone).delete()

    told = download(client)

    assert "clusters.ActivityEntry" not in told
    assert "clusters.Change" not in told
    assert told["clusters.json"][0]["rows_elsewhere"]["clusters.ActivityEntry"] > 0


def test_nobody_elses_rows_are_in_it(client: Client, lone: User, other_cluster: Cluster, charlie: User) -> None:
    a_full_cluster(other_cluster, charlie)

    assert "charlie" not in json.dumps(download(client)).lower()


def test_a_person_goes_and_the_history_keeps_a_pseudonym(
    client: Client, lone: User, cluster: Cluster, django_capture_on_commit_callbacks: Callable
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        gone = client.post(ERASE, {"typed": lone.email.upper()})

    assert heading(gone) == "Your account is closed"
    assert client.get("/account/").status_code == 302
    lone.refresh_from_db()
    assert not lone.is_active
    lines = ActivityEntry.objects.of(cluster).filter(by=lone).count()
    with clock_at(NOW + timedelta(days=31)):
        prune()
    assert not User.objects.filter(pk=lone.pk).exists()
    assert where(lone.email) == set()
    # What was frozen stands under its checksum.
    assert where("Lindegaard") == {"reviews.Snapshot.content"}
    kept = ActivityEntry.objects.of(cluster).filter(by_name__startswith="Slettet person ")
    assert kept.count() == lines
    assert len(set(kept.values_list("by_name", flat=True))) == 1
    (pseudonym,) = set(kept.values_list("by_name", flat=True))
    assert AdministrationEntry.objects.get(verb="deleted-account").subject == pseudonym
    assert Change.objects.of(cluster).filter(names__owner=pseudonym).exists()
    assert Invitation.objects.of(cluster).get(accepted_at__isnull=False).email.endswith("@erased.invalid")


def test_others_of_the_same_name_keep_theirs(lone: User, other_cluster: Cluster, charlie: User) -> None:
    User.objects.filter(pk=charlie.pk).update(name="Lone Lindegaard")
    charlie.refresh_from_db()
    factories.make_goal(factories.make_strategy(other_cluster, charlie), charlie)
    User.objects.filter(pk=lone.pk).update(deletes_at=NOW, is_active=False)

    with clock_at(NOW + timedelta(days=1)):
        prune()

    assert set(other_cluster.activity.values_list("by_name", flat=True)) == {"Lone Lindegaard"}


def test_the_only_owner_is_told_what_to_do_first(client: Client, lone: User, cluster: Cluster) -> None:
    Membership.objects.of(cluster).filter(role=Role.OWNER).exclude(user=lone).delete()
    said = "You are the only owner of Cluster havtorn. Invite another owner first, and wait until they have joined."

    page, sent = client.get(DATA), client.post(ERASE, {"typed": lone.email})

    assert said in text(page)
    assert sent.status_code == 422
    assert said in text(sent)
    lone.refresh_from_db()
    assert lone.is_active


def test_the_only_administrator_stays(client: Client, lone: User, cluster: Cluster) -> None:
    User.objects.filter(pk=lone.pk).update(is_superuser=True)

    assert "You are the only administrator." in text(client.post(ERASE, {"typed": lone.email}))


@pytest.mark.parametrize("typed", ["", "somebody@example.com", "x" * 300])
def test_another_address_is_refused(client: Client, lone: User, typed: str) -> None:
    answer = client.post(ERASE, {"typed": typed})

    assert answer.status_code == 422
    assert faults(answer)
    lone.refresh_from_db()
    assert lone.is_active


def test_one_who_signed_in_long_ago_signs_in_again_first(client: Client, lone: User) -> None:
    with clock_at(NOW + timedelta(hours=2)):
        answer = client.get(ERASE)

    assert answer.status_code == 302
    assert answer["Location"].startswith("/account/confirm/")


def test_an_administrator_can_give_the_account_back(client: Client, lone: User, admin: User) -> None:
    client.post(ERASE, {"typed": lone.email})

    services.keep_account(person=lone, by=admin)

    lone.refresh_from_db()
    assert lone.is_active


def test_an_administrator_writes_the_same_on_the_server(lone: User, tmp_path: Path) -> None:
    file = tmp_path / "lone.zip"

    call_command("export_person", lone.email, output=file)

    assert "data/clusters.ActivityEntry.jsonl" in zipfile.ZipFile(file).namelist()
    with pytest.raises(CommandError, match="is there already"):
        call_command("export_person", lone.email, output=file)
    with pytest.raises(CommandError, match="nobody"):
        call_command("export_person", "x@example.com", output=tmp_path / "x.zip")
