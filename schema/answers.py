"""Checking stored answers against the questions they answer."""

import re
from decimal import Decimal, DecimalException
from functools import partial

from schema.conditions import visible_questions
from schema.documents import Template
from schema.faults import Fault, shown
from schema.files import file_fault
from schema.languages import BOTH, FileLanguages
from schema.numbers import as_decimal, is_integer
from schema.questions import (
    AddressQuestion,
    ClauseQuestion,
    CountriesQuestion,
    DateQuestion,
    EmailQuestion,
    FileQuestion,
    LongTextQuestion,
    MultiChoiceQuestion,
    PercentQuestion,
    Question,
    TableQuestion,
    TextQuestion,
    YesNoQuestion,
)
from schema.scalars import country_fault, number_fault, read_day
from schema.tables import (
    Column,
    CountryColumn,
    DateColumn,
    LongTextColumn,
    MultiChoiceColumn,
    PercentColumn,
    TextColumn,
    WeightedColumn,
)
from schema.texts import is_email, is_one_line, is_web_address, published_faults, text_faults
from schema.traits import HasCurrency, HasOptions, HasRange, HasScale

LONGEST_ROW_ID = 80
_ROW_ID = re.compile(r"[A-Za-z0-9_-]+")
_PERCENT = (Decimal(0), Decimal(100))


def check_answer(
    question: Question,
    value: object,
    path: str | None = None,
    *,
    published: bool = False,
    languages: FileLanguages = BOTH,
) -> list[Fault]:
    """Return what is wrong with a stored answer; none of it means that the answer fits the question.

    A published answer is held to the rules for published texts as well: in the languages of its file, and no HTML.
    What a table must add up to is left to `check_sum`, since a table may be saved half filled in.
    """
    checker = _Checker(published, languages)
    checker.answer(question, value, question.key if path is None else path)
    return checker.faults


def check_sum(question: Question, rows: object, path: str | None = None) -> list[Fault]:
    """Return a fault when the numbers of a table do not add up to what they must."""
    if not isinstance(question, TableQuestion) or question.sum_to is None or not isinstance(rows, list):
        return []
    rule = question.sum_to
    total = sum_of(rows, rule.column)
    if total == rule.total:
        return []
    what = f"the column {shown(rule.column)} adds up to {total}, not {rule.total}"
    return [Fault(question.key if path is None else path, what)]


def sum_of(rows: object, column: str) -> Decimal:
    """Return what the numbers of this column add up to; a missing one counts as nothing."""
    total = Decimal(0)
    for row in rows if isinstance(rows, list) else ():
        cells = row.get("cells") if isinstance(row, dict) else None
        number = as_decimal(cells.get(column)) if isinstance(cells, dict) else None
        total += number or 0
    return total


def check_answers(
    template: Template, answers: object, path: str, *, complete: bool, languages: FileLanguages = BOTH
) -> list[Fault]:
    """Return what is wrong with published answers as a whole: unknown, hidden, wrong, or missing though required."""
    if not isinstance(answers, dict):
        return [Fault(path, "must be a mapping")]
    faults = [
        Fault(path, f"the {template.kind} {template.slug} has no question {shown(key)}")
        for key in answers
        if not isinstance(key, str) or template.question(key) is None
    ]
    visible = visible_questions(template, answers)
    for question in template.questions():
        key = question.key
        if key in answers:
            here = f"{path}.{key}"
            if key not in visible:
                faults.append(Fault(here, "answers a question that is hidden"))
                continue
            faults += check_answer(question, answers[key], here, published=True, languages=languages)
            faults += check_sum(question, answers[key], here)
        elif complete and question.required and key in visible and not question.asks_file:
            faults.append(Fault(path, f"no answer to the required question {shown(key)}"))
    return faults


