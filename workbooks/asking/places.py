"""Countries, typed by name with suggestions and stored by code."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from answers.base import Stored
from schema.countries import country_name
from schema.questions import CountriesQuestion
from schema.tables import CountryColumn
from workbooks.asking.base import Control, Face, InputFault, Posted, Reading, Setting, clean, label_of
from workbooks.asking.choices import too_many
from workbooks.asking.country_names import country_code


def unknown_country(typed: str) -> str:
    """Return the sentence for a country that the list does not have."""
    return _("We do not know the country “%(typed)s”. Choose it from the list that appears while you type.") % {
        "typed": clean(typed)[:40]
    }


class CountryFace(Face[CountryColumn]):
    """One country, in the cell of a table."""

    type = "country"

    def read(self, asked: CountryColumn, posted: Posted, name: str, before: Stored, setting: Setting) -> Reading:
        typed = clean(posted.one(name)).strip()
        if not typed:
            return Reading(None)
        code = country_code(typed)
        return Reading(code) if code else Reading(before, (InputFault(name, unknown_country(typed)),))

    def fill(self, asked: CountryColumn, value: Stored, name: str, setting: Setting) -> dict[str, list[str]]:
        return {name: [country_name(value, setting.reading) if isinstance(value, str) else ""]}

    def controls(
        self, asked: CountryColumn, posted: Posted, name: str, setting: Setting, faults: Mapping[str, str]
    ) -> tuple[Control, ...]:
        label = label_of(asked, setting)
        return (Control(kind="country", name=name, label=label, text=posted.one(name), fault=faults.get(name, "")),)

    def needs(self, asked: CountryColumn) -> frozenset[str]:
        return frozenset({"countries"})


class CountriesFace(Face[CountriesQuestion]):
    """Several countries, one field each; an empty one is always ready for the next."""

    type = "countries"
    template = "workbooks/fields/countries.html"
    is_group = True

    def read(self, asked: CountriesQuestion, posted: Posted, name: str, before: Stored, setting: Setting) -> Reading:
        codes: list[str] = []
        faults: list[InputFault] = []
        typed = [t for t in (clean(t).strip() for t in posted.all(name)) if t]
        for number, words in enumerate(typed, start=1):
            code = country_code(words)
            if code is None:
                faults.append(InputFault(f"{name}-{number}", unknown_country(words)))
            elif code not in codes:
                codes.append(code)
        if asked.max_choices and len(codes) > asked.max_choices:
            faults.append(InputFault(f"{name}-1", too_many(len(codes), asked.max_choices)))
        if faults:
            return Reading(before, tuple(faults))
        return Reading(codes or None)

    def fill(self, asked: CountriesQuestion, value: Stored, name: str, setting: Setting) -> dict[str, list[str]]:
        codes = [c for c in value if isinstance(c, str)] if isinstance(value, list) else []
        return {name: [country_name(code, setting.reading) for code in codes]}

    def controls(
        self, asked: CountriesQuestion, posted: Posted, name: str, setting: Setting, faults: Mapping[str, str]
    ) -> tuple[Control, ...]:
        label = label_of(asked, setting)
        typed = [t for t in posted.all(name) if t.strip()]
        return tuple(
            Control(
                kind="country",
                name=name,
                label=_("%(label)s, country %(number)s") % {"label": label, "number": number},
                text=text,
                fault=faults.get(f"{name}-{number}", ""),
                suffix=f"-{number}",
            )
            for number, text in enumerate([*typed, ""], start=1)
        )

    def needs(self, asked: CountriesQuestion) -> frozenset[str]:
        return frozenset({"countries"})
