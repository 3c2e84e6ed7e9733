"""The cluster and its people."""

import json
from typing import Any, ClassVar

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clusters.guard import ClusterOwned, GuardedManager
from clusters.permissions import WHEN_ARCHIVED, Permission, Role, may
from clusters.querysets import (
    ActivityEntrySet,
    ChangeSet,
    ClusterSet,
    InvitationSet,
    MembershipSet,
    SheetImportSet,
    SupporterSet,
)
from clusters.revised import Revised
from core import supporters
from core.languages import content_language
from core.text import Language, Text, is_language

slug_validator = RegexValidator(r"^[a-z0-9]+(-[a-z0-9]+)*\Z", _("Use small letters a to z, digits and single hyphens."))


class Cluster(Revised):
    """An association of companies and knowledge institutions: the tenant to whom everything else belongs."""

    class MainLanguage(models.TextChoices):
        DANISH = "da", _("Danish")
        ENGLISH = "en", _("English")

    slug = models.CharField(_("Address"), max_length=40, unique=True, validators=[slug_validator])
    name_da = models.CharField(_("Name in Danish"), max_length=120, blank=True)
    name_en = models.CharField(_("Name in English"), max_length=120, blank=True)
    description = models.JSONField(default=dict, blank=True)
    main_language = models.CharField(
        _("Main language"), max_length=2, choices=MainLanguage, default=MainLanguage.DANISH
    )
    has_second_language = models.BooleanField(_("Write in the other language too"), default=False)
    requires_second_factor = models.BooleanField(_("Require two-step sign-in"), default=False)
    # The red thread says so when somebody answers for more than this.
    most_duties = models.PositiveSmallIntegerField(_("Most tasks for one person"), default=12)
    mission = models.JSONField(default=dict, blank=True)
    vision = models.JSONField(default=dict, blank=True)
    # Street, town, perhaps a registration number: as it stands in an agreement.
    postal_address = models.CharField(_("Postal address"), max_length=400, blank=True, default="", db_default="")
    # Made by clusters.logos and by nothing else, read by way of its own view only.
    logo = models.FileField(upload_to="logos", blank=True)
    accent = models.CharField(_("Colour"), max_length=7, blank=True, validators=[RegexValidator(r"^#[0-9a-f]{6}\Z")])
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    # Whether the front page leads through the first day; it is over by itself when all of it is done.
    is_guided = models.BooleanField(default=True, editable=False)
    # From then on it is read and not changed; and when the worker deletes it, whole.
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)
    deletes_at = models.DateTimeField(null=True, blank=True, editable=False)

    revised = (
        *("name_da", "name_en", "description", "main_language", "has_second_language", "requires_second_factor"),
        "most_duties",
        *("mission", "vision", "accent", "postal_address"),
    )
    labels = {
        "description": _("Description"),
        "mission": _("Mission"),
        "vision": _("Vision"),
        "postal_address": _("Postal address"),
    }
    read_right = change_right = Permission.MANAGE_CLUSTER
    verb = "changed-cluster"

    objects = ClusterSet.as_manager()

    class Meta:
        ordering = ("name_da", "name_en", "pk")
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(name_da="", name_en=""),
                name="cluster_has_a_name",
                violation_error_message=_("Enter the cluster’s name in Danish or English."),
            )
        ]

    def __str__(self) -> str:
        return self.name_da or self.name_en

    def get_absolute_url(self) -> str:
        return reverse("dashboard:overview", args=[self.slug])

    def own_cluster(self) -> "Cluster":
        return self

    @property
    def called(self) -> str:
        """Nothing: its own log need not name it."""
        return ""

    @property
    def form_url(self) -> str:
        """The settings; the profile is reached from there."""
        return reverse("clusters:settings", args=[self.slug])

    @property
    def name(self) -> Text:
        """The name in both languages."""
        return Text(self.name_da, self.name_en)

    @property
    def shown_name(self) -> str:
        """The name in the language of the page, or in the other one."""
        return self.name.resolve(content_language()).text

    @property
    def mission_text(self) -> Text:
        """What the cluster is there for, in both languages."""
        return Text.from_value(self.mission)

    @property
    def vision_text(self) -> Text:
        """What the cluster wants to have reached, in both languages."""
        return Text.from_value(self.vision)

    @property
    def logo_name(self) -> str:
        """The logo's file name; empty without one."""
        return (self.logo.name or "").rpartition("/")[2]

    @property
    def logo_url(self) -> str:
        """The address of the logo, another one for another picture; empty without one."""
        version = self.logo_name.partition(".")[0].removeprefix("logo-")
        return f"{reverse('clusters:logo', args=[self.slug])}?{version}" if version else ""

    @property
    def language(self) -> Language:
        """The content language that the cluster works in."""
        return self.main_language if is_language(self.main_language) else "da"

    @property
    def languages(self) -> tuple[Language, ...]:
        """The content languages that the cluster writes in, its main one first."""
        second: Language = "en" if self.language == "da" else "da"
        return (self.language, second) if self.has_second_language else (self.language,)


