"""Rounds of a survey: who is invited, and what was answered. Between the two there is no way.

An answer has a random key, no time and no order of its own; an invitation says only that something came. What comes
waits, sealed, until the round is closed, and then all of it goes over at once in an order drawn by lot.
"""

import uuid
from datetime import date
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from clusters.guard import ClusterOwned, GuardedManager
from clusters.models import Cluster
from clusters.permissions import Permission
from clusters.revised import Revised
from core.languages import content_language, label_in
from core.text import LANGUAGES, Language, Text, is_language
from library.models import Edition
from surveys.models.companies import Company
from surveys.querysets import AnswerSet, ProofSet, SurveyInvitationSet, SurveyRoundSet, WaitingSet

MOST_OWN = 5
MOST_ANSWERS = 500


class OwnKind(models.TextChoices):
    """How a question of the cluster's own is answered."""

    WORDS = "words", _("In words")
    NUMBER = "number", _("With a number")
    YES_NO = "yesno", _("Yes or no")
    SCALE = "scale", _("On a scale from 1 to 5")
    CHOICE = "choice", _("With one of several options")
    SEVERAL = "several", _("With some of several options")


class SurveyRound(Revised, ClusterOwned):
    """One time that a survey is sent to the member companies."""

    class Kind(models.TextChoices):
        BASELINE = "baseline", _("Baseline")
        MIDTERM = "midterm", _("Mid-term")
        FINAL = "final", _("Final")
        OTHER = "other", _("Another survey")

    class Way(models.TextChoices):
        PERSONAL = "personal", _("A link of its own for each company, by email")
        OPEN = "open", _("One open link that you share yourselves")

    class State(models.TextChoices):
        DRAFT = "draft", _("Being prepared")
        OPEN = "open", _("Open")
        CLOSED = "closed", _("Closed")

    cluster = models.ForeignKey(Cluster, models.CASCADE, related_name="survey_rounds")
    number = models.PositiveIntegerField()
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="+")
    kind = models.CharField(_("Round"), max_length=10, choices=Kind, default=Kind.OTHER)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    way = models.CharField(
        _("How it is answered"), max_length=10, choices=Way, default=Way.PERSONAL, db_default=Way.PERSONAL
    )
    most_answers = models.PositiveIntegerField(
        _("At most so many answers"), default=MOST_ANSWERS, db_default=MOST_ANSWERS
    )
    # What the open link is made of, and the link with which it is tried; of each only the digest is looked up.
    open_seed = models.CharField(max_length=43, blank=True, default="", db_default="")
    open_digest = models.CharField(max_length=64, unique=True, null=True, blank=True)
    test_seed = models.CharField(max_length=43, blank=True, default="", db_default="")
    test_digest = models.CharField(max_length=64, unique=True, null=True, blank=True)
    closes_on = models.DateField(_("Last day to answer"))
    sender = models.CharField(_("Sender"), max_length=120)
    introduction = models.JSONField(_("Introduction"), default=dict, blank=True)
    thanks = models.JSONField(_("Thanks"), default=dict, blank=True)
    # The cluster's own questions, by number and language: `1_da`; how each is answered, `1_type`; and the options,
    # a line each: `1_options_da`.
    own = models.JSONField(_("Own question"), default=dict, blank=True)
    size = models.CharField(_("Only companies of the size"), max_length=10, blank=True, default="")
    region = models.CharField(_("Only companies in the region"), max_length=10, blank=True, default="")
    sample = models.PositiveIntegerField(_("At most so many companies, drawn by lot"), null=True, blank=True)
    first_reminder = models.DateField(_("First reminder"), null=True, blank=True)
    second_reminder = models.DateField(_("Second reminder"), null=True, blank=True)
    # Who sends and closes it; the mails and the overview remind them.
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("Owner")
    )
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    opened_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    # Who was left out when it was sent, by reason; which KPIs got what when it was closed; why it was opened again.
    left_out = models.JSONField(default=dict, blank=True)
    fed = models.JSONField(default=list, blank=True)
    reopened = models.JSONField(default=list, blank=True)
    # How many answered each question when results were last shown: what came since may not be told by subtraction.
    shown = models.JSONField(default=dict, blank=True)

    revised = (
        "closes_on",
        "sender",
        "introduction",
        "thanks",
        "own",
        "size",
        "region",
        "sample",
        "first_reminder",
        "second_reminder",
        "owner",
        "way",
        "most_answers",
    )
    verb = "changed-survey"
    change_right = Permission.RUN_SURVEYS

    objects = GuardedManager(SurveyRoundSet)
    across_clusters: ClassVar = models.Manager.from_queryset(SurveyRoundSet)()

    class Meta(ClusterOwned.Meta):
        ordering = ("cluster", "-number")
        constraints = [models.UniqueConstraint(fields=["cluster", "number"], name="survey_round_number_once")]

    def __str__(self) -> str:
        return f"survey round {self.number}"

    def get_absolute_url(self) -> str:
        """The round's own page; needs the cluster to be loaded."""
        return reverse("surveys:round", args=[self.cluster.slug, self.number])

    def sender_in(self, language: Language) -> str:
        """Return the sender; the cluster's own name, in whichever language it was proposed, as it is in this one."""
        name = self.cluster.name
        return name.resolve(language).text if self.sender in (name.da, name.en) else self.sender

    @property
    def title_text(self) -> Text:
        """What the survey is called."""
        return self.edition.title_text

    @property
    def called(self) -> str:
        """What the survey is called, in the language of the page."""
        return self.title_text.resolve(content_language()).words

    @property
    def form_url(self) -> str:
        """Where it is changed."""
        return reverse("surveys:round_edit", args=[self.cluster.slug, self.number])

    @property
    def log_url(self) -> str:
        """Its own page."""
        return self.get_absolute_url()

    @property
    def ends(self) -> date:
        """The day it was closed, or is to be."""
        return self.closed_on or self.closes_on

    @property
    def last_day(self) -> date:
        """The last day to answer: earlier than was written where it was closed before."""
        return min(self.ends, self.closes_on)

    @property
    def has_open_link(self) -> bool:
        """Whether everybody who has the one link can answer."""
        return self.way == self.Way.OPEN

    @property
    def is_draft(self) -> bool:
        """Whether nobody has been asked yet."""
        return self.state == self.State.DRAFT

    @property
    def is_open(self) -> bool:
        """Whether it is being answered."""
        return self.state == self.State.OPEN

    @property
    def is_closed(self) -> bool:
        """Whether its results are shown."""
        return self.state == self.State.CLOSED

    def label_of(self, piece: str, languages: Any = LANGUAGES) -> str:
        """Return what a piece is called; of a question of one's own, its number and language too."""
        name, _dot, key = piece.partition(".")
        number, _line, rest = key.partition("_")
        if name == "own" and number.isdecimal():
            part, _line, last = rest.rpartition("_")
            words = f"{super().label_of('own')} {number}"
            words = {"options": f"{words}, {_now('options')}", "": words}.get(part, words)
            return label_in(words, last, LANGUAGES) if is_language(last) else f"{words}, {_now('how it is answered')}"
        return super().label_of(piece, languages)


