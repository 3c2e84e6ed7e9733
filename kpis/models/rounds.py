"""Measuring rounds: baseline, mid-term and final as events that are closed and frozen."""

from collections.abc import Collection
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from clusters.guard import ClusterOwned, GuardedManager
from clusters.models import Cluster
from clusters.permissions import Permission
from clusters.revised import Pieces, Revised, values_of
from core.addresses import reverse
from core.dates import format_date
from core.languages import content_language, label_in
from core.text import LANGUAGES, Text, is_language
from kpis.models.following import Kpi
from kpis.models.measuring import Measurement
from kpis.querysets import CommentSet, CorrectionSet, EntrySet, RoundSet
from strategy.models import Goal, Strategy


class MeasuringRound(Revised, ClusterOwned):
    """One round of measuring. Closed, it is frozen with a digest; a correction adds to it and changes nothing."""

    class Kind(models.TextChoices):
        BASELINE = "baseline", _("Baseline")
        MIDTERM = "midterm", _("Mid-term")
        FINAL = "final", _("Final")

    cluster = models.ForeignKey(Cluster, models.CASCADE, related_name="measuring_rounds")
    number = models.PositiveIntegerField()
    strategy = models.ForeignKey(Strategy, models.CASCADE, related_name="measuring_rounds")
    kind = models.CharField(_("Round"), max_length=10, choices=Kind)
    date = models.DateField(_("Date"))
    note = models.CharField(_("Note to those who provide the values"), max_length=1000, blank=True, default="")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    closed_by_name = models.CharField(max_length=120, blank=True, default="")
    remark = models.TextField(blank=True, default="")
    # What stood when it was closed, and the SHA-256 of it (`kpis.freezing`).
    frozen = models.JSONField(null=True, blank=True)
    digest = models.CharField(max_length=64, blank=True, default="")

    revised = ("date", "note", "kpis", "deliverers", "comments")
    labels = {
        "kpis": _("KPIs of the round"),
        "deliverers": _("Who provides it"),
        "comments": _("Commentary on the goals"),
    }
    verb = "changed-round"
    change_right = Permission.EDIT_KPIS

    objects = GuardedManager(RoundSet)
    across_clusters: ClassVar = models.Manager.from_queryset(RoundSet)()

    class Meta(ClusterOwned.Meta):
        ordering = ("cluster", "date", "number")
        constraints = [
            models.UniqueConstraint(fields=["cluster", "number"], name="round_number_once"),
            models.UniqueConstraint(
                fields=["strategy", "kind"],
                name="round_once_a_kind",
                violation_error_message=_("The strategy already has this round."),
            ),
        ]

    def __str__(self) -> str:
        return f"round {self.number}"

    def get_absolute_url(self) -> str:
        """The round's own page; needs the cluster to be loaded."""
        return reverse("kpis:round", args=[self.cluster.slug, self.number])

    @property
    def called(self) -> str:
        """Its kind and its day."""
        day = format_date(self.date, content_language())
        return gettext("%(kind)s, %(day)s") % {"kind": MeasuringRound.Kind(self.kind).label, "day": day}

    @property
    def form_url(self) -> str:
        """Its own page, from which all of it is changed."""
        return self.get_absolute_url()

    def pieces(self) -> Pieces:
        """Return all that stands in the round, with its KPIs and what is said of the goals; two queries."""
        entries, comments = list(self.entries.all()), list(self.comments.all())
        return self.pieces_of(
            {
                "date": self.date,
                "note": self.note,
                "kpis": [entry.kpi_id for entry in entries],
                "deliverers": {entry.kpi_id: entry.deliverer for entry in entries},
                "comments": {f"{one.goal_id}.{lang}": words for one in comments for lang, words in one.text.items()},
            }
        )

    def write(self, after: Pieces, names: Collection[str]) -> None:
        """Write the KPIs with who delivers them, and what is said of the goals."""
        if {"kpis", "deliverers"} & set(names):
            self._write_entries({int(pk) for pk in values_of(after, "kpis")}, values_of(after, "deliverers"))
        if "comments" in names:
            said: dict[int, dict[str, str]] = {}
            for key, words in values_of(after, "comments").items():
                goal, _dot, language = key.partition(".")
                said.setdefault(int(goal), {})[language] = words
            self._write_comments(said)

    def _write_entries(self, wanted: set[int], deliverers: dict[str, str]) -> None:
        """A KPI left out keeps its values; one that is new brings what was measured on the day already."""
        known = {entry.kpi_id: entry for entry in self.entries.all()}
        self.entries.exclude(kpi__in=wanted).delete()
        for pk in sorted(wanted):
            who = deliverers.get(str(pk), "")
            if pk not in known:
                own = Measurement.objects.of(self.cluster).filter(kpi=pk, date=self.date).standing()
                RoundEntry.objects.create(round=self, kpi_id=pk, deliverer=who, measurement=own.first())
            elif known[pk].deliverer != who:
                known[pk].deliverer = who
                known[pk].save(update_fields=["deliverer"])

    def _write_comments(self, said: dict[int, dict[str, str]]) -> None:
        known = {comment.goal_id: comment.text for comment in self.comments.all()}
        changed = [goal for goal in {*known, *said} if known.get(goal) != said.get(goal)]
        self.comments.filter(goal__in=changed).delete()
        stamp: Any = {"changed_by": self.changed_by, "changed_at": self.changed_at}
        RoundComment.objects.bulk_create(
            [RoundComment(round=self, goal_id=goal, text=said[goal], **stamp) for goal in changed if goal in said]
        )

    def label_of(self, piece: str, languages: Collection[Any] = LANGUAGES) -> str:
        """Return what a piece is called; of a KPI or a goal, its key too."""
        name, _dot, key = piece.partition(".")
        label = super().label_of(name, languages)
        pk, _dot, language = key.partition(".")
        if name in ("deliverers", "comments"):
            found = self._keys_of_parts.get((name, int(pk)), "")
            label = f"{label}, {found}" if found else label
        return label_in(label, language, languages) if is_language(language) else label

    @cached_property
    def _keys_of_parts(self) -> dict[tuple[str, int], str]:
        kpis = Kpi.objects.of(self.cluster).all()
        goals = Goal.objects.of(self.cluster).filter(strategy=self.strategy_id)
        return {
            **{("deliverers", kpi.pk): kpi.key for kpi in kpis},
            **{("comments", goal.pk): goal.key for goal in goals},
        }

    def _field(self, name: str) -> Any:
        parts: Any = {
            "kpis": (RoundEntry, "kpi"),
            "deliverers": (RoundEntry, "deliverer"),
            "comments": (RoundComment, "text"),
        }
        if name in parts:
            model, field = parts[name]
            return model._meta.get_field(field)
        return super()._field(name)

    @property
    def is_closed(self) -> bool:
        """Whether it is frozen."""
        return self.closed_at is not None


