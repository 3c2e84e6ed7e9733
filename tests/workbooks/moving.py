"""Two editions of a template that differ in every way, and a strategy on the first."""

from typing import Any

from accounts.models import User
from clusters.models import Cluster
from core.text import Text
from library.models import Edition
from library.services import publish_edition
from strategy.models import Strategy
from strategy.services import start_strategy
from tests.schema.samples import common, options, question, section, text
from workbooks.models import EditionMove, Workbook
from workbooks.services.editions import move_to_edition, prospect_of
from workbooks.services.workbooks import save_answer

FIRST = [
    section(
        "one",
        question("name"),
        question("profile", required=True),
        question("press", "longtext"),
        question("source", "choice", options=options("grant", "fees")),
    ),
    section("two", question("only"), question("more", show_if={"question": "source", "is": "fees"})),
]
SECOND = [
    section(
        "one",
        {**question("name"), "label": text("Hvad hedder I?")},
        question("who", "longtext", replaces=["profile"]),
        question("source", "multichoice", options=options("grant", "fees")),
        question("when", "date", required=True),
    ),
    section("three", question("more", show_if={"question": "source", "is": "grant"})),
]
GIVEN = {
    "name": {"da": "Omslag"},
    "profile": {"da": "En *ingeniør*"},
    "press": {"da": "Fagpressen", "en": "Trade press"},
    "source": "fees",
    "only": {"da": "Kun her"},
    "more": {"da": "Mere"},
}


def edition(version: int, sections: list[dict[str, Any]]) -> Edition:
    """Publish an edition of the template."""
    data = {**common("strategy", "moves", version), "sections": sections}
    return publish_edition(data=data, by=None)


def started(cluster: Cluster, by: User) -> Strategy:
    """Start a strategy on the first edition, and answer all of it."""
    made = start_strategy(cluster=cluster, edition=edition(1, FIRST), title=Text(da="Vores", en="Ours"), by=by)
    for key, value in GIVEN.items():
        save(made.workbook, key, value, by)
    return made


def save(workbook: Workbook, key: str, value: Any, by: User) -> None:
    """Store an answer on top of the newest one."""
    current = workbook.answers.filter(question_key=key).first()
    based_on = current.revision if current else 0
    save_answer(workbook=workbook, question_key=key, value=value, based_on=based_on, current=current, by=by)


def again(strategy: Strategy) -> Workbook:
    """Read the workbook of a strategy from the database, as the next request does."""
    found = Workbook.objects.of(strategy.cluster).select_related("edition__publication").get(pk=strategy.workbook_id)
    found.cluster = strategy.cluster
    return found


def move(strategy: Strategy, to: Edition, by: User) -> EditionMove:
    """Take a strategy to another edition, having seen what that means."""
    workbook = again(strategy)
    return move_to_edition(workbook=workbook, edition=to, seen=prospect_of(workbook, to).seen, by=by)


def answers(workbook: Workbook) -> dict[str, Any]:
    """Return what is answered, by question."""
    return {one.question_key: one.value for one in workbook.answers.all() if one.value is not None}


def whole(workbook: Workbook) -> dict[str, tuple[Any, ...]]:
    """Return what is answered with who, when and whence, which undoing must restore."""
    return {
        one.question_key: (one.value, one.changed_by_id, one.changed_at, one.written_at, one.origin)
        for one in workbook.answers.all()
        if one.value is not None
    }


def parked(workbook: Workbook) -> dict[str, tuple[Any, str]]:
    """Return what is parked, by question: the value, and where what it became stands, or nothing."""
    return {one.question_key: (one.value, one.at_key) for one in workbook.parked.waiting()}