class Membership(ClusterOwned):
    """A person's role in a cluster."""

    cluster = models.ForeignKey(Cluster, models.CASCADE, related_name="memberships")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships")
    role = models.CharField(_("Role"), max_length=10, choices=Role)
    # Approves strategies whatever their role, for instance as chair of the board.
    is_approver = models.BooleanField(_("Approves strategies"), default=False)
    joined_at = models.DateTimeField(default=timezone.now, editable=False)
    # When the front page was opened in this visit, and in the one before: what has changed since is told.
    seen_at = models.DateTimeField(null=True, blank=True, editable=False)
    seen_before = models.DateTimeField(null=True, blank=True, editable=False)
    # Address and names of every cluster that the person is in, as the gate has fetched them: a list, or one in JSON.
    told_everywhere: "str | list[list[str]] | None" = None

    objects = GuardedManager(MembershipSet)
    across_clusters: ClassVar = models.Manager.from_queryset(MembershipSet)()

    class Meta(ClusterOwned.Meta):
        ordering = ("cluster", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["cluster", "user"],
                name="membership_once",
                violation_error_message=_("This person is already a member."),
            ),
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="membership_role_known"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} in {self.cluster_id}"

    @property
    def everywhere(self) -> "tuple[Cluster, ...] | None":
        """Every cluster that the person is in, by its address and names alone; None where nobody has fetched them."""
        told = json.loads(self.told_everywhere) if isinstance(self.told_everywhere, str) else self.told_everywhere
        if told is None:
            return None
        return tuple(Cluster(slug=slug, name_da=name_da, name_en=name_en) for slug, name_da, name_en in told)

    def may(self, permission: Permission) -> bool:
        """Tell whether this member has the right: by the role, or named as approver; in an archived cluster few are."""
        is_left = not self.cluster.archived_at or permission in WHEN_ARCHIVED
        is_named = permission is Permission.APPROVE and self.is_approver
        return is_left and (may(self.role, permission) or is_named)

    @property
    def may_take_copy(self) -> bool:
        """Whether this member may take everything that the cluster has out of the portal."""
        return self.may(Permission.TAKE_COPY)


class Invitation(ClusterOwned):
    """A mail that lets somebody become a member; only the digest of its token is kept."""

    cluster = models.ForeignKey(Cluster, models.CASCADE, related_name="invitations")
    email = models.EmailField(_("Email address"))
    role = models.CharField(_("Role"), max_length=10, choices=Role, default=Role.EDITOR)
    language = models.CharField(max_length=5, default="da")
    token_digest = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    expires_at = models.DateTimeField()
    # When the mail server took the newest mail, or refused it; both are empty while it is on its way there.
    mailed_at = models.DateTimeField(null=True, blank=True)
    mail_failed_at = models.DateTimeField(null=True, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = GuardedManager(InvitationSet)
    across_clusters: ClassVar = models.Manager.from_queryset(InvitationSet)()

    class Meta(ClusterOwned.Meta):
        ordering = ("-created_at", "-pk")
        constraints = [
            models.UniqueConstraint(
                "cluster",
                Lower("email"),
                condition=models.Q(accepted_at=None, withdrawn_at=None),
                name="invitation_one_waiting",
                violation_error_message=_("This email address already has an invitation."),
            ),
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="invitation_role_known"),
        ]

    def __str__(self) -> str:
        return f"invitation {self.pk}"

    @property
    def is_expired(self) -> bool:
        """Whether its time has run out."""
        return self.expires_at <= timezone.now()

    @property
    def state(self) -> str:
        """How it stands: `accepted`, `withdrawn`, `expired`, or `open` while it can be accepted."""
        if self.accepted_at:
            return "accepted"
        if self.withdrawn_at:
            return "withdrawn"
        return "expired" if self.is_expired else "open"


