"""Reading the KPI catalogue, and checking how surveys feed it."""

from dataclasses import dataclass
from typing import Any

from core.units import LONGEST_NAME, MOST_DECIMALS, OwnUnit, own_unit
from schema.faults import shown
from schema.kpis import KpiDefinition, SurveyFeed
from schema.numbers import as_decimal, is_integer
from schema.outlines import QuestionOutline, is_numeric, keys_of
from schema.parsing.context import Context
from schema.parsing.fields import Fields
from schema.parsing.node import Node
from schema.rules import keys_of_type
from schema.vocabulary import Aggregation, Direction, DocumentKind, Frequency, Level, Statistic, Unit

# Which units the mean, median or sum of a question's answers can have.
UNITS_OF_TYPE: dict[str, frozenset[Unit]] = {
    "percent": frozenset({Unit.PERCENT}),
    "scale": frozenset({Unit.SCORE}),
    "money": frozenset({Unit.DKK, Unit.EUR}),
    "number": frozenset({Unit.COUNT, Unit.DAYS, Unit.FTE}),
}


def read_catalogue(node: Node, context: Context) -> Fields:
    """Read the KPIs of a catalogue."""
    sections = _strategy_sections(context)
    seen: set[str] = set()
    return {"kpis": tuple(_kpi(kpi, context, sections, seen) for kpi in node.nodes("kpis"))}


def _strategy_sections(context: Context) -> set[str] | None:
    """Return the sections of all strategies, or None when nothing is known of other files."""
    if context.library is None:
        return None
    return {key for strategy in context.library.of(DocumentKind.STRATEGY) for key in strategy.section_keys}


def _kpi(node: Node, context: Context, sections: set[str] | None, seen: set[str]) -> KpiDefinition:
    node.keys(*keys_of_type(KpiDefinition))
    words: dict[str, Any] = {
        "level": node.word("level", Level),
        "direction": node.word("direction", Direction),
        "frequency": node.word("frequency", Frequency),
        "aggregation": node.word("aggregation", Aggregation),
    }
    words["unit"] = _unit(node, context)
    if "section" not in node and context.file.given.get("format") == 1:
        node.fault("missing section, which only a file with `format: 2` at the top may leave out")
    if sections is None:
        sections = {node["section"]} if isinstance(node["section"], str) else set()
    return KpiDefinition(
        key=node.key("key", seen),
        name=node.text("name"),
        definition=node.text("definition", markdown=True),
        source=node.text("source"),
        section=node.known("section", sections, "no strategy has the section") if "section" in node else "",
        decimals=node["decimals"] if is_integer(node["decimals"]) else None,
        survey=_feed(node.node("survey"), context, words["unit"]) if "survey" in node else None,
        **words,
    )


def _unit(node: Node, context: Context) -> str | None:
    """Return the unit: a word of the format, or one that the catalogue names, with its decimals."""
    is_named = isinstance(node["unit"], dict)
    if context.file.given.get("format") == 1:
        if is_named:
            node.fault("a unit of its own needs `format: 2` at the top of the file", node.at("unit"))
        if "decimals" in node:
            node.fault("decimals needs `format: 2` at the top of the file", node.at("decimals"))
    decimals = node.integer("decimals", lowest=0, highest=MOST_DECIMALS) if "decimals" in node else None
    if not is_named:
        if decimals is not None:
            node.fault("decimals belong to a unit of its own; a known unit has its own way", node.at("decimals"))
        return node.word("unit", Unit)
    name = node.text("unit")
    for language, words in name.to_value().items():
        if len(words) > LONGEST_NAME:
            node.fault(f"is longer than {LONGEST_NAME} characters", f"{node.at('unit')}.{language}")
    return OwnUnit(name, decimals).stored


def _feed(node: Node, context: Context, unit: str | None) -> SurveyFeed | None:
    node.keys(*keys_of_type(SurveyFeed))
    least = node.integer("min_answers", lowest=1)
    statistic = node.word("statistic", Statistic)
    question = _asked(node, context) if "question" in node and "statistic" in node else None
    if statistic is None:
        return None
    options, at_least = None, None
    if "options" in node:
        options = tuple(str(option) for option, _path in node.sequence("options"))
    if "at_least" in node:
        at_least = node.number_or_none("at_least")
    if "question" in node:
        _Feed(node, statistic, unit, question).check()
    return SurveyFeed(
        question=str(node["question"]), statistic=statistic, min_answers=least, options=options, at_least=at_least
    )


def _asked(node: Node, context: Context) -> QuestionOutline | None:
    """Return the question as the first survey asks it; every survey must ask it."""
    if context.library is None:
        if not isinstance(node["question"], str):
            node.fault(f"{shown(node['question'])} is not the key of a question", node.at("question"))
        return None
    asked = None
    for survey in context.library.of(DocumentKind.SURVEY):
        found = survey.question(node["question"])
        if found is None:
            node.fault(f"{survey.name} has no question {shown(node['question'])}", node.at("question"))
        asked = asked or found
    return asked


@dataclass(frozen=True, slots=True)
class _Feed:
    """A feed and the question it takes, checked for whether the one can give the other."""

    node: Node
    statistic: Statistic
    unit: str | None
    question: QuestionOutline | None

    def check(self) -> None:
        if self.question is None:
            return
        if self.statistic == Statistic.SHARE:
            self._share()
        else:
            self._amount(self.question)
        self._options(self.question)
        if as_decimal(self.node["at_least"]) is not None and not is_numeric(self.question.content):
            self._fault("at_least", f"{self._name} is a {self.question.type} and has no amount")

    @property
    def _name(self) -> str:
        return shown(self.node["question"])

    def _fault(self, key: str, what: str) -> None:
        self.node.fault(what, self.node.at(key))

    @property
    def _named(self) -> OwnUnit | None:
        return own_unit(self.unit or "")

    def _counts_as_named(self, question: QuestionOutline) -> bool:
        """Tell whether the survey asks for numbers, which may count anything, and the catalogue names what."""
        return self._named is not None and question.type == "number"

    def _share(self) -> None:
        if ("options" in self.node) == ("at_least" in self.node):
            self.node.fault("a share has either options or at_least")
        if self.unit != Unit.PERCENT:
            unit = self.unit if self._named is None else self._named.name.en
            self._fault("statistic", f"a share is a percentage, but the unit is {unit}")

    def _amount(self, question: QuestionOutline) -> None:
        for key in ("options", "at_least"):
            if key in self.node:
                self._fault(key, "belongs to the statistic share only")
        if not is_numeric(question.content):
            self._fault("statistic", f"no {self.statistic} can be taken of a {question.type}")
        elif self.unit not in UNITS_OF_TYPE[question.type] and not self._counts_as_named(question):
            unit = self.unit if self._named is None else self._named.name.en
            self._fault("statistic", f"the {self.statistic} of a {question.type} does not give the unit {unit}")

    def _options(self, question: QuestionOutline) -> None:
        if "options" not in self.node:
            return
        if question.type not in ("choice", "multichoice"):
            self._fault("options", f"{self._name} is a {question.type} and has no options")
        elif isinstance(self.node["options"], list):
            known = keys_of(question.content.get("options"))
            for number, option in enumerate(self.node["options"]):
                if option not in known:
                    self._fault(f"options[{number}]", f"{shown(option)} is not an option of {self._name}")
