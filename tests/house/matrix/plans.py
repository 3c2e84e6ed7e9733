"""The rows of the action plan, the strategy year and the calendar addresses."""

from typing import Any

from clusters.permissions import Permission
from core.access import Access
from plans import services
from plans.services.importing import receive_import
from tests.house.matrix.rows import Place, Row, with_value
from tests.house.matrix.strategies import a_strategy
from tests.plans.samples import keep_file, make_activity, make_entry, make_milestone


def an_activity(place: Place) -> dict[str, Any]:
    """Make an activity."""
    return {"number": make_activity(place.cluster, place.owner).number}


def a_deleted_activity(place: Place) -> dict[str, Any]:
    """Make an activity and delete it."""
    activity = make_activity(place.cluster, place.owner)
    services.delete_activity(activity=activity, by=place.owner)
    return {"number": activity.number}


def a_milestone(place: Place) -> dict[str, Any]:
    """Make an activity with a milestone."""
    milestone = make_milestone(make_activity(place.cluster, place.owner))
    return {"number": milestone.activity.number, "pk": milestone.pk}


def a_step(place: Place) -> dict[str, Any]:
    """Make a milestone, as a step of the front page."""
    return {"kind": "milestone", "pk": make_milestone(make_activity(place.cluster, place.owner)).pk}


def a_deleted_milestone(place: Place) -> dict[str, Any]:
    """Make a milestone and delete it."""
    milestone = make_milestone(make_activity(place.cluster, place.owner))
    services.delete_milestone(milestone=milestone, by=place.owner)
    return {"number": milestone.activity.number, "pk": milestone.pk}


def a_dependency(place: Place) -> dict[str, Any]:
    """Let an activity wait for another."""
    activity, needed = make_activity(place.cluster, place.owner), make_activity(place.cluster, place.owner)
    services.add_dependency(activity=activity, needed=needed, by=place.owner)
    return {"number": activity.number, "needed": needed.number}


def a_file(place: Place) -> dict[str, Any]:
    """Keep a file with an activity."""
    file = keep_file(make_activity(place.cluster, place.owner), place.owner)
    return {"number": file.activity.number, "pk": file.pk}


def a_removed_file(place: Place) -> dict[str, Any]:
    """Keep a file with an activity and remove it."""
    file = keep_file(make_activity(place.cluster, place.owner), place.owner)
    services.remove_file(file=file, by=place.owner)
    return {"number": file.activity.number, "pk": file.pk}


def an_entry(place: Place) -> dict[str, Any]:
    """Add an entry to the strategy year."""
    return {"number": make_entry(place.cluster, place.owner).number}


def a_deleted_entry(place: Place) -> dict[str, Any]:
    """Add an entry to the strategy year and delete it."""
    entry = make_entry(place.cluster, place.owner)
    services.delete_entry(entry=entry, by=place.owner)
    return {"number": entry.number}


def a_feed(place: Place) -> dict[str, Any]:
    """Make a calendar address."""
    feed, _token = services.make_feed(cluster=place.cluster, person=None, language="da", by=place.owner)
    return {"pk": feed.pk}


def a_sheet_of_activities(place: Place) -> dict[str, Any]:
    """Send a sheet of one activity."""
    content = b"Activity\r\nTrade fair\r\n"
    return {"number": receive_import(cluster=place.cluster, name="a.csv", content=content, by=place.owner).number}


PLANS = {
    "plans:index": Row(Permission.READ),
    "plans:rows": Row(Permission.WRITE),
    "plans:row_add": Row(Permission.WRITE, with_value(goal=0)),
    "plans:typed_row": Row(Permission.WRITE, an_activity),
    "plans:steps": Row(Permission.WRITE, an_activity),
    "plans:board": Row(Permission.READ),
    "plans:timeline": Row(Permission.READ),
    "plans:budget": Row(Permission.READ),
    "plans:export_xlsx": Row(Permission.READ),
    "plans:export_csv": Row(Permission.READ),
    "plans:import": Row(Permission.WRITE),
    "plans:import_preview": Row(Permission.WRITE, a_sheet_of_activities),
    "plans:import_discard": Row(Permission.WRITE, a_sheet_of_activities),
    "plans:copy": Row(Permission.WRITE),
    "plans:take_example": Row(Permission.WRITE),
    "plans:leave_example": Row(Permission.WRITE),
    "plans:this_year": Row(Permission.READ),
    "plans:year": Row(Permission.READ, with_value(year=2027)),
    "plans:entry_add": Row(Permission.WRITE, with_value(year=2027)),
    "plans:roll_over": Row(Permission.WRITE, with_value(year=2027)),
    "plans:entry": Row(Permission.WRITE, an_entry),
    "plans:entry_delete": Row(Permission.WRITE, an_entry),
    "plans:entry_restore": Row(Permission.WRITE, a_deleted_entry),
    "plans:feeds": Row(Permission.READ),
    "plans:feed_revoke": Row(Permission.READ, a_feed),
    "calendars:figures": Row(Access.PUBLIC, with_value(token="abc", what="kpis", form="csv"), inside="hidden"),
    "calendars:feed": Row(Access.PUBLIC, with_value(token="abc"), inside="hidden"),
    "plans:panel": Row(Permission.READ, a_strategy),
    "plans:add": Row(Permission.WRITE),
    "plans:activity": Row(Permission.READ, an_activity),
    "plans:edit": Row(Permission.WRITE, an_activity),
    "plans:row": Row(Permission.READ, an_activity),
    "plans:quick": Row(Permission.WRITE, an_activity),
    "plans:status": Row(Permission.WRITE, an_activity),
    "plans:delete": Row(Permission.WRITE, an_activity),
    "plans:restore": Row(Permission.WRITE, a_deleted_activity),
    "plans:note": Row(Permission.WRITE, an_activity),
    "plans:milestone_add": Row(Permission.WRITE, an_activity),
    "plans:milestone": Row(Permission.WRITE, a_milestone),
    "plans:milestone_reach": Row(Permission.WRITE, a_milestone),
    "plans:milestone_delete": Row(Permission.WRITE, a_milestone),
    "plans:milestone_restore": Row(Permission.WRITE, a_deleted_milestone),
    "plans:files_add": Row(Permission.WRITE, an_activity),
    "plans:file": Row(Permission.READ, a_file),
    "plans:file_remove": Row(Permission.WRITE, a_file),
    "plans:file_restore": Row(Permission.WRITE, a_removed_file),
    "plans:dependency_add": Row(Permission.WRITE, an_activity),
    "plans:dependency_remove": Row(Permission.WRITE, a_dependency),
}
