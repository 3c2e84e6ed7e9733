"""Companies, sheets of them, and rounds, for the tests of this room."""

from typing import Any

from accounts.models import User
from clusters.models import Cluster, SheetImport
from surveys.models import Company
from surveys.services.companies import add_company
from surveys.services.importing import PlannedImport, confirm_import, plan_of, receive_import
from tests.kpis.sheets import csv

HEAD = "Virksomhed;CVR-nr.;Ansatte;Region;Kontaktperson;E-mail;Sprog"


def a_company(cluster: Cluster, by: User, name: str = "Havtorn ApS", **values: Any) -> Company:
    """Put a company into the register."""
    known = {"email": f"{name.split(maxsplit=1)[0].lower()}@example.com", "contact_name": "Mette Holm", **values}
    return add_company(cluster=cluster, values={"name": name, **known}, by=by)


def sent_register(cluster: Cluster, by: User, *lines: str, head: str = HEAD) -> SheetImport:
    """Send a sheet of companies."""
    rows = lines or ("Havtorn ApS;12345678;12;Midtjylland;Mette Holm;mette@example.com;da",)
    found = receive_import(cluster=cluster, name="medlemmer.csv", content=csv(head, *rows), by=by)
    found.cluster = cluster
    return found


def stored_register(import_: SheetImport, by: User) -> PlannedImport:
    """Confirm a sheet as its preview shows it."""
    return confirm_import(import_=import_, seal=plan_of(import_).seal, by=by)
