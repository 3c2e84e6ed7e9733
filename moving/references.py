"""Where a column names a row otherwise than by a foreign key: these numbers are other ones in another installation.

In a cluster's file every row is named by its place in its table, and so is whatever names it. A row that is no longer
there is named by a number below nought: it stays one thing, and nothing that is there can be taken for it.
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

from django.apps import apps
from django.db import models

from clusters.guard import ClusterOwned
from clusters.models import Change
from clusters.revised import Revised
from findings.models import Waiver
from kpis.models import MeasuringRound
from strategy.models import Strategy
from surveys.models import SurveyRound
from workbooks.models import EditionMove

# Takes the label of a model and a row's number, and returns its number elsewhere.
Translate = Callable[[str, int], int]
HERE = "~"
USER = "accounts.User"
WAIVED = {
    "kpi": "kpis.Kpi",
    "goal": "strategy.Goal",
    "activity": "plans.Activity",
    "milestone": "plans.Milestone",
    "item": "checklists.Item",
    "person": USER,
}
CARRIED = {"kpis": "kpis.Kpi", "activities": "plans.Activity"}
# The rows that a measuring round is made of are named in its history, too.
PARTS = {"kpis": "kpis.Kpi", "deliverers": "kpis.Kpi", "comments": "strategy.Goal"}
ADDRESS = re.compile(r"^/c/([^/]+)/(?:people/(-?\d{1,18})/)?")
# Columns that hold an address of a page.
ADDRESSES = {"url", "address"}
COMMENT = re.compile(r"#c-(-?\d{1,18})\Z")


@cache
def things() -> dict[str, type[Revised]]:
    """Return the models whose rows have a history, by the name that it knows them by."""
    return {str(one._meta.model_name): one for one in apps.get_models() if issubclass(one, Revised)}


@cache
def piece_targets(thing: str) -> dict[str, tuple[str, bool]]:
    """Return which pieces of a row name another row: its model, and whether the number stands in the piece's name."""
    model = things().get(thing)
    if model is None:
        return {}
    if model is MeasuringRound:
        return {name: (label, True) for name, label in PARTS.items()}
    found = {}
    fields = {field.name: field for field in [*model._meta.concrete_fields, *model._meta.many_to_many]}
    for name in model.revised:
        field: Any = fields.get(name)
        if field is not None and field.is_relation:
            found[name] = (field.related_model._meta.label, bool(field.many_to_many))
    return found


def names_rows(model: type[models.Model]) -> bool:
    """Tell whether a column of the model may name a row."""
    is_known = issubclass(model, Change | EditionMove | Strategy | Waiver | SurveyRound)
    return is_known or any(field.name in ADDRESSES for field in model._meta.concrete_fields)


def translated(row: models.Model, values: dict[str, Any], to: Translate, slug: str) -> None:
    """Rewrite in the values of a row whatever names a row, or the cluster's own address; `slug` is how it is named."""
    if isinstance(row, Change):
        _change(values, to)
    elif isinstance(row, Strategy):
        _carried(values, to)
    elif isinstance(row, EditionMove):
        values["touched"] = {key: _answered(was, to) for key, was in values["touched"].items()}
    elif isinstance(row, Waiver):
        values["subject"] = _subject(str(values["subject"]), to)
    elif isinstance(row, SurveyRound):
        values["fed"] = [{**one, "url": address(str(one.get("url", "")), to, slug)} for one in values["fed"]]
    for name in ADDRESSES & values.keys() if isinstance(row, ClusterOwned) else ():
        values[name] = address(str(values[name]), to, slug)


def _change(values: dict[str, Any], to: Translate) -> None:
    thing = str(values["thing"])
    if thing in things():
        label = things()[thing]._meta.label
        # The cluster itself is not a row among others.
        values["row"] = to(label, int(values["row"]))
    targets = piece_targets(thing)
    values["values"] = dict(_pieces(values["values"], targets, to))
    values["names"] = dict(_pieces(values["names"], targets, to))


def _pieces(pieces: dict[str, Any], targets: dict[str, tuple[str, bool]], to: Translate) -> Iterator[tuple[str, Any]]:
    for piece, value in pieces.items():
        name, _dot, rest = piece.partition(".")
        label, is_in_name = targets.get(name, ("", False))
        number, dot, language = rest.partition(".")
        if label and is_in_name and _is_number(number):
            yield f"{name}.{to(label, int(number))}{dot}{language}", value
        elif label and not is_in_name and isinstance(value, int) and not isinstance(value, bool):
            yield piece, to(label, value)
        else:
            yield piece, value


def _is_number(text: str) -> bool:
    return bool(re.fullmatch(r"-?\d{1,18}", text))


def _carried(values: dict[str, Any], to: Translate) -> None:
    kept = values["carried"]
    if not kept:
        return
    goals = {}
    for old, one in kept.get("goals", {}).items():
        new = one.get("new")
        goals[str(to("strategy.Goal", int(old)))] = {**one, "new": None if new is None else to("strategy.Goal", new)}
    lists = {name: sorted(to(label, int(one)) for one in kept.get(name, [])) for name, label in CARRIED.items()}
    values["carried"] = {**kept, "goals": goals, **lists}


def _answered(was: dict[str, Any], to: Translate) -> dict[str, Any]:
    by = was.get("by")
    return {**was, "by": None if by is None else to(USER, int(by))}


def _subject(subject: str, to: Translate) -> str:
    kind, *parts = subject.split(":")
    label = WAIVED.get(kind)
    if label is None:
        return subject
    return ":".join([kind, *(str(to(label, int(one))) if _is_number(one) else one for one in parts)])


def address(url: str, to: Translate, slug: str) -> str:
    """Return an address of the cluster with the cluster named like this; a member and a comment by another number."""
    found = ADDRESS.match(url)
    if found is None:
        return url
    person = found[2]
    middle = f"people/{to('clusters.Membership', int(person))}/" if person else ""
    rest = COMMENT.sub(lambda one: f"#c-{to('comments.Comment', int(one[1]))}", url[found.end() :])
    return f"/c/{slug}/{middle}{rest}"


class Places:
    """The places of the rows of a cluster, by model; and of those that are gone, once all of them are known."""

    def __init__(self) -> None:
        self.known: dict[str, dict[int, int]] = {}
        self._gone: dict[str, set[int]] = {}
        self._sorted: dict[str, list[int]] = {}

    def note(self, label: str, number: int) -> int:
        """Remember that something names this row; the answer is of no use."""
        if number not in self.known.get(label, {}):
            self._gone.setdefault(label, set()).add(number)
        return number

    def unknown(self, label: str) -> set[int]:
        """Return the rows that something names, and whose place nobody has said yet."""
        return self._gone.get(label, set()) - set(self.known.get(label, {}))

    def place_of(self, label: str, number: int) -> int:
        """Return the place of a row: from one on, or below nought when it is gone."""
        if (place := self.known.get(label, {}).get(number)) is not None:
            return place
        if label not in self._sorted:
            self._sorted[label] = sorted(self.unknown(label))
        gone = self._sorted[label]
        return bisect_left(gone, number) - len(gone)
