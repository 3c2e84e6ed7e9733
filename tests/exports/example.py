"""The starter content's example strategy as a PrintDocument, put together without a database.

A plain stand-in for what `reports/` builds from answers: real texts, long tables, a wide table, gaps and a fallback.
"""

from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from core.dates import format_date, format_short
from core.numbers import format_decimal, format_money, format_percent
from core.text import Language, Resolved, Text
from exports.document import (
    Appendix,
    Block,
    Column,
    Fact,
    Goal,
    GoalsBlock,
    ListBlock,
    Part,
    PrintDocument,
    Summary,
    TableBlock,
    TextBlock,
    UnansweredBlock,
    ValueBlock,
)

CONTENT = Path(__file__).resolve().parents[2] / "library" / "content"
ICONS = ("anchor", "telescope", "compass", "sailboat", "notebook-pen")
COUNTRIES = {
    "DE": ("Tyskland", "Germany"),
    "NL": ("Holland", "Netherlands"),
    "SE": ("Sverige", "Sweden"),
    "FI": ("Finland", "Finland"),
    "FR": ("Frankrig", "France"),
    "GB": ("Storbritannien", "United Kingdom"),
    "US": ("USA", "United States"),
    "JP": ("Japan", "Japan"),
    "DK": ("Danmark", "Denmark"),
    "BE": ("Belgien", "Belgium"),
    "NO": ("Norge", "Norway"),
}
LEADS = {"da": "Det, vi ved, og det, vi endnu gætter på.", "en": "What we know, and what we still guess at."}
# Answers that the example has and this document leaves out, so that there is something to mark as missing.
UNANSWERED = ("technology_analysis", "adjustment_rules", "communication_plan")
FALLBACK = ("analysis_conclusion", "governance")


@cache
def content(path: str) -> dict[str, Any]:
    return yaml.safe_load((CONTENT / path).read_text(encoding="utf-8"))


def example_document(language: Language) -> PrintDocument:
    template, example = content("templates/strategy.yaml"), content("examples/strategy.yaml")
    builder = _Builder(language, example["answers"], _goals(example, language))
    parts = tuple(builder.part(number, section) for number, section in enumerate(template["sections"], start=1))
    danish = language == "da"
    return PrintDocument(
        language=language,
        organisation=Text.from_value(example["cluster"]["name"]).get(language),
        title="International strategi" if danish else "Internationalisation strategy",
        period="2025–2028",
        subtitle="Til bestyrelsens møde 8. december 2026" if danish else "For the board meeting on 8 December 2026",
        status="Udkast" if danish else "Draft",
        author="Mette Østergård",
        date=date(2026, 11, 23),
        description="Klyngens internationale strategi" if danish else "The cluster's internationalisation strategy",
        summary=Summary(
            lead=builder.words(example["answers"]["international_vision"]),
            facts=(
                Fact(
                    label="Fokuslande" if danish else "Focus countries",
                    value=", ".join(builder.country(c) for c in example["answers"]["focus_countries"]),
                ),
                Fact(
                    label="Samlet budget" if danish else "Total budget",
                    value=format_money(example["answers"]["total_budget"], "DKK", language),
                ),
            ),
            goals=builder.goals,
        ),
        parts=parts,
        appendices=(
            Appendix(
                title="Godkendelser og versioner" if danish else "Approvals and versions",
                blocks=(
                    TableBlock(
                        label="Hvad er sket hvornår" if danish else "What happened when",
                        columns=(Column("Dato" if danish else "Date"), Column("Hvad" if danish else "What")),
                        rows=(
                            (format_date(date(2026, 11, 23), language), "Udkast 0.9" if danish else "Draft 0.9"),
                            (format_date(date(2025, 3, 31), language), "Vedtaget" if danish else "Adopted"),
                        ),
                    ),
                ),
            ),
        ),
        site="https://portal.example.org",
    )


def _goals(example: dict[str, Any], language: Language) -> tuple[Goal, ...]:
    return tuple(
        Goal(
            key=goal["key"],
            title=Text.from_value(goal["title"]).resolve(language),
            rationale=Text.from_value(goal["rationale"]).resolve(language),
            owner=Text.from_value(goal["owner"]).resolve(language),
            deadline=date.fromisoformat(goal["deadline"]),
        )
        for goal in example["goals"]
    )


