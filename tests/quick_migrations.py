"""Walking through every migration in a fifth of the time, where only what they lead to is wanted.

Before each change Django draws anew the classes of all models that are related to the changed one, and here almost
everything is related to everything: that takes four fifths of the walk. A change of tables needs the class of its own
model alone; before a migration that runs Python, Django draws all of them anew, since what it has counts as delayed.

The tests' database is made so. What it holds is compared with what Django's own walk leads to, table by table, in
`tests/toolkit/backup/test_restore.py`.
"""

import sys
from typing import Any

import pytest
from django.db.migrations.state import ProjectState

# What asks for all that is related although the model's own class is all that is needed.
ALONE = {"add_model", "add_field", "remove_field"}


def walk_quickly(patch: pytest.MonkeyPatch) -> None:
    """Let migrations draw what they change and no more, until the patch is undone."""
    find: Any = ProjectState._find_reload_model

    def find_few(state: Any, app_label: str, model_name: str, delay: bool = False) -> set[tuple[str, str]]:
        # The caller of the caller is the change itself.
        if delay or sys._getframe(2).f_code.co_name in ALONE:
            state.is_delayed = True
            return {(app_label, model_name)}
        found: set[tuple[str, str]] = find(state, app_label, model_name, delay)
        return found

    patch.setattr(ProjectState, "_find_reload_model", find_few)
