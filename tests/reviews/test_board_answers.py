"""What the board says of changes under an approved strategy, and where it stands afterwards."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client

from accounts.models import User
from clusters.models import Cluster
from core.errors import Conflict, Refusal
from core.frozen import digest_of, plain
from core.text import Text
from reports.packs import gathered, send_pack, start_pack
from reviews.services import ask_for_review
from strategy.deciding import answer_deviations
from strategy.models import BoardAnswer, Deviation, Strategy
from strategy.services import GoalDraft, change_goal
from tests import days, factories
from tests.pages import faults, notes, queries, tree, words
from tests.reviews.samples import adopt, opened

pytestmark = pytest.mark.django_db

SignIn = Callable[..., Client]
HERE = "/c/havtorn/strategies/1/"
URL = f"{HERE}deviations/"


@pytest.fixture
def strategy(cluster: Cluster, alice: User) -> Strategy:
    made = factories.make_strategy(cluster, alice)
    for title in ("Flere eksporterer", "Flere partnere"):
        factories.make_goal(made, alice, title)
    adopt(made, alice)
    return made


def deviate(strategy: Strategy, by: User, number: int = 1, title: str = "Færre eksporterer") -> Deviation:
    goal = strategy.goals.get(number=number)
    goal.strategy = strategy
    change_goal(goal=goal, draft=GoalDraft(Text(da=title)), based_on=goal.revision, by=by, reason="Markedet er lukket.")
    return Deviation.objects.of(strategy.cluster).first()  # type: ignore[return-value]


def sent(*rows: Deviation, **more: object) -> dict[str, object]:
    form = {"answer": "noted", "said_on": days.TODAY.isoformat(), "minute": "Møde 6/2026, punkt 2", "seen": 0}
    return {**form, "deviations": [one.pk for one in rows], **more}


def test_older_changes_and_older_askings_are_a_page_away(
    strategy: Strategy, alice: User, reviewer: User, sign_in: SignIn
) -> None:
    for number in range(27):
        Deviation.objects.create(strategy=strategy, key=f"S{number}", subject={"da": "x"}, reason="x", by_name="x")
        ask_for_review(shown=opened(strategy), reviewers=[reviewer], until=days.TODAY, note="", by=alice)
    client, here = sign_in(alice), "/c/havtorn/strategies/1/snapshots/"

    pages = [tree(client.get(f"{here}?{query}")) for query in ("", "changes=2", "asked=2", "changes=x&asked=99999")]

    assert [len(page.xpath("//ul[@class='cmp-list']/li")) for page in pages] == [25, 2, 25, 25]
    assert [len(page.xpath("//section[@aria-labelledby='h-asked']//tbody/tr")) for page in pages] == [25, 25, 2, 2]
    assert len({page.get("aria-label") for page in pages[0].xpath("//nav[.//ul[@class='pagination']]")}) == 2


def test_what_the_board_said_stands_beside_each_change(strategy: Strategy, alice: User, sign_in: SignIn) -> None:
    both = [deviate(strategy, alice), deviate(strategy, alice, 2, "Færre partnere")]
    client = sign_in(alice)
    before = words(tree(client.get(f"{HERE}snapshots/")).xpath("//main")[0])

    done = client.post(URL, sent(*both), follow=True)

    assert before.count("The board has not answered yet") == 2
    after = words(tree(done).xpath("//main")[0])
    assert after.count("Taken note of") == 2
    assert "Møde 6/2026, punkt 2." in after
    assert "The board has not answered yet" not in after


def test_board_that_wants_it_back_says_why_and_what_was_typed_stays(
    strategy: Strategy, alice: User, sign_in: SignIn
) -> None:
    row = deviate(strategy, alice)
    client = sign_in(alice)

    without = client.post(URL, sent(row, answer="back"))
    done = client.post(URL, sent(row, answer="back", reason="Målet står fast."), follow=True)

    assert without.status_code == 422
    assert "Write why the board wants it changed back." in " ".join(faults(without))
    assert tree(without).xpath("//input[@name='minute']/@value") == ["Møde 6/2026, punkt 2"]
    page = words(tree(done).xpath("//main")[0])
    assert "To be changed back" in page
    assert "Målet står fast." in page


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"said_on": "2031-01-01"}, "is in the future"),
        ({"said_on": "2020-01-01"}, "after the meeting of"),
        ({"said_on": "i går"}, ""),
        ({"deviations": []}, "Choose at least one change"),
        ({"deviations": ["999999999999999999999999"]}, ""),
        ({"answer": "maybe"}, ""),
        ({"answer": ""}, "Say what the board said."),
        ({"minute": "x" * 121}, ""),
        ({"reason": "x" * 2001}, ""),
    ],
)
def test_nonsense_is_refused_in_a_sentence(
    strategy: Strategy, alice: User, sign_in: SignIn, wrong: dict[str, object], told: str
) -> None:
    row = deviate(strategy, alice)

    found = sign_in(alice).post(URL, {**sent(row), **wrong})

    assert found.status_code == 422
    assert faults(found)
    assert told in " ".join(faults(found))
    assert not BoardAnswer.objects.of(strategy.cluster).exists()


def test_change_of_another_cluster_is_no_choice(
    strategy: Strategy, alice: User, other_cluster: Cluster, sign_in: SignIn
) -> None:
    theirs = factories.make_strategy(other_cluster)
    foreign = Deviation.objects.create(strategy=theirs, key="S1", subject={"da": "x"}, reason="x", by_name="x")
    deviate(strategy, alice)

    found = sign_in(alice).post(URL, sent(foreign))

    assert found.status_code == 422
    assert not BoardAnswer.across_clusters.exists()


def test_two_who_enter_it_at_once_are_told_and_the_later_answer_counts(
    strategy: Strategy, alice: User, sign_in: SignIn
) -> None:
    row = deviate(strategy, alice)
    client = sign_in(alice)
    client.post(URL, sent(row))

    late = client.post(URL, sent(row, answer="back", reason="Målet står fast."))
    again = client.post(URL, sent(row, answer="back", reason="Målet står fast.", seen=seen_in(late)), follow=True)

    assert late.status_code == 409
    assert "Alice has just entered what the board said of S1: Taken note of." in " ".join(faults(late))
    assert tree(late).xpath("//textarea[@name='reason']")[0].text.strip() == "Målet står fast."
    assert tree(late).xpath("//input[@name='deviations'][@checked]")
    assert "To be changed back" in words(tree(again).xpath("//main")[0])
    assert BoardAnswer.objects.of(strategy.cluster).count() == 2


def seen_in(response: object) -> str:
    return str(tree(response).xpath("//input[@name='seen']/@value")[0])  # type: ignore[arg-type]


def test_editor_sees_what_the_board_said_and_does_not_enter_it(
    strategy: Strategy, alice: User, editor: User, sign_in: SignIn
) -> None:
    deviate(strategy, alice)
    client = sign_in(editor)

    page = tree(client.get(f"{HERE}snapshots/"))

    assert not page.xpath(f"//a[@href='{URL}']")
    assert client.get(URL).status_code == 403
    assert tree(sign_in(alice).get(f"{HERE}snapshots/")).xpath(f"//a[@href='{URL}']")


def test_pack_tells_the_board_again_until_it_has_answered(strategy: Strategy, alice: User) -> None:
    cluster = strategy.cluster
    row = deviate(strategy, alice)
    strategy = opened(strategy).strategy
    strategy.cluster = cluster
    pack = start_pack(cluster=cluster, strategy=strategy, meeting_on=date(2026, 12, 9), asked=Text(), by=alice)
    first = gathered(pack, days.TODAY)
    send_pack(pack=pack, seen=digest_of(plain(first)), by=alice)
    later = start_pack(cluster=cluster, strategy=strategy, meeting_on=date(2027, 3, 9), asked=Text(), by=alice)

    again = gathered(later, days.TODAY)
    answer_deviations(strategy=strategy, deviations=[row], answer="noted", said_on=days.TODAY, seen=0, by=alice)
    answered = gathered(later, days.TODAY)

    assert [one.answer for one in first.deviations] == [one.answer for one in again.deviations] == [""]
    assert answered.deviations == ()


def test_answer_is_only_ever_added(strategy: Strategy, alice: User) -> None:
    row = deviate(strategy, alice)
    (made,) = answer_deviations(
        strategy=strategy, deviations=[row], answer="noted", said_on=days.TODAY, seen=0, by=alice
    )

    with pytest.raises(TypeError):
        made.save()
    with pytest.raises(Refusal):
        answer_deviations(
            strategy=strategy,
            deviations=[row],
            answer="noted",
            said_on=days.TODAY - timedelta(days=1),
            seen=made.pk,
            by=alice,
        )
    with pytest.raises(Conflict):
        answer_deviations(strategy=strategy, deviations=[row], answer="noted", said_on=days.TODAY, seen=0, by=alice)


def test_page_takes_as_many_queries_with_many_changes(strategy: Strategy, alice: User, sign_in: SignIn) -> None:
    client = sign_in(alice)
    deviate(strategy, alice)
    client.get(URL)
    one = (queries(client, URL), queries(client, f"{HERE}snapshots/"))
    for number in range(5):
        deviate(strategy, alice, title=f"Færre {number}")

    assert (queries(client, URL), queries(client, f"{HERE}snapshots/")) == one


def test_page_without_changes_says_so(strategy: Strategy, alice: User, sign_in: SignIn) -> None:
    page = words(tree(sign_in(alice).get(URL)).xpath("//main")[0])

    assert "No goal and no target has been changed" in page
    assert not notes(sign_in(alice).get(URL))
