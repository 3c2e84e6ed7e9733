"""Every rule of the red thread, in the order in which equally grave findings stand. Pure Python."""

from findings.rules import goals, kpis, activities, strategy, surveys  # noqa: F401, I001 -- they list themselves, in this order
from findings.rules.base import RULES, Hit, Rule, Severity, fingerprint
from findings.rules.outcome import Found, Outcome, check

__all__ = ["RULES", "Found", "Hit", "Outcome", "Rule", "Severity", "check", "fingerprint"]
