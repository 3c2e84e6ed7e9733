"""Whether the panels of a workbook have something in them, asked of the rooms above that own what stands there.

A room names in the setting FILLINGS, by the panel's name, a function that takes the workbook's column and returns an
expression: true, false, or nothing for a workbook in which the panel counts for nothing.
"""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from django.conf import settings
from django.db.models import OuterRef, Subquery
from django.utils.module_loading import import_string

PREFIX = "fills_"


@cache
def _fillings() -> dict[str, Callable[[OuterRef], Subquery]]:
    return {name: import_string(path) for name, path in settings.FILLINGS.items()}


def filled(column: str) -> dict[str, Subquery]:
    """Return the expressions that a query of workbooks, or of what holds them, adds."""
    return {f"{PREFIX}{name}": make(OuterRef(column)) for name, make in _fillings().items()}


def read_filled(found: Mapping[str, Any]) -> dict[str, bool]:
    """Return which panels are filled from what the query found; those that count for nothing are left out."""
    read = {name: found.get(f"{PREFIX}{name}") for name in _fillings()}
    return {name: bool(value) for name, value in read.items() if value is not None}
