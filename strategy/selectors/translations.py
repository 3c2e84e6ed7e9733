"""Which texts of a strategy are missing in one of the cluster's languages, or older there than their original."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.languages import content_language
from core.text import Language, Text
from strategy.models import Goal
from strategy.selectors.phases import Phase, StrategyPage
from workbooks.services.saving import is_older


@dataclass(frozen=True, slots=True)
class Gap:
    """A text that is not whole: what it is, where it is written, in which language, and whether it is only old."""

    label: str
    url: str
    language: Language
    is_old: bool


def translation_gaps(shown: StrategyPage, goals: Sequence[Goal]) -> list[tuple[Phase | None, list[Gap]]]:
    """Return the gaps by phase, and those of the goals last; nothing where the cluster writes in one language."""
    if len(shown.cluster.languages) < 2:
        return []
    groups: list[tuple[Phase | None, list[Gap]]] = []
    for section in shown.sheet.sections():
        phase = shown.phase(section)
        gaps = [
            gap
            for question in shown.sheet.questions(section)
            for gap in _question_gaps(shown, question.key, f"{shown.url('phase', section.key)}#q-{question.key}")
        ]
        if phase is not None:
            groups.append((phase, gaps))
    groups.append((None, [gap for goal in goals for gap in _goal_gaps(shown, goal)]))
    return groups


def _question_gaps(shown: StrategyPage, key: str, url: str) -> list[Gap]:
    question = shown.sheet.document.question(key)
    answer = shown.answers.get(key)
    if question is None or answer is None:
        return []
    label = question.label.resolve(content_language()).text
    main, second = shown.cluster.languages
    gaps = [
        Gap(label, url, lang, is_old=False) for lang in (main, second) if shown.sheet.lacks_language(question, lang)
    ]
    if not gaps and shown.sheet.is_answered(question) and is_older(answer, second):
        gaps.append(Gap(label, url, second, is_old=True))
    return gaps


def _goal_gaps(shown: StrategyPage, goal: Goal) -> list[Gap]:
    texts: tuple[Text, ...] = (goal.title_text, goal.rationale_text, goal.role_text)
    label = f"{goal.key} {goal.title_text.resolve(content_language()).text}"
    url = shown.url("goal_edit", goal.number)
    return [
        Gap(label, url, language, is_old=False)
        for language in shown.cluster.languages
        if any(text and not text.get(language) for text in texts)
    ]
