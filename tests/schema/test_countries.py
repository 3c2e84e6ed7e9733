"""The names of countries, and their order in a list."""

from schema.countries import COUNTRIES, countries, country_name, sort_key


def test_there_are_249_countries_named_in_both_languages() -> None:
    assert len(COUNTRIES) == 249
    assert [code for code, name in COUNTRIES.items() if not (name.da and name.en)] == []
    assert len({name.da for name in COUNTRIES.values()}) == 249
    assert len({name.en for name in COUNTRIES.values()}) == 249


def test_names_are_those_of_daily_use() -> None:
    assert [country_name(code, "da") for code in ("GB", "US", "NL", "GR", "FO")] == [
        "Storbritannien",
        "USA",
        "Nederlandene",
        "Grækenland",
        "Færøerne",
    ]
    assert country_name("AT", "en") == "Austria"
    assert country_name("XX", "da") == "XX"


def test_danish_order_ends_with_the_danish_letters() -> None:
    names = [name for _code, name in countries("da")]

    assert names[0] == "Afghanistan"
    assert names[-5:] == ["Zimbabwe", "Ækvatorialguinea", "Østrig", "Østtimor", "Åland"]


def test_english_order_knows_no_danish_letters() -> None:
    names = [name for _code, name in countries("en")]

    assert names[:3] == ["Afghanistan", "Åland Islands", "Albania"]
    assert names[-1] == "Zimbabwe"


def test_accents_do_not_change_the_order() -> None:
    assert sorted(["Réunion", "Rusland", "Rumænien", "Rwanda"], key=lambda name: sort_key(name, "da")) == [
        "Réunion",
        "Rumænien",
        "Rusland",
        "Rwanda",
    ]
