"""The demo's plan and report to the funder: a year's plan as it was sent, and a figure that has changed since."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from django.db.models import Max
from django.utils import timezone

from accounts.models import User
from clusters.models import Cluster
from core.frozen import digest_of, plain
from core.text import Text
from funders.models import FunderReport
from funders.rules.planning import planned_year
from funders.selectors.gathering import gather
from funders.selectors.report import ReportPage
from funders.services import send_report, start_report
from library.models import Edition, Kind
from plans.models import Activity
from plans.services import change_activity
from plans.services.drafts import ActivityDraft
from schema.documents import Template
from schema.examples import Example
from strategy.models import Strategy
from workbooks.services.workbooks import save_answer

FUNDER = "Uddannelses- og Forskningsstyrelsen (opdigtet bevilling)"
GRANT = "Klyngebevilling 2025–2028, journalnummer 0000-00000"
# What has been added to the budget of the first activity since the plan was sent.
MORE = Decimal(35_000)
# The themes of the example's activities; the one that is left out shows what the report does with it.
THEMES = {
    "baseline_survey": "organisation",
    "recruit_project_manager": "organisation",
    "readiness_programme": "knowledge",
    "visit_silent_members": "knowledge",
    "nl_reuse_partnership": "international",
    "de_test_partnership": "international",
    "se_fibre_track": "international",
    "interreg_test_network": "projects",
    "horizon_reuse_project": "projects",
    "ninety_day_follow_up": "matchmaking",
    "trade_fair_meetings": "matchmaking",
    "japan_digital_delegation": "international",
    "midterm_evaluation": "organisation",
    "final_evaluation": "organisation",
}


def _targets(**numbers: int) -> list[dict[str, object]]:
    return [{"id": key, "cells": {"target": number}} for key, number in numbers.items()]


def _budgets(**amounts: int) -> list[dict[str, object]]:
    return [{"id": key, "cells": {"budget": amount}} for key, amount in amounts.items()]


def _milestone(number: int, day: str, da: str, en: str, sign: tuple[str, str]) -> dict[str, object]:
    cells = {
        "milestone": {"da": da, "en": en},
        "due": day,
        "indicator": {"da": sign[0], "en": sign[1]},
        "status": "planned",
    }
    return {"id": f"demo{number}", "cells": cells}


def narrative(year: int, adopted: date) -> dict[str, object]:
    """Return what the secretariat wrote in the plan, by question; the board adopted it on a day."""
    return {
        "administrator": {"da": "Ingrid Holm, klyngechef", "en": "Ingrid Holm, cluster manager"},
        "adopted_on": adopted.isoformat(),
        "summary_plan": {
            "da": "Planen samler årets indsats om tre ting:\n\n- flere medlemmer, der er klar til at eksportere\n"
            "- faste partnerskaber i Tyskland og Nederlandene\n- opfølgning inden for 90 dage på hver eneste kontakt."
            "\n\nDen største ændring i forhold til sidste år er, at vi besøger de medlemmer, vi ikke hører fra.",
            "en": "The plan gathers the year's work around three things:\n\n- more members that are ready to export\n"
            "- lasting partnerships in Germany and the Netherlands\n- following up every contact within 90 days.\n\n"
            "The biggest change from last year is that we visit the members we do not hear from.",
        },
        "challenges_addressed": {
            "da": "Medlemsundersøgelsen viser, at halvdelen af virksomhederne ikke ved, hvilke krav der gælder for "
            "genbrugsemballage uden for Danmark. De, der ved det, mangler en partner at afprøve med.",
            "en": "The member survey shows that half of the companies do not know which requirements apply to reusable "
            "packaging outside Denmark. Those who do lack a partner to test with.",
        },
        "link_to_strategy": {
            "da": "Alle aktiviteter i planen fører til et af målene i den internationale strategi. Målet for hvert "
            "tema står nedenfor, og aktiviteternes mål står ved hver af dem.",
            "en": "Every activity of the plan leads to one of the goals of the international strategy. The goals of "
            "each theme are given below, and each activity names its own.",
        },
        "knowledge_goals": {
            "da": "Ved årets udgang har mindst 20 små og mellemstore medlemmer en plan for deres vigtigste "
            "eksportmarked.",
            "en": "By the end of the year at least 20 small and medium-sized members have a plan for their main export "
            "market.",
        },
        "knowledge_approach": {
            "da": "Parathedsforløbet giver viden, besøgene finder dem, der ikke kommer af sig selv, og begge ender i "
            "en plan, som virksomheden selv ejer.",
            "en": "The readiness programme gives knowledge, the visits find those who do not come by themselves, and "
            "both end in a plan that the company itself owns.",
        },
        "knowledge_milestones": [
            _milestone(
                1,
                f"{year}-04-30",
                "Første hold har afsluttet parathedsforløbet",
                "The first group has finished the readiness programme",
                ("Ti godkendte eksportplaner", "Ten approved export plans"),
            ),
            _milestone(
                2,
                f"{year}-11-30",
                "Alle tavse medlemmer er besøgt",
                "All silent members have been visited",
                ("Besøgsnotat for hvert medlem", "A note of each visit"),
            ),
        ],
        "international_goals": {
            "da": "To partnerskaber med hver sin udenlandske klynge, begge med fælles aktiviteter for virksomheder.",
            "en": "Two partnerships, each with a foreign cluster, both with joint activities for companies.",
        },
        "perf_companies": _targets(all=140, small=60, medium=45, foreign=12),
        "perf_activities": _targets(events=24, international_events=8, tours=2, matches=60, projects=9),
        "finance_table": _budgets(grant=3_200_000, other_public=450_000, private_cash=900_000, private_hours=1_100_000),
        "wishes_to_funder": {
            "da": "Vi vil gerne drøfte, hvordan kontakter, der først bliver til ordrer efter året, kan tælle med.",
            "en": "We should like to discuss how contacts that only become orders after the year can count.",
        },
    }


def make_funder_report(*, cluster: Cluster, example: Example, people: dict[str, User]) -> None:
    """Write the plan of the year that is planned now, send it today, and let a budget grow afterwards; once."""
    edition = Edition.objects.newest().filter(publication__kind=Kind.REPORT).order_by("publication__slug").first()
    strategy = Strategy.objects.of(cluster).current().first()
    if FunderReport.objects.of(cluster).exists() or edition is None or strategy is None:
        return
    owner, editor = people["owner"], people["editor"]
    today = timezone.localdate()
    last = Activity.objects.of(cluster).alive().aggregate(last=Max("ends"))["last"]
    # After the last activity there is nothing to plan.
    year = min(planned_year(today), last.year) if last else planned_year(today)
    _give_themes(cluster, example, editor)
    report = start_report(
        cluster=cluster,
        edition=edition,
        title=Text(da=f"Handlingsplan og årsrapport {year}", en=f"Action plan and annual report {year}"),
        period=(date(year, 1, 1), date(year, 12, 31)),
        strategy=strategy,
        funder=FUNDER,
        grant=GRANT,
        by=editor,
    )
    _write(report, year, today, editor)
    shown = ReportPage(cluster, report, {one.question_key: one for one in report.workbook.answers.all()})
    send_report(
        report=report,
        seen=digest_of(plain(gather(shown).content)),
        after=0,
        sent_on=today,
        remark="Sendt til bevillingsgivers postkasse, efter at bestyrelsen havde godkendt planen.",
        by=owner,
    )
    _change_a_budget(shown, editor)


def _give_themes(cluster: Cluster, example: Example, by: User) -> None:
    """Give the example's activities, which were taken over in its order, their themes."""
    rows = Activity.objects.of(cluster).alive().with_people().order_by("number")
    for activity, one in zip(rows, example.activities, strict=False):
        if one.key in THEMES and not activity.theme:
            activity.cluster = cluster
            draft = replace(ActivityDraft.of(activity), theme=THEMES[one.key])
            change_activity(activity=activity, draft=draft, based_on=activity.revision, by=by)


def _write(report: FunderReport, year: int, adopted: date, by: User) -> None:
    """Fill in what a secretariat would have written; what the template does not ask is left out."""
    document = report.workbook.edition.parsed
    known = {question.key for question in document.questions()} if isinstance(document, Template) else set()
    for key, value in narrative(year, adopted).items():
        if key in known:
            save_answer(workbook=report.workbook, question_key=key, value=value, based_on=0, current=None, by=by)


def _change_a_budget(shown: ReportPage, by: User) -> None:
    """Let the first activity cost more than the plan said."""
    number = next((row.number for row in gather(shown).content.activities if row.budget), None)
    if number is None:
        return
    activity = Activity.objects.of(shown.cluster).with_people().get(number=number)
    activity.cluster = shown.cluster
    draft = replace(ActivityDraft.of(activity), budget=(activity.budget or Decimal(0)) + MORE)
    change_activity(activity=activity, draft=draft, based_on=activity.revision, by=by)
