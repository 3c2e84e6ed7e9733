"""When items are due, of which some count from day 0 and some from another item."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from checklists.rules.workdays import due_day, wanted_day, working_day


@dataclass(frozen=True, slots=True)
class Counted:
    """An item as far as days are counted: without `due_days` it has no day, with `follows` they count from that item.

    `is_fixed` is true of what no longer moves with the others: it is done, set aside, or its day was chosen by hand.
    Then `day` is the day that others count from.
    """

    number: int
    due_days: int | None
    follows: int | None = None
    is_during: bool = False
    is_fixed: bool = False
    day: date | None = None


def planned_days(items: Iterable[Counted], day_zero: date) -> dict[int, date | None]:
    """Return the day that each item has by the list, by its number, whether or not its day was chosen by hand."""
    known = {item.number: item for item in items}
    found: dict[int, date | None] = {}
    for item in known.values():
        _plan(item, known, day_zero, found)
    return found


def _plan(item: Counted, known: Mapping[int, Counted], day_zero: date, found: dict[int, date | None]) -> None:
    """Plan an item after those that it waits for; walked without recursion, be the chain never so long."""
    waiting, seen = [item], {item.number}
    while (before := known.get(waiting[-1].follows or 0)) and before.number not in found and before.number not in seen:
        waiting.append(before)
        seen.add(before.number)
    for one in reversed(waiting):
        if one.number not in found:
            found[one.number] = _day(one, known, day_zero, found)


def _day(item: Counted, known: Mapping[int, Counted], day_zero: date, found: Mapping[int, date | None]) -> date | None:
    if item.due_days is None:
        return None
    before = known.get(item.follows or 0)
    if before is None:
        return due_day(day_zero, item.due_days, is_during=item.is_during)
    base = before.day if before.is_fixed else found.get(before.number)
    return None if base is None else working_day(wanted_day(base, item.due_days), not_before=base)
