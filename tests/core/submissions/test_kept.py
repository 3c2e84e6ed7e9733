"""What was typed survives: whatever became of the request, the person finds the words again, and nobody else does."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import OperationalError
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from accounts.models import User
from clusters.models import Cluster
from clusters.permissions import Role
from core.models import KeptForm
from core.submissions import keeping
from plans.models import Activity, Milestone, StatusNote
from plans.services import delete_activity
from tests import factories
from tests.accounts.codes import code_of, set_up_app
from tests.pages import form_fields, heading, notes, tree, value, words
from tests.plans.samples import make_activity

pytestmark = pytest.mark.django_db

SECOND_STEP = "/account/second-step/"
NOT_SAVED = "This has not been saved yet."
BROWSER = {"Accept": "text/html,*/*", "Accept-Language": "en-gb"}
TEXT = "Vi har talt med tre grossister i Hamborg; to vil gerne se varerne <straks> & helst før jul.\r\nMere følger."


@pytest.fixture
def client(alice: User) -> Client:
    """Alice's browser, which checks tokens as a real one meets them."""
    client = Client(enforce_csrf_checks=True, headers=BROWSER)
    client.force_login(alice)
    return client


@pytest.fixture
def activity(cluster: Cluster, alice: User) -> Activity:
    return make_activity(cluster, alice)


def sign_in(client: Client, answer: HttpResponse, email: str = "alice@example.com") -> HttpResponse:
    """Sign in on the page that one was led to, and go where that leads."""
    assert answer["Location"].startswith("/account/login/?next=")
    page = client.get(answer["Location"])
    token = tree(page).xpath("//main//input[@name='csrfmiddlewaretoken']/@value")[0]
    (to,) = parse_qs(urlsplit(answer["Location"]).query)["next"]
    sent = {"login": email, "password": factories.PASSWORD, "next": to, "csrfmiddlewaretoken": token}
    return client.post("/account/login/", sent)


def test_words_on_the_profile_stand_there_after_signing_in_again(client: Client, alice: User) -> None:
    sent = form_fields(client.get(reverse("accounts:profile"))) | {"name": "Alice Æblegård"}
    client.session.flush()

    led = client.post(reverse("accounts:profile"), sent)
    page = client.get(sign_in(client, led)["Location"])

    alice.refresh_from_db()
    assert (value(page, "name"), alice.name) == ("Alice Æblegård", "Alice")
    assert NOT_SAVED in notes(page)[0]


def test_form_that_is_filled_in_again_can_be_sent_and_is_forgotten(client: Client, alice: User) -> None:
    sent = form_fields(client.get(reverse("accounts:profile"))) | {"name": "Alice Æblegård"}
    client.session.flush()
    page = client.get(sign_in(client, client.post(reverse("accounts:profile"), sent))["Location"])

    client.post(reverse("accounts:profile"), form_fields(page))

    alice.refresh_from_db()
    assert (alice.name, KeptForm.objects.count()) == ("Alice Æblegård", 0)


def test_words_survive_two_steps_at_sign_in(client: Client, alice: User) -> None:
    secret = set_up_app(alice)
    sent = form_fields(client.get(reverse("accounts:profile"))) | {"name": "Alice Æblegård"}
    client.session.flush()

    second = sign_in(client, client.post(reverse("accounts:profile"), sent))
    asked = client.get(second["Location"])
    done = client.post(second["Location"], form_fields(asked, SECOND_STEP) | {"code": code_of(secret)})

    assert value(client.get(done["Location"]), "name") == "Alice Æblegård"


def test_note_that_only_takes_forms_stands_on_the_page_of_its_activity(client: Client, activity: Activity) -> None:
    address = reverse("plans:note", args=[activity.cluster.slug, activity.number])
    page = client.get(activity.get_absolute_url())
    client.session.flush()

    led = client.post(address, form_fields(page, address) | {"text": TEXT})
    back = client.get(sign_in(client, led)["Location"])

    assert back.request["PATH_INFO"] == activity.get_absolute_url()
    assert value(back, "text").replace("\r\n", "\n") == TEXT.replace("\r\n", "\n")
    assert not StatusNote.objects.of(activity.cluster).exists()