class _Builder:
    def __init__(self, language: Language, answers: dict[str, Any], goals: tuple[Goal, ...]) -> None:
        self.language = language
        self.answers = answers
        self.goals = goals

    def words(self, value: Any) -> Resolved:
        return Text.from_value(value).resolve(self.language)

    def country(self, code: str) -> str:
        return COUNTRIES[code][self.language == "en"] if code in COUNTRIES else code

    def part(self, number: int, section: dict[str, Any]) -> Part:
        blocks = [block for q in section["questions"] if (block := self.block(q)) is not None]
        answered = sum(not isinstance(block, UnansweredBlock) for block in blocks)
        status = (
            f"{answered} af {len(blocks)} spørgsmål besvaret"
            if self.language == "da"
            else f"{answered} of {len(blocks)} questions answered"
        )
        return Part(
            number=number,
            title=self.words(section["title"]).text,
            short=self.words(section["short"]).text,
            icon=ICONS[number - 1],
            lead=LEADS[self.language] if number % 2 == 0 else "",
            status=status,
            percent=100 * answered // len(blocks),
            blocks=tuple(blocks),
        )

    def block(self, question: dict[str, Any]) -> Block | None:
        key, kind = question["key"], question["type"]
        label = self.words(question["label"])
        if kind == "panel":
            return GoalsBlock(label=label, goals=self.goals) if question["panel"] == "goals" else None
        answer = self.answers.get(key)
        if answer is None or key in UNANSWERED:
            return UnansweredBlock(label=label)
        if key in FALLBACK:
            other: Language = "da" if self.language == "en" else "en"
            answer = {other: Text.from_value(answer).get(other)}
        match kind:
            case "longtext" | "text":
                return TextBlock.of(label, self.words(answer))
            case "multichoice":
                return ListBlock(label=label, items=tuple(self.option(question, one) for one in answer))
            case "countries":
                return ListBlock(label=label, items=tuple(self.country(one) for one in answer))
            case "table":
                return self.table(label, question, answer)
            case _:
                return ValueBlock(label=label, value=self.value(question, answer))

    def option(self, question: dict[str, Any], key: str) -> str:
        return next(self.words(o["label"]).text for o in question["options"] if o["key"] == key)

    def value(self, question: dict[str, Any], value: Any, *, in_table: bool = False) -> str | Resolved:
        match question["type"]:
            case "date":
                write = format_short if in_table else format_date
                return write(date.fromisoformat(value), self.language)
            case "money":
                return format_money(value, question.get("currency", "DKK"), self.language)
            case "percent":
                return format_percent(value, self.language)
            case "number" | "scale" | "weighted":
                return format_decimal(Decimal(str(value)), self.language, grouped=question.get("key") != "year")
            case "choice":
                return self.option(question, value)
            case "country":
                return self.country(value)
            case _:
                return self.words(value)

    def table(self, label: Resolved, question: dict[str, Any], rows: list[dict[str, Any]]) -> TableBlock:
        numbers = {"number", "money", "percent", "scale", "weighted"}
        columns = [Column(self.words(c["label"]), is_number=c["type"] in numbers) for c in question["columns"]]
        cells = [
            [
                self.value(c, row["cells"][c["key"]], in_table=True) if c["key"] in row["cells"] else ""
                for c in question["columns"]
            ]
            for row in rows
        ]
        if "rows" in question:
            fixed = {row["key"]: self.words(row["label"]) for row in question["rows"]}
            columns.insert(0, Column("Kriterium" if self.language == "da" else "Criterion"))
            for row, line in zip(rows, cells, strict=True):
                line.insert(0, fixed[row["id"]])
        total: tuple[str, ...] = ()
        money = [i for i, c in enumerate(question["columns"]) if c["type"] == "money"]
        if money:
            line = [""] * len(columns)
            line[0] = "I alt" if self.language == "da" else "Total"
            for i in money:
                key = question["columns"][i]["key"]
                line[i] = format_money(sum(row["cells"].get(key, 0) for row in rows), "DKK", self.language)
            total = tuple(line)
        return TableBlock(label=label, columns=tuple(columns), rows=tuple(map(tuple, cells)), total=total)
