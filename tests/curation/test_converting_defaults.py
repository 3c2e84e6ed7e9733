"""What another system fills in beforehand becomes what a question proposes, or is told."""

import pytest

from curation.rules.converting import rdmo
from schema import Library, parse
from tests.curation.catalogues import RDMO
from tests.curation.test_converting import asked, left_out

BEGUN = '<default_text lang="en">Something</default_text>'


@pytest.mark.parametrize(
    ("key", "before", "filled_in", "proposed"),
    [
        ("name", BEGUN, BEGUN, {"en": "Something"}),
        ("name", BEGUN, '<default_text lang="de">Etwas</default_text>', {"de": "Etwas", "en": "Etwas"}),
        ("name", BEGUN, '<default_text lang="tlh">vay</default_text>', None),
        (
            "how",
            "<widget_type>checkbox",
            '<default_option dc:uri="https://example.org/terms/options/ways/open"/><widget_type>checkbox',
            ["open"],
        ),
        ("how", "<widget_type>checkbox", '<default_option dc:uri="T:options/none"/><widget_type>checkbox', None),
        ("size", "<minimum>0</minimum>", "<minimum>0</minimum><default_text>3</default_text>", None),
    ],
)
def test_what_rdmo_fills_in_beforehand_is_proposed_or_listed(
    key: str, before: str, filled_in: str, proposed: object
) -> None:
    found = rdmo.converted(RDMO.replace(before, filled_in, 1).encode())

    assert asked(found.document)[key].get("default") == proposed
    assert ((key, "what is filled in beforehand") in left_out(found)) == (proposed is None)
    assert parse(found.document, library=Library({"made": found.document}))


def test_survey_of_rdmo_fills_nothing_in_beforehand() -> None:
    found = rdmo.converted(RDMO.encode(), kind="survey")

    assert "default" not in asked(found.document)["name"]
    assert ("name", "what is filled in beforehand") in left_out(found)
