"""Which figures are flagged: a table by hand, without a database."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from core.text import Text
from funders.rules.figures import Difference, Figure, FigureKind, Reported, differences, to_freeze

YEAR, NEXT = (date(2026, 1, 1), date(2026, 12, 31)), (date(2027, 1, 1), date(2027, 12, 31))


def figure(kind: FigureKind, value: int | str | None, unit: str = "money:DKK", **more: bool) -> Figure:
    number = Decimal(value) if value is not None else None
    return Figure(key=f"some:1:{kind}", kind=kind, label=Text(en=str(kind)), value=number, unit=unit, **more)


def said(*figures: Figure, report: int = 1, stage: str = "plan", number: int = 1, period: tuple = YEAR) -> Reported:
    known = {one.key: one for one in figures}
    day = date(2026, 1, number)
    return Reported(
        id=report * 10 + number,
        report=report,
        title=Text(en=f"Report {report}"),
        number=number,
        stage=stage,
        sent_on=day,
        period=period,
        figures=known,
    )


def found(now: list[Figure], *reported: Reported, stage: str = "report", period: tuple = YEAR) -> list[Difference]:
    return differences(now, reported, report=1, stage=stage, period=period)


# kind, value before, value now, stage of the sending, whether it was the same report, over when reported, why flagged.
GOLDEN = [
    # A budget, a baseline, a target, a value of a day: any difference, whatever the stage and whichever the report.
    ("budget", 100, 100, "plan", True, False, ""),
    ("budget", 100, 120, "plan", True, False, "differs"),
    ("budget", 100, 80, "plan", False, False, "differs"),
    ("baseline", 20, 22, "report", False, False, "differs"),
    ("target", 40, 35, "plan", True, False, "differs"),
    ("value", 28, 28, "report", False, False, ""),
    ("value", 28, 27, "plan", False, False, "differs"),
    ("intended", 10, 12, "plan", True, False, "differs"),
    # A result counts from the day on which it was reported as one.
    ("result", 10, 12, "plan", True, False, ""),
    ("result", 10, 12, "report", True, False, "differs"),
    ("result", 10, 10, "report", True, False, ""),
    # What is spent may grow while the activity runs, and may not shrink.
    ("spent", 50, 70, "plan", True, False, ""),
    ("spent", 50, 40, "plan", True, False, "less"),
    ("spent", 50, 70, "plan", True, True, "closed"),
    ("spent", 50, 50, "plan", True, True, ""),
    ("spent", 50, 40, "plan", False, True, "less"),
]


@pytest.mark.parametrize(("kind", "before", "now", "stage", "is_own", "was_over", "why"), GOLDEN)
def test_figure_is_flagged_as_the_table_says(
    kind: str, before: int, now: int, stage: str, is_own: bool, was_over: bool, why: str
) -> None:
    earlier = said(
        figure(FigureKind(kind), before, is_closed=was_over), report=1 if is_own else 2, stage=stage, period=NEXT
    )

    flagged = found([figure(FigureKind(kind), now)], earlier)

    assert [str(one.why) for one in flagged] == ([why] if why else [])


@pytest.mark.parametrize(
    ("stage", "period", "why"), [("report", YEAR, ["same-period"]), ("plan", YEAR, []), ("report", NEXT, [])]
)
def test_what_was_spent_stands_once_its_period_has_been_reported(stage: str, period: tuple, why: list[str]) -> None:
    earlier = said(figure(FigureKind.SPENT, 50), stage=stage, period=period)

    assert [str(one.why) for one in found([figure(FigureKind.SPENT, 70)], earlier)] == why


def test_period_that_was_reported_counts_though_a_plan_came_after_it() -> None:
    plan = said(figure(FigureKind.SPENT, 60), report=2, stage="plan", number=2, period=NEXT)
    report = said(figure(FigureKind.SPENT, 50), stage="report")

    (flag,) = found([figure(FigureKind.SPENT, 70)], plan, report)

    assert (flag.why, flag.before, flag.against) == ("same-period", Decimal(50), report.id)


def test_newest_sending_that_holds_the_figure_is_compared_with() -> None:
    silent = said(figure(FigureKind.TARGET, 1), number=3)
    newer, older = said(figure(FigureKind.BUDGET, 90), number=2), said(figure(FigureKind.BUDGET, 100), number=1)

    (flag,) = found([figure(FigureKind.BUDGET, 100), figure(FigureKind.TARGET, 1)], silent, newer, older)

    assert (flag.before, flag.now, flag.against, flag.sent_on) == (Decimal(90), Decimal(100), 12, date(2026, 1, 2))


def test_result_is_compared_with_the_newest_sending_that_was_a_report() -> None:
    plan, report = said(figure(FigureKind.RESULT, 9), number=2), said(figure(FigureKind.RESULT, 10), stage="report")

    (flag,) = found([figure(FigureKind.RESULT, 11)], plan, report)

    assert flag.before == Decimal(10)


@pytest.mark.parametrize("kind", [FigureKind.BUDGET, FigureKind.SPENT])
def test_same_number_in_another_currency_is_flagged(kind: FigureKind) -> None:
    (flag,) = found([figure(kind, 100, "money:EUR")], said(figure(kind, 100)))

    assert (flag.why, flag.before_unit, flag.now_unit) == ("differs", "money:DKK", "money:EUR")


def test_equal_numbers_written_differently_are_equal() -> None:
    assert found([figure(FigureKind.BUDGET, "100.00")], said(figure(FigureKind.BUDGET, "1E+2"))) == []


def test_figure_that_is_gone_is_flagged_in_its_own_report_only() -> None:
    (flag,) = found([], said(figure(FigureKind.BUDGET, 100)))

    assert (flag.why, flag.before, flag.now) == ("gone", Decimal(100), None)
    assert found([], said(figure(FigureKind.BUDGET, 100), report=2)) == []


def test_result_that_a_plan_does_not_ask_for_is_not_gone() -> None:
    earlier = said(figure(FigureKind.RESULT, 10), stage="report")

    assert [one.why for one in found([], earlier, stage="report")] == ["gone"]
    assert found([], earlier, stage="plan") == []


def test_nothing_is_flagged_before_anything_was_sent() -> None:
    assert found([figure(kind, 1) for kind in FigureKind]) == []


def test_what_was_explained_once_is_not_flagged_by_the_sending_after() -> None:
    now = [replace(figure(FigureKind.VALUE, 27), is_shown=False), replace(figure(FigureKind.TARGET, 5), is_shown=False)]
    earlier = said(figure(FigureKind.VALUE, 28), figure(FigureKind.BUDGET, 100), stage="report")
    flagged = found(now, earlier)

    frozen = to_freeze(now, flagged)

    assert [(one.key, one.value) for one in frozen] == [("some:1:value", Decimal(27)), ("some:1:budget", None)]
    assert len(flagged) == 2
    assert found(now, said(*frozen, number=2, stage="report"), earlier) == []