def test_form_in_a_closed_disclosure_is_opened(client: Client, activity: Activity) -> None:
    address = reverse("plans:milestone_add", args=[activity.cluster.slug, activity.number])
    page = client.get(activity.get_absolute_url())
    client.session.flush()

    led = client.post(address, form_fields(page, address) | {"title_da": "Aftalen er skrevet"})
    back = client.get(sign_in(client, led)["Location"])

    (field,) = tree(back).xpath("//details[@open]//input[@name='title_da']")
    assert field.value == "Aftalen er skrevet"
    assert not Milestone.objects.of(activity.cluster).exists()


def test_somebody_else_who_signs_in_there_sees_nothing_of_it(client: Client, cluster: Cluster, editor: User) -> None:
    sent = form_fields(client.get(reverse("plans:add", args=[cluster.slug]))) | {"title_da": "Alices hemmelighed"}
    client.session.flush()

    led = client.post(reverse("plans:add", args=[cluster.slug]), sent)
    page = client.get(sign_in(client, led, "erik@example.com")["Location"])

    assert page.status_code == 200
    assert "Alices hemmelighed" not in page.content.decode()


def test_page_of_another_person_is_not_acted_on(client: Client, cluster: Cluster, editor: User) -> None:
    page = client.get(reverse("plans:add", args=[cluster.slug]))
    client.force_login(editor)
    of_erik = form_fields(client.get(reverse("plans:add", args=[cluster.slug])))
    sent = form_fields(page) | {"title_da": "Alices", "csrfmiddlewaretoken": of_erik["csrfmiddlewaretoken"]}

    response = client.post(reverse("plans:add", args=[cluster.slug]), sent)

    assert (response.status_code, Activity.objects.of(cluster).count()) == (403, 0)
    assert heading(response) == "Somebody else has signed in in the meantime"
    assert "Alices" not in response.content.decode()
    assert KeptForm.objects.get().person.name == "Alice"


def test_token_of_an_earlier_sign_in_is_no_loss(client: Client, cluster: Cluster, alice: User) -> None:
    address = reverse("plans:add", args=[cluster.slug])
    sent = form_fields(client.get(address)) | {"title_da": "Messe i Hamborg"}
    client.cookies["csrftoken"] = "b" * 32

    page = client.get(client.post(address, sent)["Location"])

    assert value(page, "title_da") == "Messe i Hamborg"
    assert (NOT_SAVED in notes(page)[0], Activity.objects.of(cluster).count()) == (True, 0)


def test_right_that_was_lost_shows_what_was_written(client: Client, activity: Activity, alice: User) -> None:
    address = reverse("plans:note", args=[activity.cluster.slug, activity.number])
    sent = form_fields(client.get(activity.get_absolute_url()), address) | {"text": TEXT}
    activity.cluster.memberships.filter(user=alice).update(role=Role.READER)

    response = client.post(address, sent)

    assert response.status_code == 403
    assert shown(response)["How is it going?"] == " ".join(TEXT.split())


def test_thing_that_was_deleted_shows_what_was_written(client: Client, activity: Activity, alice: User) -> None:
    address = reverse("plans:note", args=[activity.cluster.slug, activity.number])
    sent = form_fields(client.get(activity.get_absolute_url()), address) | {"text": TEXT}
    delete_activity(activity=activity, by=alice)

    response = client.post(address, sent)

    assert response.status_code == 404
    assert " ".join(TEXT.split()) in shown(response).values()


def test_page_that_went_meanwhile_shows_the_words_after_signing_in(
    client: Client, activity: Activity, alice: User
) -> None:
    address = reverse("plans:note", args=[activity.cluster.slug, activity.number])
    sent = form_fields(client.get(activity.get_absolute_url()), address) | {"text": TEXT}
    client.session.flush()
    delete_activity(activity=activity, by=alice)

    page = client.get(sign_in(client, client.post(address, sent))["Location"])

    assert page.status_code == 404
    assert " ".join(TEXT.split()) in shown(page).values()


