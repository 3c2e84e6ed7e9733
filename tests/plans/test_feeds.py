"""Calendar addresses, and what a calendar programme reads there."""

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from accounts.models import User
from checklists.models import Checklist, Item
from clusters.models import Cluster, Membership
from clusters.services import digest_of
from core.text import Text
from plans import services
from plans.exports.calendar import calendar_of
from plans.models import CalendarFeed
from plans.shown.year import YearItem
from tests import factories, pages
from tests.days import NOW, TODAY, clock_at
from tests.plans.samples import make_activity, make_entry, make_milestone

SignIn = Callable[..., Client]


@pytest.fixture
def visitor(sign_in: SignIn) -> Client:
    return sign_in(None)


def feeds_url(cluster: Cluster) -> str:
    return reverse("plans:feeds", args=[cluster.slug])


def feed_url(token: str) -> str:
    return reverse("calendars:feed", args=[token])


def made(cluster: Cluster, by: User, person: User | None = None, language: str = "da") -> str:
    _feed, token = services.make_feed(cluster=cluster, person=person, language=language, by=by)  # type: ignore[arg-type]
    return token


def uid_of(answer: HttpResponse) -> str:
    (event,) = Calendar.from_ical(answer.content).walk("VEVENT")
    return str(event["UID"])


def soon() -> date:
    return TODAY + timedelta(days=7)


def test_a_programme_reads_the_clusters_year(cluster: Cluster, alice: User, visitor: Client) -> None:
    make_entry(cluster, alice, "Seminar; med, tegn", starts=soon(), ends=soon() + timedelta(days=1), who="Alle")

    answer = visitor.get(feed_url(made(cluster, alice)))

    calendar = Calendar.from_ical(answer.content)
    (event,) = calendar.walk("VEVENT")
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert (calendar["VERSION"], calendar["X-WR-CALNAME"]) == ("2.0", "Klyngen havtorn")
    assert event["SUMMARY"] == "Seminar; med, tegn"
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (soon(), soon() + timedelta(days=2))
    assert re.fullmatch(r"[0-9a-f]{32}@.+", event["UID"])
    assert event["UID"] == uid_of(visitor.get(feed_url(made(cluster, alice, language="en"))))
    assert event["DTSTAMP"].dt.tzinfo is not None
    assert calendar.errors == []


def test_lines_are_folded_and_end_as_the_standard_says(cluster: Cluster, alice: User, visitor: Client) -> None:
    make_entry(cluster, alice, "Ø" * 200, starts=soon())

    content = visitor.get(feed_url(made(cluster, alice))).content

    assert max(len(line) for line in content.split(b"\r\n")) <= 75
    assert content.startswith(b"BEGIN:VCALENDAR\r\n")
    assert content.endswith(b"END:VCALENDAR\r\n")


def test_my_tasks_are_mine_and_not_done(cluster: Cluster, alice: User, editor: User, visitor: Client) -> None:
    mine = make_activity(cluster, alice, "Min", owner=alice, ends=soon())
    make_milestone(mine, "Nået", date=soon(), done_on=soon())
    make_milestone(mine, "Ikke nået", date=soon())
    make_activity(cluster, alice, "Eriks", owner=editor, ends=soon())
    make_entry(cluster, alice, starts=soon())

    calendar = Calendar.from_ical(visitor.get(feed_url(made(cluster, alice, alice))).content)

    assert sorted(str(event["SUMMARY"]) for event in calendar.walk("VEVENT")) == ["A1 Ikke nået", "A1 Min"]


def test_items_of_checklists_that_are_mine_are_among_my_tasks(
    cluster: Cluster, other_cluster: Cluster, alice: User, editor: User, visitor: Client
) -> None:
    def item(number: int, person: User, where: Checklist, **more: object) -> None:
        Item.objects.of(where.cluster).filter(checklist=where, number=number).update(
            assignee=person, due=soon(), **more
        )

    running, finished = factories.make_checklist(cluster, alice), factories.make_checklist(cluster, alice)
    item(1, alice, running)
    item(2, editor, running)
    item(3, alice, running, state="done")
    item(1, alice, finished)
    item(1, alice, factories.make_checklist(other_cluster, alice))
    Checklist.objects.of(cluster).filter(pk=finished.pk).update(finished_at=NOW)

    calendar = Calendar.from_ical(visitor.get(feed_url(made(cluster, alice, alice))).content)

    mine = Item.objects.of(cluster).get(checklist=running, number=1)
    (event,) = calendar.walk("VEVENT")
    assert event["SUMMARY"] == (mine.label_text.da or mine.label_text.en)
    assert event["DTSTART"].dt == soon()
    assert str(event["DESCRIPTION"]).split("\n")[1] == running.title
    assert event["URL"].endswith(f"/c/havtorn/checklists/{running.number}/#item-1")


