"""What is pulled into a report, as its pages show it."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from clusters.models import Cluster
from core.dates import format_short
from core.languages import content_language
from core.text import Text
from funders.models import Explanation
from funders.rules.figures import Difference
from funders.selectors.content import NO_WORDS, ActivityRow, KpiRow, sums_of
from funders.selectors.report import ReportPage
from funders.words import before_words, figure_words, now_words, why_words
from kpis import words
from kpis.rules.status import State
from plans.models import Activity
from plans.shown.activities import ICONS, KINDS, Sums, money_words, span_words


@dataclass(frozen=True, slots=True)
class ActivityLine:
    """An activity as a row of a page."""

    row: ActivityRow
    url: str

    @property
    def kind(self) -> str:
        """The colour of its status."""
        return KINDS[Activity.Status(self.row.status)]

    @property
    def icon(self) -> str:
        """The shape of its status."""
        return ICONS[Activity.Status(self.row.status)]

    @property
    def when(self) -> str:
        """When it is done."""
        return span_words(self.row.starts, self.row.ends)

    @property
    def budget(self) -> str:
        """What it is to cost."""
        return money_words(self.row.period_budget, self.row.currency)

    @property
    def spent(self) -> str:
        """What has been spent on it."""
        return money_words(self.row.period_spent, self.row.currency)

    @property
    def in_all(self) -> str:
        """What it has spent and may cost in all its years, where only a part falls in the period."""
        if not self.row.is_shared or (self.row.budget is None and self.row.spent is None):
            return ""
        spent, budget = (money_words(value, self.row.currency) or "–" for value in (self.row.spent, self.row.budget))
        said = _("By year: %(spent)s of %(budget)s in all") if self.row.is_by_year else None
        return (said or _("Shared by days: %(spent)s of %(budget)s in all")) % {"spent": spent, "budget": budget}


@dataclass(frozen=True, slots=True)
class ActivityTable:
    """Activities under a heading, or under none, with what their money adds up to."""

    lines: tuple[ActivityLine, ...]
    sums: Sums
    title: Text = NO_WORDS
    theme: str = ""

    @classmethod
    def of(
        cls, cluster: Cluster, rows: Sequence[ActivityRow], title: Text = NO_WORDS, theme: str = ""
    ) -> "ActivityTable":
        """Make the table of these activities."""
        # Finding an address costs a tenth of a millisecond; a plan may have hundreds of activities.
        pattern = reverse("plans:activity", args=[cluster.slug, 0])
        head, tail = pattern.rsplit("0", 1)
        return cls(tuple(ActivityLine(row, f"{head}{row.number}{tail}") for row in rows), sums_of(rows), title, theme)


@dataclass(frozen=True, slots=True)
class KpiLine:
    """A KPI as a row of a page."""

    row: KpiRow
    url: str

    @property
    def baseline(self) -> str:
        """Where it began."""
        return figure_words(self.row.baseline.value if self.row.baseline else None, self.row.unit, content_language())

    @property
    def value(self) -> str:
        """Where it stood when the period ended."""
        return figure_words(self.row.value.value if self.row.value else None, self.row.unit, content_language())

    @property
    def measured_on(self) -> str:
        """When that was measured."""
        return format_short(self.row.value.date, content_language()) if self.row.value else ""

    @property
    def target(self) -> str:
        """What was promised."""
        return figure_words(self.row.target.value if self.row.target else None, self.row.unit, content_language())

    @property
    def due_on(self) -> str:
        """By when that was promised."""
        return format_short(self.row.target.date, content_language()) if self.row.target else ""

    @property
    def chip(self) -> str:
        """The kind of chip that shows the status."""
        return words.CHIPS[State(self.row.state)]

    @property
    def icon(self) -> str:
        """The icon of the chip, where it is not the kind's own."""
        return words.ICONS.get(State(self.row.state), "")


def kpi_lines(cluster: Cluster, rows: Sequence[KpiRow]) -> list[KpiLine]:
    """Return the KPIs as rows of a page."""
    return [KpiLine(row, reverse("kpis:detail", args=[cluster.slug, row.number])) for row in rows]


@dataclass(frozen=True, slots=True)
class DifferenceLine:
    """A figure that differs as a page shows it: what was sent, what it is now, why, and where it is mended."""

    one: Difference
    url: str
    explanation: Explanation | None = None

    @property
    def name(self) -> str:
        """What names it in a form: the sending that said something else, and the figure."""
        return f"{self.one.against}|{self.one.key}"

    @property
    def anchor(self) -> str:
        """The id of its place on the page, the same for as long as it differs."""
        return f"d{hashlib.sha256(self.name.encode()).hexdigest()[:10]}"

    @property
    def before(self) -> str:
        """What was sent, and when."""
        return before_words(self.one, content_language())

    @property
    def now(self) -> str:
        """What the figure is today, in words, beside what was sent."""
        return now_words(self.one, content_language())

    @property
    def why(self) -> str:
        """Why it is flagged."""
        return why_words(self.one)


def difference_lines(
    shown: ReportPage, found: Sequence[Difference], explanations: Sequence[Explanation] = ()
) -> list[DifferenceLine]:
    """Return the figures that differ as rows of a page."""
    written = {(one.figure, one.against_id): one for one in explanations}
    return [DifferenceLine(one, shown.figure_url(one.key), written.get((one.key, one.against))) for one in found]
