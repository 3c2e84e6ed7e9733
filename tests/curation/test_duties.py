"""Who has made a template their own is told by mail, and on the front page, that its original has moved on."""

from collections.abc import Callable
from datetime import date

import pytest
from django.core import mail

from accounts.models import User
from clusters.duties import due_by
from clusters.models import Cluster
from curation.services import own
from library.models import Edition
from reminders import services
from tests import factories
from tests.days import TODAY as NOW
from tests.pages import tree
from tests.reminders.samples import TODAY, copy_of, in_days

pytestmark = pytest.mark.django_db


def test_new_edition_of_the_original_is_told_once_by_mail(cluster: Cluster, alice: User) -> None:
    services.change_preference(user=alice, weekly=True, weekday=0, on_the_day=False, at_once=False, today=in_days(-14))
    copy = copy_of(alice, cluster, in_days(4))

    services.remind(user=alice, today=TODAY)
    services.remind(user=alice, today=TODAY)

    (message,) = mail.outbox
    assert "has a new edition: see what is new" in message.body
    assert copy.urls["merge"] in message.body


def test_it_is_done_when_somebody_has_looked_and_taken_over_nothing(cluster: Cluster, alice: User) -> None:
    copy = copy_of(alice, cluster, in_days(4))
    newest = Edition.objects.get(version=2)

    def due(day: date) -> int:
        return len(due_by([cluster], day, today=TODAY, owner=alice))

    before = due(in_days(4)), due(in_days(3))
    own.take_over(copy=copy, original=newest, chosen=(), revision=copy.manuscript.revision, by=alice)

    assert before == (1, 0)
    assert due(in_days(4)) == 0


def test_front_page_says_what_the_original_has_new(cluster: Cluster, alice: User, sign_in: Callable) -> None:
    factories.make_strategy(cluster, alice)
    copy = copy_of(alice, cluster, NOW)

    front = tree(sign_in(alice).get(f"/c/{cluster.slug}/"))

    (link,) = front.xpath(f"//a[contains(@href, '{copy.urls['merge']}')]")
    assert "See what the original of" in link.text_content()
