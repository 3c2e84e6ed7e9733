"""What changes documents."""

from documents.services.clauses import add_clause, change_clause, delete_clause, leave_out, restore_clause
from documents.services.documents import (
    change_document,
    copy_document,
    delete_document,
    restore_document,
    start_document,
)
from documents.services.states import add_signed, make_final, open_again, prune_files, remove_signed, restore_signed

__all__ = [
    "add_clause",
    "add_signed",
    "change_clause",
    "change_document",
    "copy_document",
    "delete_clause",
    "delete_document",
    "leave_out",
    "make_final",
    "open_again",
    "prune_files",
    "remove_signed",
    "restore_clause",
    "restore_document",
    "restore_signed",
    "start_document",
]
