"""A checklist as a page to hold in the hand: every item that counts, with a box to tick."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from checklists.models import Checklist, Item
from checklists.shown import words
from core.languages import html_language, interface_language
from core.text import Language, Resolved


@dataclass(frozen=True, slots=True)
class PrintedItem:
    """An item on the sheet."""

    label: Resolved
    note: str
    due: str
    who: str
    is_done: bool
    is_part: bool = False


@dataclass(frozen=True, slots=True)
class SheetGroup:
    """The items of one group, by day; a group without a name is the only one of its stage."""

    title: str
    lines: tuple[PrintedItem, ...]


@dataclass(frozen=True, slots=True)
class SheetStage:
    """Before, on the day or after."""

    title: str
    groups: tuple[SheetGroup, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The whole sheet, in one language."""

    organisation: str
    title: str
    lead: str
    stages: tuple[SheetStage, ...]


def sheet_of(checklist: Checklist, items: Sequence[Item], language: Language) -> Sheet:
    """Return what the sheet says; what is not relevant is left out."""
    with translation.override(interface_language(language)):
        stages = []
        for key, title in Item.Stage.choices:
            shown = [item for item in items if item.stage == key and item.state != Item.State.NOT_RELEVANT]
            if shown:
                stages.append(SheetStage(str(title), _groups(shown, language)))
        day = words.long_day(checklist.day, language)
        return Sheet(
            organisation=checklist.cluster.name.resolve(language).text,
            title=checklist.title,
            lead=f"{day[:1].upper()}{day[1:]}" + (f", {checklist.place}" if checklist.place else ""),
            stages=tuple(stages),
        )


def _groups(items: Sequence[Item], language: Language) -> tuple[SheetGroup, ...]:
    """Return the items by their groups, which stand in the order of their first item, and by day within.

    Parts stand below what they are a part of; what has no day comes last.
    """
    by_group: dict[str, list[Item]] = {}
    for item in items:
        by_group.setdefault(item.group_key, []).append(item)
    return tuple(
        SheetGroup(
            _group_title(same[0], language) if len(by_group) > 1 else "",
            tuple(_lines(same, language)),
        )
        for same in by_group.values()
    )


def _lines(items: Sequence[Item], language: Language) -> Iterator[PrintedItem]:
    known = {item.number for item in items}
    by_day = sorted(items, key=lambda one: (one.due is None, one.due or date.max))
    for item in by_day:
        if item.part_of in known:
            continue
        yield _line(item, language)
        yield from (_line(one, language, is_part=True) for one in by_day if one.part_of == item.number)


def _group_title(item: Item, language: Language) -> str:
    return item.group_text.resolve(language).text or _("Our own items")


def _line(item: Item, language: Language, *, is_part: bool = False) -> PrintedItem:
    who = item.assignee.display_name if item.assignee else item.role_text.resolve(language).text
    if item.is_done:
        name = item.done_by.display_name if item.done_by else item.done_by_name
        who = _("Done by %(who)s") % {"who": name}
    return PrintedItem(
        label=item.label_text.resolve(language),
        note=item.note,
        due=words.sheet_day(item.due, language),
        who=who,
        is_done=item.is_done,
        is_part=is_part,
    )


def sheet_html(sheet: Sheet, language: Language) -> str:
    """Return the sheet as an HTML page for `exports.pdf`."""
    with translation.override(interface_language(language)):
        context = {
            "sheet": sheet,
            "html_language": html_language(language),
            "site": settings.BASE_URL.rstrip("/"),
        }
        return render_to_string("checklists/print/sheet.html", context)
