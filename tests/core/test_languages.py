"""The languages of the content, and what they are called in those of the interface."""

import pytest
from django.utils import translation

from core.languages import content_language, interface_language, label_in, language_name


@pytest.mark.parametrize(("code", "language"), [("da", "da"), ("en-gb", "en"), ("en", "en"), ("de", "da")])
def test_content_language_follows_the_interface(code: str, language: str) -> None:
    assert content_language(code) == language


def test_interface_language_is_one_that_the_portal_speaks() -> None:
    assert (interface_language("da"), interface_language("en")) == ("da", "en-gb")


@pytest.mark.parametrize(("code", "names"), [("da", ["dansk", "engelsk"]), ("en-gb", ["Danish", "English"])])
def test_language_is_named_in_the_readers_own(code: str, names: list[str]) -> None:
    with translation.override(code):
        assert [language_name(language).lower() for language in ("da", "en")] == [name.lower() for name in names]


def test_label_names_the_language_only_where_there_are_several() -> None:
    with translation.override("en-gb"):
        found = [label_in("Goal", "en", ("en",)), label_in("Goal", "en", ("da", "en"))]

    assert found == ["Goal", "Goal (English)"]
    with translation.override("da"):
        assert label_in("Mål", "en", ("da", "en")) == "Mål (engelsk)"
