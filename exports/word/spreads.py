"""The red thread of a goal in Word: the words of the spread one after the other, with its drawings as pictures."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from exports.columns import plain
from exports.spreads import Fact, Knot, SpreadBlock
from exports.word.drawing import picture_of, said_of
from exports.word.elements import embolden
from exports.word.paper import Paper
from exports.word.pictures import put_picture
from exports.word.styles import BULLETS


def write_spread(paper: Paper, block: SpreadBlock, level: int) -> None:
    """Write a goal below its heading: why, its KPIs, what is done, and what is late."""
    if plain(block.why):
        paper.paragraph("GoalReason", block.why)
    _facts(paper, block.facts)
    for knot in block.kpis:
        _knot(paper, knot, level)
    if block.note:
        paper.paragraph("Note", block.note)
    if block.continues and not block.activities:
        # They stand where the goal begins.
        return
    paper.heading(level, _("What is done to reach %(key)s") % {"key": block.key})
    for knot in block.activities:
        _knot(paper, knot, level + 1)
    if not block.activities:
        paper.paragraph("NotAnswered", _("No activity works towards this goal yet: the thread is broken here."))
    if block.late:
        paper.heading(level, _("What is late, and why"))
        _facts(paper, block.late)


def _knot(paper: Paper, knot: Knot, level: int) -> None:
    paper.heading(level, knot.title)
    # With its heading, it is not left behind by the drawing.
    paper.paragraph("Value", knot.status, keeps_next=bool(knot.picture or knot.trend))
    for drawing in (knot.picture, knot.trend):
        _picture(paper, drawing)
    if plain(knot.words):
        paper.paragraph("Note", knot.words)
    _facts(paper, knot.facts)
    for step in knot.steps:
        paper.number(paper.paragraph("ListBullet", step.words), BULLETS, 0)
    if plain(knot.result):
        paper.paragraph("GoalReason", knot.result)


def _picture(paper: Paper, drawing: str) -> None:
    picture = picture_of(drawing, paper.width) if drawing else None
    if picture:
        put_picture(paper, picture, said_of(drawing), drawing)


def _facts(paper: Paper, facts: Sequence[Fact]) -> None:
    for fact in facts:
        line = paper.paragraph("GoalNote")
        paper.run(line, f"{fact.label} ")
        embolden(line._p[-1])
        paper.write(line, fact.value)
