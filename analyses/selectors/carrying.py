"""Where a result can go, what would go there, and what was carried over before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

from analyses.models import Analysis, CarryOver
from analyses.rules.carrying import Carried, carried, question_for
from analyses.selectors.page import AnalysisPage
from analyses.selectors.weighing import Weighing
from answers.base import Stored
from answers.tables import stored_rows, table_of
from clusters.models import Cluster
from core.frozen import digest_of, plain
from schema.numbers import as_decimal
from schema.questions import Question, TableQuestion
from schema.weights import weights_of
from strategy.models import Strategy
from strategy.selectors.phases import StrategyPage, answered
from workbooks.stores.base import StoredAnswer

# The column of the strategy's table that names the country, what the country is to be, and why.
COUNTRY, ROLE, RATIONALE = "country", "role", "rationale"


@dataclass(frozen=True)
class Target:
    """An answer of a strategy that takes a result, as it stands."""

    page: StrategyPage
    question: Question

    @property
    def strategy(self) -> Strategy:
        return self.page.strategy

    @property
    def answer(self) -> StoredAnswer | None:
        """What is stored there now."""
        return self.page.answers.get(self.question.key)

    @property
    def value(self) -> Stored:
        """The same without its revision."""
        return self.answer.value if self.answer else None

    @property
    def revision(self) -> int:
        """The revision that a change is based on."""
        return self.answer.revision if self.answer else 0

    @cached_property
    def table(self) -> TableQuestion | None:
        """The table of countries; None where the result becomes a text."""
        found = table_of(self.question)
        return found if found is not None and found.column(COUNTRY) is not None else None

    @property
    def criteria(self) -> Sequence[str]:
        """The strategy's criteria."""
        columns = self.table.weighted_columns if self.table else ()
        return columns[0].weights.criteria if columns else ()

    @property
    def roles(self) -> Mapping[str, Any]:
        """The options of what a country is to be, by their keys."""
        column = self.table.column(ROLE) if self.table else None
        return {option.key: option for option in getattr(column, "options", ())}

    @cached_property
    def rows(self) -> dict[str, dict[str, Any]]:
        """The rows that stand there, by country."""
        found = ((row["cells"].get(COUNTRY), row) for row in stored_rows(self.value))
        return {country: row for country, row in found if isinstance(country, str)}

    @property
    def url(self) -> str:
        """Where the answer is filled in."""
        section = self.page.sheet.document.section_of(self.question.key)
        return f"{self.page.section_url(section.key)}#q-{self.question.key}" if section else self.page.detail_url


def strategy_for(shown: AnalysisPage) -> Strategy | None:
    """Return the strategy that the analysis serves, or else the one the cluster works by; at most one query."""
    chosen = Strategy.objects.of(shown.cluster).alive().with_workbook()
    if shown.analysis.strategy_id is not None and shown.analysis.strategy is not None:
        return chosen.filter(pk=shown.analysis.strategy_id).first()
    return chosen.current().first()


def target_for(shown: AnalysisPage, weighing: Weighing) -> Target | None:
    """Return the answer that takes the result; None where there is no strategy, or it does not ask; two queries."""
    strategy = strategy_for(shown)
    if strategy is None:
        return None
    page = answered(shown.cluster, strategy)
    question = page.sheet.document.question(question_for(weighing.named_by))
    if question is None or not page.sheet.is_visible(question.key):
        return None
    return Target(page, question)


def carried_now(weighing: Weighing, criteria: Sequence[str]) -> Carried:
    """Return what would go over now."""
    called = {key: (one.name, one.country) for key, one in weighing.choices.items()}
    return carried(weighing.comparison, weighing.ranking, called, criteria)


def strategy_scores(target: Target, found: Carried) -> dict[str, Fraction]:
    """Return the score of each option as the strategy will work it out, where it has every point that it asks for."""
    columns = target.table.weighted_columns if target.table else ()
    given = weights_of(columns[0], target.page.sheet.values) if columns else {}
    weights = {key: Fraction(weight) for key, weight in given.items()}
    total = sum(weights.values(), Fraction(0))
    scores: dict[str, Fraction] = {}
    for one in found.options if total else ():
        cells = target.rows.get(one.country, {}).get("cells", {})
        points = [Fraction(p) if (p := one.by(key)) is not None else as_decimal(cells.get(key)) for key in weights]
        if None not in points:
            parts = (w * Fraction(p) for w, p in zip(weights.values(), points, strict=True) if p is not None)
            scores[one.key] = sum(parts, Fraction(0)) / total
    return scores


def result_digest(found: Carried) -> str:
    """Return what tells whether the result is another than it was; which words were made of it does not matter."""
    return digest_of(plain(found.options))


def newest_carried(shown: AnalysisPage, target: Target) -> CarryOver | None:
    """Return what was last carried over to this answer from this analysis; one query."""
    rows = CarryOver.objects.of(shown.cluster).standing().select_related("by")
    return rows.filter(analysis=shown.analysis, strategy=target.strategy, question_key=target.question.key).first()


def pages_of_analyses(cluster: Cluster, keys: Sequence[int]) -> dict[int, AnalysisPage]:
    """Return analyses by their keys, those that were put away too; two queries."""
    rows = Analysis.objects.of(cluster).with_workbook().filter(pk__in=keys).prefetch_related("workbook__answers")
    return {
        one.pk: AnalysisPage(cluster, one, {answer.question_key: answer for answer in one.workbook.answers.all()})
        for one in rows
    }
