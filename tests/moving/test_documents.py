"""The finished documents of a cluster go along in its file, as the bytes that they are."""

import io
import re
from collections.abc import Callable
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.core.files.storage import default_storage
from django.core.mail import EmailMessage
from django.test import Client

from accounts.models import User
from clusters.models import Cluster
from clusters.whole import erase
from core.errors import Refusal
from exports import file_cache
from exports.word import WORD_TYPE
from moving.reading import bring_in
from reports.models import Export, SentDocument
from reports.sending import revoke
from reports.services import prune_exports
from tests import factories
from tests.days import NOW, TODAY
from tests.moving.samples import a_document, file_of, head_of, members_of

pytestmark = pytest.mark.django_db

PDF = "files/reports.Export/1-brought"


def pdf_of(export: Export) -> bytes:
    return file_cache.file_of(export.digest) or b""


def brought(file: io.BytesIO) -> Export:
    return Export.objects.of(bring_in(file, slug="ny")).get()


def test_a_document_goes_along_and_out_again_as_the_same_bytes(cluster: Cluster, alice: User) -> None:
    made = a_document(cluster, alice)
    first = file_of(cluster)

    second = file_of(bring_in(first, slug="ny"))

    assert members_of(first)[PDF] == pdf_of(made)
    assert members_of(second) == members_of(first)
    assert head_of(second)["content"] == head_of(first)["content"]


def test_it_is_given_out_in_the_new_cluster_to_be_saved(
    cluster: Cluster, alice: User, sign_in: Callable[[User], Client]
) -> None:
    pdf = pdf_of(a_document(cluster, alice))

    theirs = brought(file_of(cluster))

    answer = sign_in(alice).get(f"/c/ny/documents/exports/{theirs.pk}/file/")
    assert b"".join(answer.streaming_content) == pdf  # type: ignore[attr-defined]
    assert "attachment" in answer["Content-Disposition"]
    assert "Strategi" in answer["Content-Disposition"]
    assert (theirs.address[:7], theirs.asked_by, theirs.state) == ("/c/ny/d", alice, "done")


def test_it_can_be_sent_to_members_as_it_was_brought(
    cluster: Cluster, alice: User, sign_in: Callable[[User], Client]
) -> None:
    pdf = pdf_of(a_document(cluster, alice))
    theirs = brought(file_of(cluster))
    form = {"people": [alice.pk], "way": "attached", "note": ""}

    answer = sign_in(alice).post(f"/c/ny/documents/exports/{theirs.pk}/send/", form)

    assert answer.status_code == 302
    sent = SentDocument.objects.of(Cluster.objects.get(slug="ny")).get()
    with sent.file.open("rb") as kept:
        assert kept.read() == pdf


def test_it_takes_no_place_among_the_documents_of_this_machine(cluster: Cluster, alice: User) -> None:
    made = a_document(cluster, alice)

    theirs = brought(file_of(cluster))

    assert theirs.digest != made.digest
    assert file_cache.file_of(theirs.digest) is None


def test_one_that_has_made_room_goes_along_without_its_file(cluster: Cluster, alice: User) -> None:
    made = a_document(cluster, alice, "Fanø")
    file_cache._path(made.digest).unlink()
    file = file_of(cluster)

    theirs = brought(file)

    assert PDF not in members_of(file)
    assert (theirs.brought.name, theirs.name) == ("", made.name)


def test_what_waits_or_could_not_be_made_stays(cluster: Cluster, alice: User) -> None:
    a_document(cluster, alice, state="failed")
    a_document(cluster, alice, "Als", state="queued")

    assert head_of(file_of(cluster))["rows"]["reports.Export"] == 0


def test_a_file_deleted_while_the_archive_is_written_is_in_it_or_not_named(
    cluster: Cluster, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = a_document(cluster, alice, "Rømø")
    whole = file_cache.file_of

    def once(digest: str) -> bytes | None:
        found = whole(digest)
        file_cache._path(digest).unlink(missing_ok=True)
        return found

    monkeypatch.setattr("moving.writing.document_of", once)
    theirs = brought(file_of(cluster))

    assert theirs.brought.size == made.size


def test_brought_documents_stay_and_their_strays_go(cluster: Cluster, alice: User) -> None:
    a_document(cluster, alice)
    theirs = brought(file_of(cluster))
    later = NOW + timedelta(days=30)
    name = theirs.brought.name

    prune_exports(before=later)
    assert (list(Export.across_clusters.all()), default_storage.exists(name)) == ([theirs], True)

    theirs.delete()
    prune_exports(before=later)
    assert not default_storage.exists(name)


def test_they_go_with_their_cluster(cluster: Cluster, alice: User, django_capture_on_commit_callbacks: object) -> None:
    a_document(cluster, alice)
    theirs = brought(file_of(cluster))

    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        erase(Cluster.objects.get(slug="ny"))

    assert not default_storage.exists(theirs.brought.name)


def test_a_sent_word_file_goes_along_and_its_link_stays_where_it_is(
    cluster: Cluster, alice: User, sign_in: Callable[[User], Client], mailoutbox: list[EmailMessage]
) -> None:
    strategy = factories.make_strategy(cluster, alice)
    client = sign_in(alice)
    asked = urlencode({"file": f"/c/{cluster.slug}/documents/strategies/{strategy.number}/da.docx"})
    form = {"people": [alice.pk], "way": "link", "ends_on": (TODAY + timedelta(days=9)).isoformat(), "note": "Læs!"}
    assert client.post(f"/c/{cluster.slug}/documents/send/?{asked}", form).status_code == 302
    (mail,) = mailoutbox
    (link,) = re.findall(r"http://[^/]+(/shared/document/\S+)", mail.body)
    ours = SentDocument.objects.of(cluster).get()

    theirs = SentDocument.objects.of(bring_in(file_of(cluster), slug="ny")).get()

    with ours.file.open("rb") as there, theirs.file.open("rb") as here:
        assert there.read() == here.read()
    same = ("name", "content_type", "size", "digest", "note", "ends_on", "by_name", "at")
    assert [getattr(theirs, name) for name in same] == [getattr(ours, name) for name in same]
    assert (theirs.form, theirs.content_type) == ("Word", WORD_TYPE)
    answer = client.get(f"/c/ny/documents/sent/{theirs.number}/file/")
    assert (answer.status_code, "attachment" in answer["Content-Disposition"]) == (200, True)
    # The link in the mail leads to the portal that sent it, so that it is not offered to be revoked here.
    assert client.get(link).status_code == 200
    page = client.get(f"/c/ny/documents/sent/{theirs.number}/").content.decode()
    assert ("/revoke/" in page, "portal that the cluster came from" in page) == (False, True)
    assert "/revoke/" in client.get(f"/c/{cluster.slug}/documents/sent/{ours.number}/").content.decode()
    with pytest.raises(Refusal):
        revoke(sent=theirs, by=alice)
