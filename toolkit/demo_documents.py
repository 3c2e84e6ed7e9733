"""The demo's documents: a job advert that is nearly ready, and a consortium agreement that is being negotiated."""

from datetime import date, timedelta

from django.utils import timezone

from accounts.models import User
from answers.base import Stored
from clusters.models import Cluster
from core.text import Text
from documents.models import ClusterDocument
from documents.services import change_clause, leave_out, start_document
from documents.services.documents import Tied
from library.models import Edition, Kind
from plans.models import Activity
from schema.documents import Template
from strategy.models import Strategy


def _both(da: str, en: str) -> Stored:
    return {"da": da, "en": en}


def advert(today: date) -> dict[str, Stored]:
    """Return what the secretariat has written in the advert, by question."""
    return {
        "field": _both("cirkulær emballage", "circular packaging"),
        "job_title": _both("International projektleder", "International project manager"),
        "workplace": _both("Vejle, med to hjemmedage om ugen", "Vejle, with two days a week from home"),
        "weekly_hours": 37,
        "employment_form": "permanent",
        "start_date": (today + timedelta(days=120)).isoformat(),
        "salary_range": _both("46.000–52.000 kr. og 12 % pension", "DKK 46,000–52,000 and a 12 % pension"),
        "travel_days": 35,
        "working_language": _both("dansk og engelsk", "Danish and English"),
        "markets": _both("Nederlandene, Tyskland og Sverige", "the Netherlands, Germany and Sweden"),
        "application_deadline": (today + timedelta(days=40)).isoformat(),
        "apply_how": _both("job@omslag.example", "job@omslag.example"),
        "first_year_results": _both(
            "- En aftale med søsterklyngen i Nederlandene\n- To delegationer med i alt 24 virksomheder\n"
            "- Et medlem med i et nyt EU-konsortium",
            "- An agreement with the sister cluster in the Netherlands\n- Two delegations with 24 companies in all\n"
            "- A member in a new EU consortium",
        ),
        "must_have": _both(
            "- Erfaring med at lede projekter på tværs af landegrænser\n- Engelsk og ét sprog mere",
            "- Experience in leading projects across borders\n- English and one more language",
        ),
        "nice_to_have": _both("Kendskab til emballage eller fødevarer", "Knowledge of packaging or food"),
        "what_we_offer": _both(
            "Et sekretariat på seks, der kender sine medlemmer, og en strategi, der er skrevet ned.",
            "A secretariat of six that knows its members, and a strategy that is written down.",
        ),
    }


def _party(number: int, name: str, short: str, country: str, sector: str, person: str) -> dict[str, Stored]:
    cells = {
        "name": _both(name, name),
        "short": _both(short, short),
        "country": country,
        "sector": sector,
        "representative": _both(person, person),
    }
    return {"id": f"demo{number}", "cells": cells}


def _budget(number: int, party: str, candidates: int, amounts: tuple[int, ...]) -> dict[str, Stored]:
    names = ("candidate_amount", "training_kept", "training_pool", "management_kept", "management_pool")
    cells = {"party": _both(party, party), "candidates": candidates, "person_months": candidates * 36}
    return {"id": f"demo{number}", "cells": {**cells, **dict(zip(names, amounts, strict=True))}}


