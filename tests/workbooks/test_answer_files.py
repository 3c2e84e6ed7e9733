"""A file as an answer: chosen, exchanged, taken away and brought back; given to members and to nobody else."""

import io
import json
import zipfile
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from typing import Any

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import translation

from accounts.models import User
from clusters.models import Cluster
from core.uploads import LARGEST, checked
from exports.html import print_html
from exports.word import word_file
from strategy.models import Strategy
from tests.days import NOW
from tests.pages import buttons, faults, form_fields, queries, tree, words
from tests.reports.test_strategy_document import document_of
from tests.reviews.samples import snapshot_of
from tests.reviews.test_sharing import shared
from tests.workbooks.answering import FRAGMENT
from tests.workbooks.answering import address as answer_address
from tests.workbooks.papers import PDF, asks_a_file, with_a_file
from tests.workbooks.samples import fields_of
from workbooks.models import AnswerFile, Workbook
from workbooks.services.files import keep, prune_files
from workbooks.services.workbooks import lock_workbook

SignIn = Callable[..., Client]
pytestmark = [pytest.mark.django_db, pytest.mark.database]
PHASE = "/c/havtorn/strategies/1/phases/only/"
READ = "/c/havtorn/strategies/1/"
SAID = "Appendix: budget.pdf, 2 kB"


@pytest.fixture
def workbook(cluster: Cluster, alice: User) -> Workbook:
    return asks_a_file(cluster, alice)


def address(workbook: Workbook, key: str = "paper") -> str:
    return reverse("workbooks:choose_file", args=[workbook.cluster.slug, workbook.pk, key])


def choose(
    client: Client, workbook: Workbook, name: str = "budget.pdf", content: bytes = PDF, **sent: Any
) -> HttpResponse:
    fields = {"revision": 0, "file": SimpleUploadedFile(name, content), **sent}
    return client.post(address(workbook), {name: value for name, value in fields.items() if value is not None})


def value(workbook: Workbook) -> Any:
    found = workbook.answers.filter(question_key="paper").first()
    return found.value if found else None


def links(response: HttpResponse) -> list[tuple[str, str]]:
    return [(words(one), one.get("href")) for one in tree(response).xpath("//a[contains(@href, '/workbooks/files/')]")]


def given(client: Client, kept: AnswerFile) -> bytes:
    answer = client.get(reverse("workbooks:file", args=[kept.cluster.slug, kept.mark]))
    return b"".join(answer.streaming_content)


def test_file_is_chosen_on_a_page_of_its_own_and_named_in_the_form(client: Client, workbook: Workbook) -> None:
    before = tree(client.get(PHASE)).xpath("//section[@id='q-paper']")[0]
    assert "No file yet" in words(before)
    (way,) = before.xpath(".//a[@id='a-paper']/@href")

    page = client.get(way, headers={"Referer": f"http://testserver{PHASE}"})
    action = tree(page).xpath("//form[@enctype]/@action")[0]
    sent = {**form_fields(page, action), "file": SimpleUploadedFile("C:\\mine\\budget.pdf", PDF)}
    answer = client.post(action, sent)

    assert answer["Location"] == f"{PHASE}#q-paper"
    assert value(workbook) == {
        "name": "budget.pdf",
        "size": len(PDF),
        "type": "application/pdf",
        "digest": checked("budget.pdf", PDF).digest,
    }
    after = tree(client.get(PHASE)).xpath("//section[@id='q-paper']")[0]
    assert "budget.pdf, 2 kB" in words(after)
    assert "Change or remove" in words(after)


def test_form_of_the_section_leaves_it_alone_and_conditions_hear_of_it(
    client: Client, workbook: Workbook, alice: User
) -> None:
    opened = fields_of(client.get(PHASE).content)
    with_a_file(workbook, alice)

    stale = client.post(PHASE, {**opened, "act": "save", "a-paper": "/etc/passwd"})
    alone = client.post(
        answer_address(workbook, "paper"),
        {"rev-paper": "0", "a-paper": json.dumps({"digest": "0" * 64})},
        headers=FRAGMENT,
    )

    assert (stale.status_code, alone.status_code) == (302, 200)
    assert value(workbook)["name"] == "budget.pdf"
    shown = tree(client.get(PHASE))
    assert shown.xpath("//section[@id='q-why']/@hidden") == []
    assert shown.xpath("//input[@name='a-paper']/@value") == ["budget.pdf, 2 kB"]


