"""The files kept with an activity: added, given out, removed and brought back."""

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from accounts.models import User
from clusters.models import ActivityEntry, Cluster
from core.errors import Refusal
from core.uploads import LARGEST, checked
from plans import services
from plans.models import ActivityFile
from plans.services.files import MOST_FILES
from tests import pages
from tests.plans.samples import keep_file, make_activity

SignIn = Callable[..., Client]
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 20


def url(name: str, cluster: Cluster, *args: object) -> str:
    return reverse(f"plans:{name}", args=[cluster.slug, *args])


def send(client: Client, cluster: Cluster, *files: tuple[str, bytes]) -> HttpResponse:
    """Send files to the first activity."""
    return client.post(url("files_add", cluster, 1), {"chosen": [SimpleUploadedFile(*one) for one in files]})


def listed(answer: HttpResponse) -> list[str]:
    """Return what the page says of each file it offers."""
    return [pages.words(one) for one in pages.tree(answer).xpath("//ul[contains(@class, 'files')]/li/span")]


def done(cluster: Cluster) -> list[tuple[str, str]]:
    """Return what the cluster's log says of files, the newest last."""
    lines = ActivityEntry.objects.of(cluster).filter(verb__contains="file").order_by("pk")
    return list(lines.values_list("verb", "subject"))


def test_several_files_are_kept_with_their_size_and_who_added_them(
    cluster: Cluster, alice: User, sign_in: SignIn
) -> None:
    make_activity(cluster, alice)
    client = sign_in(alice)

    answer = send(client, cluster, ("aftale.txt", b"Aftalen"), ("stand.png", PNG))

    assert answer["Location"] == url("activity", cluster, 1) + "#files"
    stored = ActivityFile.objects.of(cluster).order_by("name")
    assert [(one.name, one.content_type, one.size, one.added_by) for one in stored] == [
        ("aftale.txt", "text/plain; charset=utf-8", 7, alice),
        ("stand.png", "image/png", 28, alice),
    ]
    day = pages.tree(client.get(url("activity", cluster, 1))).xpath("//ul[contains(@class, 'files')]/li[1]/span/span")
    assert pages.words(day[0]).startswith("7 bytes · added by Alice on ")
    assert done(cluster) == [("added-file", "A1 aftale.txt"), ("added-file", "A1 stand.png")]


def test_a_file_is_given_out_as_an_attachment_to_members_only(
    cluster: Cluster, alice: User, bob: User, charlie: User, sign_in: SignIn
) -> None:
    file = keep_file(make_activity(cluster, alice), alice, "Måltal.txt", b"<b>Aftalen</b>")
    address = url("file", cluster, 1, file.pk)

    answer = sign_in(bob).get(address)

    assert b"".join(answer.streaming_content) == b"<b>Aftalen</b>"
    assert (answer["Content-Type"], answer["Content-Disposition"], answer["X-Content-Type-Options"]) == (
        "application/octet-stream",
        "attachment; filename*=utf-8''M%C3%A5ltal.txt",
        "nosniff",
    )
    assert sign_in(charlie).get(address).status_code == 404


def test_a_file_is_not_found_by_way_of_another_cluster_or_another_activity(
    cluster: Cluster, other_cluster: Cluster, alice: User, charlie: User, sign_in: SignIn
) -> None:
    file = keep_file(make_activity(other_cluster, charlie), charlie)
    make_activity(cluster, alice)
    client = sign_in(alice)

    assert client.get(url("file", cluster, 1, file.pk)).status_code == 404
    assert client.post(url("file_remove", cluster, 1, file.pk)).status_code == 404
    assert sign_in(charlie).get(url("file", other_cluster, 2, file.pk)).status_code == 404
    assert ActivityFile.objects.of(other_cluster).kept().get() == file


def test_a_removed_file_is_out_of_reach_until_it_is_brought_back(
    cluster: Cluster, alice: User, sign_in: SignIn
) -> None:
    file = keep_file(make_activity(cluster, alice), alice)
    client = sign_in(alice)

    client.post(url("file_remove", cluster, 1, file.pk))
    page, gone = client.get(url("activity", cluster, 1)), client.get(url("file", cluster, 1, file.pk))
    client.post(url("file_restore", cluster, 1, file.pk))

    assert listed(page) == []
    assert [pages.words(one) for one in pages.tree(page).xpath("//section[@id='files']//del")] == ["aftale.txt"]
    assert gone.status_code == 404
    assert client.get(url("file", cluster, 1, file.pk)).status_code == 200
    assert done(cluster)[1:] == [("removed-file", "A1 aftale.txt"), ("restored-file", "A1 aftale.txt")]


