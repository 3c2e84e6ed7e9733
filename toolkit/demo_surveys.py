"""What the demo has of surveys: sixty invented companies, a closed baseline, and a mid-term survey that is running.

The baseline has fed a KPI, as closing a survey does; the mid-term survey feeds it again when it is closed.

No mail is written: the companies do not exist. The answers are drawn by lot, with a seed, so that each demo is alike.
"""

from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from django.utils import timezone, translation

from accounts.models import User
from clusters.models import Cluster
from kpis.models import Kpi
from kpis.services import KpiDraft, adopt_kpi, set_targets
from kpis.services.feeding import feed
from library.models import Edition, Kind
from schema.conditions import visible_questions
from schema.kpis import KpiCatalogue
from strategy.models import Strategy
from surveys.documents import document_of
from surveys.models import Company, SurveyInvitation, SurveyRound
from surveys.models.companies import Region, Size
from surveys.results import results_of
from surveys.services.anonymity import let_go
from surveys.services.answering import take_answer
from surveys.services.rounds import invite, plan_round

COMPANIES = 60
FIRST = ("Nord", "Fjord", "Hav", "Bøge", "Klit", "Sund", "Birke", "Mølle", "Ege", "Vester", "Øster", "Skov")
SECOND = ("pak", "karton", "form", "folie", "bio")
BASELINE_CLOSED = date(2025, 3, 15)
# The KPI that takes its value from the surveys, the goal it belongs to, and what it is to come to.
FED, OF_GOAL = "members_with_plan", "S1"
TARGETS = [(date(2026, 12, 31), Decimal(60)), (date(2028, 12, 31), Decimal(75))]
RUNNING = timedelta(days=12)
COMMENTS = (
    "Turen var god, men det, der flyttede os, var opkaldet tredive dage senere.",
    "Vi mangler en, der læser vores ansøgninger, før vi sender dem.",
    "Mere om mærkningsregler i Tyskland, tak.",
    "Gode kontakter, men for kort tid til at følge op.",
    "Vi vil gerne have hjælp til at finde en testpartner.",
    "Det er svært at sætte folk af til det.",
)


def make_surveys(*, cluster: Cluster, people: dict[str, User]) -> None:
    """Make the register and the two rounds, where the cluster has none."""
    if Company.objects.of(cluster).exists():
        return
    lot, by = Random(7), people["editor"]  # noqa: S311 -- a demo that is the same each time
    _companies(cluster, lot, by)
    fed = _fed_kpi(cluster, people["owner"])
    editions = {one.publication.slug: one for one in Edition.objects.newest().of_kind(Kind.SURVEY)}
    baseline, midterm = editions.get("member-survey-baseline"), editions.get("member-survey-midterm")
    if baseline and midterm:
        _closed(_sent(cluster, baseline, "baseline", BASELINE_CLOSED, lot, 0.62, by), by)
        if fed is not None:
            set_targets(kpi=fed, targets=TARGETS, by=by, log=False)
        _sent(cluster, midterm, "midterm", timezone.localdate() + RUNNING, lot, 0.4, by)


def _companies(cluster: Cluster, lot: Random, by: User) -> None:
    names = [f"{first}{second}" for first in FIRST for second in SECOND]
    sizes = [
        size
        for size, weight in ((Size.MICRO, 15), (Size.SMALL, 25), (Size.MEDIUM, 15), (Size.LARGE, 5))
        for _ in range(weight)
    ]
    regions = [value for value in Region.values if value != Region.ABROAD]
    rows = []
    for number, name in enumerate(names[:COMPANIES], start=1):
        known: dict[str, Any] = {"size": sizes[(7 * number) % len(sizes)], "region": regions[lot.randrange(3)]}
        known |= {"do_not_ask": number == 41, "email": "" if number == 53 else f"kontakt{number}@example.org"}
        rows.append(
            Company(
                cluster=cluster,
                number=number,
                name=f"{name} {'A/S' if number % 3 else 'ApS'} (opdigtet)",
                contact_name="",
                language="en" if number % 20 == 0 else "da",
                created_by=by,
                changed_by=by,
                **known,
            )
        )
    Company.objects.bulk_create(rows)