def test_members_download_it_and_nobody_else(
    workbook: Workbook, alice: User, bob: User, charlie: User, other_cluster: Cluster, sign_in: SignIn, client: Client
) -> None:
    kept = with_a_file(workbook, alice, "Årsbudget.txt", b"Aftalen")
    url = reverse("workbooks:file", args=["havtorn", kept.mark])
    elsewhere = reverse("workbooks:file", args=[other_cluster.slug, kept.mark])

    answer = sign_in(bob).get(url)

    assert b"".join(answer.streaming_content) == b"Aftalen"
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("application/octet-stream", "nosniff")
    assert answer["Content-Disposition"].startswith("attachment; ")
    outsider = sign_in(charlie)
    assert (outsider.get(url).status_code, outsider.get(elsewhere).status_code) == (404, 404)
    assert Client().get(url).status_code == 302


def test_file_that_is_gone_from_the_disk_is_not_found(client: Client, workbook: Workbook, alice: User) -> None:
    kept = with_a_file(workbook, alice)
    kept.file.storage.delete(kept.file.name)

    assert client.get(reverse("workbooks:file", args=["havtorn", kept.mark])).status_code == 404
    assert client.get(READ).status_code == 200


def zipped(**members: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/"), content)
    return made.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("tom.pdf", b"", "The file is empty."),
        ("stor.pdf", b"%PDF-1.7" + b"0" * LARGEST, "The file is larger than 10 MB."),
        (
            "tegning.svg",
            b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
            "This type of file",
        ),
        ("side.pdf", b"<!doctype html><script>alert(1)</script>", "This type of file"),
        ("arkiv.docx", zipped(a=b"0"), "This type of file"),
        ("makro.docx", zipped(word__document=b"x", vbaProject=b"0"), "This type of file"),
        ("halv.xlsx", b"PK\x03\x04halv", "This type of file"),
        ("x.exe", b"MZ\x00\x01", "This type of file"),
    ],
)
def test_what_may_not_be_kept_is_refused_with_a_sentence_and_what_was_there_stays(
    client: Client, workbook: Workbook, alice: User, name: str, content: bytes, sentence: str
) -> None:
    with_a_file(workbook, alice)

    answer = choose(client, workbook, name, content, revision=1)

    assert answer.status_code == 422
    assert sentence in " ".join(faults(answer))
    assert value(workbook)["name"] == "budget.pdf"
    assert AnswerFile.objects.of(workbook.cluster).count() == 1


def test_nothing_chosen_is_a_sentence_and_a_bomb_is_kept_without_being_opened(
    client: Client, workbook: Workbook
) -> None:
    bomb = zipped(**{"word__document.xml": b"0" * 50_000_000})

    assert "Choose a file." in faults(choose(client, workbook, file=None))
    assert choose(client, workbook, "bombe.docx", bomb).status_code == 302
    assert value(workbook)["size"] == len(bomb) < 100_000


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("x" * 300 + ".pdf", "x" * 116 + ".pdf"),
        ("\u202efdp.exe", "fdp.exe"),
        ("<script>.pdf", "script.pdf"),
        ("   ", "file"),
    ],
)
def test_name_is_the_files_own_and_harmless(client: Client, workbook: Workbook, typed: str, kept: str) -> None:
    assert choose(client, workbook, typed).status_code == 302

    assert value(workbook)["name"] == kept
    row = AnswerFile.objects.of(workbook.cluster).get()
    assert row.file.name.startswith(f"answers/{workbook.cluster_id}-")
    assert given(client, row) == PDF


def test_name_that_came_in_with_a_clusters_file_breaks_no_header(
    client: Client, workbook: Workbook, alice: User
) -> None:
    kept = with_a_file(workbook, alice)
    AnswerFile.objects.of(workbook.cluster).update(name='../a"\r\nSet-Cookie: x=1.pdf')

    answer = client.get(reverse("workbooks:file", args=["havtorn", kept.mark]))

    assert answer["Content-Disposition"] == 'attachment; filename="aSet-Cookie x=1.pdf"'
    assert "Set-Cookie" not in answer.headers


