"""What the tests of the pages of reports share: addresses, what is stored, what a form sends."""

from datetime import date

from django.http import HttpResponse

from funders.models import FunderReport
from tests.pages import tree

HOME = "/c/havtorn/funder/"
FRONT = f"{HOME}1/"
DAYS = {"starts": date(2026, 1, 12), "ends": date(2026, 2, 1)}


def answers(report: FunderReport) -> dict[str, object]:
    return dict(report.workbook.answers.values_list("question_key", "value"))


def fields(response: HttpResponse) -> dict[str, str]:
    """Return what the page's own form sends when nobody touches it."""
    (form,) = tree(response).xpath("//main//form[@method='post'][.//button[@type='submit']]")[:1]
    found = form.xpath(".//*[@name][not(self::button)][not(@type='radio' and not(@checked))]")
    sent = {field.get("name"): str(field.value or "").removeprefix("\n") for field in found}
    # The key of a form is one person's; what is left out here may be sent by anybody.
    return {name: value for name, value in sent.items() if name not in {"form_key", "csrfmiddlewaretoken"}}
