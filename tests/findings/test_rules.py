"""One strategy with every fault planted once: each rule fires exactly there, and is silent when it is mended."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.utils import translation

from core.text import Text
from findings.rules import RULES, Rule, Severity, check, fingerprint
from findings.rules.facts import (
    ActivityFact,
    CarriedFact,
    ChangedFact,
    DueRoundFact,
    ExaminedFact,
    Facts,
    GoalFact,
    ItemFact,
    KpiFact,
    MilestoneFact,
    PhaseFact,
    SaidFact,
    StrategyFact,
    SurveyFact,
    WeakFact,
    YearFact,
)
from findings.rules.reading import focus_count, years_in
from findings.words import WORDS, said, words_of

TODAY = date(2026, 11, 23)
T = Text(da="Titel", en="Title")
GOAL = GoalFact(1, "S1", T, deadline=date(2027, 6, 30))
KPI = KpiFact(1, 1, "K1", T, goal=1, baseline=Decimal(10), targets=(Decimal(20),))
ACTIVITY = ActivityFact(
    1,
    1,
    "A1",
    T,
    goal=1,
    kpis=frozenset({1}),
    owner=7,
    starts=date(2026, 1, 1),
    ends=date(2026, 12, 31),
    budget=Decimal(100),
    spent=Decimal(50),
    changed_on=date(2026, 2, 1),
)
STRATEGY = StrategyFact(
    1,
    begins=date(2025, 1, 1),
    ends=date(2028, 12, 31),
    total_budget=Decimal(1000),
    frames_total=Decimal(1000),
    focus=("DE",),
    scored=frozenset({"DE"}),
    in_focus_by_score=frozenset({"DE"}),
    rounds=frozenset({"midterm", "final"}),
    asks=frozenset({"focus_countries", "country_priorities"}),
)
WHOLE = Facts(
    today=TODAY,
    strategy=STRATEGY,
    goals=(GOAL,),
    kpis=(KPI,),
    activities=(ACTIVITY,),
    years=(YearFact(2026, Decimal(500), Decimal(100), Decimal(50)),),
    phases=(PhaseFact(1, "first", T),),
    people={7: "Anna"},
    loads={7: 3},
)
OTHER = ActivityFact(2, 2, "A2", T, goal=1, owner=7, ends=date(2027, 3, 1), budget=Decimal(1))


def facts(**changes: object) -> Facts:
    return replace(WHOLE, **changes)  # type: ignore[arg-type]


def goal(**changes: object) -> Facts:
    return facts(goals=(replace(GOAL, **changes),))  # type: ignore[arg-type]


def kpi(**changes: object) -> Facts:
    return facts(kpis=(replace(KPI, **changes),))  # type: ignore[arg-type]


def activity(**changes: object) -> Facts:
    return facts(activities=(replace(ACTIVITY, **changes),))  # type: ignore[arg-type]


def strategy(**changes: object) -> Facts:
    return facts(strategy=replace(STRATEGY, **changes))  # type: ignore[arg-type]


def survey(**changes: object) -> Facts:
    one = SurveyFact(3, T, date(2026, 10, 1), answered=18, invited=60)
    return facts(surveys=(replace(one, **changes),), least_rate=30)  # type: ignore[arg-type]


# The rule, the facts with one fault, and what it is about.
PLANTED: list[tuple[str, Facts, str]] = [
    ("goal-without-kpi", facts(kpis=(), strategy=replace(STRATEGY, rounds=frozenset())), "goal:1"),
    ("goal-without-activity", facts(activities=()), "goal:1"),
    ("goal-without-owner", goal(has_owner=False), "goal:1"),
    ("goal-idle-this-year", activity(starts=date(2027, 1, 1), ends=date(2027, 12, 31)), "goal:1"),
    ("goal-deadline-outside-period", goal(deadline=date(2030, 1, 1)), "goal:1"),
    ("kpi-without-baseline", kpi(baseline=None), "kpi:1"),
    ("kpi-without-target", kpi(targets=()), "kpi:1"),
    ("kpi-without-owner", kpi(has_owner=False), "kpi:1"),
    ("kpi-without-source", kpi(has_source=False), "kpi:1"),
    ("kpi-without-goal", facts(kpis=(KPI, replace(KPI, pk=2, key="K2", goal=None))), "kpi:2"),
    ("kpi-target-no-better", kpi(targets=(Decimal(10),)), "kpi:1"),
    ("kpi-value-overdue", kpi(due_since=date(2026, 10, 30)), "kpi:1"),
    ("kpi-off-track-unanswered", kpi(off_periods=2, off_since=date(2026, 6, 30)), "kpi:1"),
    ("activity-without-owner", activity(has_owner=False, owner=None), "activity:1"),
    ("activity-without-end", activity(ends=None), "activity:1"),
    ("activity-without-budget", activity(budget=None), "activity:1"),
    ("activity-without-goal", facts(activities=(ACTIVITY, replace(OTHER, goal=None))), "activity:2"),
    ("activity-past-its-end", activity(ends=date(2026, 11, 1)), "activity:1"),
    ("activity-over-budget", activity(spent=Decimal(101)), "activity:1"),
    ("milestone-outside-activity", activity(milestones=(MilestoneFact(3, T, date(2027, 2, 1)),)), "milestone:3"),
    ("activity-waits-too-long", facts(activities=(replace(ACTIVITY, waits_for=(2,)), OTHER)), "activity:1:2"),
    ("year-over-frame", facts(years=(YearFact(2026, Decimal(40), Decimal(100), Decimal(50)),)), "year:2026"),
    ("answers-missing", facts(phases=(PhaseFact(1, "first", T, missing=2),)), "phase:first"),
    ("answers-wrong", facts(phases=(PhaseFact(1, "first", T, faulty=1),)), "phase:first"),
    ("language-missing", facts(phases=(PhaseFact(1, "first", T, untranslated=4),)), "phase:first"),
    ("focus-country-unscored", strategy(scored=frozenset()), "country:DE"),
    (
        "focus-country-not-carried",
        facts(strategy=replace(STRATEGY, scored=frozenset()), examined=(ExaminedFact("DE", T, "/a/"),)),
        "country:DE",
    ),
    ("focus-country-contradiction", strategy(in_focus_by_score=frozenset({"DE", "SE"})), "country:SE"),
    ("focus-count-contradiction", strategy(focus_counts=(SaidFact("why", T, "3"),)), "focus:why"),
    ("period-contradiction", strategy(years_said=(SaidFact("", T, "2024–2028"),)), "years:"),
    ("budget-contradiction", strategy(frames_total=Decimal(900)), "strategy:budget"),
    (
        "plan-over-total",
        facts(strategy=replace(STRATEGY, total_budget=Decimal(90), frames_total=Decimal(90))),
        "strategy:plan",
    ),
    ("period-without-round", strategy(rounds=frozenset({"midterm"})), "round:final"),
    ("follow-up-overdue", facts(follow_ups=(ItemFact(4, 1, 1, T, "Messe", date(2026, 10, 1)),)), "item:4"),
    ("weak-statement-without-step", facts(weak=(WeakFact(2, "mandate", T, "1.8"),)), "statement:2:mandate"),
    ("carried-result-changed", facts(carried=(CarriedFact("where", T, "/a/", has_changed=True),)), "carried:where"),
    ("carried-evidence-stale", facts(carried=(CarriedFact("where", T, "/a/", stale=2),)), "carried:where"),
    (
        "approved-changed-unexplained",
        facts(unexplained=(ChangedFact("goal", 1, 1, "S1", T, date(2026, 5, 1)),)),
        "goal:1:approved",
    ),
    ("survey-not-sent", survey(is_draft=True, closes_on=date(2026, 12, 1)), "survey:3"),
    ("survey-not-closed", survey(is_open=True, closes_on=date(2026, 11, 22)), "survey:3"),
    ("survey-response-low", survey(answered=17), "survey:3"),
    ("survey-result-not-taken", survey(without=2), "survey:3"),
    (
        "round-without-survey",
        facts(due_rounds=(DueRoundFact("midterm", date(2026, 12, 31), 4),)),
        "survey-round:midterm",
    ),
    ("person-overloaded", facts(loads={7: 13}), "person:7"),
]
# How each is told, in Danish and in English.
SENTENCES: dict[str, tuple[str, str]] = {
    "goal-without-kpi": ("Mål S1 har ingen KPI", "Goal S1 has no KPI"),
    "goal-without-activity": (
        "Intet i handlingsplanen fører til mål S1",
        "Nothing in the action plan leads to goal S1",
    ),
    "goal-without-owner": ("Mål S1 har ingen ansvarlig", "Goal S1 has no owner"),
    "goal-idle-this-year": ("Ingen arbejder på mål S1 i 2026", "Nobody works on goal S1 in 2026"),
    "goal-deadline-outside-period": (
        "Fristen for mål S1 ligger uden for strategiens periode",
        "The deadline of goal S1 is outside the strategy’s period",
    ),
    "kpi-without-baseline": ("K1 har intet nulpunkt", "K1 has no baseline"),
    "kpi-without-target": ("K1 har intet måltal", "K1 has no target"),
    "kpi-without-owner": ("K1 har ingen ansvarlig", "K1 has no owner"),
    "kpi-without-source": ("K1 siger ikke, hvor tallene kommer fra", "K1 does not say where its values come from"),
    "kpi-without-goal": ("K2 måler intet mål", "K2 measures no goal"),
    "kpi-target-no-better": (
        "Måltallet for K1 er ikke bedre end nulpunktet",
        "The target of K1 is no better than its baseline",
    ),
    "kpi-value-overdue": ("K1 mangler et tal", "A value of K1 is missing"),
    "kpi-off-track-unanswered": (
        "K1 er bagud, og der er ikke gjort noget ved det",
        "K1 is off track, and nothing has been done about it",
    ),
    "activity-without-owner": ("A1 har ingen ansvarlig", "A1 has no owner"),
    "activity-without-end": ("A1 har ingen slutdato", "A1 has no end date"),
    "activity-without-budget": ("A1 har intet budget", "A1 has no budget"),
    "activity-without-goal": ("A2 fører ikke til noget mål", "A2 leads to no goal"),
    "activity-past-its-end": ("A1 skulle være slut", "A1 should have ended"),
    "activity-over-budget": ("A1 har brugt mere end sit budget", "A1 has spent more than its budget"),
    "milestone-outside-activity": (
        "En milepæl i A1 ligger uden for aktiviteten",
        "A milestone of A1 is outside the activity’s dates",
    ),
    "activity-waits-too-long": (
        "A1 begynder, før det, den venter på, er slut",
        "A1 starts before what it waits for has ended",
    ),
    "year-over-frame": ("Planen bruger mere end budgettet for 2026", "The plan spends more than the budget for 2026"),
    "answers-missing": ("Der mangler svar i fase 1, Titel", "Answers are missing in phase 1, Title"),
    "answers-wrong": ("Svar i fase 1, Titel, stemmer ikke", "Answers do not add up in phase 1, Title"),
    "language-missing": ("Tekster i fase 1, Titel, mangler et sprog", "Texts lack a language in phase 1, Title"),
    "carried-result-changed": (
        "”Titel” siger noget andet end strategien",
        "“Title” does not say the same as the strategy",
    ),
    "carried-evidence-stale": ("”Titel” bygger på gamle tal", "“Title” rests on old figures"),
    "focus-country-unscored": ("Tyskland er fokusland uden score", "Germany is a focus country without a score"),
    "focus-country-not-carried": (
        "Tyskland har en score i ”Titel”, men ingen i strategien",
        "Germany has a score in “Title” and none in the strategy",
    ),
    "focus-country-contradiction": (
        "Sverige er fokusland i scoren, men står ikke på listen over fokuslande",
        "Sweden is a focus in the scores and not in the list of focus countries",
    ),
    "focus-count-contradiction": (
        "”Titel” taler om 3 fokuslande, og der er valgt 1",
        "“Title” speaks of 3 focus countries, and 1 have been chosen",
    ),
    "period-contradiction": (
        "2024–2028 er ikke strategiens periode",
        "2024–2028 is not the strategy’s period",
    ),
    "approved-changed-unexplained": (
        "S1 er ændret efter godkendelsen uden en begrundelse",
        "S1 was changed after the approval without a reason",
    ),
    "budget-contradiction": (
        "Det samlede budget er ikke summen af årene",
        "The total budget is not the sum of its years",
    ),
    "plan-over-total": (
        "Handlingsplanen koster mere end det samlede budget",
        "The action plan costs more than the total budget",
    ),
    "period-without-round": ("Der er ikke planlagt en slutmåling", "No final measuring round is planned"),
    "follow-up-overdue": ("”Titel” er ikke gjort", "“Title” has not been done"),
    "weak-statement-without-step": (
        "Et svagt punkt i jeres selvevaluering er ikke blevet til noget: Titel",
        "A weak point in your self-assessment has led to nothing: Title",
    ),
    "survey-not-sent": (
        "Undersøgelsen ”Titel” er ikke sendt",
        "The survey “Title” has not been sent",
    ),
    "survey-not-closed": (
        "Fristen for undersøgelsen ”Titel” er gået, men den er ikke afsluttet",
        "The survey “Title” has ended and is not closed",
    ),
    "survey-response-low": ("Få virksomheder har besvaret ”Titel”", "Few companies have answered “Title”"),
    "survey-result-not-taken": (
        "Nogle KPI’er fik ingen værdi fra undersøgelsen ”Titel”",
        "KPIs got no value from the survey “Title”",
    ),
    "round-without-survey": (
        "En midtvejsmåling nærmer sig, og undersøgelsen er ikke forberedt",
        "A mid-term measuring round is near, and its survey is not prepared",
    ),
    "person-overloaded": ("Anna har ansvaret for 13 ting", "Anna is responsible for 13 things"),
}


NAMES = [name for name, _told, _subject in PLANTED]


def found(told: Facts) -> list[tuple[str, str]]:
    outcome = check(told, RULES, fail)
    assert outcome.failed == ()
    return [(one.rule.name, one.hit.subject) for one in outcome.found]


def fail(rule: Rule, error: Exception) -> None:
    raise AssertionError(rule.name) from error


def test_strategy_without_a_fault_has_no_finding() -> None:
    assert found(WHOLE) == []


def test_every_rule_is_planted_once_and_has_words() -> None:
    assert sorted(NAMES) == sorted(one.name for one in RULES)
    assert sorted(SENTENCES) == sorted(NAMES)
    assert set(WORDS) == {one.name for one in RULES}


@pytest.mark.parametrize(("name", "told", "subject"), PLANTED, ids=NAMES)
def test_rule_fires_exactly_where_its_fault_is(name: str, told: Facts, subject: str) -> None:
    assert found(told) == [(name, subject)]


@pytest.mark.parametrize(("name", "told", "_subject"), PLANTED, ids=NAMES)
def test_finding_is_told_in_both_languages(name: str, told: Facts, _subject: str) -> None:
    (one,) = check(told, RULES, fail).found
    words = words_of(name)
    heard = []
    for language in ("da", "en-gb"):
        with translation.override(language):
            heard.append(said(words.title, one.hit))
            for sentence in (words.advice, words.button):
                told_words = said(sentence, one.hit)
                assert told_words
                assert "%(" not in told_words
    assert tuple(heard) == SENTENCES[name]


def test_answered_kpi_is_not_told_of_again() -> None:
    off = {"off_periods": 2, "off_since": date(2026, 6, 30)}

    assert found(kpi(**off, noted_on=date(2026, 7, 1))) == []
    changed = replace(ACTIVITY, changed_on=date(2026, 7, 1))
    assert found(facts(kpis=(replace(KPI, **off),), activities=(changed,))) == []


def test_rule_that_fails_is_listed_and_the_others_still_run() -> None:
    def crash(_facts: Facts) -> list:
        raise ZeroDivisionError

    told: list[str] = []
    broken = Rule("broken", Severity.ERROR, crash)

    outcome = check(kpi(baseline=None), [broken, *RULES], lambda one, _error: told.append(one.name))

    assert (outcome.failed, told) == (("broken",), ["broken"])
    assert [one.rule.name for one in outcome.found] == ["kpi-without-baseline"]


def test_worst_comes_first() -> None:
    outcome = check(facts(kpis=(replace(KPI, has_source=False),), activities=()), RULES, fail)

    assert [one.severity for one in outcome.found] == [Severity.ERROR, Severity.HINT]


def test_finding_on_other_facts_is_another_one() -> None:
    def mark(spent: int) -> str:
        (one,) = check(activity(spent=Decimal(spent)), RULES, fail).found
        return fingerprint(one.rule.name, one.hit)

    assert mark(101) == mark(101) != mark(102)


def test_years_of_a_budget_may_be_some_of_the_period_and_none_outside() -> None:
    budget = SaidFact("resources", T, "2026–2026")
    assert found(strategy(years_said=(budget, SaidFact("", T, "2025–2028")))) == []
    late = SaidFact("resources", T, "2029–2029")
    assert found(strategy(years_said=(budget, late))) == [("period-contradiction", "years:resources")]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Vi har valgt tre fokuslande.", "3"),
        ("In 2026 we choose 4 focus countries", "4"),
        ("Driver to fokuslande og ét EU-projekt", ""),
        ("De\nfem   fokuslande", "5"),
        ("Fokuslande: Tyskland", ""),
    ],
)
def test_number_of_focus_countries_is_read_where_all_are_meant(text: str, said: str) -> None:
    assert focus_count(text) == said


def test_years_are_read_from_a_title() -> None:
    assert years_in("Internationaliseringsstrategi 2025 – 2028") == "2025–2028"
    assert years_in("Strategi for 2025, 12025-20289") == ""