def test_the_same_twice_counts_once(client: Client, workbook: Workbook) -> None:
    sent = {**form_fields(client.get(address(workbook)), address(workbook))}
    first = client.post(address(workbook), {**sent, "file": SimpleUploadedFile("budget.pdf", PDF)})
    second = client.post(address(workbook), {**sent, "file": SimpleUploadedFile("budget.pdf", PDF)})
    third = choose(client, workbook)

    assert (first.status_code, second.status_code, third.status_code) == (302, 302, 302)
    assert AnswerFile.objects.of(workbook.cluster).count() == 1
    assert workbook.answers.get(question_key="paper").revision == 1


def test_colleague_who_was_first_is_not_overwritten_and_both_files_are_shown(
    client: Client, workbook: Workbook, alice: User
) -> None:
    with_a_file(workbook, alice)

    answer = choose(client, workbook, "mit.pdf", PDF + b"1")

    assert answer.status_code == 409
    assert "Alice changed this answer while you were choosing" in words(tree(answer))
    assert [name for name, _url in links(answer)][:2] == ["Appendix: mit.pdf, 2 kB", SAID]
    assert value(workbook)["name"] == "budget.pdf"
    history = reverse("workbooks:history", args=["havtorn", workbook.pk, "paper"])
    assert [name for name, _url in links(client.get(history))] == ["Appendix: mit.pdf, 2 kB", SAID]
    assert {"Keep mine", "Use the file by Alice"} <= set(buttons(answer))


def test_mine_is_kept_after_all_and_theirs_stays_in_the_history(
    client: Client, workbook: Workbook, alice: User
) -> None:
    with_a_file(workbook, alice)
    sent = form_fields(choose(client, workbook, "mit.pdf", PDF + b"1"), address(workbook))

    kept = client.post(address(workbook), {**sent, "act": "mine"})

    assert kept.status_code == 302
    assert value(workbook)["name"] == "mit.pdf"
    assert given(client, AnswerFile.objects.of(workbook.cluster).get(name="mit.pdf")) == PDF + b"1"
    assert given(client, AnswerFile.objects.of(workbook.cluster).get(name="budget.pdf")) == PDF
    history = client.get(reverse("workbooks:history", args=["havtorn", workbook.pk, "paper"]))
    assert SAID in [name for name, _url in links(history)]


def test_theirs_is_kept_by_doing_nothing(client: Client, workbook: Workbook, alice: User) -> None:
    with_a_file(workbook, alice)
    answer = choose(client, workbook, "mit.pdf", PDF + b"1")

    (theirs,) = (one for one in tree(answer).xpath("//form//a") if words(one) == "Use the file by Alice")

    assert SAID in words(tree(client.get(theirs.get("href"))))
    assert value(workbook)["name"] == "budget.pdf"
    assert workbook.answers.get(question_key="paper").revision == 1


def test_choice_of_mine_that_comes_too_late_is_a_conflict_again(
    client: Client, workbook: Workbook, alice: User
) -> None:
    with_a_file(workbook, alice)
    sent = form_fields(choose(client, workbook, "mit.pdf", PDF + b"1"), address(workbook))
    with_a_file(workbook, alice, "nyt.pdf", PDF + b"2")

    again = client.post(address(workbook), {**sent, "act": "mine"})

    assert again.status_code == 409
    assert [name for name, _url in links(again)][:2] == ["Appendix: mit.pdf, 2 kB", "Appendix: nyt.pdf, 2 kB"]
    assert value(workbook)["name"] == "nyt.pdf"
    assert client.post(address(workbook), {**form_fields(again, address(workbook)), "act": "mine"}).status_code == 302
    assert value(workbook)["name"] == "mit.pdf"


def test_who_wanted_it_away_sees_the_new_file_first(client: Client, workbook: Workbook, alice: User) -> None:
    with_a_file(workbook, alice)
    with_a_file(workbook, alice, "nyt.pdf", PDF + b"2")

    answer = choose(client, workbook, file=None, act="remove", revision=1)

    assert answer.status_code == 409
    assert "Remove it all the same" in buttons(answer)
    assert client.post(address(workbook), {**form_fields(answer, address(workbook)), "act": "mine"}).status_code == 302
    assert value(workbook) is None


def test_nobody_takes_what_another_sent(client: Client, workbook: Workbook, alice: User, sign_in: SignIn) -> None:
    with_a_file(workbook, alice)
    sent = form_fields(choose(client, workbook, "mit.pdf", PDF + b"1"), address(workbook))

    forged = {"mine": sent["mine"], "revision": 1, "act": "mine"}
    answer = sign_in(alice).post(address(workbook), forged)

    assert answer.status_code == 404
    assert value(workbook)["name"] == "budget.pdf"


