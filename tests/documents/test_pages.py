"""The pages of documents: begun, filled in with the text beside, left out, final, signed, copied, deleted."""

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from clusters.models import Cluster
from clusters.permissions import Role
from documents.models import ClusterDocument, DocumentClause, SignedCopy
from tests import pages
from tests.conftest import member_of
from tests.days import TODAY
from tests.documents.samples import (
    budget_rows,
    clause,
    finish,
    make_document,
    own_clause,
    paragraph,
    publish,
    shown,
    sign,
    template,
)

SignIn = Callable[..., Client]
HTMX = {"HX-Request": "true"}


def url(name: str, cluster: Cluster, *args: object) -> str:
    return reverse(f"documents:{name}", args=[cluster.slug, *args])


def save(client: Client, cluster: Cluster, key: str, revision: int = 0, **fields: str) -> HttpResponse:
    """Send one answer as the page does."""
    names = {f"a-{key}{'-' + name if name else ''}": value for name, value in fields.items()}
    return client.post(url("answer", cluster, 1, key), {f"rev-{key}": revision, **names}, headers=HTMX)


def test_document_is_begun_under_the_name_of_its_template(cluster: Cluster, alice: User, sign_in: SignIn) -> None:
    publish()

    answer = sign_in(alice).post(url("start", cluster), {"source": "agreement", "title": ""})

    assert answer["Location"] == url("begin", cluster, 1)
    document = ClusterDocument.objects.of(cluster).get()
    assert (document.state, document.version, document.created_by) == ("draft", 1, alice)


def test_answer_comes_back_with_the_clause_that_it_stands_in(cluster: Cluster, alice: User, sign_in: SignIn) -> None:
    make_document(cluster, alice)

    answer = save(sign_in(alice), cluster, "name", da="Nordlys ApS")

    assert answer.status_code == 200
    page = pages.tree(answer)
    drawn = page.xpath("//section[contains(@class, 'art')]/@id")
    assert drawn == ["k-parties"]
    assert "Nordlys ApS" in pages.words(page.xpath("//*[@id='k-parties']")[0])
    assert page.xpath("//*[@id='land-name']//a/@href") == ["#k-parties.1", "#k-sign-1"]


def sixty() -> dict[str, object]:
    words = "Et stykke af almindelig længde, som en aftale har dem, med noget at læse for begge parter. "
    many = [clause(f"c{n}", f"Punkt {n}", *(paragraph(words) for _time in range(3))) for n in range(59)]
    return template(clauses=[clause("first", "Parter", paragraph("Mellem {{ name }}."), optional=True), *many])


def test_one_change_among_sixty_clauses_is_answered_with_its_parts_only(
    cluster: Cluster, alice: User, sign_in: SignIn
) -> None:
    make_document(cluster, alice, publish(sixty()))
    client = sign_in(alice)
    save(client, cluster, "name", da="Bo")

    with CaptureQueriesContext(connection) as asked:
        answer = save(client, cluster, "name", revision=1, da="Nordlys ApS")

    assert len(answer.content) < 15_000
    # What begins and ends a transaction is no query.
    assert len([one for one in asked if "SAVEPOINT" not in one["sql"]]) <= 8


def test_clause_that_is_left_out_sends_the_numbers_that_are_others(
    cluster: Cluster, alice: User, sign_in: SignIn
) -> None:
    make_document(cluster, alice, publish(sixty()))

    answer = sign_in(alice).post(url("leave_out", cluster, 1, "first"), {"revision": 0, "out": "yes"}, headers=HTMX)

    (numbers,) = pages.tree(answer).xpath("//*[@id='doc-bar']/@data-numbers")
    assert numbers.startswith("k-c0=1 k-c0.1=1.1")
    assert pages.tree(answer).xpath("//section/@id") == ["k-first"]
    assert len(answer.content) < 15_000


def test_document_page_takes_as_many_queries_with_one_clause_changed_as_with_many(
    cluster: Cluster, alice: User, sign_in: SignIn
) -> None:
    document = make_document(cluster, alice)
    client = sign_in(alice)

    def count() -> int:
        return pages.queries(client, url("detail", cluster, 1))

    count()
    own_clause(document, alice)
    one = count()
    for _time in range(5):
        own_clause(document, alice)

    assert count() == one


def test_list_takes_as_many_queries_with_one_document_as_with_many(
    cluster: Cluster, alice: User, sign_in: SignIn
) -> None:
    edition = publish()
    make_document(cluster, alice, edition)
    client = sign_in(alice)

    def count() -> int:
        return pages.queries(client, url("index", cluster))

    count()
    one = count()
    for _time in range(4):
        make_document(cluster, alice, edition)

    assert count() == one


def test_clause_goes_out_and_in_without_a_script(cluster: Cluster, alice: User, sign_in: SignIn) -> None:
    make_document(cluster, alice)
    client = sign_in(alice)

    client.post(url("leave_out", cluster, 1, "board"), {"revision": 0, "out": "yes"})
    out = pages.tree(client.get(url("detail", cluster, 1))).xpath("//section[contains(@class, 'out')]/@id")
    client.post(url("leave_out", cluster, 1, "board"), {"revision": 1, "out": "no"})

    assert out == ["k-board"]
    assert not DocumentClause.objects.of(cluster).get().is_left_out


