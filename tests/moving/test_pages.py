"""Owners take a copy of everything, and administrators bring a cluster in."""

import io
import zipfile
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import User
from clusters import services
from clusters.models import Cluster
from moving.models import Arrival, Copy
from moving.services import ask_for_copy
from tests.days import NOW, TODAY, clock_at
from tests.moving.samples import a_full_cluster, changed, file_of
from tests.pages import faults, heading, notes, queries, tree, words
from toolkit.worker import prune

pytestmark = pytest.mark.django_db
PAGE = "/c/havtorn/settings/copy/"
IMPORT = "/administration/import/"


def text(response: object) -> str:
    return words(tree(response))


def sent(file: io.BytesIO, name: str = "havtorn.zip") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, file.getvalue(), "application/zip")


def test_owner_makes_a_copy_and_downloads_it(sign_in: Callable, cluster: Cluster, alice: User) -> None:
    client = sign_in(alice)
    assert "No copy has been made yet." in text(client.get(PAGE))

    client.post(PAGE)

    (copy,) = Copy.objects.of(cluster)
    response = client.get(f"{PAGE}{copy.pk}/")
    archive = zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content)))
    assert response["Content-Disposition"] == f'attachment; filename="havtorn-{TODAY}.zip"'
    assert "data/clusters.Membership.jsonl" in archive.namelist()
    assert (copy.asked_by, copy.is_done, copy.size) == (alice, True, default_storage.size(copy.file.name))
    assert cluster.activity.filter(verb="took-copy").count() == 1
    assert "Download" in text(client.get(PAGE))


def test_copy_of_an_archived_cluster_leads_to_no_settings(
    sign_in: Callable, cluster: Cluster, alice: User, admin: User
) -> None:
    client, settings = sign_in(alice), "//main//a[@href='/c/havtorn/settings/']"
    before = tree(client.get(PAGE)).xpath(settings)
    services.archive_cluster(cluster=cluster, by=admin)

    after = tree(client.get(PAGE)).xpath(settings)

    assert client.get("/c/havtorn/settings/").status_code == 403
    assert (len(before), after) == (1, [])


def test_copies_are_their_clusters_owners_alone(
    sign_in: Callable, cluster: Cluster, alice: User, editor: User, admin: User, charlie: User, other_cluster: Cluster
) -> None:
    services.archive_cluster(cluster=cluster, by=admin)
    copy = ask_for_copy(cluster=cluster, by=alice)

    statuses = [sign_in(one).get(PAGE).status_code for one in (alice, editor, admin, charlie)]

    assert statuses == [200, 403, 404, 404]
    assert sign_in(charlie).get(f"/c/nabo/settings/copy/{copy.pk}/").status_code == 404


def test_the_page_takes_equally_many_queries_for_many_copies(sign_in: Callable, cluster: Cluster, alice: User) -> None:
    client = sign_in(alice)
    Copy.objects.create(cluster=cluster, asked_by=alice, state="done")
    one = queries(client, PAGE)
    for _number in range(4):
        Copy.objects.create(cluster=cluster, asked_by=alice, state="done")

    assert queries(client, PAGE) == one


def test_the_newest_copies_are_kept_and_the_others_go_with_their_files(cluster: Cluster, alice: User) -> None:
    names = []
    for number in range(7):
        with clock_at(NOW + timedelta(minutes=number)):
            copy = ask_for_copy(cluster=cluster, by=alice)
        copy.refresh_from_db()
        names.append(copy.file.name)

    assert Copy.objects.of(cluster).count() == 5
    assert [default_storage.exists(name) for name in names] == [False] * 2 + [True] * 5


def test_a_copy_is_deleted_after_two_weeks(cluster: Cluster, alice: User) -> None:
    copy = ask_for_copy(cluster=cluster, by=alice)
    copy.refresh_from_db()

    with clock_at(NOW + timedelta(days=15)):
        prune()

    assert not Copy.objects.of(cluster).exists()
    assert not default_storage.exists(copy.file.name)


