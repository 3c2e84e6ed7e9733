"""What forms share: days, revisions, and where a rule's refusal stands."""

from datetime import date

import pytest
from django import forms

from core.errors import Refusal
from core.forms import DayField, RevisionField, refuse

DAY = date(2027, 2, 3)


class Sample(forms.Form):
    day = DayField(required=False)
    revision = RevisionField()


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2027-02-03", date(2027, 2, 3)),
        ("3.2.2027", date(2027, 2, 3)),
        ("3. februar 2027", date(2027, 2, 3)),
        ("", None),
    ],
)
def test_day_is_read_as_the_browser_sends_it_and_as_people_type_it(typed: str, day: date | None) -> None:
    form = Sample({"day": typed})

    assert form.is_valid()
    assert form.cleaned_data["day"] == day


def test_day_that_is_none_stays_in_its_field() -> None:
    form = Sample({"day": "31.2.2027"})

    assert list(form.errors) == ["day"]
    assert 'value="31.2.2027"' in str(form["day"])


@pytest.mark.parametrize(("typed", "faults"), [("7", []), ("", []), ("-1", ["revision"]), ("2147483648", ["revision"])])
def test_revision_is_hidden_and_one_that_a_database_can_keep(typed: str, faults: list[str]) -> None:
    form = Sample({"revision": typed})

    assert (list(form.errors), form["revision"].is_hidden) == (faults, True)


@pytest.mark.parametrize(("field", "place"), [("day", "day"), ("elsewhere", "__all__"), (None, "__all__")])
def test_refusal_stands_at_the_field_it_names_or_above_the_form(field: str | None, place: str) -> None:
    form = Sample({})

    refuse(form, Refusal("No.", field))

    assert form.errors == {place: ["No."]}