class _Checker:
    """Goes through one answer and gathers its faults."""

    def __init__(self, published: bool, languages: FileLanguages = BOTH) -> None:
        self.published = published
        self.languages = languages
        self.faults: list[Fault] = []

    def fault(self, path: str, what: str | None) -> None:
        if what:
            self.faults.append(Fault(path, what))

    def answer(self, question: Question, value: object, path: str) -> None:
        if not question.stores_answer:
            self.fault(path, f"a {question.type} stores no answer")
        elif isinstance(question, CountriesQuestion):
            self.choices(question, value, path)
        elif isinstance(question, TableQuestion):
            self.rows(question, value, path)
        elif isinstance(question, FileQuestion):
            lies_nowhere = "a file lies in a cluster, so nothing that is published can name one"
            self.fault(path, lies_nowhere if self.published else file_fault(value))
        elif isinstance(question, ClauseQuestion):
            self.fault(path, None if isinstance(value, bool) else "must be true or false")
        else:
            self.cell(question, value, path)

    def choices(
        self, question: MultiChoiceQuestion | MultiChoiceColumn | CountriesQuestion, value: object, path: str
    ) -> None:
        if not isinstance(value, list):
            self.fault(path, "must be a list")
            return
        check = country_fault if isinstance(question, CountriesQuestion) else partial(option_fault, question)
        for number, one in enumerate(value):
            self.fault(f"{path}[{number}]", check(one))
        chosen = [one for one in value if isinstance(one, str)]
        if len(chosen) != len(set(chosen)):
            self.fault(path, "the same choice stands twice")
        if question.max_choices is not None and len(value) > question.max_choices:
            self.fault(path, f"has {len(value)} choices; {question.max_choices} are allowed")

    def cell(self, owner: Question | Column, value: object, path: str) -> None:
        """Check one value; questions and columns of the same type follow the same rules."""
        match owner:
            case TextQuestion() | TextColumn():
                self.text(value, path, markdown=False)
            case LongTextQuestion() | LongTextColumn():
                self.text(value, path, markdown=True)
            case MultiChoiceQuestion() | MultiChoiceColumn():
                self.choices(owner, value, path)
            case HasOptions():
                self.fault(path, option_fault(owner, value))
            case YesNoQuestion() | EmailQuestion() | AddressQuestion():
                self.fault(path, word_fault(owner, value))
            case CountryColumn():
                self.fault(path, country_fault(value))
            case DateQuestion() | DateColumn():
                self.fault(path, None if read_day(value) else f"{shown(value)} is not a date (YYYY-MM-DD)")
            case PercentQuestion() | PercentColumn():
                self.fault(path, number_fault(value, *_PERCENT))
            case HasScale():
                what = None if is_integer(value) else f"{shown(value)} is not an integer"
                self.fault(path, what or number_fault(value, Decimal(owner.min), Decimal(owner.max)))
            case HasRange():
                self.fault(path, number_fault(value, owner.min, owner.max) or step_fault(owner, value))
            case HasCurrency():
                self.fault(path, number_fault(value))
            case WeightedColumn():
                self.fault(path, "a weighted column is computed and never stored")

    def text(self, value: object, path: str, *, markdown: bool) -> None:
        if not isinstance(value, dict):
            self.fault(path, "must be a mapping")
            return
        for key in value:
            if key not in self.languages.may:
                self.fault(path, f"unknown key {shown(key)}")
        for language in self.languages.may:
            if language in value:
                self.words(value[language], f"{path}.{language}", markdown=markdown)
            elif self.published and language in self.languages.must:
                self.fault(path, f"missing {language}")

    def words(self, words: object, path: str, *, markdown: bool) -> None:
        if not isinstance(words, str) or (self.published and not words.strip()):
            self.fault(path, "must be a text that is not empty" if self.published else "must be a text")
            return
        if not markdown and not is_one_line(words):
            self.fault(path, "must be one line")
        for what in text_faults(words):
            self.fault(path, what)
        for what in published_faults(words, markdown=markdown) if self.published else ():
            self.fault(path, what)

    def rows(self, table: TableQuestion, value: object, path: str) -> None:
        if not isinstance(value, list):
            self.fault(path, "must be a list")
            return
        seen: set[str] = set()
        for number, row in enumerate(value):
            here = f"{path}[{number}]"
            if not isinstance(row, dict):
                self.fault(here, "must be a mapping")
                continue
            for key in row:
                if key not in ("id", "cells"):
                    self.fault(here, f"unknown key {shown(key)}")
            for key in ("cells", "id"):
                if key not in row:
                    self.fault(here, f"missing {key}")
            if "id" in row:
                self.row_id(table, row["id"], f"{here}.id", seen)
            if "cells" in row:
                self.cells(table, row["cells"], f"{here}.cells")

    def row_id(self, table: TableQuestion, value: object, path: str, seen: set[str]) -> None:
        if not isinstance(value, str) or not _ROW_ID.fullmatch(value) or len(value) > LONGEST_ROW_ID:
            self.fault(path, f"{shown(value)} is not the id of a row (letters, digits, _ and -)")
            return
        if value in seen:
            self.fault(path, f"the id {shown(value)} is used twice")
        seen.add(value)
        if table.has_fixed_rows and table.fixed_row(value) is None:
            self.fault(path, f"{shown(value)} is not one of the fixed rows")

    def cells(self, table: TableQuestion, cells: object, path: str) -> None:
        if not isinstance(cells, dict):
            self.fault(path, "must be a mapping")
            return
        for key, value in cells.items():
            column = table.column(key)
            if column is None:
                self.fault(path, f"the table has no column {shown(key)}")
            else:
                self.cell(column, value, f"{path}.{key}")


def cell_faults(column: Column, value: object) -> list[Fault]:
    """Return what is wrong with a value in a column of a table."""
    checker = _Checker(published=False)
    checker.cell(column, value, column.key)
    return checker.faults


def word_fault(owner: YesNoQuestion | EmailQuestion | AddressQuestion, value: object) -> str | None:
    """Say what is wrong with a value that is the same in every language."""
    match owner:
        case YesNoQuestion():
            return None if owner.option(value) else f"{shown(value)} is neither yes nor no"
        case EmailQuestion():
            return None if is_email(value) else f"{shown(value)} is not an email address"
    return None if is_web_address(value) else f"{shown(value)} is not an address on the web"


def option_fault(owner: HasOptions, value: object) -> str | None:
    """Say what is wrong with a value that should be the key of an option."""
    return None if owner.option(value) else f"{shown(value)} is not one of the options"


def step_fault(owner: HasRange, value: object) -> str | None:
    """Say what is wrong with a number that should be a whole number of steps from the lower limit."""
    number = as_decimal(value)
    if owner.step is None or number is None:
        return None
    try:
        is_step = (number - (owner.min or 0)) % owner.step == 0
    except DecimalException:
        is_step = False  # so many digits that no decimal of ordinary precision holds the number of steps
    return None if is_step else f"{shown(value)} is not a step of {owner.step}"
