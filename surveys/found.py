"""What a search finds of surveys: the rounds, and for who runs them the companies; never an answer."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from clusters.models import Cluster
from clusters.permissions import Permission
from core.text import Text
from search.sources import Piece, Source
from surveys.models import Company, SurveyRound


class SurveyRoundSource(Source):
    """Rounds of surveys by what they are called and how they introduce themselves."""

    name = "survey-rounds"
    kinds = {"survey-rounds": (_("Surveys"), "inbox")}

    def rows(self, cluster: Cluster | None) -> QuerySet[Any]:
        """Return every round, closed ones too: they are looked up for their results."""
        rows: QuerySet[Any] = SurveyRound.objects.of(cluster)  # type: ignore[arg-type]
        return rows

    def pieces(self, rows: QuerySet[Any], cluster: Cluster | None) -> Iterable[Piece]:
        """Return each round; it leads to its own page."""
        for row in rows.select_related("edition").defer("edition__document"):
            row.cluster = cluster
            text = Text.from_value(row.introduction)
            yield Piece(row.pk, self.name, row.get_absolute_url(), row.title_text, text, weight=1)


class CompanySource(Source):
    """Companies of the register by name and registration number: no contact, and nothing of what they answered."""

    name = "companies"
    right = Permission.RUN_SURVEYS
    kinds = {"companies": (_("Member companies"), "building-2")}

    def rows(self, cluster: Cluster | None) -> QuerySet[Any]:
        """Return the companies of the register, without those that were put together with another."""
        rows: QuerySet[Any] = Company.objects.of(cluster).filter(merged_into=None)  # type: ignore[arg-type]
        return rows

    def pieces(self, rows: QuerySet[Any], cluster: Cluster | None) -> Iterable[Piece]:
        """Return each company; it leads to its own page."""
        for row in rows:
            row.cluster = cluster
            name, number = Text(row.name, row.name), Text(row.registration, row.registration)
            yield Piece(row.pk, self.name, row.get_absolute_url(), name, number, weight=1)
