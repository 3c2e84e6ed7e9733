"""The line that says how many points the answers to a section, or to a group of it, have given."""

from django.utils.html import format_html
from django.utils.safestring import SafeString

from answers.points import asked_in, points_of
from answers.sheet import AnswerSheet
from core.languages import content_language
from schema.questions import Heading

NOTHING = SafeString("")


def section_points(sheet: AnswerSheet | str, key: str, *, is_live: bool = False) -> SafeString:
    """Return the line of a section; nothing where no question of it gives points.

    Where it is put anew after a save it has its place even while all that gives points is hidden.
    """
    return _line(sheet, key, None, f"points-{key}" if is_live else "")


def group_points(sheet: AnswerSheet | str, key: str, group: Heading | None, *, is_live: bool = False) -> SafeString:
    """Return the line of a group of a section; nothing for questions that belong to none."""
    return _line(sheet, key, group, f"points-g-{group.key}" if is_live else "") if group else NOTHING


def _line(sheet: AnswerSheet | str, key: str, group: Heading | None, name: str) -> SafeString:
    # A part of which nothing is shown has no sheet to ask.
    questions = asked_in(sheet, key, group) if not isinstance(sheet, str) else []
    if isinstance(sheet, str) or all(one.most_points is None for one in questions):
        return NOTHING
    found = points_of(sheet, questions)
    place = format_html(' id="{}"', name) if name else NOTHING
    if found is None:
        return format_html('<p class="points" hidden{}></p>', place) if name else NOTHING
    line = '<p class="points"{}><strong>{}.</strong> <span class="muted">{}</span></p>'
    return format_html(line, place, found.words(content_language()), found.remark)
