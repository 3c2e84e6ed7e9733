"""What changes activities, milestones and dependencies."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from accounts.models import User
from clusters.activity import sentence
from clusters.models import ActivityEntry, Cluster, Membership
from core.errors import Conflict, Refusal
from core.text import Text
from kpis.models import Kpi
from plans import services
from plans.models import Activity, Dependency, Milestone, StatusNote
from plans.services.drafts import ActivityDraft, MilestoneDraft
from tests import factories
from tests.plans.samples import make_activity, make_milestone

Status = Activity.Status
WHY = "Write why. One sentence is enough, and next year you will be glad of it."
ENDS_FIRST = "The activity ends before it starts. Correct one of the two dates."


def draft_of(activity: Activity, **changes: object) -> ActivityDraft:
    return replace(ActivityDraft.of(activity), **changes)  # type: ignore[arg-type]


def test_keys_are_given_out_by_the_cluster_and_never_twice(
    cluster: Cluster, other_cluster: Cluster, alice: User, charlie: User
) -> None:
    first, second = make_activity(cluster, alice), make_activity(cluster, alice)
    services.delete_activity(activity=second, by=alice)

    assert [first.key, second.key, make_activity(cluster, alice).key] == ["A1", "A2", "A3"]
    assert make_activity(other_cluster, charlie).key == "A1"


def test_what_is_done_stands_in_the_log(cluster: Cluster, alice: User) -> None:
    activity = make_activity(cluster, alice, "Messe i Hannover")
    services.delete_activity(activity=activity, by=alice)

    lines = [sentence(entry) for entry in ActivityEntry.objects.of(cluster).newest(2)]

    assert lines == ["deleted the activity “A1 Messe i Hannover”", "added the activity “A1 Messe i Hannover”"]


def test_the_second_of_two_changes_is_a_conflict_and_overwrites_nothing(
    cluster: Cluster, alice: User, editor: User
) -> None:
    read = make_activity(cluster, alice)
    services.change_activity(activity=read, draft=draft_of(read, people="Mette"), based_on=1, by=alice)

    with pytest.raises(Conflict):
        services.change_activity(activity=read, draft=draft_of(read, people="Karim"), based_on=1, by=editor)

    stored = Activity.objects.of(cluster).get()
    assert (stored.people, stored.revision, stored.changed_by) == ("Mette", 2, alice)


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        (
            {"starts": date(2027, 5, 1), "ends": date(2027, 4, 30)},
            "ends",
            "The activity ends before it starts. Correct one of the two dates.",
        ),
        (
            {"status": Status.DELAYED},
            "reason",
            "Write why. One sentence is enough, and next year you will be glad of it.",
        ),
        (
            {"status": Status.DROPPED},
            "reason",
            "Write why. One sentence is enough, and next year you will be glad of it.",
        ),
    ],
)
def test_what_cannot_stand_is_refused_with_a_sentence(
    changes: dict[str, object], field: str, words: str, cluster: Cluster, alice: User
) -> None:
    activity = make_activity(cluster, alice)

    with pytest.raises(Refusal) as refused:
        services.change_activity(activity=activity, draft=draft_of(activity, **changes), based_on=1, by=alice)

    assert (refused.value.field, refused.value.message) == (field, words)
    assert Activity.objects.of(cluster).get().revision == 1


def test_the_database_refuses_an_end_before_the_start_too(cluster: Cluster) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Activity.objects.create(
            cluster=cluster, number=1, title={"da": "x"}, starts=date(2027, 2, 1), ends=date(2027, 1, 1)
        )


def test_an_owner_must_be_a_member_but_one_who_has_left_may_stay_until_somebody_takes_over(
    cluster: Cluster, alice: User, editor: User, charlie: User
) -> None:
    activity = make_activity(cluster, alice, owner=editor)
    Membership.objects.of(cluster).filter(user=editor).delete()

    kept = services.change_activity(activity=activity, draft=draft_of(activity, people="Bo"), based_on=1, by=alice)
    with pytest.raises(Refusal) as refused:
        services.change_activity(activity=kept, draft=draft_of(kept, owner=charlie), based_on=2, by=alice)

    assert kept.owner == editor
    assert refused.value.field == "owner"


def test_a_goal_of_another_cluster_is_refused(
    cluster: Cluster, alice: User, other_cluster: Cluster, charlie: User
) -> None:
    theirs = factories.make_goal(factories.make_strategy(other_cluster, charlie), charlie)

    with pytest.raises(Refusal) as refused:
        make_activity(cluster, alice, goal=theirs)

    assert refused.value.field == "goal"
    assert list(Activity.objects.of(cluster)) == []


def test_delay_is_noted_with_its_reason_and_the_reason_goes_when_the_delay_does(cluster: Cluster, alice: User) -> None:
    activity = make_activity(cluster, alice)

    late = services.set_status(
        activity=activity, status=Status.DELAYED, reason="Partneren svarer ikke", based_on=1, by=alice
    )
    told = late.reason_text
    going = services.set_status(activity=late, status=Status.IN_PROGRESS, reason="", based_on=2, by=alice)

    assert (told, going.reason_text) == (Text(da="Partneren svarer ikke"), Text())
    (note,) = activity.notes.all()
    assert (note.text, note.status, note.by_name) == ("Partneren svarer ikke", Status.DELAYED, "Alice")


def test_a_note_is_never_changed(cluster: Cluster, alice: User) -> None:
    note = services.add_note(activity=make_activity(cluster, alice), text="Godt i gang", by=alice)
    note.text = "Aldrig sagt"

    with pytest.raises(TypeError):
        note.save()

    assert StatusNote.objects.of(cluster).get().text == "Godt i gang"


def test_a_circle_of_dependencies_is_refused_with_the_way_round(cluster: Cluster, alice: User) -> None:
    first, second, third = (make_activity(cluster, alice) for _ in range(3))
    services.add_dependency(activity=first, needed=second, by=alice)
    services.add_dependency(activity=second, needed=third, by=alice)

    with pytest.raises(Refusal) as refused:
        services.add_dependency(activity=third, needed=first, by=alice)
    with pytest.raises(Refusal) as itself:
        services.add_dependency(activity=first, needed=first, by=alice)

    assert refused.value.message == "A3 cannot wait for A1, because A1 is already waiting for A3: A1 → A2 → A3."
    assert itself.value.message == "An activity cannot wait for itself."
    assert Dependency.objects.of(cluster).count() == 2


def test_a_deleted_activity_that_comes_back_closes_no_circle(cluster: Cluster, alice: User) -> None:
    first, second, third = (make_activity(cluster, alice) for _ in range(3))
    services.add_dependency(activity=first, needed=second, by=alice)
    services.add_dependency(activity=second, needed=third, by=alice)
    services.delete_activity(activity=second, by=alice)

    with pytest.raises(Refusal):
        services.add_dependency(activity=third, needed=first, by=alice)


def test_milestones_can_be_reached_deleted_and_brought_back(cluster: Cluster, alice: User) -> None:
    milestone = make_milestone(make_activity(cluster, alice))

    services.reach_milestone(milestone=milestone, on=date(2027, 2, 20), by=alice)
    services.delete_milestone(milestone=milestone, by=alice)
    gone = list(Milestone.objects.of(cluster).alive())
    services.restore_milestone(milestone=milestone, by=alice)

    assert gone == []
    assert [one.done_on for one in Milestone.objects.of(cluster).alive()] == [date(2027, 2, 20)]


def test_a_milestone_can_be_changed(cluster: Cluster, alice: User) -> None:
    milestone = make_milestone(make_activity(cluster, alice))
    draft = MilestoneDraft(title=Text(da="Ny"), date=date(2027, 4, 1))

    services.change_milestone(milestone=milestone, draft=draft, based_on=1, by=alice)

    stored = Milestone.objects.of(cluster).get()
    assert (stored.title_text, stored.date) == (Text(da="Ny"), date(2027, 4, 1))


def test_open_activities_are_copied_into_the_new_year_once_with_what_is_still_to_be_reached(
    cluster: Cluster, alice: User
) -> None:
    going = make_activity(
        cluster,
        alice,
        "Går videre",
        starts=date(2026, 2, 1),
        ends=date(2026, 11, 30),
        budget=Decimal(1000),
        spent=Decimal(400),
        status=Status.IN_PROGRESS,
    )
    make_milestone(going, "Nået", date=date(2026, 3, 1), done_on=date(2026, 3, 1))
    make_milestone(going, "Ikke nået", date=date(2026, 9, 1))
    make_activity(cluster, alice, "Færdig", ends=date(2026, 5, 1), status=Status.DONE)
    everything = list(Activity.objects.of(cluster).alive().with_people().with_milestones())

    made = services.copy_into_year(cluster=cluster, activities=everything, year=2027, by=alice)
    again = services.copy_into_year(cluster=cluster, activities=everything, year=2027, by=alice)

    assert again == []
    (copy,) = made
    assert (copy.key, copy.title_text, copy.status) == ("A3", Text(da="Går videre"), Status.PLANNED)
    assert (copy.starts, copy.ends) == (date(2027, 2, 1), date(2027, 11, 30))
    assert (copy.budget, copy.spent, copy.copied_from) == (Decimal(1000), None, going)
    assert [(one.title_text.da, one.date) for one in copy.milestones.all()] == [("Ikke nået", date(2027, 9, 1))]


def test_what_runs_on_into_the_new_year_is_not_copied(cluster: Cluster, alice: User) -> None:
    make_activity(cluster, alice, "Flere år", starts=date(2025, 8, 15), ends=date(2028, 6, 30))
    make_activity(cluster, alice, "Til marts", starts=date(2026, 9, 1), ends=date(2027, 3, 31))
    make_activity(cluster, alice, "Uden slut", starts=date(2026, 9, 1), ends=None)
    everything = list(Activity.objects.of(cluster).alive().with_people().with_milestones())

    (made,) = services.copy_into_year(cluster=cluster, activities=everything, year=2027, by=alice)

    assert (made.title_text.da, made.starts, made.ends) == ("Uden slut", date(2027, 9, 1), None)


def test_the_29th_of_february_becomes_the_28th() -> None:
    from plans.services.activities import later

    assert later(date(2028, 2, 29), 1) == date(2029, 2, 28)


def test_kpis_of_the_cluster_are_kept_and_those_of_another_refused(
    cluster: Cluster, other_cluster: Cluster, alice: User
) -> None:
    ours = Kpi.objects.create(cluster=cluster, number=1)
    theirs = Kpi.objects.create(cluster=other_cluster, number=1)
    activity = make_activity(cluster, alice, kpis=(ours,))

    with pytest.raises(Refusal) as refused:
        services.change_activity(activity=activity, draft=draft_of(activity, kpis=(theirs,)), based_on=1, by=alice)
    kept = services.change_activity(activity=activity, draft=draft_of(activity), based_on=1, by=alice).revision
    emptied = services.change_activity(activity=activity, draft=draft_of(activity, kpis=()), based_on=1, by=alice)

    assert refused.value.field == "kpis"
    assert (kept, emptied.revision) == (1, 2)
    assert list(activity.kpis.all()) == []
