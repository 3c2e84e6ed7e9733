"""The demo's three checklists: one before its day, one during and one after."""

import pytest

from accounts.models import User
from checklists.models import Checklist, Item
from checklists.shown.upcoming import due_items
from clusters.models import Cluster
from tests import made_rows
from tests.days import TODAY
from toolkit.demo_checklists import make_checklists

pytestmark = pytest.mark.django_db


def test_demo_runs_a_list_before_during_and_after_its_day(cluster: Cluster, alice: User, editor: User) -> None:
    made_rows.starter_content()
    people = {"owner": alice, "editor": editor}
    today = TODAY

    make_checklists(cluster=cluster, people=people)
    make_checklists(cluster=cluster, people=people)

    lists = Checklist.objects.of(cluster).running().with_counts(today)
    assert [((one.day - today).days, one.late) for one in lists] == [(-40, 1), (-1, 0), (17, 1)]
    assert all(0 < one.done < one.total for one in lists)
    due = due_items(cluster, alice, today)
    assert (due[0].is_follow_up, due[0].is_late) == (True, True)
    assert Item.objects.of(cluster).filter(state="open", assignee=None).exists()