class RoundEntry(ClusterOwned):
    """A KPI that belongs to a round: who delivers, and what came."""

    cluster_path = "round__cluster"

    round = models.ForeignKey(MeasuringRound, models.CASCADE, related_name="entries")
    kpi = models.ForeignKey(Kpi, models.CASCADE, related_name="round_entries")
    deliverer = models.CharField(_("Who provides it"), max_length=120, blank=True, default="")
    measurement = models.ForeignKey(Measurement, models.SET_NULL, null=True, blank=True, related_name="round_entries")

    objects = GuardedManager(EntrySet)
    across_clusters: ClassVar = models.Manager.from_queryset(EntrySet)()

    class Meta(ClusterOwned.Meta):
        ordering = ("round", "kpi")
        constraints = [models.UniqueConstraint(fields=["round", "kpi"], name="round_entry_once")]

    def __str__(self) -> str:
        return f"{self.round_id} {self.kpi_id}"


class RoundCorrection(ClusterOwned):
    """What was found to be otherwise after a round was closed; it stands beside the frozen number."""

    cluster_path = "round__cluster"

    round = models.ForeignKey(MeasuringRound, models.CASCADE, related_name="corrections")
    kpi = models.ForeignKey(Kpi, models.CASCADE, related_name="round_corrections")
    measurement = models.ForeignKey(Measurement, models.SET_NULL, null=True, related_name="round_corrections")
    before = models.DecimalField(max_digits=15, decimal_places=4, null=True, blank=True)
    after = models.DecimalField(max_digits=15, decimal_places=4)
    reason = models.CharField(max_length=500)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    by_name = models.CharField(max_length=120)
    at = models.DateTimeField(default=timezone.now, editable=False)

    objects = GuardedManager(CorrectionSet)
    across_clusters: ClassVar = models.Manager.from_queryset(CorrectionSet)()

    class Meta(ClusterOwned.Meta):
        ordering = ("round", "at", "pk")

    def __str__(self) -> str:
        return f"{self.round_id} {self.kpi_id}"


class RoundComment(ClusterOwned):
    """What the cluster says about a goal in a round's evaluation."""

    cluster_path = "round__cluster"

    round = models.ForeignKey(MeasuringRound, models.CASCADE, related_name="comments")
    goal = models.ForeignKey(Goal, models.CASCADE, related_name="round_comments")
    text = models.JSONField(default=dict, blank=True)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    changed_at = models.DateTimeField(default=timezone.now)

    objects = GuardedManager(CommentSet)
    across_clusters: ClassVar = models.Manager.from_queryset(CommentSet)()

    class Meta(ClusterOwned.Meta):
        ordering = ("round", "goal")
        constraints = [models.UniqueConstraint(fields=["round", "goal"], name="round_comment_once")]

    def __str__(self) -> str:
        return f"{self.round_id} {self.goal_id}"

    @property
    def words(self) -> Text:
        """The comment in both languages."""
        return Text.from_value(self.text)