def test_clause_of_the_template_that_must_be_there_stays(cluster: Cluster, alice: User, sign_in: SignIn) -> None:
    make_document(cluster, alice)

    answer = sign_in(alice).post(url("leave_out", cluster, 1, "law"), {"revision": 0, "out": "yes"}, follow=True)

    assert "cannot be left out" in pages.notes(answer)[0]


def test_second_person_who_leaves_a_clause_out_is_told_what_stands(
    cluster: Cluster, alice: User, sign_in: SignIn
) -> None:
    make_document(cluster, alice)
    client = sign_in(alice)
    client.post(url("leave_out", cluster, 1, "board"), {"revision": 0, "out": "yes"})
    client.post(url("leave_out", cluster, 1, "board"), {"revision": 1, "out": "no"})

    answer = client.post(url("leave_out", cluster, 1, "board"), {"revision": 1, "out": "yes"}, follow=True)

    assert "A colleague has changed this clause" in " ".join(pages.notes(answer))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("Se {{ see:nobody }}.", "names nothing in this document"),
        ("Se {{ nobody }}.", "names nothing in this document"),
        ("Her {{ begynder", "Two braces begin a place"),
    ],
)
def test_own_words_with_a_mark_that_leads_nowhere_are_refused(
    words: str, said: str, cluster: Cluster, alice: User, sign_in: SignIn
) -> None:
    make_document(cluster, alice)
    sent = {"title_da": "Presse", "text_da": words, "revision": 0}

    answer = sign_in(alice).post(url("add_clause", cluster, 1), sent)

    assert answer.status_code == 422
    assert said in pages.faults(answer)[0]
    assert pages.value(answer, "text_da") == words


def test_words_saved_as_the_template_has_them_are_the_templates(cluster: Cluster, alice: User, sign_in: SignIn) -> None:
    make_document(cluster, alice)
    client = sign_in(alice)
    page = client.get(url("clause", cluster, 1, "board"))
    sent = {name: pages.value(page, name) for name in ("title_da", "text_da", "revision")}

    client.post(url("clause", cluster, 1, "board"), {**sent, "reason": ""})

    assert not next(one for one in shown(ClusterDocument.objects.of(cluster).get()).here.articles[1:2]).is_changed


# ---- states


def ready(cluster: Cluster, by: User) -> ClusterDocument:
    return make_document(cluster, by, name={"da": "Bo"})


def test_document_with_an_answer_missing_cannot_be_final(cluster: Cluster, alice: User, sign_in: SignIn) -> None:
    make_document(cluster, alice)

    answer = sign_in(alice).post(url("final", cluster, 1), {"final_on": TODAY.isoformat(), "version": 1})

    assert answer.status_code == 422
    assert "One answer that must be there is missing" in pages.faults(answer)[0]


def test_final_text_changes_no_more_neither_by_hand_nor_by_its_sources(
    cluster: Cluster, alice: User, sign_in: SignIn
) -> None:
    document = ready(cluster, alice)
    client = sign_in(alice)

    client.post(url("final", cluster, 1), {"final_on": TODAY.isoformat(), "version": 1})
    Cluster.objects.filter(pk=cluster.pk).update(name_da="Et andet navn")
    waits = save(client, cluster, "name", revision=1, da="En anden")
    refused = client.post(url("leave_out", cluster, 1, "board"), {"revision": 0, "out": "yes"}, follow=True)

    text = client.get(url("file", cluster, 1, "da", "txt")).content.decode()
    assert f"Aftalen er mellem {cluster.name_da} og Bo." in text
    assert "kept for the next round" in waits.content.decode()
    assert "The document is final" in pages.notes(refused)[0]
    assert document.workbook.answers.get(question_key="name").value == {"da": "Bo"}


def test_final_document_is_opened_again_as_the_next_version(cluster: Cluster, alice: User, sign_in: SignIn) -> None:
    finish(ready(cluster, alice), alice)
    client = sign_in(alice)

    client.post(url("open_again", cluster, 1), {"version": 1})
    again = client.post(url("open_again", cluster, 1), {"version": 1}, follow=True)

    document = ClusterDocument.objects.of(cluster).get()
    assert (document.state, document.version) == ("draft", 2)
    assert "Nothing was done twice" in " ".join(pages.notes(again))


def test_signed_copy_is_kept_given_out_removed_and_brought_back(cluster: Cluster, alice: User, sign_in: SignIn) -> None:
    finish(ready(cluster, alice), alice)
    client = sign_in(alice)
    sent = {"chosen": SimpleUploadedFile("aftale.txt", b"Underskrevet"), "signed_on": TODAY.isoformat()}

    client.post(url("sign", cluster, 1), sent)
    copy = SignedCopy.objects.of(cluster).get()
    given = client.get(url("signed", cluster, 1, copy.pk))
    client.post(url("remove_signed", cluster, 1, copy.pk))
    state = ClusterDocument.objects.of(cluster).get().state
    gone = client.get(url("signed", cluster, 1, copy.pk))
    client.post(url("restore_signed", cluster, 1, copy.pk))

    assert b"".join(given.streaming_content) == b"Underskrevet"
    assert given["Content-Disposition"].startswith("attachment")
    assert (state, gone.status_code) == ("final", 404)
    assert ClusterDocument.objects.of(cluster).get().state == "signed"


