"""Companies, sheets of them, and rounds, for the tests of this room."""

from datetime import date, timedelta
from typing import Any

from accounts.models import User
from clusters.models import Cluster, SheetImport
from kpis.models import Kpi
from library.models import Edition
from library.services import publish_edition
from surveys.models import Company, SurveyInvitation, SurveyRound
from surveys.services.answering import take_answer
from surveys.services.companies import add_company
from surveys.services.importing import PlannedImport, confirm_import, plan_of, receive_import
from surveys.services.rounds import open_round, plan_round
from surveys.services.sending import token_of
from tests.days import TODAY
from tests.kpis.samples import a_kpi
from tests.kpis.sheets import csv
from tests.schema.samples import catalogue, question, scale, template, text

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


def a_survey(slug: str = "members", version: int = 1) -> Edition:
    """Publish a survey of six questions: a number, a choice, several choices, a scale behind one, a sum, a text."""
    options = [{"key": key, "label": text(key)} for key in ("none", "informal", "written")]
    data = template(
        question("partners", "number", required=True, min=0, step=1),
        question("plan", "choice", required=True, options=options),
        question("offers", "multichoice", options=options),
        scale("benefit", show_if={"question": "partners", "is_not": 0}),
        question("orders", "money"),
        question("comment", "longtext"),
        kind="survey",
        slug=slug,
    )
    return publish_edition(data={**data, "version": version}, by=None)


def a_round(cluster: Cluster, by: User, **values: Any) -> SurveyRound:
    """Prepare a round that can be answered for three weeks."""
    kind = values.pop("kind", "baseline")
    known = {"closes_on": TODAY + timedelta(days=21), "sender": "Klyngen", **values}
    edition = known.pop("edition", None) or a_survey()
    made = plan_round(cluster=cluster, edition=edition, kind=kind, values=known, by=by)
    made.cluster = cluster
    return made


def survey_of(user: User, cluster: Cluster, day: date) -> SurveyRound:
    """Give somebody a survey to send and to close by the day; all are of one edition."""
    edition = Edition.objects.filter(publication__slug="members").first() or a_survey()
    return a_round(cluster, user, closes_on=day, edition=edition)


def companies(cluster: Cluster, by: User, number: int, **values: Any) -> list[Company]:
    """Put some companies into the register, all of one size and region unless others are given."""
    known = {"size": "small", "region": "north", **values}
    return [a_company(cluster, by, f"Firma{n} ApS", **known) for n in range(number)]


def an_open_round(cluster: Cluster, by: User, number: int = 6, **values: Any) -> SurveyRound:
    """Send a round to some companies."""
    companies(cluster, by, number)
    return open_round(round=a_round(cluster, by, **values), by=by)


def links(round: SurveyRound) -> list[str]:
    """Return the tokens of a round's links, in the order of the companies."""
    rows = SurveyInvitation.objects.of(round.cluster).filter(round=round).order_by("company__number")
    return [token_of(row.seed) for row in rows]


def answers_to(round: SurveyRound, *values: dict[str, Any]) -> None:
    """Answer by the first links that have not been used."""
    rows = (
        SurveyInvitation.objects.of(round.cluster).filter(round=round, has_answered=False).order_by("company__number")
    )
    for row, one in zip(rows.select_related("round__cluster")[: len(values)], values, strict=True):
        take_answer(invitation=row, values=one)


def an_answer(partners: int = 2, plan: str = "written", **more: Any) -> dict[str, Any]:
    """Return what one company answers."""
    return {"partners": partners, "plan": plan, **more}


def fed_kpi(cluster: Cluster, alice: User, **feed: object) -> Kpi:
    """Follow a KPI that takes its value from the survey."""
    how = {"question": "partners", "statistic": "median", "min_answers": 5, **feed}
    data = catalogue()
    publish_edition(data={**data, "kpis": [{**data["kpis"][1], "survey": how}]}, by=None)
    kpi = a_kpi(cluster, alice, aggregation="point", frequency="baseline-midterm-final")
    Kpi.objects.of(cluster).filter(pk=kpi.pk).update(catalogue_key="sold")
    return kpi
