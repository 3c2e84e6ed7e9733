"""A KPI that a cluster follows, the versions of what it counts, and its targets."""

from collections.abc import Collection
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from clusters.guard import ClusterOwned, GuardedManager
from clusters.models import Cluster
from clusters.permissions import Permission
from clusters.revised import Pieces, Revised, values_of
from core.addresses import reverse
from core.dates import format_date
from core.errors import Refusal
from core.languages import content_language
from core.text import LANGUAGES, Text
from core.units import LONGEST_STORED, own_unit
from kpis.querysets import DefinitionSet, KpiSet, TargetSet
from kpis.rules.status import LOWER, UPPER
from strategy.models import Goal, Strategy, state_held, unexplained


def refuse_unknown_unit(unit: str) -> None:
    """Raise ValidationError for what is neither a known unit nor one that somebody has named: a file may hold it."""
    if unit not in KpiDefinition.Unit.values and own_unit(unit) is None:
        raise ValidationError(_("This unit cannot be read."))


class Kpi(Revised, ClusterOwned):
    """A KPI that the cluster follows, tied to a goal. What it counts stands in its definitions."""

    # What is said of it in its newest definition.
    COUNTED = ("name", "definition", "level", "frequency", "source")

    cluster = models.ForeignKey(Cluster, models.CASCADE, related_name="kpis")
    # Given out by the cluster, never twice: people say K3, and a cluster can be moved without renumbering.
    number = models.PositiveIntegerField()
    catalogue_key = models.CharField(max_length=80, blank=True, default="")
    goal = models.ForeignKey(Goal, models.SET_NULL, null=True, blank=True, related_name="kpis")
    # A member of the cluster, or a role in words when nobody signs in for it.
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    owner_role = models.JSONField(_("Role"), default=dict, blank=True)
    lower = models.DecimalField(max_digits=5, decimal_places=2, default=LOWER)
    upper = models.DecimalField(max_digits=5, decimal_places=2, default=UPPER)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    dropped_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    dropped_at = models.DateTimeField(null=True, blank=True)

    # The last day of the targets that were approved with its strategy; None where none has been.
    decided_until = models.DateField(null=True, blank=True, editable=False)

    # Why its targets change although the strategy has been approved; of this one change, and kept with it.
    deviates_because: str = ""

    revised = ("goal", "owner", "owner_role", "lower", "upper", *COUNTED, "targets")
    labels = {
        "goal": _("Goal"),
        "owner": _("Owner"),
        "lower": _("On track within"),
        "upper": _("Slightly behind within"),
        "targets": _("Target"),
    }
    verb = "changed-kpi"
    change_right = Permission.EDIT_KPIS

    objects = GuardedManager(KpiSet)
    across_clusters: ClassVar = models.Manager.from_queryset(KpiSet)()

    class Meta(ClusterOwned.Meta):
        ordering = ("cluster", "number")
        constraints = [
            models.UniqueConstraint(fields=["cluster", "number"], name="kpi_number_once"),
            models.UniqueConstraint(
                fields=["cluster", "catalogue_key"],
                condition=~Q(catalogue_key="") & Q(dropped_at=None),
                name="kpi_adopted_once",
                violation_error_message=_("The cluster already follows this KPI."),
            ),
            models.CheckConstraint(
                condition=Q(lower__gte=0) & Q(upper__gte=F("lower")),
                name="kpi_tolerances_in_order",
                violation_error_message=_("The second tolerance must be at least as large as the first."),
            ),
        ]

    def __str__(self) -> str:
        return self.key

    def get_absolute_url(self) -> str:
        """The KPI's own page; needs the cluster to be loaded."""
        return reverse("kpis:detail", args=[self.cluster.slug, self.number])

    @property
    def key(self) -> str:
        """The name that people use for it: K1, K2 and so on."""
        return f"K{self.number}"

    @cached_property
    def newest(self) -> "KpiDefinition":
        """What it counts, in the newest version."""
        found: KpiDefinition = self.definitions.latest("version")
        return found

    @property
    def called(self) -> str:
        """Key and name."""
        return f"{self.key} {self.newest.name_text.resolve(self.cluster.language).text}"

    @property
    def form_url(self) -> str:
        """Where it is changed."""
        return reverse("kpis:edit", args=[self.cluster.slug, self.number])

    @property
    def log_url(self) -> str:
        """Its own page."""
        return self.get_absolute_url()

    def still_there(self) -> dict[str, Any]:
        """As long as it is followed."""
        return {"dropped_at": None}

    def approved_strategy(self) -> Strategy | None:
        """Return the strategy of its goal, if it has been approved and nobody is writing a new round; one query."""
        found: Strategy | None = Strategy.objects.of(self.cluster).filter(goals=self.goal_id).first()
        if self.goal_id is None or found is None or not found.is_decided:
            return None
        found.cluster = self.cluster
        return found

    def decided_in(self) -> Strategy | None:
        """Return the same, held as it is until the transaction ends; who approves at this moment is waited for."""
        found: Strategy | None = Strategy.objects.of(self.cluster).filter(goals=self.goal_id).first()
        if self.goal_id is None or found is None or not state_held(found).is_decided:
            return None
        found.cluster = self.cluster
        return found

    def refuse_decided(self, pieces: Collection[str]) -> None:
        """The targets of an approved strategy change with a reason only, and its KPIs stay with their goals."""
        if not any(piece == "goal" or piece.startswith("targets.") for piece in pieces) or self.decided_in() is None:
            return
        if "goal" in pieces:
            words = _t("The strategy has been approved. Open a new round to move %(key)s to another goal.")
            raise Refusal(words % {"key": self.key}, "goal")
        if not self.deviates_because and self.decided_among(pieces):
            raise Refusal(unexplained(self.key), "reason")

    def decided_among(self, pieces: Collection[str]) -> set[str]:
        """Return the targets among these pieces that an approval decides: what comes after the last of them is new.

        Asked by who holds the strategy, so the day is read as it is then.
        """
        until = Kpi.objects.of(self.cluster).filter(pk=self.pk).values_list("decided_until", flat=True).first()
        days = {piece: piece.partition(".")[2] for piece in pieces if piece.startswith("targets.")}
        return {piece for piece, day in days.items() if until is None or date.fromisoformat(day) <= until}

    def standing(self, name: str) -> Any:
        """Return what stands in one of its fields, in its newest definition, or in its targets."""
        if name == "targets":
            return {target.date.isoformat(): target.value for target in self.targets.all()}
        return getattr(self.newest, name) if name in self.COUNTED else super().standing(name)

    def write(self, after: Pieces, names: Collection[str]) -> None:
        """Write what stands in the newest definition and in the targets."""
        counted = [name for name in self.COUNTED if name in names]
        if "frequency" in counted:
            # Every value keeps the period that it was measured for, before it is measured more or less often.
            own = self.measurements.filter(version=self.newest.version, frequency="")
            own.update(frequency=self.newest.frequency)
        for name in counted:
            value = values_of(after, name) if name in ("name", "definition", "source") else after.get(name, "")
            setattr(self.newest, name, value)
        if counted:
            self.newest.save(update_fields=counted)
        if "targets" in names:
            self._write_targets({date.fromisoformat(day): Decimal(v) for day, v in values_of(after, "targets").items()})

    def _write_targets(self, wanted: dict[date, Decimal]) -> None:
        """Each that is new or another is counted by the definition that holds now."""
        standing = {target.date: target.value for target in self.targets.all()}
        kept = {day for day, value in wanted.items() if standing.get(day) == value}
        self.targets.exclude(date__in=kept).delete()
        fresh = [day for day in wanted if day not in kept]
        Target.objects.bulk_create(
            [Target(kpi=self, version=self.newest.version, date=day, value=wanted[day]) for day in fresh]
        )

    def label_of(self, piece: str, languages: Collection[Any] = LANGUAGES) -> str:
        """Return what a piece is called; of a target, its day too."""
        name, _dot, key = piece.partition(".")
        label = super().label_of(piece, languages)
        return f"{label}, {format_date(date.fromisoformat(key), content_language())}" if name == "targets" else label

    def _field(self, name: str) -> Any:
        if name == "targets":
            return Target._meta.get_field("value")
        return KpiDefinition._meta.get_field(name) if name in self.COUNTED else super()._field(name)

    @property
    def role_text(self) -> Text:
        """The role that answers for it, in both languages."""
        return Text.from_value(self.owner_role)


