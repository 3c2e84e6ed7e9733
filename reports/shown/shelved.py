"""What stands on the shelf of the rooms below: strategies, evaluations, board's packs, self-assessments."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from assessments.models import Assessment
from clusters.models import Cluster
from core.dates import format_date
from core.text import Language, other
from kpis.models import MeasuringRound
from reports.models import BoardPack
from reports.shown.covers import Cover
from reports.shown.shelf import MOST, Shelf, Shelved
from strategy.models import Strategy


def address(name: str, *args: object) -> str:
    """Return an address of this room."""
    return reverse(f"reports:{name}", args=args)


class Strategies(Shelf):
    """The strategies, and what is taken out of the current one."""

    title = gettext_lazy("The strategy")

    def rows(self, cluster: Cluster, language: Language) -> Iterable[Shelved]:
        """Return the strategies, the current one first, with the reports that stand alone; one query."""
        slug, second = cluster.slug, other(language)
        strategies = Strategy.objects.of(cluster).alive().order_by("-is_current", "-number")[:MOST]
        for one in strategies:
            yield Shelved(
                Cover(_("Strategy"), one.title_text.resolve(language).text, art="wheel"),
                one.title_text.resolve(language).text,
                address("strategy_pdf", slug, one.number, language),
                pgettext("strategy", "Current") if one.is_current else "",
                address("strategy_word", slug, one.number, language),
                address("strategy_pdf", slug, one.number, second),
                address("strategy", slug, one.number),
                _("Contents and choices"),
            )
            if one.is_current:
                yield from self._alone(slug, one, language)

    def _alone(self, slug: str, strategy: Strategy, language: Language) -> Iterable[Shelved]:
        names = (
            ("kpis", _("KPI report"), "bars"),
            ("plan", _("Action plan"), "plan"),
            ("year", _("The strategy year"), ""),
        )
        for what, title, art in names:
            place = (slug, strategy.number, what)
            yield Shelved(
                Cover(_("Strategy"), title, art=art or "lines"),
                title,
                address("alone_pdf", *place, language),
                word=address("alone_word", *place, language),
                other=address("alone_pdf", *place, other(language)),
            )


class Evaluations(Shelf):
    """The evaluations of measuring rounds."""

    title = gettext_lazy("Evaluations")

    def rows(self, cluster: Cluster, language: Language) -> Iterable[Shelved]:
        """Return the rounds, the newest first; one query."""
        for one in MeasuringRound.objects.of(cluster).order_by("-date", "-number")[:MOST]:
            day, place = format_date(one.date, language), (cluster.slug, one.number)
            kind = str(one.get_kind_display())
            yield Shelved(
                Cover(_("Evaluation"), kind, day, "rings"),
                f"{kind}, {day}",
                address("evaluation_pdf", *place, language),
                "" if one.is_closed else _("Preliminary: the round is open"),
                address("evaluation_word", *place, language),
                address("evaluation_pdf", *place, other(language)),
                address("evaluation", *place),
                _("Contents"),
            )

    def all_url(self, cluster: Cluster) -> tuple[str, str | Promise]:
        """Lead to the rounds."""
        return reverse("kpis:rounds", args=[cluster.slug]), gettext_lazy("All measuring rounds")


class Packs(Shelf):
    """What went to the board."""

    title = gettext_lazy("Board’s packs")

    def rows(self, cluster: Cluster, language: Language) -> Iterable[Shelved]:
        """Return the packs, the newest meeting first, without what was frozen; one query."""
        for one in BoardPack.objects.of(cluster).defer("content")[:MOST]:
            day, place = format_date(one.meeting_on, language), (cluster.slug, one.number)
            sent = format_date(one.sent_at.date(), language) if one.sent_at else ""
            yield Shelved(
                Cover(_("Board’s pack"), day),
                one.called,
                address("pack_pdf", *place, language),
                _("Sent on %(day)s") % {"day": sent} if sent else _("Not sent yet"),
                address("pack_word", *place, language),
                address("pack_pdf", *place, other(language)),
                address("pack", *place),
                _("Open"),
                is_mailed_elsewhere=True,
            )

    def all_url(self, cluster: Cluster) -> tuple[str, str | Promise]:
        """Lead to all packs."""
        return address("packs", cluster.slug), gettext_lazy("All board’s packs")


class Assessments(Shelf):
    """Reports of self-assessments whose answers have been opened."""

    title = gettext_lazy("Self-assessments")

    def rows(self, cluster: Cluster, language: Language) -> Iterable[Shelved]:
        """Return the closed ones, the newest first; one query."""
        rows = Assessment.objects.of(cluster).alive().closed().only("number", "name", "closed_on", "cluster")
        for one in rows[:MOST]:
            place = (cluster.slug, one.number)
            day = format_date(one.closed_on, language) if one.closed_on else ""
            yield Shelved(
                Cover(_("Self-assessment"), one.name, day, "radar"),
                one.name,
                address("assessment_pdf", *place, language),
                _("Opened on %(day)s") % {"day": day},
                address("assessment_word", *place, language),
                address("assessment_pdf", *place, other(language)),
                reverse("assessments:detail", args=place),
                _("The result"),
            )

    def all_url(self, cluster: Cluster) -> tuple[str, str | Promise]:
        """Lead to all of them."""
        return reverse("assessments:index", args=[cluster.slug]), gettext_lazy("All self-assessments")
