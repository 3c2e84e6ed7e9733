"""The plan as a board, and moving an activity from one column to another."""

from collections.abc import Callable

from django.test import Client
from django.urls import reverse

from accounts.models import User
from clusters.models import Cluster
from plans import services
from plans.models import Activity
from tests import pages
from tests.plans.samples import make_activity

SignIn = Callable[..., Client]


def board_url(cluster: Cluster, query: str = "") -> str:
    return reverse("plans:board", args=[cluster.slug]) + query


def status_url(cluster: Cluster, query: str = "") -> str:
    return reverse("plans:status", args=[cluster.slug, 1]) + query


def columns(response: object) -> dict[str, list[str]]:
    page = pages.tree(response)  # type: ignore[arg-type]
    return {
        pages.words(column.xpath("./h2")[0]): [pages.words(key) for key in column.xpath(".//*[@class='goal-key']")]
        for column in page.xpath("//section[@data-status]")
    }


def test_every_status_is_a_column(cluster: Cluster, alice: User, sign_in: SignIn) -> None:
    make_activity(cluster, alice)
    make_activity(cluster, alice, status="done")

    assert columns(sign_in(alice).get(board_url(cluster))) == {
        "Planned 1": ["A1"],
        "Under way 0": [],
        "Delayed 0": [],
        "Done 1": ["A2"],
        "Dropped 0": [],
    }


def test_the_filter_holds_on_the_board(cluster: Cluster, alice: User, sign_in: SignIn) -> None:
    make_activity(cluster, alice, owner=alice)
    make_activity(cluster, alice)

    assert columns(sign_in(alice).get(board_url(cluster, "?owner=nobody")))["Planned 1"] == ["A2"]


def test_an_activity_is_moved_without_javascript_and_the_filter_stays(
    cluster: Cluster, alice: User, sign_in: SignIn
) -> None:
    make_activity(cluster, alice)

    answer = sign_in(alice).post(status_url(cluster, "?owner=nobody"), {"status": "in-progress", "revision": 1})

    assert answer["Location"] == board_url(cluster, "?owner=nobody")
    assert Activity.objects.of(cluster).get().status == "in-progress"


def test_a_moved_card_gives_the_whole_board_anew(cluster: Cluster, alice: User, sign_in: SignIn) -> None:
    make_activity(cluster, alice)

    answer = sign_in(alice).post(status_url(cluster), {"status": "done", "revision": 1}, headers={"HX-Request": "true"})

    assert answer["HX-Retarget"] == "#plan"
    assert columns(answer)["Done 1"] == ["A1"]


def test_delay_asks_why_and_keeps_what_was_chosen(cluster: Cluster, alice: User, sign_in: SignIn) -> None:
    make_activity(cluster, alice)

    answer = sign_in(alice).post(status_url(cluster), {"status": "delayed", "reason": " ", "revision": 1})

    assert (answer.status_code, pages.value(answer, "status")) == (422, "delayed")
    assert pages.faults(answer) == ["Write why. One sentence is enough, and next year you will be glad of it."]
    assert Activity.objects.of(cluster).get().status == "planned"


def test_two_who_move_the_same_card_do_not_overwrite_each_other(
    cluster: Cluster, alice: User, editor: User, sign_in: SignIn
) -> None:
    activity = make_activity(cluster, alice)
    services.set_status(activity=activity, status="done", reason="", based_on=1, by=editor)

    answer = sign_in(alice).post(status_url(cluster), {"status": "in-progress", "revision": 1})

    assert answer.status_code == 409
    assert Activity.objects.of(cluster).get().status == "done"


def test_a_reader_sees_the_board_without_anything_to_move(
    cluster: Cluster, alice: User, bob: User, sign_in: SignIn
) -> None:
    make_activity(cluster, alice)

    assert pages.buttons(sign_in(bob).get(board_url(cluster))) == ["Spreadsheet and more", "Show"]


def test_three_cards_take_as_many_queries_as_one(cluster: Cluster, alice: User, sign_in: SignIn) -> None:
    client = sign_in(alice)
    make_activity(cluster, alice, owner=alice)
    one = pages.queries(client, board_url(cluster))
    for _ in range(2):
        make_activity(cluster, alice, owner=alice)

    assert pages.queries(client, board_url(cluster)) == one