def test_the_clusters_year_has_no_single_items(cluster: Cluster, alice: User, visitor: Client) -> None:
    factories.make_checklist(cluster, alice, day=soon())
    Item.objects.of(cluster).update(assignee=alice, due=soon())

    calendar = Calendar.from_ical(visitor.get(feed_url(made(cluster, alice))).content)

    (event,) = calendar.walk("VEVENT")
    assert event["URL"].endswith("/checklists/1/")


def test_steps_of_what_is_done_are_no_tasks(cluster: Cluster, alice: User, visitor: Client) -> None:
    make_milestone(make_activity(cluster, alice, owner=alice, status="done"), date=soon())

    assert Calendar.from_ical(visitor.get(feed_url(made(cluster, alice, alice))).content).walk("VEVENT") == []


@pytest.mark.parametrize(
    "title",
    [
        "Komma, semikolon; og \\ skråstreg",
        "BEGIN:VEVENT",
        "Æ" * 36 + "ø",
        "🚢" * 60,
        "En\u2028linje og \x07 en klokke\x0b",
        "a" * 67,
        "a" * 68,
        " mellemrum ",
    ],
)
def test_any_words_are_read_back_as_they_were(title: str, cluster: Cluster, alice: User) -> None:
    item = YearItem("meeting", Text(da=title), soon(), "entry-1", who="Alle; ja, alle")

    content, _told = calendar_of([item], title, "da", NOW)

    (event,) = Calendar.from_ical(content).walk("VEVENT")
    plain = title.replace("\x07", "").replace("\x0b", "")
    assert str(event["SUMMARY"]) == plain
    assert str(event["DESCRIPTION"]).endswith("Alle; ja, alle")
    assert max(len(line) for line in content.split(b"\r\n")) <= 75


def test_nothing_of_another_cluster_is_in_it(
    cluster: Cluster, other_cluster: Cluster, alice: User, charlie: User, visitor: Client
) -> None:
    make_entry(other_cluster, charlie, "Deres", starts=soon())
    make_activity(other_cluster, charlie, "Deres", owner=charlie, ends=soon())

    assert b"Deres" not in visitor.get(feed_url(made(cluster, alice))).content


def test_a_revoked_address_says_so_and_gives_nothing(cluster: Cluster, alice: User, visitor: Client) -> None:
    make_entry(cluster, alice, starts=soon())
    token = made(cluster, alice)
    services.revoke_feed(feed=CalendarFeed.objects.of(cluster).get(), by=alice)

    answer = visitor.get(feed_url(token))

    assert answer.status_code == 410
    assert answer.content.decode() in {
        "This address has been revoked. Create a new one in the portal.\n",
        "Adressen er spærret. Opret en ny i portalen.\n",
    }


@pytest.mark.parametrize("token", ["abc", "x" * 43, "x" * 400, "../../etc"])
def test_an_address_that_nobody_gave_out_is_not_found(token: str, visitor: Client, db: None) -> None:
    assert visitor.get(f"/calendar/{token}.ics").status_code == 404


def test_who_has_left_reads_no_more(cluster: Cluster, alice: User, editor: User, visitor: Client) -> None:
    make_activity(cluster, alice, owner=editor, ends=soon())
    token = made(cluster, editor, editor)
    before = visitor.get(feed_url(token)).status_code
    Membership.objects.of(cluster).filter(user=editor).delete()

    assert (before, visitor.get(feed_url(token)).status_code) == (200, 410)


def test_the_address_is_shown_once_and_only_its_digest_is_kept(
    cluster: Cluster, bob: User, sign_in: SignIn, visitor: Client
) -> None:
    client = sign_in(bob)

    shown = client.post(feeds_url(cluster), {"scope": "mine", "language": "en"})
    (address,) = pages.tree(shown).xpath("//input[@id='address']/@value")
    token = address.rsplit("/", 1)[1].removesuffix(".ics")
    again = client.get(feeds_url(cluster))

    feed = CalendarFeed.objects.of(cluster).get()
    assert (feed.token_digest, feed.person, feed.language) == (digest_of(token), bob, "en")
    assert token not in again.content.decode()
    assert visitor.get(feed_url(token)).status_code == 200


def test_one_revokes_ones_own_and_an_owner_anybodys(
    cluster: Cluster, alice: User, bob: User, editor: User, sign_in: SignIn
) -> None:
    made(cluster, editor)
    feed = CalendarFeed.objects.of(cluster).get()
    revoke = reverse("plans:feed_revoke", args=[cluster.slug, feed.pk])

    strangers = sign_in(bob).post(revoke)
    owners = sign_in(alice).post(revoke)

    assert (strangers.status_code, owners["Location"]) == (404, feeds_url(cluster))
    assert not CalendarFeed.objects.of(cluster).working().exists()


def test_reading_is_noted_once_a_day(cluster: Cluster, alice: User, visitor: Client) -> None:
    token = made(cluster, alice)

    visitor.get(feed_url(token))

    assert CalendarFeed.objects.of(cluster).get().read_on == TODAY


