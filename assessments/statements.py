"""The statements of an edition as they are scored: phase by phase, with their levels in words."""

from dataclasses import dataclass
from functools import cached_property

from assessments.rules.counting import Asked
from core.frozen import digest_of, plain
from core.text import Text
from schema.documents import Document, Template
from schema.traits import Place

NO_WORDS = Text()


@dataclass(frozen=True, slots=True)
class Phase:
    """A section of the form."""

    number: int
    key: str
    title: Text
    label: Text
    intro: Text


@dataclass(frozen=True, slots=True)
class Level:
    """A step of a scale in words; `name` stands at its ends only."""

    number: int
    text: Text
    name: Text


@dataclass(frozen=True, slots=True)
class StatementText:
    """One statement, or a question for words alone, which has no levels."""

    key: str
    phase: Phase
    label: Text
    help: Text
    levels: tuple[Level, ...] = ()
    # The heading of its group, where it stands in one, and where one reads on.
    group: Text = NO_WORDS
    links: tuple[Place, ...] = ()

    @property
    def numbers(self) -> list[int]:
        """The levels' numbers."""
        return [level.number for level in self.levels]

    def level(self, number: int | None) -> Level | None:
        """Return the level of a number, or None for none and for one that the statement has not."""
        return next((one for one in self.levels if one.number == number), None)

    @property
    def wording(self) -> str:
        """What tells these words from others under the same key."""
        return digest_of(plain([self.label, [level.text for level in self.levels]]))[:12]


@dataclass(frozen=True)
class Form:
    """All that is asked, in order."""

    steps: tuple[StatementText, ...] = ()

    @cached_property
    def statements(self) -> tuple[StatementText, ...]:
        """Those that are scored."""
        return tuple(one for one in self.steps if one.levels)

    @cached_property
    def by_key(self) -> dict[str, StatementText]:
        """All that is asked, by key."""
        return {one.key: one for one in self.steps}

    @property
    def phases(self) -> list[Phase]:
        """The phases that ask something."""
        return list({one.phase.key: one.phase for one in self.steps}.values())

    @property
    def asked(self) -> list[Asked]:
        """What the counting must know."""
        return [(one.key, one.phase.key, one.numbers[0], one.numbers[-1], one.wording) for one in self.statements]


def form_of(document: Document) -> Form:
    """Read the statements of a published assessment, and its questions for words; nothing else is asked."""
    if not isinstance(document, Template):
        return Form()
    steps = []
    for number, section in enumerate(document.sections, start=1):
        phase = Phase(number, section.key, section.title, section.short or section.title, section.intro or NO_WORDS)
        for question in section.questions:
            scale = question.scale
            if scale is None and not question.asks_words:
                continue
            levels = (
                ()
                if scale is None
                else tuple(
                    Level(
                        step,
                        scale.level(step) or NO_WORDS,
                        scale.low if step == scale.min else scale.high if step == scale.max else NO_WORDS,
                    )
                    for step in scale.numbers
                )
            )
            group = question.group.title if question.group else NO_WORDS
            help = question.help or NO_WORDS
            steps.append(StatementText(question.key, phase, question.label, help, levels, group, question.links))
    return Form(tuple(steps))
