"""What a search finds of strategies: their titles, their goals, and what was answered."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from clusters.models import Cluster
from search.sources import Piece, Source, texts_in
from strategy.models import Goal, Strategy
from workbooks.models import Answer


class StrategySource(Source):
    """Strategies by their titles."""

    name = "strategies"
    kinds = {"strategies": (_("Strategies"), "route")}

    def rows(self, cluster: Cluster | None) -> QuerySet[Any]:
        """Return the strategies that nobody has deleted."""
        rows: QuerySet[Any] = Strategy.objects.of(_given(cluster)).alive()
        return rows

    def pieces(self, rows: QuerySet[Any], cluster: Cluster | None) -> Iterable[Piece]:
        """Return each strategy; it leads to its read view."""
        for row in rows:
            row.cluster = cluster
            yield Piece(row.pk, self.name, row.get_absolute_url(), row.title_text)


class GoalSource(Source):
    """Goals, with why they were chosen."""

    name = "goals"
    kinds = {"goals": (_("Goals"), "target")}

    def rows(self, cluster: Cluster | None) -> QuerySet[Any]:
        """Return the goals of the strategies that are there."""
        rows: QuerySet[Any] = Goal.objects.of(_given(cluster)).alive().filter(strategy__deleted_at=None)
        return rows

    def pieces(self, rows: QuerySet[Any], cluster: Cluster | None) -> Iterable[Piece]:
        """Return each goal; it leads to its place in the strategy."""
        slug = _given(cluster).slug
        for row in rows.select_related("strategy"):
            path = reverse("strategy:detail", args=[slug, row.strategy.number])
            title = row.title_text.each(f"{row.key} {{}}".format)
            yield Piece(
                row.pk, self.name, f"{path}#goal-{row.number}", title, row.rationale_text, of=row.strategy.title_text
            )


class AnswerSource(Source):
    """What was answered in a strategy, by question."""

    name = "answers"
    kinds = {"answers": (_("Answers in strategies"), "notebook-pen")}

    def rows(self, cluster: Cluster | None) -> QuerySet[Any]:
        """Return the answers in strategies that are there."""
        return Answer.objects.of(_given(cluster)).filter(  # type: ignore[no-any-return]
            workbook__strategy__isnull=False, workbook__strategy__deleted_at=None
        )

    def pieces(self, rows: QuerySet[Any], cluster: Cluster | None) -> Iterable[Piece]:
        """Return each answer in words, under its question; one that the template no longer asks is left out."""
        slug = _given(cluster).slug
        for row in rows.select_related("workbook__strategy", "workbook__edition"):
            template: Any = row.workbook.edition.parsed
            question, section = template.question(row.question_key), template.section_of(row.question_key)
            text = texts_in(row.value)
            if question is None or section is None or not text:
                continue
            strategy = row.workbook.strategy
            path = reverse("strategy:phase", args=[slug, strategy.number, section.key])
            yield Piece(
                row.pk,
                self.name,
                f"{path}#q-{row.question_key}",
                question.label,
                text,
                of=strategy.title_text,
                weight=2,
            )


def _given(cluster: Cluster | None) -> Cluster:
    assert cluster is not None  # noqa: S101 -- only the library is asked without one
    return cluster