class KpiDefinition(ClusterOwned):
    """What a KPI counts, in one version. A new version breaks the series on the day from which it holds."""

    class Level(models.TextChoices):
        INPUT = "input", _("Input")
        ACTIVITY = "activity", _("Activity")
        OUTPUT = "output", _("Output")
        OUTCOME = "outcome", _("Outcome")
        IMPACT = "impact", _("Impact")

    class Unit(models.TextChoices):
        COUNT = "count", _("Number")
        PERCENT = "percent", _("Per cent")
        DKK = "dkk", _("Danish kroner")
        EUR = "eur", _("Euro")
        SCORE = "score", _("Score")
        DAYS = "days", _("Days")
        FTE = "fte", _("Full-time equivalents")

    class Direction(models.TextChoices):
        UP = "up", _("Higher is better")
        DOWN = "down", _("Lower is better")

    class Frequency(models.TextChoices):
        MONTHLY = "monthly", _("Every month")
        QUARTERLY = "quarterly", _("Every quarter")
        HALF_YEARLY = "half-yearly", _("Every half-year")
        YEARLY = "yearly", _("Every year")
        BASELINE_MIDTERM_FINAL = "baseline-midterm-final", _("Baseline, mid-term and final")

    class Aggregation(models.TextChoices):
        POINT = "point", _("The figure on the day it is measured")
        ROLLING = "rolling-12-months", _("The past 12 months")
        PERIOD = "period", _("The period alone")
        CUMULATIVE = "cumulative", _("Everything since the start")

    cluster_path = "kpi__cluster"

    kpi = models.ForeignKey(Kpi, models.CASCADE, related_name="definitions")
    version = models.PositiveIntegerField()
    # The first version holds from the beginning.
    valid_from = models.DateField(null=True, blank=True)
    name = models.JSONField(pgettext_lazy("of a KPI", "Name"))
    definition = models.JSONField(_("What is counted, and what is not"), default=dict, blank=True)
    level = models.CharField(_("Level"), max_length=10, choices=Level)
    # One of `Unit`, or one that somebody has named, as `core.units` keeps it.
    unit = models.CharField(_("Unit"), max_length=LONGEST_STORED, validators=[refuse_unknown_unit])
    direction = models.CharField(_("Direction"), max_length=5, choices=Direction)
    frequency = models.CharField(_("How often"), max_length=25, choices=Frequency)
    aggregation = models.CharField(_("What a value covers"), max_length=20, choices=Aggregation)
    source = models.JSONField(_("Where the figure comes from"), default=dict, blank=True)
    section = models.CharField(max_length=80, blank=True, default="")
    reason = models.CharField(max_length=500, blank=True, default="")
    # One day measured both ways: by the version before, and by this one.
    bridge_before = models.DecimalField(max_digits=15, decimal_places=4, null=True, blank=True)
    bridge_after = models.DecimalField(max_digits=15, decimal_places=4, null=True, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = GuardedManager(DefinitionSet)
    across_clusters: ClassVar = models.Manager.from_queryset(DefinitionSet)()

    class Meta(ClusterOwned.Meta):
        ordering = ("kpi", "version")
        constraints = [models.UniqueConstraint(fields=["kpi", "version"], name="kpi_definition_once")]

    def __str__(self) -> str:
        return f"{self.kpi_id} v{self.version}"

    @property
    def name_text(self) -> Text:
        """The name in both languages."""
        return Text.from_value(self.name)

    @property
    def definition_text(self) -> Text:
        """What is counted, in both languages."""
        return Text.from_value(self.definition)

    @property
    def source_text(self) -> Text:
        """Where the figure comes from, in both languages."""
        return Text.from_value(self.source)


class Target(ClusterOwned):
    """What a KPI is to have reached on a day, counted by one version of its definition."""

    cluster_path = "kpi__cluster"

    kpi = models.ForeignKey(Kpi, models.CASCADE, related_name="targets")
    version = models.PositiveIntegerField(default=1)
    date = models.DateField(_("Date"))
    value = models.DecimalField(_("Target"), max_digits=15, decimal_places=4)

    objects = GuardedManager(TargetSet)
    across_clusters: ClassVar = models.Manager.from_queryset(TargetSet)()

    class Meta(ClusterOwned.Meta):
        ordering = ("kpi", "date")
        constraints = [
            models.UniqueConstraint(
                fields=["kpi", "date"],
                name="target_once_a_day",
                violation_error_message=_("There is already a target for this date."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.kpi_id} {self.date}"