def _sent(
    cluster: Cluster, edition: Edition, kind: str, closes_on: date, lot: Random, rate: float, by: User
) -> SurveyRound:
    values = {"closes_on": closes_on, "sender": cluster.name_da}
    round = plan_round(cluster=cluster, edition=edition, kind=kind, values=values, by=by)
    round.cluster = cluster
    asked = list(Company.objects.of(cluster).active().filter(do_not_ask=False).exclude(email=""))
    invite(round, asked)
    opened = closes_on - timedelta(days=21)
    # Answers are taken as long as a round is open, whatever day the demo is made on.
    round.state, round.opened_on, round.closes_on = SurveyRound.State.OPEN, opened, timezone.localdate() + RUNNING
    round.left_out = {"said-no": [Company.objects.of(cluster).get(number=41).name]}
    round.left_out["no-email"] = [Company.objects.of(cluster).get(number=53).name]
    round.save()
    rows = SurveyInvitation.objects.of(cluster).filter(round=round)
    rows.update(mailed=1, mailed_on=opened)
    document = document_of(round)
    for row in rows.select_related("round__cluster", "company"):
        if lot.random() < rate:
            given = _answer(lot, row.company, kind)
            shown = visible_questions(document, given)
            take_answer(invitation=row, values={key: value for key, value in given.items() if key in shown})
    return round


def _fed_kpi(cluster: Cluster, owner: User) -> Kpi | None:
    """Follow the KPI that the surveys feed; nothing where the catalogue has it no more."""
    catalogue = Edition.objects.newest().of_kind(Kind.KPI_CATALOGUE).first()
    document = catalogue.parsed if catalogue else None
    definition = document.kpi(FED) if isinstance(document, KpiCatalogue) else None
    strategy = Strategy.objects.of(cluster).current().first()
    if definition is None or strategy is None:
        return None
    strategy.cluster = cluster
    goal = next((goal for goal in strategy.goals.alive() if goal.key == OF_GOAL), None)
    return adopt_kpi(cluster=cluster, definition=definition, draft=KpiDraft(goal=goal, owner=owner), by=owner)


def _closed(round: SurveyRound, by: User) -> None:
    """Close the baseline on its day, and give the KPI that it feeds its value of that day."""
    let_go(round)
    round.state, round.closes_on, round.closed_on, round.closed_by = "closed", BASELINE_CLOSED, BASELINE_CLOSED, by
    results = results_of(round, SurveyInvitation.objects.of(round.cluster).filter(round=round).count())
    round.shown = {question.key: results.counted(question).n for question in results.document.questions()}
    with translation.override("da"):
        round.fed = [one.to_value() for one in feed(round=round, results=results, by=by)]
    round.save()


def _answer(lot: Random, company: Company, kind: str) -> dict[str, Any]:
    """Return what an invented company answers; by mid-term they have come a little further."""
    further = 1 if kind == "midterm" else 0
    partners = max(0, lot.randrange(6) + further - 1)
    used = lot.sample(["advice", "analysis", "matchmaking", "delegation", "webinar"], lot.randrange(1, 4))
    outcomes = lot.sample(["knowledge", "contact", "partner", "product", "market"], lot.randrange(0, 3)) or ["none"]
    found: dict[str, Any] = {
        "company_size": company.size,
        "export_share": lot.choice([0, 0, 5, 10, 20, 25, 40, 60, 80]),
        "export_markets": lot.sample(["DE", "SE", "NO", "NL", "PL", "GB"], 2),
        "priority_markets": lot.sample(["DE", "SE", "JP", "NL", "FR"], 2),
        "international_plan": lot.choice(["none", "informal", "written", "resourced"][further:]),
        "international_fte": lot.choice([0, 0.5, 1, 2, 4]),
        "international_partners": partners,
        "partner_types": lot.sample(["companies", "research", "test", "distributors"], 2),
        "rd_projects_abroad": lot.choice([0, 0, 0, 1, 2]),
        "cluster_activities": used,
        "perceived_benefit": min(5, lot.randrange(2, 5) + further),
        "outcomes": outcomes,
        "new_orders": lot.choice(["yes", "no", "no", "unsure"]),
        "order_value": lot.choice([150_000, 250_000, 400_000, 900_000]),
        "attribution": lot.choice(["same", "later", "smaller", "not", "unsure"]),
        "recommend": lot.randrange(4, 11),
        "barriers": lot.sample(["partners", "knowledge", "staff", "finance", "rules"], 2),
        "needs_next": lot.sample(["market_insight", "matchmaking", "test", "funding"], 2),
    }
    if kind == "midterm":
        found["midterm_change"] = lot.choice(["more", "focus", "follow_up"])
    else:
        found["commitment"] = lot.choice(["one_two", "three_five", "six_ten"])
    if lot.random() < 0.25:
        found["comment"] = {"da": lot.choice(COMMENTS)}
    return found