def shown(response: HttpResponse) -> dict[str, str]:
    """Return what the page gives back, under its labels."""
    terms = tree(response).xpath("//*[@class='typed-words']/dt")
    return {words(term): words(term.getnext()) for term in terms}


@pytest.mark.parametrize(
    ("fault", "status", "title"),
    [
        (OperationalError("database is locked"), 503, "Too many people are saving at the moment"),
        (RuntimeError("a bug of ours"), 500, "Something went wrong on our side"),
    ],
)
def test_fault_of_the_server_gives_the_words_back_to_be_sent_again(
    client: Client, activity: Activity, monkeypatch: pytest.MonkeyPatch, fault: Exception, status: int, title: str
) -> None:
    address = reverse("plans:note", args=[activity.cluster.slug, activity.number])
    sent = form_fields(client.get(activity.get_absolute_url()), address) | {"text": TEXT}

    client.raise_request_exception = False
    with monkeypatch.context() as broken:
        broken.setattr(StatusNote, "save", lambda *args, **kwargs: fail(fault))
        response = client.post(address, sent)

    assert (response.status_code, heading(response)) == (status, title)
    assert " ".join(TEXT.split()) in shown(response).values()
    again = client.post(address, form_fields(response, address))
    assert again.status_code == 302
    assert StatusNote.objects.of(activity.cluster).get().text == TEXT.replace("\r\n", "\n")


def fail(fault: Exception) -> None:
    raise fault


def test_address_that_takes_only_forms_leads_to_the_page_above(client: Client, activity: Activity) -> None:
    led = client.get(reverse("plans:note", args=[activity.cluster.slug, activity.number]))

    assert (led.status_code, led["Location"]) == (302, activity.get_absolute_url())


def test_passwords_codes_and_files_are_neither_kept_nor_shown(client: Client, activity: Activity) -> None:
    address = reverse("plans:note", args=[activity.cluster.slug, activity.number])
    sent = form_fields(client.get(activity.get_absolute_url()), address)
    client.session.flush()

    client.post(address, sent | {"text": TEXT, "password1": "very-secret-words", "code": "123456"})

    kept = KeptForm.objects.get()
    typed, _at = keeping.kept_for(kept.person, kept.key) or pytest.fail("nothing was kept")
    assert set(typed.fields) - {"status"} == {"text"}
    assert TEXT[:20] not in kept.sealed


def test_what_is_kept_is_bounded_in_size_and_number(
    client: Client, activity: Activity, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = reverse("plans:note", args=[activity.cluster.slug, activity.number])
    sent = form_fields(client.get(activity.get_absolute_url()), address)
    monkeypatch.setattr(keeping, "MOST", 3)
    client.session.flush()

    for number in range(5):
        client.post(address, sent | {"text": f"Nummer {number}"})
    too_long = client.post(address, sent | {"text": "x" * 2 * keeping.LARGEST})

    assert KeptForm.objects.count() == 3
    assert (too_long.status_code, heading(too_long)) == (403, "You are signed out")
    assert "x" * 100 in too_long.content.decode()


def test_words_are_given_back_for_a_day(client: Client, cluster: Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    address = reverse("plans:add", args=[cluster.slug])
    sent = form_fields(client.get(address)) | {"title_da": "Messe i Hamborg"}
    client.session.flush()
    led = client.post(address, sent)
    kept = KeptForm.objects.get()

    KeptForm.objects.update(kept_at=kept.kept_at - keeping.AGE)

    assert value(client.get(sign_in(client, led)["Location"]), "title_da") == ""
    keeping.prune(before=kept.kept_at)
    assert not KeptForm.objects.exists()


def test_form_that_was_not_made_here_is_not_kept(client: Client, activity: Activity) -> None:
    address = reverse("plans:note", args=[activity.cluster.slug, activity.number])
    key = form_fields(client.get(activity.get_absolute_url()), address)["form_key"]
    client.session.flush()

    for forged in ("", "x", key[:-1] + ("A" if key[-1] != "A" else "B"), re.sub(r"\.\w", ".X", key), "a." * 9000):
        client.post(address, {"form_key": forged, "text": TEXT})

    assert not KeptForm.objects.exists()
