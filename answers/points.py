"""Points: what the answers to several questions give together, of what they could give."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from answers.sheet import AnswerSheet
from core.numbers import format_decimal
from core.text import Language
from exports.document import Layout, TextBlock
from schema.questions import Heading, Question


@dataclass(frozen=True, slots=True)
class PointSum:
    """What was reached of what could be reached at the questions that are asked and answered.

    `unanswered` are those that are left out of both, since nobody here has answered them.
    """

    reached: Decimal
    most: Decimal
    answered: int
    unanswered: int

    def words(self, language: Language) -> str:
        """Say what was reached; the numbers are written in this language, the words are the page's."""
        if not self.answered:
            return _("No points yet")
        numbers = {"reached": format_decimal(self.reached, language), "most": format_decimal(self.most, language)}
        return _("%(reached)s of %(most)s points") % numbers

    @property
    def remark(self) -> str:
        """What is left out, or nothing where everything is answered."""
        if not self.unanswered:
            return ""
        said = ngettext(
            "%(count)s question that gives points is not answered and does not count.",
            "%(count)s questions that give points are not answered and do not count.",
            self.unanswered,
        )
        return said % {"count": self.unanswered}

    def block(self, language: Language) -> TextBlock:
        """Return it as it stands in a document, below the heading of what it sums up."""
        html = format_html('<p lang="{}"><strong>{}.</strong> {}</p>', language, self.words(language), self.remark)
        return TextBlock(label="", html=html, language=language, place=Layout.FULL)


def points_of(sheet: AnswerSheet, questions: Iterable[Question]) -> PointSum | None:
    """Return the sum of these questions; None where none of those that are asked gives points.

    A hidden question counts for nothing, and so does one that is unanswered or answered by the example alone.
    """
    asked = [(one, one.most_points) for one in questions if sheet.is_visible(one.key)]
    giving = [(one, most) for one, most in asked if most is not None]
    if not giving:
        return None
    counted = [(one, most) for one, most in giving if sheet.is_answered(one) and not sheet.is_borrowed(one)]
    return PointSum(
        reached=sum((one.points(sheet.value(one.key)) for one, _most in counted), Decimal(0)),
        most=sum((most for _one, most in counted), Decimal(0)),
        answered=len(counted),
        unanswered=len(giving) - len(counted),
    )


def asked_in(sheet: AnswerSheet, key: str, group: Heading | None = None) -> list[Question]:
    """Return the questions of a section, or of a group in it; none where there is no such section."""
    section = sheet.document.section(key)
    asked = section.questions if section else ()
    return [one for one in asked if group is None or (one.group is not None and one.group.key == group.key)]


def blocks_of(sheet: AnswerSheet, key: str, language: Language, group: Heading | None = None) -> tuple[TextBlock, ...]:
    """Return what a document says of the sum of a section, or of a group in it; nothing where nothing gives points."""
    found = points_of(sheet, asked_in(sheet, key, group))
    return (found.block(language),) if found else ()
