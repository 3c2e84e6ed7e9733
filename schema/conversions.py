"""How a stored answer follows from one question to another: as it is, in another form, or not at all.

A conversion is made only where nothing of what was said can be read differently afterwards. Whoever moves an answer
keeps the original of each one that is not taken over as it is.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from core.text import LANGUAGES, Text
from schema.answers import cell_faults, check_answer
from schema.numbers import as_decimal, is_integer
from schema.questions import Question
from schema.scalars import read_day
from schema.tables import Column
from schema.texts import is_one_line

Value = Any
# A column is asked like a question of its type.
Asked = Question | Column

# What a longer text would show as something else: Markdown's own marks.
_MARKS = re.compile(r"([\\`*_{}\[\]<>#|~&])")
_BLOCK = re.compile(r"^(\s*)([-+=]|\d{1,9}[.)])(?=\s|$)|^(\s{4,})", re.MULTILINE)
_PLAIN = re.compile(r"[^\\`*_\[\]<>#|~&]*")
LONGEST_LINE = 300
CROWNS = frozenset({"dkk", "kr", "kr."})
MONEYS = {"DKK": CROWNS, "EUR": frozenset({"eur", "€", "euro"})}
_MONTHS = (
    *("januar", "februar", "marts", "april", "maj", "juni"),
    *("juli", "august", "september", "oktober", "november", "december"),
)
_MONTHS_EN = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


@dataclass(frozen=True, slots=True)
class Carried:
    """What becomes of an answer at another question: None where it cannot follow."""

    value: Value
    is_exact: bool = False

    @property
    def follows(self) -> bool:
        """Whether it stands at the other question afterwards."""
        return self.value is not None


PARKED = Carried(None)


def carried(before: Question, after: Question, value: Value) -> Carried:
    """Return what becomes of an answer to one question at another."""
    if value is None or not after.stores_answer:
        return PARKED
    if before == after:
        return Carried(value, is_exact=True)
    made = _converted(before, after, value)
    if made is None or check_answer(after, made):
        return PARKED
    return Carried(made, is_exact=_is_alike(before, after) and is_same(made, value))


def may_follow(before: Question, after: Question) -> bool:
    """Tell whether any answer to the one question can follow to the other."""
    return before.type == after.type or (before.type, after.type) in CONVERSIONS


def _is_alike(before: Question, after: Question) -> bool:
    """Tell whether the way back leads to the same: one from a number to a step on a scale would not."""
    columns = {column.key: column.type for column in getattr(before, "columns", ())}
    return before.type == after.type and all(
        columns.get(column.key, column.type) == column.type for column in getattr(after, "columns", ())
    )


def is_same(one: Value, other: Value) -> bool:
    """Tell whether two values are stored alike; in JSON true is not 1, and 1 is not 1.0."""
    if isinstance(one, dict) and isinstance(other, dict):
        return list(one) == list(other) and all(is_same(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(is_same(*pair) for pair in zip(one, other, strict=True))
    return type(one) is type(other) and one == other


def _converted(before: Asked, after: Asked, value: Value) -> Value:
    """Return the value as the other question asks for it, or None; whether it fits there is not looked at."""
    if before.type == after.type:
        same = SAME.get(after.type)
        return same(before, after, value) if same else value
    convert = CONVERSIONS.get((before.type, after.type))
    return convert(before, after, value) if convert else None


# ---- within one type


def _same_scale(before: Any, after: Any, value: Value) -> Value:
    """Four of five is something else than four of seven."""
    return value if (before.min, before.max) == (after.min, after.max) else None


def _same_money(before: Any, after: Any, value: Value) -> Value:
    return value if before.currency == after.currency else None


def _same_number(before: Any, after: Any, value: Value) -> Value:
    """Crowns are no thousands of crowns; a unit that was put right in one language is still the same."""
    was, now = before.unit, after.unit
    if was is None or now is None:
        return value
    return (
        value if was == now or any(words and words == now.get(code) for code, words in was.to_value().items()) else None
    )


def _one_option(before: Any, after: Any, value: Value) -> Value:
    return _renamed(before, after).get(value, value) if isinstance(value, str) else None


def _options(before: Any, after: Any, value: Value) -> Value:
    """Return those chosen that are still asked for; what was merged stands there once."""
    if not isinstance(value, list):
        return None
    renamed = _renamed(before, after)
    keys = [renamed.get(one, one) for one in value if isinstance(one, str)]
    return list(dict.fromkeys(key for key in keys if after.option(key))) or None


def _renamed(before: Any, after: Any) -> Mapping[str, str]:
    """Return the option that each earlier one has become; what was split into several has become none.

    Who goes back to an earlier edition finds the former name of an option in the later one.
    """
    found: dict[str, list[str]] = {}
    for option in after.options:
        for name in option.replaces:
            found.setdefault(name, []).append(option.key)
    for option in before.options:
        former = [name for name in option.replaces if after.option(name)]
        if former and not after.option(option.key) and option.key not in found:
            found[option.key] = former
    return {name: keys[0] if len(keys) == 1 else "" for name, keys in found.items() if not after.option(name)}


def _rows(before: Any, after: Any, value: Value) -> Value:
    """Return the rows and cells that the other table asks for; what stands in no column there is left out."""
    if not isinstance(value, list):
        return None
    columns = {column.key: column for column in before.columns}
    heirs = _heirs(before.columns, after.columns)
    rows = _heirs(before.rows or (), after.rows or ())
    found = []
    for row in value:
        if not isinstance(row, dict) or not isinstance(row.get("cells"), dict):
            return None
        key = row.get("id")
        if after.has_fixed_rows:
            key = rows.get(str(key), key)
            if after.fixed_row(key) is None:
                continue
        cells = {}
        for name, cell in row["cells"].items():
            heir = after.column(heirs.get(name, name))
            if name not in columns or heir is None:
                continue
            made = _converted(columns[name], heir, cell)
            if made is not None and not cell_faults(heir, made):
                cells[heir.key] = made
        found.append({"id": key, "cells": cells})
    return found if any(row["cells"] for row in found) else None


def _heirs(before: Sequence[Any], after: Sequence[Any]) -> Mapping[str, str]:
    there = {part.key for part in after}
    back = {part.key: name for part in before for name in reversed(part.replaces) if name in there}
    return back | {name: part.key for part in reversed(after) for name in part.replaces}


# ---- between types


def _to_prose(before: Any, after: Any, value: Value) -> Value:
    """A line is printed as it is written: where it becomes Markdown its signs are kept from meaning something."""
    return _each_language(value, escaped)


def escaped(words: str) -> str:
    """Return the line as Markdown that shows it as it was written."""
    return _BLOCK.sub(lambda found: f"{found[1] or ''}\\{found[2]}" if found[2] else "", _MARKS.sub(r"\\\1", words))


def _to_line(before: Any, after: Any, value: Value) -> Value:
    """Only what has no form of its own is a line."""
    if not isinstance(value, dict) or not all(isinstance(words, str) for words in value.values()):
        return None
    is_plain = all(
        is_one_line(words) and len(words) <= LONGEST_LINE and _PLAIN.fullmatch(words) and not _BLOCK.search(words)
        for words in value.values()
    )
    return value if is_plain else None


def _each_language(value: Value, change: Callable[[str], str]) -> Value:
    if not isinstance(value, dict):
        return None
    return {language: change(words) if isinstance(words, str) else words for language, words in value.items()}


def _to_several(before: Any, after: Any, value: Value) -> Value:
    return _options(before, after, [value])


def _to_one(before: Any, after: Any, value: Value) -> Value:
    """One of several that were chosen would be a choice that nobody made."""
    chosen = _options(before, after, value)
    return chosen[0] if chosen and len(chosen) == 1 and len(value) == 1 else None


def _number_to_money(before: Any, after: Any, value: Value) -> Value:
    return value if _counts(before.unit, MONEYS.get(after.currency, frozenset({after.currency.lower()}))) else None


def _money_to_number(before: Any, after: Any, value: Value) -> Value:
    return value if _counts(after.unit, MONEYS.get(before.currency, frozenset({before.currency.lower()}))) else None


def _percent_to_number(before: Any, after: Any, value: Value) -> Value:
    return value if _counts(after.unit, frozenset({"%", "percent", "procent", "pct."})) else None


def _number_to_percent(before: Any, after: Any, value: Value) -> Value:
    return value if _counts(before.unit, frozenset({"%", "percent", "procent", "pct."})) else None


def _counts(unit: Text | None, named: frozenset[str]) -> bool:
    """Tell whether a number without a unit, or with one of these, counts the same."""
    return unit is None or all(words.strip().lower() in named for words in unit.every())


def _scale_to_number(before: Any, after: Any, value: Value) -> Value:
    return value if is_integer(value) and after.unit is None else None


def _as_it_is(before: Any, after: Any, value: Value) -> Value:
    return value


def _same_in_both(before: Any, after: Any, value: Value) -> Value:
    return dict.fromkeys(LANGUAGES, value) if isinstance(value, str) else None


def _in_words(before: Any, after: Any, value: Value) -> Value:
    """What was chosen, counted or dated is written out in both languages."""
    return _written(before, value, escaped if after.type == "longtext" else str)


def _written(before: Any, value: Value, made: Callable[[str], str]) -> Value:
    match before.type:
        case "choice" | "yesno":
            option = before.option(value)
            return {one: made(option.label.resolve(one).text) for one in LANGUAGES} if option else None
        case "date":
            day = read_day(value)
            return {"da": _day(day, "da"), "en": _day(day, "en")} if day else None
        case "multichoice":
            if not isinstance(value, list):
                return None
            labels = [option.label for option in before.options if option.key in value]
            return {one: "\n".join(f"- {made(label.resolve(one).text)}" for label in labels) for one in LANGUAGES}
    number = as_decimal(value)
    if number is None:
        return None
    units = _units(before)
    return {
        "da": made(_amount(number, ",", units.resolve("da").text)),
        "en": made(_amount(number, ".", units.resolve("en").text)),
    }


def _units(before: Any) -> Text:
    if before.type == "percent":
        return Text("%", "%")
    if before.type == "money":
        return Text("kr." if before.currency == "DKK" else before.currency, before.currency)
    return getattr(before, "unit", None) or Text()


def _amount(number: Decimal, mark: str, unit: str) -> str:
    return f"{format(number.normalize(), 'f').replace('.', mark)} {unit}".strip()


def _day(day: date, language: str) -> str:
    if language == "da":
        return f"{day.day}. {_MONTHS[day.month - 1]} {day.year}"
    return f"{day.day} {_MONTHS_EN[day.month - 1]} {day.year}"


Conversion = Callable[[Any, Any, Value], Value]
SAME: Mapping[str, Conversion] = {
    "number": _same_number,
    "scale": _same_scale,
    "money": _same_money,
    "choice": _one_option,
    "multichoice": _options,
    "table": _rows,
}
CONVERSIONS: Mapping[tuple[str, str], Conversion] = {
    ("text", "longtext"): _to_prose,
    ("longtext", "text"): _to_line,
    ("choice", "multichoice"): _to_several,
    ("multichoice", "choice"): _to_one,
    ("number", "money"): _number_to_money,
    ("money", "number"): _money_to_number,
    ("percent", "number"): _percent_to_number,
    ("number", "percent"): _number_to_percent,
    ("scale", "number"): _scale_to_number,
    ("choice", "yesno"): _as_it_is,
    ("yesno", "choice"): _as_it_is,
    ("email", "text"): _same_in_both,
    ("address", "text"): _same_in_both,
    ("yesno", "text"): _in_words,
    ("yesno", "longtext"): _in_words,
    **{(kind, "text"): _in_words for kind in ("choice", "date", "number", "money", "percent")},
    **{(kind, "longtext"): _in_words for kind in ("choice", "multichoice", "date", "number", "money", "percent")},
}
