"""Which companies."""

from typing import TYPE_CHECKING

from django.db.models import Q

from clusters.guard import ClusterQuerySet

if TYPE_CHECKING:
    from surveys.models import Company, SurveyRules  # noqa: F401


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