class SurveyInvitation(ClusterOwned):
    """That a company is asked in a round, and whether something came; of its link only the digest is kept."""

    cluster_path = "round__cluster"

    round = models.ForeignKey(SurveyRound, models.CASCADE, related_name="invitations")
    company = models.ForeignKey(Company, models.CASCADE, related_name="invitations")
    # The link is made of this and the installation's key, so that a reminder can name it again.
    seed = models.CharField(max_length=43)
    digest = models.CharField(max_length=64, unique=True)
    # The segment that goes with the answer: coarse enough that at least five who were asked share it.
    size = models.CharField(max_length=10, blank=True, default="")
    region = models.CharField(max_length=10, blank=True, default="")
    mailed = models.PositiveSmallIntegerField(default=0)
    mailed_on = models.DateField(null=True, blank=True)
    failed = models.BooleanField(default=False)
    has_answered = models.BooleanField(default=False)
    has_refused = models.BooleanField(default=False)
    is_revoked = models.BooleanField(default=False)

    objects = GuardedManager(SurveyInvitationSet)
    across_clusters: ClassVar = models.Manager.from_queryset(SurveyInvitationSet)()

    class Meta(ClusterOwned.Meta):
        ordering = ("round", "pk")
        constraints = [models.UniqueConstraint(fields=["round", "company"], name="survey_invited_once")]

    def __str__(self) -> str:
        return f"survey invitation {self.pk}"


class UsedProof(ClusterOwned):
    """That a proof that a person answers has been used: a form that is sent twice is one answer. It names nobody."""

    cluster_path = "round__cluster"

    digest = models.CharField(max_length=64, primary_key=True)
    round = models.ForeignKey(SurveyRound, models.CASCADE, related_name="proofs")

    objects = GuardedManager(ProofSet)
    across_clusters: ClassVar = models.Manager.from_queryset(ProofSet)()

    class Meta(ClusterOwned.Meta):
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"used proof of {self.round_id}"


class WaitingAnswer(ClusterOwned):
    """An answer that has come while the round is open: sealed, filled up to one length, under a random key."""

    cluster_path = "round__cluster"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(SurveyRound, models.CASCADE, related_name="waiting")
    sealed = models.TextField()

    objects = GuardedManager(WaitingSet)
    across_clusters: ClassVar = models.Manager.from_queryset(WaitingSet)()

    class Meta(ClusterOwned.Meta):
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"waiting answer of {self.round_id}"


class SurveyAnswer(ClusterOwned):
    """What one company answered, with no way back to it."""

    cluster_path = "round__cluster"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(SurveyRound, models.CASCADE, related_name="answers")
    size = models.CharField(max_length=10, blank=True, default="")
    region = models.CharField(max_length=10, blank=True, default="")
    values = models.JSONField()
    # The questions whose text somebody has hidden, because it names who wrote it.
    hidden = models.JSONField(default=list, blank=True)

    objects = GuardedManager(AnswerSet)
    across_clusters: ClassVar = models.Manager.from_queryset(AnswerSet)()

    class Meta(ClusterOwned.Meta):
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"answer in {self.round_id}"
