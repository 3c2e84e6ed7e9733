"""What changes the cluster's own entries of the strategy year."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from clusters.activity import record
from clusters.locking import lock, newest_number
from clusters.models import Cluster
from clusters.revisions import change
from core.errors import Refusal
from plans.models import YearEntry
from plans.services.activities import a_year_on, later
from plans.services.drafts import EntryDraft

MOST_ENTRIES = 1_000


@transaction.atomic
def add_entry(*, cluster: Cluster, draft: EntryDraft, by: User) -> YearEntry:
    """Add an entry of the cluster's own to the strategy year."""
    lock(cluster)
    entry = YearEntry(cluster=cluster, number=_next(cluster), changed_by=by)
    for name, value in _fields(draft).items():
        setattr(entry, name, value)
    entry.save(force_insert=True)
    _log(entry, "added-entry", by)
    return entry


def change_entry(*, entry: YearEntry, draft: EntryDraft, based_on: int | None, by: User) -> None:
    """Change an entry on top of the revision that was read; raises Conflict when a colleague changed the same."""
    change(entry, _fields(draft), based_on=based_on, by=by)


@transaction.atomic
def delete_entry(*, entry: YearEntry, by: User) -> None:
    """Put the entry away; it can be brought back."""
    entry.put_away()
    _log(entry, "deleted-entry", by)


@transaction.atomic
def restore_entry(*, entry: YearEntry, by: User) -> None:
    """Bring back an entry that was deleted."""
    entry.bring_back()
    _log(entry, "restored-entry", by)


@transaction.atomic
def roll_over(*, cluster: Cluster, year: int, by: User) -> list[YearEntry]:
    """Copy the entries of a year into the next, each a year later; what was copied before is left alone.

    Raises Refusal when there would be too many.
    """
    lock(cluster)
    entries = YearEntry.objects.of(cluster).alive()
    copied = set(entries.in_year(year + 1).exclude(copied_from=None).values_list("copied_from", flat=True))
    chosen = [one for one in entries.in_year(year) if one.pk not in copied]
    if not chosen:
        return []
    number = _next(cluster, len(chosen))
    made = YearEntry.objects.bulk_create(
        [
            YearEntry(
                cluster=cluster,
                number=number + place,
                kind=entry.kind,
                title=entry.title,
                starts=a_year_on(entry.starts),
                ends=later(entry.ends, 1),
                who=entry.who,
                copied_from=entry,
                changed_by=by,
            )
            for place, entry in enumerate(chosen)
        ]
    )
    record(cluster=cluster, by=by, verb="rolled-year-over", subject=str(year + 1))
    return made


def _next(cluster: Cluster, more: int = 1) -> int:
    entries = YearEntry.objects.of(cluster)
    if entries.filter(deleted_at=None).count() + more > MOST_ENTRIES:
        raise Refusal(_("The year has %(count)s entries. Delete some before you add more.") % {"count": MOST_ENTRIES})
    return newest_number(entries) + 1


def _fields(draft: EntryDraft) -> dict[str, Any]:
    return {
        "title": draft.title.to_value(),
        "kind": draft.kind,
        "starts": draft.starts,
        "ends": draft.ends,
        "who": draft.who,
    }


def _log(entry: YearEntry, verb: str, by: User) -> None:
    record(cluster=entry.cluster, by=by, verb=verb, subject=entry.called)