def test_the_files_of_a_deleted_activity_are_out_of_reach(cluster: Cluster, alice: User, sign_in: SignIn) -> None:
    activity = make_activity(cluster, alice)
    file = keep_file(activity, alice)

    services.delete_activity(activity=activity, by=alice)

    assert sign_in(alice).get(url("file", cluster, 1, file.pk)).status_code == 404


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ([], "Choose one or more files."),
        ([("tom.pdf", b"")], "tom.pdf: The file is empty."),
        (
            [("god.txt", b"Aftalen"), ("billede.pdf", b"GIF89a\x00")],
            "billede.pdf: This type of file cannot be saved here. Use PDF, PNG, JPEG, Excel, Word or plain text.",
        ),
        (
            [("stor.txt", b"x" * (LARGEST + 1))],
            "stor.txt: The file is larger than 10 MB. Choose a smaller one.",
        ),
        (
            [("../<script>.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>")],
            "script.svg: This type of file cannot be saved here. Use PDF, PNG, JPEG, Excel, Word or plain text.",
        ),
    ],
)
def test_a_file_that_cannot_be_kept_ends_in_a_sentence_and_none_is(
    files: list[tuple[str, bytes]], words: str, cluster: Cluster, alice: User, sign_in: SignIn
) -> None:
    make_activity(cluster, alice)

    answer = send(sign_in(alice), cluster, *files)

    assert (answer.status_code, pages.faults(answer)) == (422, [words])
    assert not ActivityFile.objects.of(cluster).exists()


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("n" * 300 + ".txt", "n" * 116 + ".txt"),
        ('"onclick=x <b>.txt', "onclick=x b.txt"),
        ("a\u202etxt.txt", "atxt.txt"),
    ],
)
def test_a_name_is_made_harmless(sent: str, kept: str, cluster: Cluster, alice: User, sign_in: SignIn) -> None:
    make_activity(cluster, alice)
    client = sign_in(alice)

    send(client, cluster, (sent, b"Aftalen"))

    file = ActivityFile.objects.of(cluster).get()
    assert file.name == kept
    assert file.file.name.startswith(f"plans/{cluster.pk}-")
    (link,) = pages.tree(client.get(url("activity", cluster, 1))).xpath("//ul[contains(@class, 'files')]//a")
    assert pages.words(link) == kept


def test_the_same_file_sent_twice_is_kept_once(cluster: Cluster, alice: User, sign_in: SignIn) -> None:
    make_activity(cluster, alice)
    client = sign_in(alice)

    send(client, cluster, ("aftale.txt", b"Aftalen"))
    send(client, cluster, ("aftale.txt", b"Aftalen"), ("aftale.txt", b"Anden aftale"))

    assert [one.size for one in ActivityFile.objects.of(cluster)] == [7, 12]


def test_there_is_an_end_to_how_many_files_an_activity_has(cluster: Cluster, alice: User) -> None:
    activity = make_activity(cluster, alice)
    uploads = [checked(f"{n}.txt", b"x") for n in range(MOST_FILES + 1)]
    services.add_files(activity=activity, uploads=uploads[1:], by=alice)

    with pytest.raises(Refusal, match="at most 50 files"):
        services.add_files(activity=activity, uploads=uploads[:1], by=alice)

    assert activity.files.count() == MOST_FILES


def test_the_table_counts_the_files_without_a_query_more(cluster: Cluster, alice: User, sign_in: SignIn) -> None:
    activity, client = make_activity(cluster, alice), sign_in(alice)
    make_activity(cluster, alice, title="Uden filer")
    before = pages.queries(client, url("index", cluster))
    keep_file(activity, alice)
    services.remove_file(file=keep_file(activity, alice, "b.txt"), by=alice)
    keep_file(activity, alice, "c.txt")

    shown = client.get(url("index", cluster))

    clips = pages.tree(shown).xpath("//tr[starts-with(@id, 'a-')]/th/span[svg]")
    assert [pages.words(clip) for clip in clips] == ["2 files"]
    assert pages.queries(client, url("index", cluster)) == before
    row = client.get(url("row", cluster, 1), headers={"HX-Request": "true"})
    assert "2 files" in pages.words(pages.tree(row))


def test_a_reader_reads_the_files_and_changes_none(cluster: Cluster, alice: User, bob: User, sign_in: SignIn) -> None:
    keep_file(make_activity(cluster, alice), alice)

    shown = sign_in(bob).get(url("activity", cluster, 1))

    assert len(listed(shown)) == 1
    assert pages.buttons(shown) == []
