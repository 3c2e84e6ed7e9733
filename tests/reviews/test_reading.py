"""A strategy that is read and talked about: what is new since one was here, and what is brought back from before."""

from collections.abc import Callable
from datetime import UTC, timedelta

import pytest
from django.test import Client

from accounts.models import User
from clusters.models import Cluster
from core.text import Text
from exports.page_cache import page_of as printed
from reviews.models import Sitting, Snapshot
from reviews.services import ask_for_review
from reviews.sittings import KEPT
from strategy.models import Goal, Strategy
from strategy.services import GoalDraft, change_goal, delete_goal
from tests import days, factories
from tests.comments.samples import talk
from tests.kpis.samples import measured_kpi
from tests.pages import main, notes, queries, tree, words
from tests.reviews.samples import opened, snapshot_of
from tests.strategy.samples import publish_every_question
from tests.workbooks.samples import put
from workbooks.models import AnswerChange

pytestmark = pytest.mark.django_db

SignIn = Callable[..., Client]
HERE = "/c/havtorn/strategies/1/"
READ = f"{HERE}review/"


@pytest.fixture
def strategy(cluster: Cluster, alice: User) -> Strategy:
    made = factories.make_strategy(cluster, alice, publish_every_question())
    put(made.workbook, alice, "why", {"da": "Hjemmemarkedet er for lille."})
    put(made.workbook, alice, "name", {"da": "Havtorn"})
    return made


def later(**more: int) -> None:
    """Let some time go by, also over the hour that a spring night leaves out."""
    later.gone = getattr(later, "gone", timedelta()) + timedelta(**more)  # type: ignore[attr-defined]
    days.set_clock(days.NOW.astimezone(UTC) + later.gone)  # type: ignore[attr-defined]


@pytest.fixture(autouse=True)
def from_the_beginning() -> None:
    later.gone = timedelta()  # type: ignore[attr-defined]


def bar(response: object) -> str:
    found = tree(response).xpath("//section[contains(@class, 'rv-bar')]")
    return words(found[0]) if found else ""


# ---- new since one was here


def test_first_reading_marks_nothing(strategy: Strategy, reviewer: User, sign_in: SignIn) -> None:
    page = sign_in(reviewer).get(READ)

    assert bar(page) == ""
    assert not tree(page).xpath("//*[contains(@class, 'chg')]")


def test_what_has_changed_since_is_marked_word_by_word_with_who_did_it(
    strategy: Strategy, alice: User, editor: User, reviewer: User, sign_in: SignIn
) -> None:
    client = sign_in(reviewer)
    factories.make_goal(strategy, alice, "Flere eksporterer")
    client.get(READ)
    later(hours=2)
    put(strategy.workbook, editor, "why", {"da": "Hjemmemarkedet er alt for lille."})
    factories.make_goal(strategy, alice, "Nye partnere")
    later(hours=2)

    page = client.get(READ)

    assert "1 answer has changed, 1 goal is new or changed" in bar(page)
    (changed,) = tree(page).xpath("//div[@id='a-why' and contains(@class, 'chg')]")
    assert [words(one) for one in changed.xpath(".//ins")] == ["alt"]
    assert "by Erik" in words(changed.xpath(".//p[@class='rv-mark']")[0])
    assert not tree(page).xpath("//div[@id='a-name' and contains(@class, 'chg')]")


def test_marks_stay_while_one_reads_and_go_at_the_next_visit(
    strategy: Strategy, alice: User, reviewer: User, sign_in: SignIn
) -> None:
    client = sign_in(reviewer)
    client.get(READ)
    later(hours=2)
    put(strategy.workbook, alice, "why", {"da": "Et nyt svar"})
    later(minutes=5)

    assert "1 answer has changed" in bar(client.get(READ))
    later(minutes=30)
    assert "1 answer has changed" in bar(client.get(READ))
    later(hours=3)
    assert "nothing has changed" in bar(client.get(READ))
    earlier = tree(client.get(READ)).xpath("//section[contains(@class, 'rv-bar')]//a[contains(@href, 'since=')]/@href")
    assert "1 answer has changed" in bar(client.get(READ + earlier[0]))


