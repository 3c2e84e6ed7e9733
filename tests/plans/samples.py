"""Activities and what belongs to them, made without surprises."""

from datetime import date
from typing import Any

from accounts.models import User
from clusters.models import Cluster
from core.text import Text
from core.uploads import checked
from plans.models import Activity, ActivityFile, Milestone, YearEntry
from plans.services import add_activity, add_entry, add_files, add_milestone
from plans.services.drafts import ActivityDraft, EntryDraft, MilestoneDraft


def make_activity(cluster: Cluster, by: User | None = None, title: str = "Markedsbesøg", **values: Any) -> Activity:
    """Add an activity."""
    return add_activity(cluster=cluster, draft=ActivityDraft(title=Text(da=title), **values), by=by)


def make_milestone(activity: Activity, title: str = "Aftalen er skrevet", **values: Any) -> Milestone:
    """Add a milestone for the 1st of March 2027."""
    draft = MilestoneDraft(title=Text(da=title), **{"date": date(2027, 3, 1), **values})
    return add_milestone(activity=activity, draft=draft, by=None)


def keep_file(activity: Activity, by: User, name: str = "aftale.txt", content: bytes = b"Aftalen") -> ActivityFile:
    """Keep a file with an activity."""
    (file,) = add_files(activity=activity, uploads=[checked(name, content)], by=by)
    return file


def make_entry(cluster: Cluster, by: User, title: str = "Bestyrelsesmøde", **values: Any) -> YearEntry:
    """Add a board meeting on the 10th of March 2027."""
    known = {"kind": YearEntry.Kind.MEETING, "starts": date(2027, 3, 10)}
    return add_entry(cluster=cluster, draft=EntryDraft(title=Text(da=title), **{**known, **values}), by=by)
