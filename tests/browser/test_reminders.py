"""Which mails one wants, turning one off from the mail, and handing over before somebody leaves; by keyboard."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from clusters.models import Cluster, Membership
from clusters.permissions import Role
from plans.models import Activity
from reminders.letters import stop_token
from reminders.models import Preference
from tests.browser.keyboard import press_through
from tests.browser.looks import PHONE
from tests.factories import make_cluster, make_member, make_user
from tests.reminders.samples import activity_of, in_days, item_of


@pytest.fixture
def cluster(transactional_db: None) -> Cluster:
    return make_cluster("havtorn")


@pytest.fixture
def alice(cluster: Cluster) -> User:
    user = make_user("Alice")
    make_member(cluster, user, Role.OWNER)
    return user


@pytest.fixture
def erik(cluster: Cluster) -> User:
    user = make_user("Erik")
    make_member(cluster, user, Role.EDITOR)
    return user


def test_mails_are_chosen_from_the_profile(browse: Callable[..., Page], alice: User, axe: Callable) -> None:
    page = browse(alice, language="en-gb")

    page.goto("/account/")
    press_through(page, "Choose your emails")
    page.get_by_label("Day of the week").focus()
    page.keyboard.type("Thu")
    page.get_by_label("An email when somebody gives you a task").focus()
    page.keyboard.press("Space")
    press_through(page, "Save")

    expect(page.get_by_text("Email choices saved.")).to_be_visible()
    assert axe(page) == []
    found = Preference.objects.get(user=alice)
    assert (found.weekly, found.weekday, found.on_the_day, found.at_once) == (True, 3, True, False)


def test_mail_is_turned_off_on_a_phone_where_nobody_is_signed_in(
    browse: Callable[..., Page], alice: User, axe: Callable
) -> None:
    page = browse(language="en-gb", **PHONE)

    page.goto(f"/reminders/stop/{stop_token(alice, 'weekly')}/")
    assert axe(page) == []
    press_through(page, "Turn it off")

    expect(page.get_by_role("heading", name="The email has been turned off")).to_be_visible()
    assert axe(page) == []
    assert Preference.objects.get(user=alice).weekly is False


@pytest.mark.parametrize("options", [{}, PHONE])
def test_who_is_removed_hands_over_first(
    browse: Callable[..., Page], cluster: Cluster, alice: User, erik: User, axe: Callable, options: dict
) -> None:
    activity_of(erik, cluster, in_days(30))
    item_of(erik, cluster, in_days(3))
    page = browse(alice, language="en-gb", **options)

    page.goto(f"/c/havtorn/people/{Membership.objects.of(cluster).get(user=erik).pk}/")
    press_through(page, "Remove from the cluster")
    expect(page.get_by_role("heading", name="Hand over what Erik is responsible for")).to_be_visible()
    assert axe(page) == []
    press_through(page, "Hand over")
    expect(page.get_by_text("Choose who takes over.").first).to_be_visible()
    assert axe(page) == []
    page.get_by_label("Who takes over").focus()
    page.keyboard.type("Ali")
    press_through(page, "Hand over")
    expect(page.get_by_text("2 tasks have been handed over.")).to_be_visible()
    press_through(page, "Remove Erik")

    expect(page.get_by_text("Erik is no longer in the cluster.")).to_be_visible()
    assert [activity.owner for activity in Activity.objects.of(cluster).select_related("owner")] == [alice]
    assert not Membership.objects.of(cluster).filter(user=erik).exists()
