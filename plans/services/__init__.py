"""What changes the action plan and the strategy year."""

from plans.services.activities import (
    MOST_ACTIVITIES,
    add_activity,
    add_note,
    change_activity,
    copy_into_year,
    delete_activity,
    restore_activity,
    set_status,
)
from plans.services.dependencies import add_dependency, remove_dependency
from plans.services.examples import (
    example_of,
    leave_example,
    take_example,
    take_over_example,
    untouched_of_example,
)
from plans.services.feeds import make_feed, note_reading, note_told, revoke_feed
from plans.services.files import add_files, prune_files, remove_file, restore_file
from plans.services.milestones import (
    add_milestone,
    change_milestone,
    delete_milestone,
    reach_milestone,
    restore_milestone,
)
from plans.services.year import add_entry, change_entry, delete_entry, restore_entry, roll_over

__all__ = [
    "MOST_ACTIVITIES",
    "add_activity",
    "add_dependency",
    "add_entry",
    "add_files",
    "add_milestone",
    "add_note",
    "change_activity",
    "change_entry",
    "change_milestone",
    "copy_into_year",
    "delete_activity",
    "delete_entry",
    "delete_milestone",
    "example_of",
    "leave_example",
    "make_feed",
    "note_reading",
    "note_told",
    "prune_files",
    "reach_milestone",
    "remove_dependency",
    "remove_file",
    "restore_activity",
    "restore_entry",
    "restore_file",
    "restore_milestone",
    "revoke_feed",
    "roll_over",
    "set_status",
    "take_example",
    "take_over_example",
    "untouched_of_example",
]
