"""What the questions of a section put into a document: under the headings of their groups, remarks below answers."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import groupby
from typing import Any, TypeVar

from django.utils.html import format_html

from core.text import Language
from exports.document import Block, HeadingBlock, TextBlock, UnansweredBlock, ValueBlock, plain
from schema.questions import Heading, Question

Item = TypeVar("Item")


def _question(item: Any) -> Question:
    found: Question = item.question
    return found


def in_groups(
    items: Iterable[Item],
    blocks: Callable[[Item], Iterable[Block]],
    language: Language,
    asked: Callable[[Item], Question] = _question,
    above: Callable[[Heading], Iterable[Block]] = lambda _group: (),
) -> Iterator[Block]:
    """Give the blocks in order; a group of which nothing is printed has no heading.

    `above` gives what stands below the heading of a group, before its questions.
    """
    for group, inside in groupby(items, key=lambda item: asked(item).group):
        found = [block for item in inside for block in below(asked(item), blocks(item), language)]
        if group is not None and found:
            yield HeadingBlock(title=group.heading.resolve(language))
            yield from above(group)
        yield from found


def below(question: Question, blocks: Iterable[Block], language: Language) -> Iterator[Block]:
    """Give the blocks of a question; what stands beside another one follows on that without a heading of its own."""
    for block in blocks:
        if question.beside and isinstance(block, TextBlock):
            label = format_html('<p lang="{}"><strong>{}</strong></p>', language, plain(block.label))
            yield replace(block, label="", html=label + block.html)
        elif question.beside and isinstance(block, ValueBlock):
            yield replace(block, label="", value=f"{plain(block.label)}: {plain(block.value)}")
        elif not (question.is_aside and isinstance(block, UnansweredBlock)):
            yield block
