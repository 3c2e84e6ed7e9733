"""A file beside the answers: named wherever the answer stands, as an appendix."""

from decimal import Decimal

from django.utils.translation import gettext as _

from answers.base import AnswerType, Description, Stored, Surroundings
from answers.shown import NOTHING, Shown, ShownLine
from core.numbers import format_decimal
from core.text import Language
from schema.files import file_fault, mark_of
from schema.questions import FileQuestion

KILO, MEGA = 1000, 1000**2


class FileType(AnswerType[FileQuestion]):
    """A file. The answer says what it is called and how large it is; a page for members links to it."""

    type = "file"

    def describe(self, asked: FileQuestion, language: Language) -> Description:
        return Description(_("A file that goes along: PDF, PNG, JPEG, Excel, Word or plain text"))

    def show(self, asked: FileQuestion, value: Stored, language: Language, around: Surroundings) -> Shown:
        if not isinstance(value, dict) or file_fault(value):
            return NOTHING
        words = _("Appendix: %(name)s, %(size)s") % {"name": value["name"], "size": size_words(value["size"], language)}
        return Shown("line", line=ShownLine(words), file=mark_of(value))


def size_words(size: int, language: Language) -> str:
    """Return a number of bytes as people say it, in units of a thousand."""
    if size < KILO:
        return f"{size} B"
    if size < MEGA:
        return f"{round(size / KILO)} kB"
    return f"{format_decimal(Decimal(size) / MEGA, language, places=1)} MB"
