"""What the pages of a checklist show: its items in stages and groups, and how far it has come."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from itertools import groupby

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from checklists.models import Checklist, Item
from checklists.selectors import caught_up_by, started_on
from checklists.shown import words
from clusters.models import Cluster
from core.addresses import reverse
from core.languages import content_language
from core.text import Text
from core.times import middle_day, moment, overdue
from library.models import Edition, Publication

SHOW = ("all", "mine", "late", "open")
WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class ItemRow:
    """An item as a list shows it."""

    item: Item
    checklist: Checklist
    today: date
    link: Edition | None = None
    message: str = ""
    # What the item counts from is called, and what it is a part of.
    before: Text | None = None
    around: Text | None = None
    # Of an item that has parts that count: how many are done, and how many there are.
    parts_done: int = 0
    parts: int = 0

    @property
    def is_late(self) -> bool:
        """Whether it should have been done."""
        return self.item.is_open and self.item.due is not None and self.item.due < self.today

    @property
    def is_part(self) -> bool:
        """Whether it stands below another item, of which it is a part."""
        return self.around is not None

    @property
    def parts_words(self) -> str:
        """How many of its parts are done."""
        if not self.parts:
            return ""
        words_here = ngettext("%(done)s of %(count)s part is done", "%(done)s of %(count)s parts are done", self.parts)
        return words_here % {"done": self.parts_done, "count": self.parts}

    @property
    def day(self) -> str:
        """When it is due."""
        return words.short_day(self.item.due, self.today)

    @property
    def from_day_zero(self) -> str:
        """How far from day 0, or how late."""
        if self.is_late and self.item.due is not None:
            return overdue(self.item.due, self.today)
        return words.from_day_zero(self.item, self.before)

    @property
    def shift(self) -> str:
        """Why it is not due on the day that the list counts to."""
        return words.shift(self.item, self.checklist.day)

    @property
    def has_left(self) -> bool:
        """Whether who is to do it is no longer in the cluster."""
        return bool(getattr(self.item, "assignee_has_left", False))

    @property
    def who(self) -> str:
        """Who is to do it."""
        return self.item.assignee.display_name if self.item.assignee else ""

    @property
    def done_words(self) -> str:
        """Who did it, and when."""
        if not self.item.is_done or self.item.done_at is None:
            return ""
        who = self.item.done_by.display_name if self.item.done_by else self.item.done_by_name
        return f"{who}, {moment(self.item.done_at)}"


@dataclass(frozen=True, slots=True)
class Group:
    """Items that belong together."""

    title: Text
    rows: tuple[ItemRow, ...]


@dataclass(frozen=True, slots=True)
class Stage:
    """Before, on the day or after: how much of it is done, and the groups that a filter leaves."""

    key: str
    title: str
    done: int
    total: int
    detail: str
    groups: tuple[Group, ...]

    @property
    def words(self) -> str:
        """How much is done, in words."""
        return _("%(done)s of %(total)s") % {"done": self.done, "total": self.total}


@dataclass(frozen=True, slots=True)
class Filter:
    """A way to look at the list, and how much it would leave."""

    label: str
    url: str
    count: int
    is_current: bool


class ChecklistPage:
    """A checklist with its items, loaded once for a request."""

    def __init__(
        self,
        cluster: Cluster,
        checklist: Checklist,
        items: Sequence[Item],
        *,
        today: date,
        user: User,
        links: dict[tuple[str, str], Edition] | None = None,
        show: str = "all",
    ) -> None:
        checklist.cluster = cluster
        self.cluster, self.checklist, self.today, self.user = cluster, checklist, today, user
        self.show = show if show in SHOW else "all"
        self.rows = rows_of(checklist, items, today=today, links=links or {})

    def url(self, name: str, *args: object) -> str:
        """Return the address of one of the checklist's pages."""
        return reverse(f"checklists:{name}", args=[self.cluster.slug, self.checklist.number, *args])

    @property
    def title(self) -> str:
        """What the event is called."""
        return self.checklist.title

    @property
    def lead(self) -> str:
        """The day, the place and how far away it is."""
        day = words.long_day(self.checklist.day)
        day = day[:1].upper() + day[1:]
        place = f", {self.checklist.place}" if self.checklist.place else ""
        return f"{day}{place}. {words.countdown(self.checklist.day, self.today)}"

    @cached_property
    def relevant(self) -> list[ItemRow]:
        """The items that count."""
        return [row for row in self.rows if row.item.state != Item.State.NOT_RELEVANT]

    @property
    def done(self) -> int:
        """How many are done."""
        return sum(row.item.is_done for row in self.relevant)

    @property
    def summary(self) -> str:
        """How much is done, in words."""
        return _("%(done)s of %(total)s items are done") % {"done": self.done, "total": len(self.relevant)}

    @property
    def waiting(self) -> str:
        """What waits: over its time, this week, and the reader's own."""
        late = len(self.selected("late"))
        soon = sum(
            row.item.is_open and row.item.due is not None and self.today <= row.item.due <= self.today + WEEK
            for row in self.rows
        )
        mine = len(self.selected("mine"))
        found = [
            (late, ngettext("%(n)s overdue", "%(n)s overdue", late)),
            (soon, ngettext("%(n)s in the coming week", "%(n)s in the coming week", soon)),
            (mine, ngettext("%(n)s is yours", "%(n)s are yours", mine)),
        ]
        return " · ".join(sentence % {"n": n} for n, sentence in found if n)

    def beside(self, item: Item) -> list[ItemRow]:
        """Return the rows that look otherwise once an item is ticked: what it is a part of, and all that counts on."""
        whole = {item.part_of} - {None}
        return [
            row
            for row in self.rows
            if row.item.number in whole or (row.item.follows is not None and row.item.pk != item.pk)
        ]

    def selected(self, show: str) -> list[ItemRow]:
        """Return the items that a filter leaves."""
        if show == "mine":
            return [row for row in self.rows if row.item.is_open and row.item.assignee_id == self.user.pk]
        if show == "late":
            return [row for row in self.rows if row.is_late]
        if show == "open":
            return [row for row in self.rows if row.item.is_open]
        return self.rows

    @property
    def is_filtered_empty(self) -> bool:
        """Whether the filter leaves nothing of a list that has items."""
        return bool(self.rows) and not self.selected(self.show)

    @property
    def filters(self) -> list[Filter]:
        """The ways to look at the list."""
        labels = {"all": _("All"), "mine": _("Mine"), "late": _("Overdue"), "open": _("To do")}
        here = self.url("detail")
        return [
            Filter(
                labels[show],
                here if show == "all" else f"{here}?show={show}",
                len(self.selected(show)),
                show == self.show,
            )
            for show in SHOW
        ]

    @cached_property
    def stages(self) -> list[Stage]:
        """Before, on the day and after, as far as the list has them."""
        shown = {row.item.pk for row in self.selected(self.show)}
        found = []
        for key, title in Item.Stage.choices:
            rows = [row for row in self.rows if row.item.stage == key]
            if not rows:
                continue
            counted = [row for row in rows if row.item.state != Item.State.NOT_RELEVANT]
            found.append(
                Stage(
                    key=str(key),
                    title=str(title),
                    done=sum(row.item.is_done for row in counted),
                    total=len(counted),
                    detail=self._detail(str(key), rows),
                    groups=_groups([row for row in rows if row.item.pk in shown]),
                )
            )
        return found

    def _detail(self, stage: str, rows: Sequence[ItemRow]) -> str:
        days = (self.checklist.day - self.today).days
        if stage == Item.Stage.BEFORE and days > 0:
            return ngettext("today is %(days)s day before", "today is %(days)s days before", days) % {"days": days}
        if stage == Item.Stage.AFTER:
            last = max((row.item.due for row in rows if row.item.due), default=None)
            return _("ends %(day)s") % {"day": words.short_day(last, self.today)} if last else ""
        return ""

    @property
    def left_behind(self) -> str:
        """What was due before the list was started, in words; nothing when there is none."""
        started = started_on(self.checklist)
        count = sum(
            item.is_open and not item.is_moved and item.follows is None and item.due is not None and item.due < started
            for item in (row.item for row in self.rows)
        )
        if not count or self.checklist.finished_at:
            return ""
        words_here = ngettext(
            "%(count)s item was due before the list was started. Tick it off if it is done, or set its date to "
            "%(day)s.",
            "%(count)s items were due before the list was started. Tick off what is done, and set the rest to %(day)s.",
            count,
        )
        return words_here % {"count": count, "day": middle_day(caught_up_by(self.checklist, self.today))}

    @property
    def is_finishable(self) -> bool:
        """Whether nothing that matters is open."""
        return self.checklist.finished_at is None and not any(
            row.item.is_open and not row.item.is_optional for row in self.rows
        )

    @property
    def finished_words(self) -> str:
        """When it was finished."""
        return moment(self.checklist.finished_at) if self.checklist.finished_at else ""