def agreement(today: date) -> dict[str, Stored]:
    """Return what the parties have agreed on so far, by question; the chair and the majorities are still open."""
    start = date(today.year + 1, 9, 1)
    return {
        "project_acronym": _both("ReWrap", "ReWrap"),
        "project_title": _both("Sporbar genbrugsemballage til fødevarer", "Traceable reusable packaging for food"),
        "granting_authority": _both(
            "Det Europæiske Forvaltningsorgan for Forskning (REA)", "European Research Executive Agency (REA)"
        ),
        "network_type": "industrial",
        "parties_table": [
            _party(1, "Omslag – klynge for cirkulær emballage", "OMS", "DK", "non_academic", "Ingrid Holm"),
            _party(2, "Universiteit Vechtstad (opdigtet)", "UVS", "NL", "academic", "Prof. Anouk de Wit"),
            _party(3, "Technische Hochschule Auental (opdigtet)", "THA", "DE", "academic", "Dr. Jonas Brandt"),
        ],
        "candidates_total": 10,
        "grant_total": 2_480_000,
        "start_date": start.isoformat(),
        "duration_months": 48,
        "effective_date": start.isoformat(),
        "board_meetings": 4,
        "candidate_seats": 2,
        "board_notice_days": 21,
        "management_team": _both(
            "- Koordinator: Ingrid Holm\n- Projektleder: ansættes i projektmåned 1\n- Uddannelse: Prof. Anouk de Wit",
            "- Coordinator: Ingrid Holm\n- Project manager: to be recruited in project month 1\n"
            "- Training: Prof. Anouk de Wit",
        ),
        "recruitment_month": 9,
        "cdp_weeks": 8,
        "secondment_weeks": 6,
        "training_pool_share": 40,
        "management_pool_share": 60,
        "budget_table": [
            _budget(1, "Omslag", 3, (540_000, 34_560, 23_040, 51_840, 77_760)),
            _budget(2, "Universiteit Vechtstad", 4, (720_000, 46_080, 30_720, 69_120, 103_680)),
            _budget(3, "TH Auental", 3, (540_000, 34_560, 23_040, 51_840, 77_760)),
        ],
        "pool_plan": _both(
            "- To sommerskoler\n- Fire netværksmøder\n- Rejser for associerede partneres undervisere",
            "- Two summer schools\n- Four network meetings\n- Travel for associated partners' lecturers",
        ),
        "payment_days": 30,
        "publication_days": 45,
        "objection_days": 30,
        "confidentiality_years": 4,
        "governing_law": _both("belgisk ret", "Belgian law"),
        "dispute_forum": _both("voldgift i Bruxelles", "arbitration in Brussels"),
    }


def make_documents(*, cluster: Cluster, people: dict[str, User]) -> None:
    """Begin the two documents; once."""
    editions = {one.publication.slug: one for one in Edition.objects.newest().filter(publication__kind=Kind.DOCUMENT)}
    if ClusterDocument.objects.of(cluster).exists() or not {"job-advert", "consortium-agreement"} <= set(editions):
        return
    owner, editor, today = people["owner"], people["editor"], timezone.localdate()
    strategy = Strategy.objects.of(cluster).current().first()
    activities = Activity.objects.of(cluster).alive().order_by("number")
    hiring = next((one for one in activities if "projektleder" in one.title_text.da.lower()), None)
    start_document(
        cluster=cluster,
        edition=editions["job-advert"],
        title=Text(da="Jobopslag: international projektleder", en="Job advert: international project manager"),
        tied=Tied(strategy, hiring, editor, today + timedelta(days=14)),
        by=editor,
        answers=_asked(editions["job-advert"], advert(today)),
    )
    document = start_document(
        cluster=cluster,
        edition=editions["consortium-agreement"],
        title=Text(da="Konsortieaftale, ReWrap", en="Consortium agreement, ReWrap"),
        tied=Tied(strategy, None, owner, today + timedelta(days=60)),
        by=owner,
        answers=_asked(editions["consortium-agreement"], agreement(today)),
    )
    leave_out(document=document, key="veto", is_out=True, based_on=0, by=owner)
    change_clause(
        document=document,
        key="advisory",
        title=Text(da="Rådgivende panel", en="Advisory panel"),
        text=Text(
            da="Supervisory Board kan nedsætte et panel af uafhængige eksperter, heraf mindst én fra detailhandlen, "
            "der rådgiver om kvalitet, etik og udnyttelse af resultater. Medlemmerne underskriver en erklæring om "
            "fortrolighed, der svarer til punkt {{ see:confidentiality }}.",
            en="The supervisory board may set up a panel of independent experts, at least one of them from retail, to "
            "advise on quality, ethics and exploitation of results. Its members sign a declaration of confidentiality "
            "that corresponds to clause {{ see:confidentiality }}.",
        ),
        reason="Detailhandlen skal bruge emballagen, så den skal høres.",
        based_on=0,
        by=owner,
    )


def _asked(edition: Edition, answers: dict[str, Stored]) -> dict[str, Stored]:
    """Return the answers to what the template asks."""
    template = edition.parsed
    known = {question.key for question in template.questions()} if isinstance(template, Template) else set()
    return {key: value for key, value in answers.items() if key in known}
