"""What a rule is, and what it finds. Pure Python."""

import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from core.text import Text
from findings.rules.facts import Facts

Param = str | int | Text
Find = Callable[[Facts], Iterable["Hit"]]


class Severity(StrEnum):
    """How grave it is: the thread is broken, it is thin, or it could be better."""

    ERROR = "error"
    WARNING = "warning"
    HINT = "hint"


@dataclass(frozen=True, slots=True)
class Hit:
    """One place where a rule fires. `place` names where it is mended (`findings/places`), `params` fill its sentence.

    `owner` answers for the thing, `goal` is the goal it hangs on, `phase` the phase it belongs to.
    """

    subject: str
    place: tuple[str, ...]
    params: dict[str, Param] = field(default_factory=dict)
    goal: int | None = None
    owner: int | None = None
    phase: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule with its name, its gravity, and the function that finds where it is broken."""

    name: str
    severity: Severity
    find: Find


def fingerprint(rule: str, hit: Hit) -> str:
    """Return what tells this finding from itself on other facts: set aside, it comes back when they change."""
    plain = {name: str(one.to_value()) if isinstance(one, Text) else one for name, one in hit.params.items()}
    words = json.dumps([rule, hit.subject, plain], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(words.encode()).hexdigest()[:32]


RULES: list[Rule] = []


def rule(
    name: str, severity: Severity
) -> Callable[[Callable[[Facts], Iterable[Hit]]], Callable[[Facts], Iterable[Hit]]]:
    """List the function as a rule."""

    def listed(find: Find) -> Find:
        RULES.append(Rule(name, severity, find))
        return find

    return listed
