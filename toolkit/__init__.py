"""The project: settings, environment, addresses and deploy checks. It owns no page of its own."""

from pathlib import Path

from core.shared_methods import share_methods

# Before any room is read: whoever reads the settings comes through here first.
share_methods(frozenset(one.parent.name for one in Path(__file__).parents[1].glob("*/__init__.py")))
