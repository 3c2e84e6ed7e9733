"""Countries, stored by code and shown by name."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from answers.base import AnswerType, Description, Stored, Surroundings
from answers.choices import Several
from answers.shown import NOTHING, Shown, ShownLine
from core.text import Language
from schema.countries import country_name
from schema.questions import CountriesQuestion
from schema.tables import CountryColumn


class CountryType(AnswerType[CountryColumn]):
    """One country, in the cell of a table."""

    type = "country"

    def describe(self, asked: CountryColumn, language: Language) -> Description:
        return Description(_("A country"))

    def show(self, asked: CountryColumn, value: Stored, language: Language, around: Surroundings) -> Shown:
        return (
            Shown("line", line=ShownLine(country_name(value, language)))
            if isinstance(value, str) and value
            else NOTHING
        )


class CountriesType(Several[CountriesQuestion]):
    """Several countries."""

    type = "countries"

    def describe(self, asked: CountriesQuestion, language: Language) -> Description:
        most = asked.max_choices
        if not most:
            return Description(_("Countries"), lines=3)
        return Description(ngettext("At most %(most)s country", "At most %(most)s countries", most) % {"most": most})

    def show(self, asked: CountriesQuestion, value: Stored, language: Language, around: Surroundings) -> Shown:
        codes = [c for c in value if isinstance(c, str)] if isinstance(value, list) else []
        return (
            Shown("list", items=tuple(ShownLine(country_name(code, language)) for code in codes)) if codes else NOTHING
        )

    def name(self, asked: CountriesQuestion, value: Stored, language: Language) -> str:
        return country_name(value, language) if isinstance(value, str) else ""
