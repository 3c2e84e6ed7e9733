"""The rows of member companies and surveys."""

from typing import Any

from clusters.permissions import Permission
from core.access import Access
from surveys.models import SurveyAnswer
from surveys.results import mark_of
from surveys.services.rounds import close_round
from tests.house.matrix.rows import Place, Row
from tests.surveys import samples


def a_company(place: Place) -> dict[str, Any]:
    """Put a company into the register."""
    return {"number": samples.a_company(place.cluster, place.owner).number}


def a_register(place: Place) -> dict[str, Any]:
    """Send a sheet of companies."""
    return {"number": samples.sent_register(place.cluster, place.owner).number}


def a_draft(place: Place) -> dict[str, Any]:
    """Prepare a round."""
    return {"number": samples.a_round(place.cluster, place.owner).number}


def a_closed_round(place: Place) -> dict[str, Any]:
    """Close a round that six companies have answered."""
    round = samples.an_open_round(place.cluster, place.owner, 6)
    samples.answers_to(round, *(samples.an_answer(n, comment={"da": f"Ord {n}"}) for n in range(6)))
    return {"number": close_round(round=round, by=place.owner).number}


def a_text(place: Place) -> dict[str, Any]:
    """Close a round in which somebody wrote something."""
    found = a_closed_round(place)
    answer = SurveyAnswer.objects.of(place.cluster).order_by("pk")[0]
    return {**found, "key": "comment", "mark": mark_of(str(answer.pk), "comment")}


def an_invitation(place: Place) -> dict[str, Any]:
    """Send a round to a company."""
    round = samples.an_open_round(place.cluster, place.owner, 2)
    company = round.invitations.of(place.cluster).select_related("company").first().company
    return {"number": round.number, "company": company.number}


def a_link(place: Place) -> dict[str, Any]:
    """Send a round; its links are for everybody who has one."""
    return {"token": samples.links(samples.an_open_round(place.cluster, place.owner, 2))[0]}


ANSWERING = {
    "answering:answer": Row(Access.PUBLIC, a_link),
    "answering:stop": Row(Access.PUBLIC, a_link),
}

SURVEYS = {
    "surveys:panel": Row(Permission.READ),
    "surveys:round_new": Row(Permission.RUN_SURVEYS),
    "surveys:round": Row(Permission.READ, a_draft),
    "surveys:round_edit": Row(Permission.RUN_SURVEYS, a_draft),
    "surveys:links": Row(Permission.RUN_SURVEYS, a_draft),
    "surveys:link_test": Row(Permission.RUN_SURVEYS, a_draft),
    "surveys:link_open": Row(Permission.RUN_SURVEYS, a_draft),
    "surveys:link_withdraw": Row(Permission.RUN_SURVEYS, an_invitation),
    "surveys:round_send": Row(Permission.RUN_SURVEYS, a_draft),
    "surveys:round_close": Row(Permission.RUN_SURVEYS, a_draft),
    "surveys:round_reopen": Row(Permission.RUN_SURVEYS, a_closed_round),
    "surveys:round_delete": Row(Permission.RUN_SURVEYS, a_draft),
    "surveys:results": Row(Permission.READ, a_closed_round),
    "surveys:results_csv": Row(Permission.READ, a_closed_round),
    "surveys:results_xlsx": Row(Permission.READ, a_closed_round),
    "reports:survey_pdf": Row(Permission.READ, lambda place: {**a_closed_round(place), "language": "da"}),
    "reports:survey_word": Row(Permission.READ, lambda place: {**a_closed_round(place), "language": "en"}),
    "surveys:hide_text": Row(Permission.RUN_SURVEYS, a_text),
    "surveys:index": Row(Permission.READ),
    "surveys:rules": Row(Permission.RUN_SURVEYS),
    "surveys:companies": Row(Permission.RUN_SURVEYS),
    "surveys:company_new": Row(Permission.RUN_SURVEYS),
    "surveys:company": Row(Permission.RUN_SURVEYS, a_company),
    "surveys:company_merge": Row(Permission.RUN_SURVEYS, a_company),
    "surveys:company_erase": Row(Permission.RUN_SURVEYS, a_company),
    "surveys:companies_csv": Row(Permission.RUN_SURVEYS),
    "surveys:companies_xlsx": Row(Permission.RUN_SURVEYS),
    "surveys:import": Row(Permission.RUN_SURVEYS),
    "surveys:import_preview": Row(Permission.RUN_SURVEYS, a_register),
    "surveys:import_confirm": Row(Permission.RUN_SURVEYS, lambda place: {**a_register(place), "seal": "other"}),
    "surveys:import_discard": Row(Permission.RUN_SURVEYS, a_register),
}