def test_only_what_is_new_folds_the_rest(strategy: Strategy, alice: User, reviewer: User, sign_in: SignIn) -> None:
    client = sign_in(reviewer)
    client.get(READ)
    later(hours=2)
    put(strategy.workbook, alice, "why", {"da": "Et nyt svar"})

    page = tree(client.get(f"{READ}?show=new"))

    assert page.xpath("//div[contains(@class, 'rv')]/@id") == ["a-why"]


@pytest.mark.parametrize("query", ["since=99", "since=²", "since=-1", "since=x", "show=x", "since=" + "9" * 50])
def test_odd_addresses_of_the_page_are_taken(query: str, strategy: Strategy, reviewer: User, sign_in: SignIn) -> None:
    client = sign_in(reviewer)
    client.get(READ)
    later(hours=2)

    assert client.get(f"{READ}?{query}").status_code == 200


def test_goals_that_changed_and_went_are_told(strategy: Strategy, alice: User, reviewer: User, sign_in: SignIn) -> None:
    stays, goes = factories.make_goal(strategy, alice, "Bliver"), factories.make_goal(strategy, alice, "Går")
    client = sign_in(reviewer)
    later(minutes=5)
    client.get(READ)
    later(hours=2)
    draft = GoalDraft(title=Text(da="Bliver ved"))
    change_goal(goal=Goal.objects.of(strategy.cluster).get(pk=stays.pk), draft=draft, based_on=1, by=alice)
    delete_goal(goal=goes, by=alice)

    page = client.get(READ)

    assert "2 goals are new or changed" in bar(page)


def test_snapshot_marks_what_is_new_in_it_and_shows_what_is_said(
    strategy: Strategy, alice: User, reviewer: User, sign_in: SignIn
) -> None:
    client = sign_in(reviewer)
    client.get(READ)
    later(hours=2)
    put(strategy.workbook, alice, "why", {"da": "Hjemmemarkedet er alt for lille."})
    made = ask_for_review(
        shown=opened(strategy), reviewers=[reviewer], until=days.TODAY + timedelta(days=7), note="", by=alice
    )
    talk(strategy, alice, "Er det nok?", about="q:why")
    put(strategy.workbook, alice, "why", {"da": "Skrevet efter øjebliksbilledet"})
    later(hours=2)

    page = client.get(f"{HERE}snapshots/{made.number}/")

    assert "1 answer has changed" in bar(page)
    assert "Er det nok?" in main(page)
    assert "Skrevet efter" not in main(page)
    assert tree(page).xpath("//input[@name='answer']")


def test_snapshot_shows_the_goals_as_they_were(
    strategy: Strategy, alice: User, reviewer: User, sign_in: SignIn
) -> None:
    put(strategy.workbook, alice, "stage", "plan")
    goal = factories.make_goal(strategy, alice, "Flere eksporterer")
    snapshot_of(strategy, alice)
    delete_goal(goal=goal, by=alice)

    page = sign_in(reviewer).get(f"{HERE}snapshots/1/")

    assert "Flere eksporterer" in words(tree(page).xpath("//div[@id='a-live']")[0])


def test_reader_sees_a_snapshot_without_talk(strategy: Strategy, alice: User, bob: User, sign_in: SignIn) -> None:
    snapshot_of(strategy, alice)
    talk(strategy, alice, "Er det nok?", about="q:why")

    page = sign_in(bob).get(f"{HERE}snapshots/1/")

    assert "Hjemmemarkedet" in main(page)
    assert "Er det nok?" not in main(page)


