"""What is sent twice counts once, and answers as it did the first time; another form, or other words, count."""

from collections.abc import Callable
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from accounts.models import User
from clusters.models import Cluster
from core.models import SentForm
from core.submissions import once
from plans.models import Activity, StatusNote
from tests.pages import form_fields, notes
from tests.plans.samples import make_activity


@pytest.fixture
def client(alice: User, sign_in: Callable) -> Client:
    return sign_in(alice)


def add(cluster: Cluster) -> str:
    return reverse("plans:add", args=[cluster.slug])


@pytest.mark.django_db
def test_form_sent_twice_makes_one_and_leads_to_the_same_place(client: Client, cluster: Cluster) -> None:
    sent = form_fields(client.get(add(cluster))) | {"title_da": "Messe i Hamborg"}

    first, second = client.post(add(cluster), sent), client.post(add(cluster), sent)

    assert Activity.objects.of(cluster).count() == 1
    assert (second.status_code, second["Location"]) == (first.status_code, first["Location"])
    assert notes(client.get(second["Location"])) == ["Activity A1 has been added. Add its first milestone."]


@pytest.mark.django_db
def test_message_is_said_again_when_the_first_answer_got_lost(client: Client, cluster: Cluster) -> None:
    sent = form_fields(client.get(add(cluster))) | {"title_da": "Messe i Hamborg"}
    client.post(add(cluster), sent)
    client.get(add(cluster))

    second = client.post(add(cluster), sent)

    assert notes(client.get(second["Location"])) == ["Activity A1 has been added. Add its first milestone."]


@pytest.mark.django_db
def test_same_words_in_a_form_opened_again_count(client: Client, cluster: Cluster) -> None:
    for _time in range(2):
        client.post(add(cluster), form_fields(client.get(add(cluster))) | {"title_da": "Messe i Hamborg"})

    assert Activity.objects.of(cluster).count() == 2


@pytest.mark.django_db
def test_other_words_in_the_form_one_went_back_to_are_not_dropped(client: Client, cluster: Cluster) -> None:
    sent = form_fields(client.get(add(cluster)))

    for title in ("Messe i Hamborg", "Messe i Bremen"):
        client.post(add(cluster), sent | {"title_da": title})

    assert [one.title_text.da for one in Activity.objects.of(cluster).order_by("pk")] == [
        "Messe i Hamborg",
        "Messe i Bremen",
    ]


@pytest.mark.django_db
def test_form_that_was_refused_spends_nothing(client: Client, cluster: Cluster) -> None:
    sent = form_fields(client.get(add(cluster)))

    refused = [client.post(add(cluster), sent | {"title_da": ""}).status_code for _time in range(2)]
    client.post(add(cluster), sent | {"title_da": "Messe i Hamborg"})

    assert (refused, Activity.objects.of(cluster).count(), SentForm.objects.count()) == ([422, 422], 1, 1)


@pytest.mark.django_db
def test_act_that_failed_spends_nothing(
    client: Client, cluster: Cluster, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    activity = make_activity(cluster, alice)
    address = reverse("plans:note", args=[cluster.slug, activity.number])
    sent = form_fields(client.get(activity.get_absolute_url()), address) | {"text": "Det går godt."}
    client.raise_request_exception = False
    with monkeypatch.context() as broken:
        broken.setattr(StatusNote, "save", broken_save)
        client.post(address, sent)

    client.post(address, sent)

    assert StatusNote.objects.of(cluster).count() == 1


def broken_save(*_args: object, **_values: object) -> None:
    raise RuntimeError("a bug of ours")


@pytest.mark.django_db
def test_what_htmx_swaps_in_is_answered_again(client: Client, cluster: Cluster, alice: User) -> None:
    activity = make_activity(cluster, alice)
    address = reverse("plans:quick", args=[cluster.slug, activity.number])
    htmx = {"HX-Request": "true"}
    shown = client.get(address, headers=htmx).content.decode()
    key = shown.partition('name="form_key" value="')[2].partition('"')[0]
    sent = {"form_key": key, "revision": "1", "status": "in-progress"}

    answers = [client.post(address, sent, headers=htmx) for _time in range(2)]

    activity.refresh_from_db()
    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].content == answers[1].content
    assert answers[0]["HX-Trigger"] == answers[1]["HX-Trigger"]


@pytest.mark.django_db
def test_noted_forms_are_forgotten(client: Client, cluster: Cluster) -> None:
    client.post(add(cluster), form_fields(client.get(add(cluster))) | {"title_da": "Messe i Hamborg"})
    at = SentForm.objects.get().sent_at

    once.prune(before=at)
    kept = SentForm.objects.count()
    once.prune(before=at + timedelta(seconds=1))

    assert (kept, SentForm.objects.count()) == (1, 0)


@pytest.mark.django_db(transaction=True)
def test_two_at_the_same_moment_make_one(client: Client, cluster: Cluster, alice: User, sign_in: Callable) -> None:
    sent = form_fields(client.get(add(cluster))) | {"title_da": "Messe i Hamborg"}
    others = [sign_in(alice) for _number in range(4)]
    start = Barrier(len(others))
    answers: list[tuple[int, str]] = []

    def post(other: Client) -> None:
        start.wait()
        try:
            response = other.post(add(cluster), sent)
            answers.append((response.status_code, response["Location"]))
        finally:
            connection.close()

    threads = [Thread(target=post, args=[other]) for other in others]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    made = Activity.objects.of(cluster).get()
    assert answers == [(302, made.get_absolute_url())] * 4
