"""All rules run over the facts: what they found, worst first, and which of them could not be checked. Pure Python."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from findings.rules.base import Hit, Rule, Severity, fingerprint
from findings.rules.facts import Facts

ORDER = {severity: place for place, severity in enumerate(Severity)}


@dataclass(frozen=True, slots=True)
class Found:
    """A finding: the rule, where it fires, and what tells it from itself on other facts."""

    rule: Rule
    hit: Hit

    @property
    def fingerprint(self) -> str:
        """What it is set aside under."""
        return fingerprint(self.rule.name, self.hit)

    @property
    def severity(self) -> Severity:
        """How grave it is."""
        return self.rule.severity


@dataclass(frozen=True, slots=True)
class Outcome:
    """What all rules found, worst first, and the names of those that failed."""

    found: tuple[Found, ...] = ()
    failed: tuple[str, ...] = ()


def check(facts: Facts, rules: Sequence[Rule], tell: Callable[[Rule, Exception], None]) -> Outcome:
    """Run the rules; one that fails is told of and listed, and the others still run."""
    found: list[Found] = []
    failed: list[str] = []
    for one in rules:
        try:
            found += [Found(one, hit) for hit in _hits(one, facts)]
        except Exception as error:
            tell(one, error)
            failed.append(one.name)
    return Outcome(tuple(sorted(found, key=lambda one: ORDER[one.severity])), tuple(failed))


def _hits(one: Rule, facts: Facts) -> Iterable[Hit]:
    # Whole before any of it counts: a rule that fails halfway has not been checked.
    return list(one.find(facts))