def test_file_is_taken_away_and_stays_in_the_history(client: Client, workbook: Workbook, alice: User) -> None:
    kept = with_a_file(workbook, alice)

    stale = choose(client, workbook, file=None, act="remove", revision=0)
    assert (stale.status_code, value(workbook)["name"]) == (409, "budget.pdf")
    assert choose(client, workbook, file=None, act="remove", revision=1).status_code == 302

    assert value(workbook) is None
    prune_files(before=NOW + timedelta(days=3650))
    assert given(client, kept) == PDF


def test_what_came_after_the_approval_waits(client: Client, workbook: Workbook, alice: User) -> None:
    lock_workbook(workbook.cluster_id, workbook.pk)

    answer = choose(client, workbook)

    assert answer.status_code == 422
    assert "Your text is kept for the next round." in words(tree(answer))
    assert value(workbook) is None
    prune_files(before=NOW + timedelta(days=3650))
    assert given(client, AnswerFile.objects.of(workbook.cluster).get()) == PDF


def test_file_that_nothing_came_to_name_leaves_at_night(client: Client, workbook: Workbook, alice: User) -> None:
    keep(workbook.cluster, checked("aldrig.pdf", PDF))
    (stray,) = AnswerFile.objects.of(workbook.cluster)

    assert "newer than what is saved" in words(tree(choose(client, workbook, "ny.pdf", revision=7)))
    prune_files(before=NOW + timedelta(days=3650))

    assert AnswerFile.objects.of(workbook.cluster).count() == 0
    assert not stray.file.storage.exists(stray.file.name)


def test_cluster_has_only_so_much_room(client: Client, workbook: Workbook, settings: Any) -> None:
    settings.FILES_PER_CLUSTER = 1000

    answer = choose(client, workbook)

    assert (answer.status_code, value(workbook)) == (422, None)
    assert "files may take" in " ".join(faults(answer))


@pytest.mark.parametrize("key", ["why", "nowhere"])
def test_question_that_asks_for_no_file_has_no_such_page(client: Client, workbook: Workbook, key: str) -> None:
    assert client.get(address(workbook, key)).status_code == 404
    assert client.post(address(workbook, key), {"file": SimpleUploadedFile("a.pdf", PDF)}).status_code == 404
    assert AnswerFile.objects.of(workbook.cluster).count() == 0


def test_it_is_named_where_it_is_read_printed_and_kept(client: Client, workbook: Workbook, alice: User) -> None:
    kept = with_a_file(workbook, alice)
    strategy = Strategy.objects.of(workbook.cluster).get()
    snapshot = snapshot_of(strategy, alice).url(strategy.cluster, strategy.number)
    choose(client, workbook, "nyt.pdf", PDF + b"2", revision=1)
    client.force_login(alice)

    url = reverse("workbooks:file", args=["havtorn", kept.mark])
    assert links(client.get(snapshot)) == [(SAID, url)]
    assert [name for name, _url in links(client.get(READ))] == ["Appendix: nyt.pdf, 2 kB"]
    assert [name for name, _url in links(client.get(f"{READ}review/"))] == ["Appendix: nyt.pdf, 2 kB"]
    assert given(client, kept) == PDF
    for language, code, said in (("en", "en-gb", "Appendix: nyt.pdf, 2 kB"), ("da", "da", "Bilag: nyt.pdf, 2 kB")):
        with translation.override(code):
            document = document_of(strategy, language)
            printed = "\n".join(one.text for one in docx.Document(BytesIO(word_file(document))).paragraphs)
            assert said in print_html(document)
            assert said in printed


def test_public_link_names_it_and_gives_it_to_nobody(workbook: Workbook, alice: User) -> None:
    kept, visitor = with_a_file(workbook, alice), Client()
    snapshot = snapshot_of(Strategy.objects.of(workbook.cluster).get(), alice)

    page = visitor.get(shared(snapshot, alice))

    assert "budget.pdf, 2 kB" in words(tree(page))
    assert links(page) == []
    assert visitor.get(reverse("workbooks:file", args=["havtorn", kept.mark])).status_code == 302


def test_pages_ask_no_more_for_a_file(client: Client, workbook: Workbook, alice: User) -> None:
    before = queries(client, READ), queries(client, PHASE)
    with_a_file(workbook, alice)

    assert (queries(client, READ), queries(client, PHASE)) == before
