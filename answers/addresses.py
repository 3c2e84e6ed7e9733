"""Addresses: of somebody's mail, and on the web; the same in every language."""

from django.utils.translation import gettext as _

from answers.base import AnswerType, Description, Stored, Surroundings
from answers.shown import NOTHING, Shown, ShownLine
from core.text import Language
from schema.questions import AddressQuestion, EmailQuestion


class EmailType(AnswerType[EmailQuestion]):
    """An email address."""

    type = "email"

    def describe(self, asked: EmailQuestion, language: Language) -> Description:
        return Description(_("An email address"))

    def show(self, asked: EmailQuestion, value: Stored, language: Language, around: Surroundings) -> Shown:
        return Shown("line", line=ShownLine(value)) if isinstance(value, str) and value else NOTHING


class AddressType(AnswerType[AddressQuestion]):
    """An address on the web, which is a link where it is read."""

    type = "address"

    def describe(self, asked: AddressQuestion, language: Language) -> Description:
        return Description(_("A web address"))

    def show(self, asked: AddressQuestion, value: Stored, language: Language, around: Surroundings) -> Shown:
        return Shown("prose", line=ShownLine(f"<{value}>")) if isinstance(value, str) and value else NOTHING
