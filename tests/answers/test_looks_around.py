"""A type that says it does not look at other answers does not, so that its card may be kept without them."""

from collections.abc import Iterator, Mapping

import pytest

from answers.base import Stored, Surroundings
from answers.types import type_of
from schema.documents import Template
from schema.parsing import parse
from tests.strategy.samples import starter


class Closed(Mapping[str, Stored]):
    """Answers that nobody may look at."""

    def __getitem__(self, key: str) -> Stored:
        raise AssertionError(f"looked at {key}")

    def __iter__(self) -> Iterator[str]:
        raise AssertionError("looked at every answer")

    def __len__(self) -> int:
        raise AssertionError("counted the answers")


@pytest.mark.parametrize("language", ["da", "en"])
def test_who_does_not_look_around_is_shown_without_the_others(language: str) -> None:
    template, answers = parse(starter("templates/strategy.yaml")), starter("examples/strategy.yaml")["answers"]
    assert isinstance(template, Template)
    shown = set()
    for section in template.sections:
        for question in section.questions:
            kind = type_of(question)
            if not question.shows_panel and not kind.looks_around:
                kind.show(question, answers.get(question.key), language, Surroundings(Closed()))  # type: ignore[arg-type]
                shown.add(question.type)
    assert {"longtext", "choice", "scale"} <= shown
