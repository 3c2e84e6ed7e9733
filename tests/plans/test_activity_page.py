"""An activity's own page and form, and what is done there."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from clusters.models import Cluster, Membership
from core.text import Text
from plans import services
from plans.models import Activity, Milestone
from plans.services.drafts import ActivityDraft, MilestoneDraft
from plans.services.milestones import MOST_MILESTONES
from tests import factories, pages
from tests.plans.samples import make_activity, make_milestone

SignIn = Callable[..., Client]


def url(name: str, cluster: Cluster, *args: object) -> str:
    return reverse(f"plans:{name}", args=[cluster.slug, *args])


SENT = {"title_da": "Messe i Hannover", "currency": "DKK", "status": "planned"}


def test_an_activity_is_added_with_all_that_was_said(cluster: Cluster, alice: User, sign_in: SignIn) -> None:
    goal = factories.make_goal(factories.make_strategy(cluster, alice), alice)
    sent = {
        **SENT,
        "goal": goal.pk,
        "result_da": "Ti nye ordrer",
        "owner": alice.pk,
        "people": "Mette, Karim",
        "starts": "2027-01-15",
        "ends": "31/3/2027",
        "budget": "120,000.50",
        "spent": "0",
        "theme": "international",
    }

    answer = sign_in(alice).post(url("add", cluster), sent)

    made = Activity.objects.of(cluster).get()
    assert answer["Location"] == url("activity", cluster, 1)
    assert (made.title_text, made.result_text) == (Text(da="Messe i Hannover"), Text(da="Ti nye ordrer"))
    assert (made.goal, made.owner, made.people, made.theme) == (goal, alice, "Mette, Karim", "international")
    assert (made.starts, made.ends) == (date(2027, 1, 15), date(2027, 3, 31))
    assert (made.budget, made.spent, made.currency) == (Decimal("120000.50"), Decimal(0), "DKK")


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"title_da": ""}, "Write what needs to be done."),
        ({"budget": "ca. 100.000"}, "“ca. 100.000” is not a number. Enter it in digits, for example 1,250.5."),
        ({"spent": "-5"}, "An amount cannot be less than zero."),
        (
            {"budget": "9999999999999"},
            "The amount is too large. Enter it in kroner or euros, not in øre or cents.",
        ),
        (
            {"starts": "2027-05-01", "ends": "2027-04-30"},
            "The activity ends before it starts. Correct one of the two dates.",
        ),
        ({"status": "dropped"}, "Write why. One sentence is enough, and next year you will be glad of it."),
        (
            {"ends": "1.1.1800"},
            "The year 1800 cannot be used here. Enter a date between 1900 and 2200.",
        ),
    ],
)
def test_bad_input_ends_in_a_sentence_and_nothing_typed_is_lost(
    sent: dict[str, str], words: str, cluster: Cluster, alice: User, sign_in: SignIn
) -> None:
    answer = sign_in(alice).post(url("add", cluster), {**SENT, "people": "Mette", **sent})

    assert (answer.status_code, pages.faults(answer)) == (422, [words])
    assert pages.value(answer, "people") == "Mette"
    assert {name: pages.value(answer, name) for name in sent} == sent
    assert not Activity.objects.of(cluster).exists()


def test_all_that_is_wrong_is_told_at_once_each_at_its_field_and_linked(
    cluster: Cluster, alice: User, sign_in: SignIn
) -> None:
    sent = {"budget": "ca. 100.000", "starts": "2027-05-01", "ends": "2027-04-30", "status": "delayed"}

    answer = sign_in(alice).post(url("add", cluster), {**SENT, "title_da": "", **sent})

    assert pages.faults(answer) == [
        "Write what needs to be done.",
        "The activity ends before it starts. Correct one of the two dates.",
        "“ca. 100.000” is not a number. Enter it in digits, for example 1,250.5.",
        "Write why. One sentence is enough, and next year you will be glad of it.",
    ]
    links = pages.tree(answer).xpath("//*[contains(@class, 'error-summary')]//a/@href")
    assert links == ["#id_title_da", "#id_ends", "#id_budget", "#id_reason_da"]


def test_what_a_milestone_cannot_be_is_told_once(cluster: Cluster, alice: User, sign_in: SignIn) -> None:
    activity = make_activity(cluster, alice)
    for _one in range(MOST_MILESTONES):
        make_milestone(activity)
    client = sign_in(alice)

    many = client.post(url("milestone_add", cluster, 1), {"title_da": "Aftale", "date": "2027-05-01"})
    empty = client.post(url("milestone_add", cluster, 1), {"title_da": "", "date": ""})

    assert pages.faults(many) == [
        "The activity has 60 milestones. Split it into two activities, or delete a milestone."
    ]
    assert pages.faults(empty) == ["Write what will be reached.", "Enter the date by which it should be reached."]
    for answer in (many, empty):
        assert len(pages.tree(answer).xpath("//*[contains(@class, 'error-summary')]")) == 1


def test_a_conflict_shows_both_and_overwrites_nothing(
    cluster: Cluster, alice: User, editor: User, sign_in: SignIn
) -> None:
    activity = make_activity(cluster, alice)
    draft = replace(ActivityDraft.of(activity), people="Bo", status="done")
    services.change_activity(activity=activity, draft=draft, based_on=1, by=editor)
    client, sent = sign_in(alice), {**SENT, "people": "Karim", "revision": "1"}

    late = client.post(url("edit", cluster, 1), sent)
    stored = Activity.objects.of(cluster).get()
    client.post(url("edit", cluster, 1), {**sent, "status": "done", "revision": pages.value(late, "revision")})

    assert late.status_code == 409
    assert "Erik changed this while you were writing" in pages.words(pages.tree(late))
    # What the colleague alone has changed stands in the form as it is now.
    assert (pages.value(late, "people"), pages.value(late, "status")) == ("Karim", "done")
    assert (stored.status, stored.people) == ("done", "Bo")
    kept = Activity.objects.of(cluster).get()
    assert (kept.status, kept.people) == ("done", "Karim")


def test_an_owner_who_has_left_is_named_and_somebody_is_asked_for(
    cluster: Cluster, alice: User, editor: User, sign_in: SignIn
) -> None:
    make_activity(cluster, alice, owner=editor)
    Membership.objects.of(cluster).filter(user=editor).delete()

    shown = sign_in(alice).get(url("activity", cluster, 1))

    assert pages.notes(shown) == ["Erik is no longer a member of the cluster. Choose who takes over."]


def test_milestones_are_added_reached_changed_deleted_and_brought_back(
    cluster: Cluster, alice: User, sign_in: SignIn
) -> None:
    make_activity(cluster, alice)
    client = sign_in(alice)

    client.post(url("milestone_add", cluster, 1), {"title_da": "Aftale", "date": "2027-03-01"})
    pk = Milestone.objects.of(cluster).get().pk
    client.post(url("milestone_reach", cluster, 1, pk))
    reached = Milestone.objects.of(cluster).get().is_done
    client.post(
        url("milestone", cluster, 1, pk), {"title_da": "Ny", "date": "2027-04-01", "done_on": "", "revision": "2"}
    )
    client.post(url("milestone_delete", cluster, 1, pk))
    gone = list(Milestone.objects.of(cluster).alive())
    client.post(url("milestone_restore", cluster, 1, pk))

    stored = Milestone.objects.of(cluster).alive().get()
    assert (reached, gone) == (True, [])
    assert (stored.title_text, stored.date, stored.done_on) == (Text(da="Ny"), date(2027, 4, 1), None)


def test_of_two_who_change_a_milestone_the_second_sees_both_and_loses_nothing(
    cluster: Cluster, alice: User, editor: User, sign_in: SignIn
) -> None:
    milestone = make_milestone(make_activity(cluster, alice))
    draft = MilestoneDraft(Text(da="Eriks ord"), date(2027, 5, 1))
    services.change_milestone(milestone=milestone, draft=draft, based_on=1, by=editor)
    client, sent = sign_in(alice), {"title_da": "Mine ord", "date": "2027-06-01", "done_on": "", "revision": "1"}

    late = client.post(url("milestone", cluster, 1, milestone.pk), sent)
    stored = Milestone.objects.of(cluster).get()
    client.post(url("milestone", cluster, 1, milestone.pk), {**sent, "revision": "2"})

    assert late.status_code == 409
    note = pages.words(pages.tree(late))
    assert "Erik changed this while you were writing" in note
    assert "Eriks ord" in note
    assert "1 May 2027" in note
    assert (pages.value(late, "title_da"), pages.value(late, "date")) == ("Mine ord", "2027-06-01")
    assert (stored.title_text, stored.date) == (Text(da="Eriks ord"), date(2027, 5, 1))
    kept = Milestone.objects.of(cluster).get()
    assert (kept.title_text, kept.date, kept.revision) == (Text(da="Mine ord"), date(2027, 6, 1), 3)


def test_a_milestone_reached_by_a_colleague_stays_reached(
    cluster: Cluster, alice: User, editor: User, sign_in: SignIn
) -> None:
    milestone = make_milestone(make_activity(cluster, alice))
    services.reach_milestone(milestone=milestone, on=date(2026, 11, 20), by=editor)
    sent = {"title_da": "Ny", "date": "2027-03-01", "done_on": "", "revision": "1"}

    sign_in(alice).post(url("milestone", cluster, 1, milestone.pk), sent)

    stored = Milestone.objects.of(cluster).get()
    assert (stored.title_text, stored.done_on) == (Text(da="Ny"), date(2026, 11, 20))


def test_what_is_written_to_a_deleted_milestone_can_be_saved_as_a_new_one(
    cluster: Cluster, alice: User, editor: User, sign_in: SignIn
) -> None:
    milestone = make_milestone(make_activity(cluster, alice))
    services.delete_milestone(milestone=milestone, by=editor)
    sent = {"title_da": "Aftale med Kiel", "date": "2027-04-01", "done_on": "", "revision": "1"}

    late = sign_in(alice).post(url("milestone", cluster, 1, milestone.pk), sent)

    assert late.status_code == 409
    assert pages.value(late, "title_da") == "Aftale med Kiel"
    (note,) = pages.notes(late)
    assert note.startswith("A colleague has deleted this milestone in the meantime.")


def test_a_milestone_without_a_day_is_refused_and_stays_to_be_corrected(
    cluster: Cluster, alice: User, sign_in: SignIn
) -> None:
    make_activity(cluster, alice)

    answer = sign_in(alice).post(url("milestone_add", cluster, 1), {"title_da": "Aftale", "date": ""})

    assert answer.status_code == 422
    assert pages.faults(answer) == ["Enter the date by which it should be reached."]
    assert pages.value(answer, "title_da") == "Aftale"


def test_notes_say_who_and_stay(cluster: Cluster, alice: User, sign_in: SignIn) -> None:
    make_activity(cluster, alice)
    client = sign_in(alice)

    empty = client.post(url("note", cluster, 1), {"text": " "})
    client.post(url("note", cluster, 1), {"text": "Godt i gang <b>"})

    assert pages.faults(empty) == ["Write how it is going; one sentence is enough."]
    (note,) = pages.tree(client.get(url("activity", cluster, 1))).xpath("//ul[@class='changes']/li/div")
    assert pages.words(note).startswith("Alice · Planned Godt i gang <b>")


def test_a_circle_is_refused_on_the_page(cluster: Cluster, alice: User, sign_in: SignIn) -> None:
    first, second = make_activity(cluster, alice), make_activity(cluster, alice)
    client = sign_in(alice)

    client.post(url("dependency_add", cluster, 1), {"needed": second.pk})
    answer = client.post(url("dependency_add", cluster, 2), {"needed": first.pk})
    client.post(url("dependency_remove", cluster, 1, 2))

    assert pages.faults(answer) == ["A2 cannot wait for A1, because A1 is already waiting for A2: A1 → A2."]
    assert list(first.needs.all()) == []


def test_a_reader_sees_everything_and_can_change_nothing(
    cluster: Cluster, alice: User, bob: User, sign_in: SignIn
) -> None:
    make_milestone(make_activity(cluster, alice))

    shown = sign_in(bob).get(url("activity", cluster, 1))

    assert pages.heading(shown) == "Markedsbesøg"
    assert pages.buttons(shown) == []


def test_who_only_reads_is_not_told_to_put_files_and_notes_there(
    cluster: Cluster, alice: User, bob: User, sign_in: SignIn
) -> None:
    make_activity(cluster, alice)

    mine, read = (
        pages.words(pages.tree(sign_in(one).get(url("activity", cluster, 1))).xpath("//main")[0])
        for one in (alice, bob)
    )

    assert "Anything others need to find again belongs here" in mine
    assert "A note stays as it was written" in mine
    assert "No files yet. No notes yet." in read.replace("How it is going ", "")
