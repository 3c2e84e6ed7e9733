"""A file as evidence beside one's own score: kept with what was typed, nobody else's before the answers are opened."""

import json
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import User
from assessments.duties import ScorerDuties
from assessments.models import Assessment, Score, ScoreFile, Scorer
from assessments.services import add_guest, close, prune_files, remove_file
from assessments.services.asking import Guest
from assessments.services.evidence import MOST_FILES
from clusters.models import Cluster
from core.errors import Conflict, Refusal
from tests.assessments import samples
from tests.days import NOW
from tests.pages import tree, words

pytestmark = pytest.mark.django_db

SignIn = Callable[..., Client]


@pytest.fixture
def assessment(cluster: Cluster, alice: User) -> Assessment:
    return samples.an_assessment(cluster, alice)


def sent(level: str = "3", words: str = "Referatet", **more: object) -> dict[str, object]:
    file = SimpleUploadedFile("Referat.txt", words.encode())
    return {"level": level, "note": "Set", "revision": "0", "page": "a", "go": "stay", "file": file, **more}


def test_file_is_kept_together_with_what_was_typed_and_is_ones_own(
    assessment: Assessment, alice: User, bob: User, sign_in: SignIn
) -> None:
    url, client = assessment.url("score_statement", "mandate"), sign_in(alice)

    answer = client.post(url, sent())

    assert answer["Location"] == f"{url}#files"
    score = Score.objects.of(assessment.cluster).get()
    assert (score.level, score.note) == (3, "Set")
    (link,) = tree(client.get(url)).xpath("//*[@id='files']//a[@download]/@href")
    assert b"".join(client.get(link).streaming_content) == b"Referatet"
    assert client.get(link)["Content-Disposition"].startswith("attachment")
    assert sign_in(bob).get(link).status_code == 404


def test_file_is_not_handed_over_with_the_task(
    assessment: Assessment, alice: User, editor: User, cluster: Cluster
) -> None:
    Scorer.objects.of(cluster).filter(user=editor).delete()
    samples.a_file(assessment, samples.own(assessment, alice))

    ScorerDuties().hand_over(cluster=cluster, of=alice, to=editor, by=alice)

    kept = ScoreFile.objects.of(cluster).select_related("scorer").get()
    assert kept.scorer.user is None


def test_guest_puts_a_file_by_their_link_and_takes_it_away(assessment: Assessment, alice: User, client: Client) -> None:
    _scorer, token = add_guest(assessment=assessment, guest=Guest("Gerda"), by=alice)
    url = f"/score/{token}/mandate/"
    client.post(url, sent())
    (link,) = tree(client.get(url)).xpath("//*[@id='files']//a[@download]/@href")
    kept = ScoreFile.objects.of(assessment.cluster).get()

    before = client.get(link).status_code
    client.post(url, {"level": "3", "note": "Set", "revision": "1", "page": "a", "remove": kept.mark})

    assert (before, client.get(link).status_code) == (200, 404)


def test_nobody_sees_it_before_the_answers_are_opened_and_everybody_after(
    assessment: Assessment, alice: User, bob: User, sign_in: SignIn
) -> None:
    guest = samples.a_guest(assessment, alice, "Anna", 2, 2, 2)
    kept = samples.a_file(assessment, guest, name="Anna.txt")
    url, client = assessment.url("evidence", "mandate", kept.mark), sign_in(bob)
    blind = client.get(url).status_code

    close(assessment=assessment, by=alice)

    assert (blind, client.get(url).status_code) == (404, 200)
    page = tree(client.get(assessment.url("statement", "mandate")))
    assert url in page.xpath("//ul[@class='mt-notes']//a/@href")
    assert "Anna.txt" in words(page.xpath("//ul[@class='mt-notes']")[0])
    assert client.get(assessment.url("evidence", "reason", kept.mark)).status_code == 404


def test_what_is_opened_tells_neither_who_put_it_there_nor_in_which_order(assessment: Assessment, alice: User) -> None:
    for name, file in (("Zarathustra", "c.txt"), ("Bodil Holm", "a.txt"), ("Carl Clausen", "b.txt")):
        samples.a_file(assessment, samples.a_guest(assessment, alice, name, 3, 3, 3), name=file)
    close(assessment=assessment, by=alice)

    notes = assessment.notes["mandate"]
    kinds = {field.get_internal_type() for field in ScoreFile._meta.concrete_fields}

    assert [one["files"][0]["name"] for one in notes] == ["a.txt", "b.txt", "c.txt"]
    assert not any(name in json.dumps(notes) for name in ("Zarathustra", "Bodil", "Clausen"))
    assert not kinds & {"DateTimeField", "DateField", "TimeField"}


def test_file_after_the_end_one_too_many_and_of_a_wrong_kind_are_each_a_sentence(
    assessment: Assessment, alice: User, sign_in: SignIn
) -> None:
    own, client = samples.own(assessment, alice), sign_in(alice)
    url = assessment.url("score_statement", "mandate")
    same = samples.a_file(assessment, own)
    assert samples.a_file(assessment, own).pk == same.pk
    for number in range(1, MOST_FILES):
        samples.a_file(assessment, own, words=f"Nummer {number}")

    with pytest.raises(Refusal, match="kan højst have 3 filer"):
        samples.a_file(assessment, own, words="En for meget")
    full = client.post(url, sent(words="En for meget"))
    odd = client.post(url, sent(page="b", file=SimpleUploadedFile("x.exe", b"MZ\x00\x01")))
    close(assessment=assessment, by=alice)

    assert (full.status_code, odd.status_code) == (422, 422)
    assert "at most 3 files" in full.content.decode()
    assert "This type of file cannot be saved here" in odd.content.decode()
    with pytest.raises(Conflict):
        remove_file(assessment=assessment, scorer=own, key="mandate", mark=same.mark)


def test_file_that_was_taken_away_leaves_the_disk_at_night(assessment: Assessment, alice: User) -> None:
    own = samples.own(assessment, alice)
    gone, kept = samples.a_file(assessment, own), samples.a_file(assessment, own, words="Bliver")
    remove_file(assessment=assessment, scorer=own, key="mandate", mark=gone.mark)

    prune_files(before=NOW + timedelta(days=3650))

    assert (gone.file.storage.exists(gone.file.name), kept.file.storage.exists(kept.file.name)) == (False, True)