def test_what_is_no_document_is_not_kept_as_a_signed_copy(cluster: Cluster, alice: User, sign_in: SignIn) -> None:
    finish(ready(cluster, alice), alice)
    sent = {"chosen": SimpleUploadedFile("aftale.html", b"<html><script>"), "signed_on": TODAY.isoformat()}

    answer = sign_in(alice).post(url("sign", cluster, 1), sent)

    assert answer.status_code == 422
    assert not SignedCopy.objects.of(cluster).exists()


def test_signed_document_is_copied_and_not_opened(cluster: Cluster, alice: User, sign_in: SignIn) -> None:
    document = finish(ready(cluster, alice), alice)
    sign(document, alice)
    client = sign_in(alice)

    refused = client.post(url("open_again", cluster, 1), {"version": 1}, follow=True)
    client.post(url("copy", cluster, 1), {"title": "Aftale med Nordlys"})

    assert "has been signed" in pages.notes(refused)[0]
    copy = ClusterDocument.objects.of(cluster).get(number=2)
    assert (copy.state, copy.title, copy.copied_from_id) == ("draft", "Aftale med Nordlys", document.pk)
    assert copy.workbook.answers.get(question_key="name").value == {"da": "Bo"}


def test_document_is_deleted_and_brought_back(cluster: Cluster, alice: User, sign_in: SignIn) -> None:
    make_document(cluster, alice)
    client = sign_in(alice)

    client.post(url("delete", cluster, 1))
    gone = client.get(url("detail", cluster, 1)).status_code
    client.post(url("restore", cluster, 1))

    assert (gone, client.get(url("detail", cluster, 1)).status_code) == (404, 200)


# ---- what the portal knows


def test_linked_answer_follows_its_source_until_somebody_writes_another(
    cluster: Cluster, alice: User, sign_in: SignIn
) -> None:
    make_document(cluster, alice)
    client = sign_in(alice)
    before = client.get(url("section", cluster, 1, "facts"))
    Cluster.objects.filter(pk=cluster.pk).update(name_da="Nyt navn")
    follows = client.get(url("file", cluster, 1, "da", "txt")).content.decode()

    save(client, cluster, "owner_name", da="Vores eget")
    Cluster.objects.filter(pk=cluster.pk).update(name_da="Endnu et navn")
    after = client.get(url("section", cluster, 1, "facts"))

    assert pages.value(before, "a-owner_name-da") == cluster.name_da
    assert "From the cluster’s profile: follows along" in pages.words(
        pages.tree(before).xpath("//*[@id='q-owner_name']")[0]
    )
    assert "Aftalen er mellem Nyt navn" in follows
    assert pages.value(after, "a-owner_name-da") == "Vores eget"
    assert "the source no longer says" in " ".join(pages.notes(after))


def test_source_is_followed_again(cluster: Cluster, alice: User, sign_in: SignIn) -> None:
    make_document(cluster, alice)
    client = sign_in(alice)
    save(client, cluster, "owner_name", da="Vores eget")

    client.post(url("relink", cluster, 1, "owner_name"), {"revision": 1})

    page = client.get(url("section", cluster, 1, "facts"))
    assert pages.value(page, "a-owner_name-da") == cluster.name_da


def test_saving_a_section_leaves_linked_answers_linked(cluster: Cluster, alice: User, sign_in: SignIn) -> None:
    document = make_document(cluster, alice)
    client = sign_in(alice)
    sent = {
        "rev-owner_name": "0",
        "a-owner_name-da": cluster.name_da,
        "rev-name": "0",
        "a-name-da": "Bo",
        "act": "save",
    }

    client.post(url("section", cluster, 1, "facts"), sent)

    assert list(document.workbook.answers.values_list("question_key", flat=True)) == ["name"]


# ---- what strangers and readers see


def test_reader_reads_and_changes_nothing(cluster: Cluster, alice: User, sign_in: SignIn) -> None:
    make_document(cluster, alice)
    client = sign_in(member_of(cluster, "Lea", Role.READER))

    page = client.get(url("detail", cluster, 1))

    assert pages.tree(page).xpath("//*[@id='paper']//form") == []
    assert pages.tree(page).xpath("//*[@id='paper']//a[@data-q]") == []
    assert save(client, cluster, "name", da="Bo").status_code == 403


def test_what_does_not_add_up_is_said_on_the_page(cluster: Cluster, alice: User, sign_in: SignIn) -> None:
    make_document(cluster, alice, budget=budget_rows(("Os", 100, 60)), total=100)

    page = sign_in(alice).get(url("detail", cluster, 1))

    assert "adds up to" in " ".join(pages.notes(page))
