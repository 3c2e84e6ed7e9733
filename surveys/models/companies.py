"""The member companies of a cluster, and how often it asks them."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accounts.emails import LONGEST
from clusters.guard import ClusterOwned, GuardedManager
from clusters.models import Cluster
from clusters.permissions import Permission
from clusters.revised import Revised
from surveys.querysets import CompanySet, RulesSet

# Below it, the red thread says so.
LEAST_RATE = 30


class Size(models.TextChoices):
    """How many work there, in the classes that surveys ask for."""

    MICRO = "micro", _("0–9 employees")
    SMALL = "small", _("10–49 employees")
    MEDIUM = "medium", _("50–249 employees")
    LARGE = "large", _("250 employees or more")


class Region(models.TextChoices):
    """Where in Denmark a company is, or that it is abroad."""

    CAPITAL = "capital", _("Capital Region of Denmark")
    ZEALAND = "zealand", _("Region Zealand")
    SOUTH = "south", _("Region of Southern Denmark")
    CENTRAL = "central", _("Central Denmark Region")
    NORTH = "north", _("North Denmark Region")
    ABROAD = "abroad", _("Abroad")


class Language(models.TextChoices):
    """The language that a company is written to in."""

    DA = "da", _("Danish")
    EN = "en", _("English")


class Company(Revised, ClusterOwned):
    """A member company with its contact; one that was merged into another stays, and points there."""

    cluster = models.ForeignKey(Cluster, models.CASCADE, related_name="companies")
    number = models.PositiveIntegerField()
    name = models.CharField(_("Company"), max_length=160)
    registration = models.CharField(_("Registration number"), max_length=20, blank=True, default="")
    size = models.CharField(_("Size"), max_length=10, choices=Size, blank=True, default="")
    region = models.CharField(_("Region"), max_length=10, choices=Region, blank=True, default="")
    contact_name = models.CharField(_("Contact"), max_length=120, blank=True, default="")
    email = models.CharField(_("Email address"), max_length=LONGEST, blank=True, default="")
    language = models.CharField(_("Language"), max_length=5, choices=Language, default=Language.DA)
    is_active = models.BooleanField(_("Member today"), default=True)
    agreed_on = models.DateField(_("Agreed to be asked on"), null=True, blank=True)
    do_not_ask = models.BooleanField(_("Do not ask again"), default=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    merged_into = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="merged")

    revised = (
        "name",
        "registration",
        "size",
        "region",
        "contact_name",
        "email",
        "language",
        "is_active",
        "agreed_on",
        "do_not_ask",
    )
    verb = "changed-company"
    # Who is whose contact is for those who send surveys, and so is what stood there before.
    read_right = Permission.RUN_SURVEYS
    change_right = Permission.RUN_SURVEYS

    objects = GuardedManager(CompanySet)
    across_clusters: ClassVar = models.Manager.from_queryset(CompanySet)()

    class Meta(ClusterOwned.Meta):
        ordering = ("cluster", "name", "number")
        constraints = [
            models.UniqueConstraint(fields=["cluster", "number"], name="company_number_once"),
            models.UniqueConstraint(
                fields=["cluster", "registration"],
                condition=~models.Q(registration="") & models.Q(merged_into=None),
                name="company_registration_once",
                violation_error_message=_("Another company in the register has this registration number."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The company's own page; needs the cluster to be loaded."""
        return reverse("surveys:company", args=[self.cluster.slug, self.number])

    @property
    def called(self) -> str:
        """Its name."""
        return self.name

    @property
    def form_url(self) -> str:
        """Where it is changed."""
        return self.get_absolute_url()

    def still_there(self) -> dict[str, object]:
        """As long as it was not merged into another."""
        return {"merged_into": None}


class SurveyRules(Revised, ClusterOwned):
    """How often a cluster asks the same company, and how long it keeps the contact of one that has left."""

    cluster = models.OneToOneField(Cluster, models.CASCADE, related_name="survey_rules")
    most_a_year = models.PositiveIntegerField(_("Surveys to one company in twelve months"), default=4)
    months_kept = models.PositiveIntegerField(_("Months that the contact of a former member is kept"), default=12)
    least_rate = models.PositiveIntegerField(
        _("Least response rate in per cent"), default=LEAST_RATE, db_default=LEAST_RATE
    )

    revised = ("most_a_year", "months_kept", "least_rate")
    verb = "changed-survey-rules"
    change_right = Permission.RUN_SURVEYS

    objects = GuardedManager(RulesSet)
    across_clusters: ClassVar = models.Manager.from_queryset(RulesSet)()

    class Meta(ClusterOwned.Meta):
        ordering = ("cluster",)

    def __str__(self) -> str:
        return f"survey rules of {self.cluster_id}"

    @property
    def called(self) -> str:
        return _now("Rules for surveys")

    @property
    def form_url(self) -> str:
        """Where it is changed."""
        return reverse("surveys:rules", args=[self.cluster.slug])