class Supporter(ClusterOwned):
    """A partner or a funder whose logo stands on the cluster's documents."""

    class Kind(models.TextChoices):
        FUNDER = supporters.FUNDER, _("Funder")
        PARTNER = supporters.PARTNER, _("Partner")

    cluster = models.ForeignKey(Cluster, models.CASCADE, related_name="supporters")
    name = models.CharField(_("Name"), max_length=120)
    kind = models.CharField(_("Kind"), max_length=10, choices=Kind, default=Kind.FUNDER)
    # Made by clusters.logos and by nothing else, as the cluster's own.
    logo = models.FileField(upload_to="logos")

    objects = GuardedManager(SupporterSet)
    across_clusters: ClassVar = models.Manager.from_queryset(SupporterSet)()

    class Meta(ClusterOwned.Meta):
        # "funder" comes before "partner".
        ordering = ("kind", "pk")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=(supporters.FUNDER, supporters.PARTNER)), name="supporter_kind_known"
            )
        ]

    def __str__(self) -> str:
        return self.name


class SheetImport(ClusterOwned):
    """A sheet that somebody sent, until they have looked at what it would do and said so; then its file is forgotten.

    `room` says what it is read as, `choices` how, where the file leaves that open.
    """

    cluster = models.ForeignKey(Cluster, models.CASCADE, related_name="sheet_imports")
    room = models.CharField(max_length=20)
    number = models.PositiveIntegerField()
    file_name = models.CharField(max_length=120)
    content = models.BinaryField(default=bytes)
    choices = models.JSONField(default=dict)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    confirmed_at = models.DateTimeField(null=True, blank=True)

    objects = GuardedManager(SheetImportSet)
    across_clusters: ClassVar = models.Manager.from_queryset(SheetImportSet)()

    class Meta(ClusterOwned.Meta):
        ordering = ("cluster", "room", "-number")
        constraints = [models.UniqueConstraint(fields=["cluster", "room", "number"], name="sheet_import_once")]

    def __str__(self) -> str:
        return f"sheet {self.room} {self.number}"


class ActivityEntry(ClusterOwned):
    """One line of the log: who did what, when, to which object. Rows are only ever added."""

    cluster = models.ForeignKey(Cluster, models.CASCADE, related_name="activity")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    by_name = models.CharField(max_length=120)
    at = models.DateTimeField(default=timezone.now)
    verb = models.CharField(max_length=40)
    subject = models.CharField(max_length=200, blank=True)
    url = models.CharField(max_length=300, blank=True)

    objects = GuardedManager(ActivityEntrySet)
    across_clusters: ClassVar = models.Manager.from_queryset(ActivityEntrySet)()

    class Meta(ClusterOwned.Meta):
        ordering = ("-at", "-pk")
        indexes = [models.Index(fields=["cluster", "-at"], name="activity_by_cluster")]

    def __str__(self) -> str:
        return f"{self.verb} {self.pk}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add the line; one that stands is never changed."""
        if not self._state.adding:
            raise TypeError("The log of who did what is only ever added to.")
        super().save(*args, **kwargs)


class Change(ClusterOwned):
    """One line of the history of a row that people change. Lines are only ever added: nothing that was sent is lost."""

    class Kind(models.TextChoices):
        SAVED = "saved", _("Saved")
        RESTORED = "restored", _("Brought back")
        # Sent on top of a revision that was no longer the newest: kept here, and not what stands.
        SET_ASIDE = "set-aside", _("Not used: a colleague saved first")

    cluster = models.ForeignKey(Cluster, models.CASCADE, related_name="changes")
    # The row's model and its key: one history for every kind of row, which outlives a row that is deleted.
    thing = models.CharField(max_length=40)
    row = models.BigIntegerField()
    # The revision that this change made; for one set aside, the revision that it lost to.
    revision = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.SAVED)
    # All that stood then, by piece, and the names of what it pointed at.
    values = models.JSONField()
    names = models.JSONField(default=dict)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    by_name = models.CharField(max_length=120, blank=True)
    at = models.DateTimeField(default=timezone.now)

    objects = GuardedManager(ChangeSet)
    across_clusters: ClassVar = models.Manager.from_queryset(ChangeSet)()

    class Meta(ClusterOwned.Meta):
        ordering = ("revision", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["thing", "row", "revision"],
                condition=~models.Q(kind="set-aside"),
                name="row_change_once_a_revision",
            )
        ]
        indexes = [models.Index(fields=["thing", "row"], name="change_of_row")]

    def __str__(self) -> str:
        return f"{self.thing} {self.row} r{self.revision} {self.kind}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add the line; one that stands is never changed."""
        if not self._state.adding:
            raise TypeError("A line of a history is only ever added.")
        super().save(*args, **kwargs)
