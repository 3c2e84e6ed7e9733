"""Which tables a cluster's file has, in the order in which they are brought in, and which of their columns."""

from collections.abc import Iterator
from graphlib import TopologicalSorter
from typing import Any

from django.db import models

from accounts.models import User
from clusters.guard import ClusterOwned
from clusters.models import Cluster
from clusters.whole import models_of_clusters, rows_of
from library.models import Edition
from reports.models import Export

# What of a cluster is not in its file, and why: a house test names every table that is neither here nor there.
LEFT_OUT = {
    "assessments.Score": "What each person answered to a self-assessment is theirs alone; the result is in the file.",
    "assessments.ScoreFile": "A file beside a person's own answer is theirs; its name is with the result.",
    "clusters.SheetImport": "Spreadsheets that nobody has confirmed yet: read them in again.",
    "curation.OwnCopy": "Templates of the cluster's own: download each as a file. Work that runs on them goes along.",
    "moving.Copy": "Earlier copies of everything.",
    "plans.CalendarFeed": "Calendar addresses are secret: everybody makes a new one.",
    "reminders.Reminder": "Who has been reminded of what by this portal.",
    "search.Entry": "The search is made again.",
    "search.Indexed": "The search is made again.",
    "search.Word": "The search is made again.",
    "surveys.UsedProof": "What keeps a form that is sent twice from counting twice.",
    "surveys.WaitingAnswer": "Answers to a survey that is still open are sealed here: close it first.",
    "workbooks.Presence": "Who is writing at this moment.",
}
# Columns that work in one installation alone: who has a link, a password or a seed could come in with it.
KEPT_HERE = {
    "assessments.Scorer": {"token_digest", "counted"},
    "clusters.Cluster": {"slug", "deletes_at"},
    "clusters.Invitation": {"token_digest"},
    # How it was made, and under which name its file lies among those of this machine.
    "reports.Export": {"digest", "state", "step", "expected_pages", "attempts", "fault", "seen_at"},
    "reports.SentDocument": {"token_digest"},
    "reviews.PublicLink": {"token_digest", "password"},
    "surveys.SurveyInvitation": {"seed", "digest"},
    "surveys.SurveyRound": {"open_seed", "open_digest", "test_seed", "test_digest"},
}
LAST = {"clusters.ActivityEntry", "clusters.Change", "findings.Waiver"}
# Rows that have no number of their own, so that nobody sees in which order they came.
UNORDERED = {"surveys.SurveyAnswer"}


def tables() -> list[type[models.Model]]:
    """Return the models of a cluster's file, each after those that it points at."""
    owned: list[type[models.Model]] = [one for one in models_of_clusters() if one._meta.label not in LEFT_OUT]
    between: list[Any] = [field.remote_field.through for one in owned for field in one._meta.many_to_many]
    found = {one._meta.label: one for one in [*owned, *between]}
    graph = {
        label: {target for _field, target in links(one) if target in found and target != label}
        for label, one in sorted(found.items())
    }
    # They name rows of any table.
    for label in LAST:
        graph[label] |= found.keys() - LAST
    # In one order, whatever the process: that of a set is another one each time.
    ordered = TopologicalSorter({label: sorted(graph[label]) for label in sorted(graph)}).static_order()
    return [found[label] for label in ordered]


def links(model: type[models.Model]) -> Iterator[tuple["models.ForeignKey[Any, Any]", str]]:
    """Return the columns that point at rows, and the model that each points at."""
    for field in model._meta.concrete_fields:
        if isinstance(field, models.ForeignKey):
            yield field, field.related_model._meta.label


def columns(model: type[models.Model]) -> "list[models.Field[Any, Any]]":
    """Return the columns that are in the file; its number and its cluster are said by where a row stands."""
    kept = KEPT_HERE.get(model._meta.label, set())
    return [
        field
        for field in model._meta.concrete_fields
        if not field.primary_key and field.name not in kept and getattr(field, "related_model", None) is not Cluster
    ]


def rows(model: type[models.Model], cluster: Cluster, using: str) -> "models.QuerySet[Any]":
    """Return the rows of one table, in the order of the file."""
    if issubclass(model, ClusterOwned):
        found = rows_of(model, cluster).using(using)
        # A document that waits, or could not be made, is nothing yet.
        return found.filter(state=Export.State.DONE) if model is Export else found
    # Between two tables of a cluster: the first of them says whose it is.
    field, _target = next(one for one in links(model) if issubclass(one[0].related_model, ClusterOwned))
    path = f"{field.name}__{getattr(field.related_model, 'cluster_path', '')}"
    return model._base_manager.using(using).filter(**{path: cluster}).order_by("pk")


def is_person(field: "models.Field[Any, Any]") -> bool:
    """Tell whether a column names a person."""
    return getattr(field, "related_model", None) is User


def is_edition(field: "models.Field[Any, Any]") -> bool:
    """Tell whether a column names an edition of the library."""
    return getattr(field, "related_model", None) is Edition