def test_reading_with_marks_takes_ten_queries(strategy: Strategy, alice: User, reviewer: User, sign_in: SignIn) -> None:
    goal = factories.make_goal(strategy, alice, "Flere eksporterer")
    put(strategy.workbook, alice, "name", {"da": "Se S1"})
    talk(strategy, alice, about="q:why")
    for _visit in range(KEPT + 2):
        sign_in(reviewer).get(READ)
        later(hours=2)
    put(strategy.workbook, alice, "why", {"da": "Nyt"})
    client = sign_in(reviewer)
    change_goal(goal=goal, draft=GoalDraft(title=Text(da="Bliver ved")), based_on=1, by=alice)

    first, second = queries(client, READ), queries(client, READ)

    assert "1 answer has changed, 1 goal is new or changed" in bar(client.get(READ))
    assert max(first, second) <= 10


def test_sittings_do_not_pile_up(strategy: Strategy, reviewer: User, sign_in: SignIn) -> None:
    client = sign_in(reviewer)
    for _visit in range(KEPT + 4):
        client.get(READ)
        later(hours=2)
        client = sign_in(reviewer)

    assert Sitting.objects.of(strategy.cluster).count() <= KEPT + 1


# ---- brought back


def bring(client: Client, **sent: object) -> object:
    return client.post(f"{HERE}snapshots/1/bring-back/", sent, follow=True)


def stands(strategy: Strategy, key: str) -> object:
    return opened(strategy).answers[key].value


def test_answer_is_brought_back_as_a_new_revision(strategy: Strategy, alice: User, sign_in: SignIn) -> None:
    snapshot_of(strategy, alice)
    put(strategy.workbook, alice, "why", {"da": "Noget andet"})
    client = sign_in(alice)
    page = tree(client.get(f"{HERE}snapshots/1/compare/"))
    form = next(one for one in page.xpath("//form[contains(@action, 'bring-back')]"))

    told = client.post(form.get("action"), dict(form.form_values()), follow=True)

    assert stands(strategy, "why") == {"da": "Hjemmemarkedet er for lille."}
    assert "It is again as it was." in main(told)
    history = AnswerChange.objects.of(strategy.cluster).filter(question_key="why").order_by("revision")
    assert [one.value["da"] for one in history][-2:] == ["Noget andet", "Hjemmemarkedet er for lille."]


def test_one_row_is_brought_back_and_the_others_stay(strategy: Strategy, alice: User, sign_in: SignIn) -> None:
    def rows(*cells: tuple[str, str]) -> list[dict]:
        return [{"id": key, "cells": {"name": {"da": text}}} for key, text in cells]

    put(strategy.workbook, alice, "stage", "plan")
    put(strategy.workbook, alice, "markets", rows(("a", "Anna"), ("b", "Bo"), ("c", "Carl")))
    snapshot_of(strategy, alice)
    put(strategy.workbook, alice, "markets", rows(("c", "Carla"), ("d", "Dana")))
    client = sign_in(alice)
    page = tree(client.get(f"{HERE}snapshots/1/compare/"))
    offered = [words(one) for one in page.xpath("//form[.//input[@name='row']]//button")]
    revision = opened(strategy).answers["markets"].revision

    assert {"Only the row “Anna”", "Only the row “Bo”"} <= set(offered)
    bring(client, question="markets", row="b", revision=revision)
    bring(client, question="markets", row="c", revision=revision + 1)

    assert [row["cells"]["name"]["da"] for row in stands(strategy, "markets")] == ["Carl", "Bo", "Dana"]  # type: ignore[attr-defined]


def test_who_is_late_is_told_and_nothing_is_overwritten(
    strategy: Strategy, alice: User, editor: User, sign_in: SignIn
) -> None:
    snapshot_of(strategy, alice)
    put(strategy.workbook, alice, "why", {"da": "Noget andet"})
    read_at = opened(strategy).answers["why"].revision
    put(strategy.workbook, editor, "why", {"da": "En kollegas tekst"})

    told = bring(sign_in(alice), question="why", revision=read_at)

    assert any("colleague changed this answer" in note for note in notes(told))
    assert stands(strategy, "why") == {"da": "En kollegas tekst"}


