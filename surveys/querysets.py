"""Which companies, rounds, invitations and answers."""

from typing import TYPE_CHECKING

from django.db.models import Count, Q

from clusters.guard import ClusterQuerySet

if TYPE_CHECKING:
    from surveys.models import (  # noqa: F401
        Company,
        SurveyAnswer,
        SurveyInvitation,
        SurveyRound,
        SurveyRules,
        UsedProof,
        WaitingAnswer,
    )


class CompanySet(ClusterQuerySet["Company"]):
    """Member companies."""

    def alive(self) -> "CompanySet":
        """Return those that stand for themselves, not those that were merged into another."""
        return self.filter(merged_into=None)

    def active(self) -> "CompanySet":
        """Return the members of today."""
        return self.alive().filter(is_active=True)

    def matching(self, words: str) -> "CompanySet":
        """Return those of whose name, number or contact each of the words is a part."""
        found = self
        for word in words.split()[:8]:
            found = found.filter(
                Q(name__icontains=word)
                | Q(registration__icontains=word)
                | Q(contact_name__icontains=word)
                | Q(email__icontains=word)
            )
        return found


class RulesSet(ClusterQuerySet["SurveyRules"]):
    """The cluster's own limits."""


class SurveyRoundSet(ClusterQuerySet["SurveyRound"]):
    """Sendings of a survey, from the draft to those that are closed."""

    def named(self) -> "SurveyRoundSet":
        """Add what the survey is called, without its document."""
        return self.select_related("edition").defer("edition__document")

    def counted(self) -> "SurveyRoundSet":
        """Add how many were invited and how many answered."""
        return self.annotate(
            invited=Count("invitations"), answered=Count("invitations", filter=Q(invitations__has_answered=True))
        )


class SurveyInvitationSet(ClusterQuerySet["SurveyInvitation"]):
    """Invitations to a round."""

    def waiting(self) -> "SurveyInvitationSet":
        """Return those who may still be written to: nothing came, no mail came back, and nobody said no."""
        return self.filter(has_answered=False, has_refused=False, is_revoked=False, failed=False).filter(
            company__do_not_ask=False, company__is_active=True, company__merged_into=None
        )


class WaitingSet(ClusterQuerySet["WaitingAnswer"]):
    """Answers that wait for the round to be closed."""


class ProofSet(ClusterQuerySet["UsedProof"]):
    """Proofs that have been used."""


class AnswerSet(ClusterQuerySet["SurveyAnswer"]):
    """What companies have written, without the company that wrote it."""