def test_a_cluster_that_will_be_deleted_gets_a_last_copy_that_stays_until_then(
    cluster: Cluster, alice: User, admin: User, sign_in: Callable, django_capture_on_commit_callbacks: Callable
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        services.close_cluster(cluster=cluster, typed="havtorn", by=admin)
    (copy,) = Copy.objects.of(cluster)

    with clock_at(NOW + timedelta(days=29)):
        prune()
        page = text(sign_in(alice).get(PAGE))
    assert copy.is_last
    assert "Made because the cluster will be deleted" in page
    assert default_storage.exists(copy.file.name)
    with clock_at(NOW + timedelta(days=31)):
        prune()
    assert not Cluster.objects.filter(slug="havtorn").exists()
    assert not default_storage.exists(copy.file.name)


def test_a_full_disk_is_said_and_asked_for_again_works(
    cluster: Cluster, alice: User, sign_in: Callable, settings: object
) -> None:
    stored = settings.STORAGES
    settings.STORAGES = {**stored, "default": {"BACKEND": "tests.core.full_disk.Storage"}}
    client = sign_in(alice)

    page = client.post(PAGE, follow=True)

    assert "The portal’s disk is full. Tell the portal’s administrator." in text(page)
    settings.STORAGES = stored
    client.post(PAGE)
    assert [copy.state for copy in Copy.objects.of(cluster)] == ["done", "failed"]


@pytest.fixture
def client(sign_in: Callable, admin: User) -> Client:
    return sign_in(admin)


def test_administrator_imports_a_cluster(client: Client, cluster: Cluster, alice: User, admin: User) -> None:
    file = file_of(a_full_cluster(cluster, alice))

    response = client.post(IMPORT, {"file": sent(file), "slug": "ny-havtorn"}, follow=True)

    assert heading(response) == "Cluster havtorn"
    assert notes(response) == [
        "The cluster has been imported. Its people can sign in when they have chosen a password."
    ]
    arrival = Arrival.objects.get()
    assert (arrival.state, arrival.slug, arrival.file.name, arrival.by) == ("done", "ny-havtorn", "", admin)
    assert "Go to the cluster" in text(client.get(IMPORT))


@pytest.mark.parametrize(
    ("slug", "said"),
    [
        ("havtorn", "Another cluster has the address “havtorn”. Choose another one."),
        ("", "Another cluster has the address “havtorn”. Choose another one."),
    ],
)
def test_an_address_that_is_taken_is_said(client: Client, cluster: Cluster, alice: User, slug: str, said: str) -> None:
    response = client.post(IMPORT, {"file": sent(file_of(cluster)), "slug": slug}, follow=True)

    assert said in text(response)
    assert Arrival.objects.get().file.name == ""


def test_a_file_that_was_changed_is_refused_in_a_sentence(client: Client, cluster: Cluster, alice: User) -> None:
    file = changed(file_of(cluster), "clusters.Membership", lambda row: row.update(user=77))

    response = client.post(IMPORT, {"file": sent(file), "slug": "ny"}, follow=True)

    assert "The file is damaged or has been changed, so nothing was imported. Download it again." in text(response)
    assert not Cluster.objects.filter(slug="ny").exists()


@pytest.mark.parametrize("content", [b"", b"words", b"%PDF-1.7"])
def test_what_is_no_zip_is_said_at_the_field(client: Client, content: bytes) -> None:
    response = client.post(IMPORT, {"file": SimpleUploadedFile("x.zip", content)})

    assert response.status_code == 422
    assert faults(response) == ["This is not a ZIP file. Choose the file that was downloaded from a portal."]
    assert not Arrival.objects.exists()


def test_nothing_sent_is_said_at_the_field(client: Client) -> None:
    assert client.post(IMPORT, {}).status_code == 422
