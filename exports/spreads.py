"""The red thread of one goal on a spread: why and its KPIs to the left, what is done and what is late to the right."""

from dataclasses import dataclass, field

from django.utils.safestring import SafeString

from exports.columns import Words

# The signs of print.css; the outline alone tells one from another, and a word always stands beside it.
SIGNS = ("ok", "warn", "bad", "none", "done", "run", "plan", "late")
STEPS = ("hit", "open", "miss")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A name and what stands for it, for instance the priority markets."""

    label: str
    value: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A milestone: reached, open or missed, in words."""

    kind: str
    words: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Knot:
    """A KPI or an activity on the thread; where it is broken its knot is hollow and the line dashed."""

    title: Words
    sign: str
    status: str
    picture: str | SafeString = ""
    trend: str | SafeString = ""
    words: Words = ""
    facts: tuple[Fact, ...] = ()
    steps: tuple[Step, ...] = ()
    result: Words = ""
    is_broken: bool = False

    def __post_init__(self) -> None:
        if self.sign not in SIGNS or any(step.kind not in STEPS for step in self.steps):
            raise ValueError(f"there is no sign {self.sign}")


@dataclass(frozen=True, slots=True, kw_only=True)
class SpreadBlock:
    """A goal on a spread. `note` says on which day it was judged; `continues` a goal that did not fit on one."""

    label: Words
    why: Words = ""
    facts: tuple[Fact, ...] = ()
    kpis: tuple[Knot, ...] = ()
    activities: tuple[Knot, ...] = ()
    late: tuple[Fact, ...] = ()
    note: str = ""
    key: str = ""
    continues: bool = False
    kind: str = field(default="spread", init=False)
