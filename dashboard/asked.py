"""What the front page asks of other rooms beside a strategy, in the query that reads the strategy."""

from typing import Any

from django.db.models import Count, Exists, IntegerField, OuterRef, Subquery

from accounts.models import User
from clusters.models import Cluster, Invitation, Membership
from comments.models import Conversation
from curation.models import OwnCopy
from funders.models import FunderReport
from kpis.models import MeasuringRound
from reviews.models import Review
from surveys.models import SurveyRound


def beside_strategy(cluster: Cluster, user: User) -> dict[str, Any]:
    """Return expressions for a query of strategies: colleagues, rounds, reports, surveys, own templates, reviews."""
    rounds = MeasuringRound.objects.of(cluster).filter(strategy=OuterRef("pk"))
    waiting = rounds.filter(closed_at=None).order_by("date", "pk")
    reports = FunderReport.objects.of(cluster).filter(deleted_at=None, sendings=None).order_by("number")
    reviews = Review.objects.of(cluster).open().standing().filter(snapshot__strategy=OuterRef("pk"), reviewer=user)
    # The reference to the strategy stands in the outer one of the two, or it would mean a conversation.
    news = Conversation.objects.of(cluster).unread_by(user).order_by().values("pk")
    talks = Conversation.objects.of(cluster).filter(strategy=OuterRef("pk"), pk__in=news)
    unread = talks.order_by().values("strategy").annotate(n=Count("pk"))
    review = reviews.order_by("until", "pk")
    copies = OwnCopy.objects.of(cluster).alive().behind().order_by("look_by", "number")
    surveys = SurveyRound.objects.of(cluster).exclude(state=SurveyRound.State.CLOSED).order_by("closes_on", "pk")
    return {
        "unread_talks": Subquery(unread.values("n"), output_field=IntegerField()),
        "has_colleagues": Exists(Membership.objects.of(cluster).exclude(user=user)),
        "has_invited": Exists(Invitation.objects.of(cluster).filter(withdrawn_at=None)),
        "has_rounds": Exists(rounds),
        "has_midterm": Exists(rounds.filter(kind=MeasuringRound.Kind.MIDTERM)),
        "has_final": Exists(rounds.filter(kind=MeasuringRound.Kind.FINAL)),
        "round_number": Subquery(waiting.values("number")[:1]),
        "round_kind": Subquery(waiting.values("kind")[:1]),
        "round_date": Subquery(waiting.values("date")[:1]),
        "report_number": Subquery(reports.values("number")[:1]),
        "report_title": Subquery(reports.values("title")[:1]),
        "review_snapshot": Subquery(review.values("snapshot__number")[:1]),
        "review_until": Subquery(review.values("until")[:1]),
        "survey_number": Subquery(surveys.values("number")[:1]),
        "survey_state": Subquery(surveys.values("state")[:1]),
        "survey_until": Subquery(surveys.values("closes_on")[:1]),
        "survey_owner": Subquery(surveys.values("owner")[:1]),
        "survey_title": Subquery(surveys.values("edition__title")[:1]),
        "copy_number": Subquery(copies.values("number")[:1]),
        "copy_until": Subquery(copies.values("look_by")[:1]),
        "copy_owner": Subquery(copies.values("owner")[:1]),
        "copy_title": Subquery(copies.values("manuscript__title")[:1]),
        "review_by": Subquery(review.values("asked_by_name")[:1]),
    }
