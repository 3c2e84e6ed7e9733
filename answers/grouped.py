"""What the questions of a section put into a document, under the headings of their groups."""

from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from typing import Any, TypeVar

from core.text import Language
from exports.document import Block, HeadingBlock
from schema.questions import Question

Item = TypeVar("Item")


def _question(item: Any) -> Question:
    found: Question = item.question
    return found


def in_groups(
    items: Iterable[Item],
    blocks: Callable[[Item], Iterable[Block]],
    language: Language,
    asked: Callable[[Item], Question] = _question,
) -> Iterator[Block]:
    """Give the blocks in order; a group of which nothing is printed has no heading."""
    for group, inside in groupby(items, key=lambda item: asked(item).group):
        found = [block for item in inside for block in blocks(item)]
        if group is not None and found:
            yield HeadingBlock(title=group.heading.resolve(language))
        yield from found
