"""What the figures of an analysis rest on, as a list shows it."""

from dataclasses import dataclass
from datetime import date

from analyses.rules.evidence import Evidence
from analyses.selectors.page import AnalysisPage
from analyses.words import age_words, dated_words
from core.languages import content_language

NEW_UNTIL = 12


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A source: what it speaks of, what it is, when, who, and how old."""

    subject: str
    value: str
    source: str
    dated: str
    who: str
    age: str
    # ok, warn or nothing, as a chip shows it.
    kind: str
    url: str


def source_lines(shown: AnalysisPage, today: date) -> list[SourceLine]:
    """Return the sources, the oldest first; those without a day last."""
    found = sorted(shown.evidence, key=lambda one: (one.dated is None, one.dated or date.max))
    return [_line(shown, one, today) for one in found]


def _line(shown: AnalysisPage, one: Evidence, today: date) -> SourceLine:
    language, months = content_language(), one.months(today)
    kind = "warn" if one.is_stale(today) else "ok" if months is not None and months < NEW_UNTIL else "none"
    subject, value = (words.resolve(language).text for words in (one.subject, one.value))
    return SourceLine(
        subject=subject,
        value="" if value == subject else value,
        source=one.source.resolve(language).text,
        dated=dated_words(one),
        who=one.who.resolve(language).text,
        age=age_words(one, months),
        kind=kind,
        url=f"{shown.section_url(one.section)}#q-{one.question}",
    )
