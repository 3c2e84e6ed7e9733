"""After the answers are opened: the meeting, what is agreed, the result, and what becomes of weak statements."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from assessments.models import Agreement, Assessment, NextStep
from assessments.pages import result_page, weakest_without_step
from assessments.services import Given, agree, agree_where_all_said_the_same, close, score, take_step
from clusters.models import Change, Cluster
from core.errors import Conflict, Refusal
from exports.html import print_html
from library.services import publish_edition
from plans.models import Activity
from reports.exports.assessments import assessment_document
from strategy.models import Goal
from tests import factories, pages
from tests.assessments import samples
from tests.days import TODAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def assessment(cluster: Cluster, alice: User) -> Assessment:
    return samples.a_closed_one(cluster, alice, (1, 3, 2), (1, 3, 2), (5, 3, 2), (5, 3, 1))


def agreed(assessment: Assessment, key: str = "mandate") -> tuple[int | None, bool, str]:
    row = samples.agreement_of(assessment, key)
    return row.level, row.is_disputed, row.reason


def test_meeting_begins_with_what_people_disagree_on_most(
    assessment: Assessment, alice: User, sign_in: Callable[..., Client]
) -> None:
    page = sign_in(alice).get(assessment.url("meeting"), follow=True)

    listed = [pages.words(one) for one in pages.tree(page).xpath("//nav[contains(@class, 'mt-list')]//*[@class='t']")]
    assert listed == ["Statement mandate", "Statement data", "Statement reason"]
    assert pages.heading(page) == "Statement mandate"
    assert "Two groups: 2 below level 2, 2 above it." in page.content.decode()


def test_what_is_agreed_is_noted_and_the_next_statement_comes(
    assessment: Assessment, alice: User, sign_in: Callable[..., Client]
) -> None:
    client, url = sign_in(alice), assessment.url("statement", "mandate")

    answer = client.post(url, {"level": "3", "reason": "Referatet viser det", "revision": "1"})

    assert answer["Location"] == assessment.url("statement", "data")
    assert agreed(assessment) == (3, False, "Referatet viser det")


def test_not_agreeing_is_as_good_an_answer_and_stays_marked(
    assessment: Assessment, alice: User, sign_in: Callable[..., Client]
) -> None:
    client, url = sign_in(alice), assessment.url("statement", "mandate")

    client.post(url, {"level": "3", "disputed": "1", "reason": "Vi tager den igen", "revision": "1"})
    result = client.get(assessment.url()).content.decode()

    assert agreed(assessment) == (None, True, "Vi tager den igen")
    assert "Where you could not agree" in result


def test_two_who_note_a_level_at_once_are_told_and_both_are_kept(
    assessment: Assessment, alice: User, editor: User
) -> None:
    row = samples.agreement_of(assessment, "mandate")
    other = samples.agreement_of(assessment, "mandate")
    first = {"assessment": assessment, "level": 3, "is_disputed": False, "based_on": 1}
    agree(agreement=row, reason="Den ene", by=alice, **first)

    with pytest.raises(Conflict) as told:
        agree(agreement=other, reason="Den anden", by=editor, **{**first, "level": 4})

    assert {side.mine for side in told.value.sides} == {"4", "Den anden"}
    assert agreed(assessment) == (3, False, "Den ene")
    kept = Change.objects.of(assessment.cluster).filter(thing="agreement", kind="set-aside").get()
    assert kept.values["reason"] == "Den anden"


@pytest.mark.parametrize("level", [0, 6, 99])
def test_level_that_the_statement_does_not_have_is_refused(
    assessment: Assessment, alice: User, sign_in: Callable[..., Client], level: int
) -> None:
    answer = sign_in(alice).post(assessment.url("statement", "mandate"), {"level": str(level), "revision": "1"})

    assert answer.status_code == 422
    assert "Choose one of the levels." in answer.content.decode()
    assert agreed(assessment)[0] is None


def test_nothing_is_agreed_before_the_answers_are_open(cluster: Cluster, alice: User) -> None:
    open_one = samples.an_assessment(cluster, alice)
    row = samples.agreement_of(open_one, "mandate")

    with pytest.raises(Refusal):
        agree(assessment=open_one, agreement=row, level=3, is_disputed=False, reason="", based_on=1, by=alice)


def test_reader_sees_the_meeting_and_notes_nothing(
    assessment: Assessment, bob: User, sign_in: Callable[..., Client]
) -> None:
    client, url = sign_in(bob), assessment.url("statement", "mandate")

    shown, answer = client.get(url), client.post(url, {"level": "3", "revision": "1"})

    assert (shown.status_code, answer.status_code) == (200, 403)
    assert agreed(assessment)[0] is None


def test_what_all_said_alike_is_agreed_at_once_and_nothing_else(assessment: Assessment, alice: User) -> None:
    assert agree_where_all_said_the_same(assessment=assessment, by=alice) == 1
    assert agree_where_all_said_the_same(assessment=assessment, by=alice) == 0

    assert [agreed(assessment, key)[0] for key in samples.KEYS] == [None, 3, None]


def test_round_that_nobody_answered_can_be_opened_and_talked_through(
    cluster: Cluster, alice: User, sign_in: Callable[..., Client]
) -> None:
    empty = samples.an_assessment(cluster, alice)
    client = sign_in(alice)

    client.post(empty.url("close"))
    page = client.get(empty.url()).content.decode()
    client.post(empty.url("statement", "mandate"), {"level": "2", "revision": "1"})

    assert "Nobody answered." in page
    assert agreed(empty)[0] == 2


def test_opening_twice_is_told_and_counts_once(assessment: Assessment, alice: User) -> None:
    before = assessment.digest

    with pytest.raises(Conflict):
        close(assessment=assessment, by=alice)

    assert Assessment.objects.of(assessment.cluster).get(pk=assessment.pk).digest == before


# ---- the result


def test_result_says_what_the_next_level_takes(
    assessment: Assessment, alice: User, sign_in: Callable[..., Client]
) -> None:
    page = sign_in(alice).get(assessment.url())

    said = pages.words(pages.tree(page).xpath("//li[@id='n-data']")[0])
    assert "Level 1.8" in said
    assert "To reach level 2: data step 2" in said
    every = [pages.words(one) for one in pages.tree(page).xpath("//section[@aria-labelledby='h-all']/details//li")]
    assert every == [
        f"Statement {key} To reach level {level}: {key} step {level}"
        for key, level in (("mandate", 4), ("reason", 4), ("data", 2))
    ]


def test_what_was_answered_in_words_alone_is_read_on_the_result_without_names(
    cluster: Cluster, alice: User, sign_in: Callable[..., Client]
) -> None:
    made = samples.an_assessment(cluster, alice, is_anonymous=False)
    for name, note in (("Gerda", "Vi skal måle <oftere>"), ("Bo", "Først en baseline")):
        scorer = samples.a_guest(made, alice, name, 3, 3, 3)
        score(assessment=made, scorer=scorer, key="learning_next", given=Given(note=note), based_on=0)
    before = sign_in(alice).get(made.url())
    close(assessment=made, by=alice)

    (section,) = pages.tree(sign_in(alice).get(made.url())).xpath("//section[@aria-labelledby='h-words']")

    assert "baseline" not in before.content.decode()
    notes = "Først en baseline Vi skal måle <oftere>"
    assert pages.words(section) == f"In the scorers’ own words learning_next in English {notes}"


def test_change_is_by_key_and_a_changed_wording_is_marked(
    assessment: Assessment, cluster: Cluster, alice: User, sign_in: Callable[..., Client]
) -> None:
    fresh = samples.an_edition(2, reason="En anden påstand")
    now = samples.a_closed_one(cluster, alice, (4, 3, 3), (4, 3, 3), (4, 4, 3), edition=fresh, name="Status 2027")

    page = sign_in(alice).get(now.url())
    rows = {cells[0]: cells[1:] for cells in pages.rows(page)}

    assert rows["Statement mandate"][2] == "+1.0"
    assert rows["Statement data"][2] == "+1.2"
    assert any("Worded differently last time" in cells for cells in rows)


def test_statement_that_is_asked_no_more_is_told_of_on_page_and_paper(
    assessment: Assessment, cluster: Cluster, alice: User, sign_in: Callable[..., Client]
) -> None:
    data = samples.document(2)
    del data["sections"][0]["questions"][1]
    fresh = publish_edition(data=data, by=None)
    now = samples.a_closed_one(cluster, alice, *[(4, None, 3)] * 3, edition=fresh, name="Status 2027")

    told = "Asked in “Status 2026”, and no more: Statement reason"
    assert told in pages.words(pages.tree(sign_in(alice).get(now.url())))
    paper = " ".join(print_html(assessment_document(now, "da")).split())
    assert "Spurgt om i ”Status 2026”, men ikke mere:" in paper
    assert "Påstand reason" in paper


def test_many_scorers_take_as_many_queries_as_three(
    cluster: Cluster, alice: User, sign_in: Callable[..., Client]
) -> None:
    client, counts = sign_in(alice), []
    for people in (3, 60):
        made = samples.a_closed_one(cluster, alice, *[(2, 3, 4)] * people, name=f"{people}")
        client.get(made.url())
        counts.append(pages.queries(client, made.url()))
        Assessment.objects.of(cluster).update(deleted_at="2026-01-01T00:00Z")

    assert counts[0] == counts[1]


# ---- the next step


@pytest.fixture
def strategy(cluster: Cluster, alice: User) -> object:
    return factories.make_strategy(cluster, alice)


@pytest.mark.parametrize("kind", ["goal", "activity", "note"])
def test_weak_statement_becomes_something_with_one_click_and_keeps_the_link(
    assessment: Assessment, strategy: object, alice: User, sign_in: Callable[..., Client], kind: str
) -> None:
    client = sign_in(alice)

    client.post(assessment.url("step_add", "data"), {"kind": kind})
    page = client.get(assessment.url())

    step = NextStep.objects.of(assessment.cluster).get()
    title = {
        "goal": step.goal and step.goal.title,
        "activity": step.activity and step.activity.title,
        "note": step.note,
    }
    assert title[kind] == {"da": "data trin 2"}
    assert pages.tree(page).xpath(f"//li[@id='n-data']//a[@href='{address(step, assessment)}']")


def address(step: NextStep, assessment: Assessment) -> str:
    step.assessment = assessment
    return step.url


def test_goal_says_which_statement_it_comes_from(assessment: Assessment, strategy: object, alice: User) -> None:
    statement = assessment.form.by_key["data"]

    take_step(assessment=assessment, statement=statement, level=2, kind="goal", by=alice)

    why = Goal.objects.of(assessment.cluster).get().rationale_text.da
    assert why == "Fra selvevalueringen ”Status 2026”, for at nå niveau 2: Påstand data"


def test_without_a_strategy_one_is_told_what_to_do_first(assessment: Assessment, alice: User) -> None:
    with pytest.raises(Refusal, match="Begynd på en strategi først"):
        take_step(assessment=assessment, statement=assessment.form.by_key["data"], level=2, kind="goal", by=alice)


def test_step_whose_goal_is_deleted_is_no_step(assessment: Assessment, strategy: object, alice: User) -> None:
    take_step(assessment=assessment, statement=assessment.form.by_key["data"], level=2, kind="activity", by=alice)
    Activity.objects.of(assessment.cluster).update(deleted_at="2026-01-01T00:00Z")

    assert result_page(assessment.cluster, assessment).by_key["data"].steps == ()


def test_strategy_shows_the_newest_result_and_the_notes_in_its_panel(
    assessment: Assessment, strategy: object, alice: User, sign_in: Callable[..., Client]
) -> None:
    take_step(assessment=assessment, statement=assessment.form.by_key["data"], level=2, kind="note", by=alice)

    client, url = sign_in(alice), reverse("assessments:panel", args=[assessment.cluster.slug, 1])
    page = client.get(url)

    assert "Status 2026" in page.content.decode()
    back = f"{assessment.url()}#n-data"
    (note,) = pages.tree(page).xpath(f"//li[a/@href='{back}']")
    assert pages.words(note) == "data trin 2 Status 2026"
    few = pages.queries(client, url)
    take_step(assessment=assessment, statement=assessment.form.by_key["mandate"], level=4, kind="note", by=alice)
    assert pages.queries(client, url) == few
    # A self-assessment that was put away is no place to be led to; the note stays.
    Assessment.objects.of(assessment.cluster).update(deleted_at="2026-01-01T00:00Z")
    gone = client.get(url).content.decode()
    assert ("data trin 2" in gone, back in gone) == (True, False)


def test_list_and_pages_keep_their_queries_with_many(
    assessment: Assessment, cluster: Cluster, alice: User, sign_in: Callable[..., Client]
) -> None:
    client, url = sign_in(alice), reverse("assessments:index", args=[cluster.slug])
    client.get(url)
    one = pages.queries(client, url)
    for number in range(4):
        samples.an_assessment(cluster, alice, name=f"{number}", until=TODAY + timedelta(days=number))

    assert pages.queries(client, url) == one
    assert Agreement.objects.of(cluster).count() == 15


def test_red_thread_tells_of_a_weak_statement_until_something_comes_of_it(
    assessment: Assessment, strategy: object, alice: User
) -> None:
    before = [one.key for _number, one, _text in weakest_without_step(assessment.cluster)]

    take_step(assessment=assessment, statement=assessment.form.by_key["data"], level=2, kind="note", by=alice)

    assert before == ["data"]
    assert weakest_without_step(assessment.cluster) == []