@pytest.mark.parametrize(
    "sent", [{"question": "nowhere"}, {"question": "why", "row": "x"}, {"question": ""}, {"question": "y" * 200}, {}]
)
def test_what_cannot_be_brought_back_is_answered_with_a_sentence(
    sent: dict, strategy: Strategy, alice: User, sign_in: SignIn
) -> None:
    snapshot_of(strategy, alice)

    told = bring(sign_in(alice), revision=1, **sent)

    assert told.status_code == 200  # type: ignore[attr-defined]
    assert notes(told)
    assert stands(strategy, "why") == {"da": "Hjemmemarkedet er for lille."}


def test_only_who_writes_brings_back(strategy: Strategy, alice: User, reviewer: User, sign_in: SignIn) -> None:
    snapshot_of(strategy, alice)
    put(strategy.workbook, alice, "why", {"da": "Noget andet"})
    client = sign_in(reviewer)

    assert client.post(f"{HERE}snapshots/1/bring-back/", {"question": "why", "revision": 2}).status_code == 403
    assert not tree(client.get(f"{HERE}snapshots/1/compare/")).xpath("//form[contains(@action, 'bring-back')]")


# ---- on paper


def test_document_tells_what_has_changed_without_colour(strategy: Strategy, cluster: Cluster, alice: User) -> None:
    from django.utils import translation

    from reports.views.snapshots import changes_since

    goal = factories.make_goal(strategy, alice, "Flere eksporterer")
    snapshot_of(strategy, alice)
    put(strategy.workbook, alice, "why", {"da": "Hjemmemarkedet er alt for lille."})
    measured_kpi(cluster, alice, goal)
    delete_goal(goal=goal, by=alice)

    with translation.override("da"):
        found = Snapshot.objects.of(cluster).whole().get()
        html = printed(changes_since(opened(strategy), found, None, "da"))

    assert "<ins>alt </ins>" in html or "<ins> alt</ins>" in html or "<ins>alt</ins>" in html
    assert "<del>Flere eksporterer</del>" in html


def test_document_of_changes_is_given_as_pdf(strategy: Strategy, alice: User, bob: User, sign_in: SignIn) -> None:
    snapshot_of(strategy, alice)
    put(strategy.workbook, alice, "why", {"da": "Noget andet"})
    snapshot_of(strategy, alice, "Efter mødet")
    client = sign_in(bob)
    here = "/c/havtorn/documents/strategies/1/snapshots/1/changes/da.pdf"

    assert client.get(here).content.startswith(b"%PDF")
    assert client.get(f"{here}?with=2").content.startswith(b"%PDF")
    assert client.get(f"{here}?with=99").status_code == 404
    assert client.get(f"{here}?with=x").status_code == 404


# ---- beside the form


def test_phase_shows_what_is_said_below_its_questions(strategy: Strategy, alice: User, sign_in: SignIn) -> None:
    talk(strategy, alice, "Er det nok?", about="q:why")
    client = sign_in(alice)
    section = opened(strategy).sheet.document.section_of("why")
    assert section is not None
    page = tree(client.get(f"{HERE}phases/{section.key}/"))

    (address,) = page.xpath("//div[contains(@hx-get, '/comments/beside/')]/@hx-get")
    fragment = client.get(address, headers={"HX-Request": "true"}).content.decode()

    assert page.xpath("//div[@id='talk-why']//a[contains(@href, 'about=q:why')]")
    assert 'id="talk-why" hx-swap-oob="innerHTML"' in fragment
    assert "Er det nok?" in fragment
    assert client.get(address).status_code == 302
    assert client.get(f"{HERE}comments/beside/?section=nowhere", headers={"HX-Request": "true"}).status_code == 302