def test_a_full_calendar_takes_as_many_queries_as_an_empty_one(cluster: Cluster, alice: User, visitor: Client) -> None:
    token = made(cluster, alice)
    make_entry(cluster, alice, "Seminar", starts=soon())
    visitor.get(feed_url(token))
    one = pages.queries(visitor, feed_url(token))
    for _ in range(3):
        make_milestone(make_activity(cluster, alice, owner=alice, ends=soon()), date=soon())
    visitor.get(feed_url(token))

    assert pages.queries(visitor, feed_url(token)) == one


def whole_year(cluster: Cluster, by: User, visitor: Client) -> int:
    return visitor.get(feed_url(made(cluster, by))).status_code


@pytest.mark.parametrize("is_own", [True, False])
def test_whoever_is_removed_takes_their_addresses_along(
    cluster: Cluster, alice: User, editor: User, sign_in: SignIn, is_own: bool
) -> None:
    address = feed_url(made(cluster, editor, editor if is_own else None))
    others = feed_url(made(cluster, alice))
    visitor, owner = sign_in(None), sign_in(alice)
    page = f"/c/{cluster.slug}/people/{cluster.memberships.get(user=editor).pk}/remove/"
    before = visitor.get(address).status_code

    asked = owner.get(page)
    done = owner.post(page, follow=True)

    assert "1 calendar address stops working." in pages.words(pages.tree(asked))
    assert pages.notes(done) == ["Erik is no longer in the cluster. 1 calendar address stops working."]
    assert (before, visitor.get(address).status_code, visitor.get(others).status_code) == (200, 410, 200)


def test_an_address_of_someone_gone_gives_nothing_even_if_nobody_revoked_it(
    cluster: Cluster, alice: User, editor: User, visitor: Client
) -> None:
    address = feed_url(made(cluster, editor))

    Membership.objects.of(cluster).filter(user=editor).delete()

    assert visitor.get(address).status_code == 410


def test_whoever_is_switched_off_takes_everything_along(
    cluster: Cluster, alice: User, editor: User, admin: User, sign_in: SignIn
) -> None:
    address = feed_url(made(cluster, editor))
    theirs, visitor, administrator = sign_in(), sign_in(None), sign_in(admin)
    theirs.post("/account/login/", {"login": editor.email, "password": factories.PASSWORD})
    page = f"/administration/people/{editor.pk}/"

    asked = administrator.get(page)
    done = administrator.post(page, {}, follow=True)
    editor.refresh_from_db()
    User.objects.filter(pk=editor.pk).update(is_active=True)

    assert "Cluster havtorn: 1 calendar address stops working." in pages.words(pages.tree(asked))
    assert "1 calendar address stops working." in pages.notes(done)[0]
    assert visitor.get(address).status_code == 410
    # Switched on again they sign in again: the session has ended, and was not only out of use.
    assert theirs.get("/account/").status_code == 302


def test_nobody_uses_up_the_addresses_of_the_cluster(cluster: Cluster, alice: User, bob: User, sign_in: SignIn) -> None:
    reader, form = sign_in(bob), {"scope": "cluster", "language": "da"}
    for _ in range(5):
        made(cluster, bob)

    refused = reader.post(feeds_url(cluster), form)

    assert refused.status_code == 422
    assert "You have 5 calendar addresses here. Revoke one that you no longer use." in pages.words(pages.tree(refused))
    assert sign_in(alice).post(feeds_url(cluster), form).status_code == 200


def event_of(answer: HttpResponse) -> tuple[int, str, str]:
    (event,) = Calendar.from_ical(answer.content).walk("VEVENT")
    return int(event["SEQUENCE"]), str(event["LAST-MODIFIED"].dt), str(event["UID"])


def test_what_has_not_changed_is_not_sent_again(cluster: Cluster, alice: User, visitor: Client) -> None:
    make_entry(cluster, alice, "Seminar", starts=soon())
    url = feed_url(made(cluster, alice))
    first = visitor.get(url)

    with clock_at(NOW + timedelta(hours=3)):
        again, head = visitor.get(url, headers={"if-none-match": first["ETag"]}), visitor.head(url)
        whole = visitor.get(url)

    assert (again.status_code, again.content) == (304, b"")
    assert (head.status_code, head["ETag"], whole.content) == (200, first["ETag"], first.content)


def test_an_event_that_changes_says_how_often_and_when(cluster: Cluster, alice: User, visitor: Client) -> None:
    entry = make_entry(cluster, alice, "Seminar", starts=soon())
    url = feed_url(made(cluster, alice))
    first = visitor.get(url)
    type(entry).objects.of(cluster).filter(pk=entry.pk).update(starts=soon() + timedelta(days=1), ends=None)

    with clock_at(NOW + timedelta(hours=3)):
        second = visitor.get(url, headers={"if-none-match": first["ETag"]})

    before, after = event_of(first), event_of(second)
    assert (second.status_code, before[0], after[0]) == (200, 0, 1)
    assert (after[1] > before[1], after[2]) == (True, before[2])
    assert b"X-PUBLISHED-TTL:PT6H" in second.content