def rows_of(
    checklist: Checklist,
    items: Sequence[Item],
    *,
    today: date,
    links: Mapping[tuple[str, str], Edition],
) -> list[ItemRow]:
    """Return the rows of a list: in its order, but parts below what they are a part of."""
    known = {item.number: item for item in items}
    parts: dict[int, list[Item]] = {}
    for item in items:
        if item.part_of in known:
            parts.setdefault(item.part_of or 0, []).append(item)
    ordered = [one for item in items if item.part_of not in known for one in (item, *parts.get(item.number, ()))]
    rows = []
    for item in ordered:
        before, around = known.get(item.follows or 0), known.get(item.part_of or 0)
        counting = [one for one in parts.get(item.number, ()) if one.state != Item.State.NOT_RELEVANT]
        rows.append(
            ItemRow(
                item,
                checklist,
                today,
                links.get((item.link_kind, item.link_slug)),
                before=before.label_text if before else None,
                around=around.label_text if around else None,
                parts_done=sum(one.is_done for one in counting),
                parts=len(counting),
            )
        )
    return rows


def _groups(rows: Sequence[ItemRow]) -> tuple[Group, ...]:
    """Return the rows by their groups, which stand in the order of their first item."""
    order: dict[str, int] = {}
    for row in rows:
        order.setdefault(row.item.group_key, len(order))
    ordered = sorted(rows, key=lambda row: order[row.item.group_key])
    return tuple(
        Group(own_group() if not same[0].item.group_title else same[0].item.group_text, tuple(same))
        for same in (list(group) for _key, group in groupby(ordered, key=lambda row: row.item.group_key))
    )


def own_group() -> Text:
    """Return what the items are called that belong to no group of the list."""
    words_here = _("Our own items")
    return Text(da=words_here) if content_language() == "da" else Text(en=words_here)


def linked(items: Sequence[Item]) -> dict[tuple[str, str], Edition]:
    """Return the newest edition of every published thing that the items start, by kind and slug; one query."""
    wanted = {(item.link_kind, item.link_slug) for item in items if item.link_kind}
    if not wanted:
        return {}
    editions = Edition.objects.published().without_document().newest().of_any(wanted)
    return {_name(edition.publication): edition for edition in editions}


def _name(publication: Publication) -> tuple[str, str]:
    return publication.kind, publication.slug
