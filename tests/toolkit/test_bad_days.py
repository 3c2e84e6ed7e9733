"""A clock that jumps and a secret that changed: nothing stands still, nothing is lost, and no page breaks."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts import outbox
from accounts.models import OutboxMail, User
from core import workers
from core.models import KeptForm
from tests.accounts.test_outbox import Taker, server, use
from tests.days import NOW, clock_at
from tests.pages import form_fields, value
from toolkit.worker import Keeper, has_passed

__all__ = ["server", "use"]
pytestmark = pytest.mark.django_db

BROWSER = {"Accept": "text/html,*/*", "Accept-Language": "en-gb"}
HOUR = timedelta(hours=1)


@pytest.mark.parametrize("jump", [HOUR, -HOUR])
def test_worker_looks_again_at_once_when_the_clock_has_jumped(jump: timedelta) -> None:
    keeper = Keeper("one")
    assert keeper.is_time("watch", timedelta(minutes=1), NOW)
    assert not keeper.is_time("watch", timedelta(minutes=1), NOW + timedelta(seconds=30))

    assert keeper.is_time("watch", timedelta(minutes=1), NOW + jump)
    assert not keeper.is_time("watch", timedelta(minutes=1), NOW + jump + timedelta(seconds=30))


def test_time_that_has_not_passed_has_not() -> None:
    assert not has_passed(HOUR, NOW, NOW)
    assert not has_passed(HOUR, NOW, NOW + HOUR - timedelta(seconds=1))
    assert has_passed(HOUR, NOW, NOW + HOUR)


@pytest.mark.parametrize("jump", [HOUR, -HOUR])
def test_worker_that_lives_is_heard_of_after_the_jump(jump: timedelta) -> None:
    workers.beat("one")

    with clock_at(NOW + jump):
        workers.beat("one")
        assert workers.is_anybody_at_work()
        assert workers.living() == {"one"}


@pytest.mark.parametrize("jump", [HOUR, -HOUR])
def test_mail_that_waits_goes_an_hour_later_at_most(jump: timedelta, server: Taker) -> None:
    OutboxMail.objects.create(to="dana@example.com", subject="Hej", body="x", state="waiting")

    with clock_at(NOW + jump):
        outbox.deliver()
    with clock_at(NOW + HOUR + timedelta(minutes=1)):
        outbox.deliver()

    assert len(server.taken) == 1


@pytest.fixture
def browser(alice: User) -> Client:
    browser = Client(headers=BROWSER, raise_request_exception=False)
    browser.force_login(alice)
    return browser


def test_secret_that_changed_signs_out_and_the_words_stand_on_the_page(
    browser: Client, alice: User, settings: Any
) -> None:
    profile = reverse("accounts:profile")
    sent = form_fields(browser.get(profile)) | {"name": "Alice Æblegård"}

    settings.SECRET_KEY = "another-one-that-is-long-enough-to-be-taken-by-anybody"

    assert browser.get(profile)["Location"].startswith("/account/login/")
    assert browser.post(profile, sent).status_code < 500
    browser.force_login(alice)
    page = browser.get(profile)
    assert (page.status_code, value(page, "name")) == (200, "Alice")


def test_what_was_kept_under_the_old_secret_is_left_out_and_no_page_breaks(
    browser: Client, alice: User, settings: Any
) -> None:
    profile = reverse("accounts:profile")
    sent = form_fields(browser.get(profile)) | {"name": "Alice Æblegård"}
    browser.session.flush()
    browser.post(profile, sent)
    (kept,) = KeptForm.objects.all()

    settings.SECRET_KEY = "another-one-that-is-long-enough-to-be-taken-by-anybody"
    browser.force_login(alice)
    page = browser.get(f"{profile}?kept={kept.key}")

    assert (page.status_code, value(page, "name")) == (200, "Alice")
