"""The rows of member companies and surveys."""

from typing import Any

from clusters.permissions import Permission
from tests.house.matrix.rows import Place, Row
from tests.surveys import samples


def a_company(place: Place) -> dict[str, Any]:
    """Put a company into the register."""
    return {"number": samples.a_company(place.cluster, place.owner).number}


def a_register(place: Place) -> dict[str, Any]:
    """Send a sheet of companies."""
    return {"number": samples.sent_register(place.cluster, place.owner).number}


SURVEYS = {
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
