"""What the portal holds about one person: given to them as a file, and taken out of everything when they are erased."""

import re
import secrets
from collections.abc import Iterator
from datetime import datetime
from typing import IO, Any

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import AdministrationEntry, OutboxMail, User
from assessments.models import Scorer
from clusters.guard import ClusterOwned
from clusters.models import ActivityEntry, Change, Cluster, Invitation, Membership
from clusters.permissions import Role
from core import workers
from core.archives.rows import AT_ONCE, json_of, plain
from core.archives.zips import Writing
from moving.references import USER, piece_targets

FORMAT, NUMBER = "toolkit-person", 1
# Fields named so let somebody in; nobody needs them in a file.
SECRET = ("token", "password", "secret", "sealed", "session_key", "digest", "seed", "data", "key")
# What is a person's own, though the row names them by way of another.
BY_WAY_OF = {
    "assessments.Score": "scorer__user",
    "assessments.ScoreFile": "scorer__user",
    "account.EmailConfirmation": "email_address__user",
}
LEFT_OUT = {"core.SentForm", "core.KeptForm", "account.EmailConfirmation"}
READ_ME = """What the portal holds about you / Hvad portalen har om dig

person.json   you yourself / dig selv
data/         a file for each kind of thing that names you, a line of JSON for each
              en fil for hver slags ting, der nævner dig, en linje JSON for hver
clusters.json your clusters, and how many rows of clusters you have left name you
              dine klynger, og hvor mange rækker i klynger, du har forladt, der nævner dig
"""
SHORTEST_NAME = 2


def write_person(person: User, into: IO[bytes], *, at: datetime) -> None:
    """Write all that names a person, row by row; of clusters that they are no longer in, only how much there is."""
    archive = Writing(into)
    with archive.member("README.txt") as member:
        member.write(READ_ME.encode())
    with archive.member("person.json") as member:
        member.write(_line(person))
    own = set(Membership.across_clusters.of_person(person).values_list("cluster_id", flat=True))
    elsewhere: dict[str, int] = {}
    for model, wanted in _models_naming():
        rows = model._base_manager.filter(_any_of(wanted, person))
        if issubclass(model, ClusterOwned):
            rows_here = rows.filter(**{f"{model.cluster_path}__in": own})
            if away := rows.count() - rows_here.count():
                elsewhere[model._meta.label] = away
            rows = rows_here
        if rows.exists():
            with archive.member(f"data/{model._meta.label}.jsonl") as member:
                for row in rows.order_by("pk").distinct().iterator(chunk_size=AT_ONCE):
                    member.write(_line(row))
    clusters = Cluster.objects.filter(pk__in=own).values_list("slug", "name_da", "name_en")
    with archive.member("clusters.json") as member:
        named = [{"address": slug, "name": {"da": da, "en": en}} for slug, da, en in clusters]
        member.write(json_of({"clusters": named, "rows_elsewhere": elsewhere}).encode() + b"\n")
    archive.finish({"format": FORMAT, "number": NUMBER, "made_at": at.isoformat(), "address": settings.BASE_URL})


def _models_naming() -> Iterator[tuple[type[models.Model], list[str]]]:
    for model in sorted(apps.get_models(), key=lambda one: one._meta.label):
        if model._meta.label in LEFT_OUT or model is Cluster:
            continue
        wanted = [field.name for field in model._meta.concrete_fields if field.related_model is User]
        if model._meta.label in BY_WAY_OF:
            wanted.append(BY_WAY_OF[model._meta.label])
        if wanted:
            yield model, wanted


def _any_of(paths: list[str], person: User) -> Q:
    found = Q()
    for path in paths:
        found |= Q(**{path: person})
    return found


def _line(row: models.Model) -> bytes:
    told: dict[str, Any] = {}
    for field in row._meta.concrete_fields:
        if any(word in field.name for word in SECRET) or isinstance(field, models.BinaryField):
            continue
        value = field.value_from_object(row)
        told[field.attname] = value.name if isinstance(field, models.FileField) else plain(value)
    return json_of(told).encode() + b"\n"


def refusal_to_go(person: User) -> str:
    """Return the sentence that says why a person cannot have their own account deleted, or nothing."""
    others = User.objects.filter(is_superuser=True, is_active=True).exclude(pk=person.pk)
    if person.is_superuser and not others.exists():
        return _("You are the only administrator. Make somebody else administrator first.")
    # across_clusters: what the person leads, whichever clusters they are in
    led = Membership.across_clusters.of_person(person).filter(role=Role.OWNER, cluster__deletes_at=None)
    alone = [
        one.cluster.shown_name
        for one in led.select_related("cluster")
        if not Membership.objects.of(one.cluster).owners().exclude(user=person).exists()
    ]
    if alone:
        words = _(
            "You are the only owner of %(clusters)s. Invite another owner first, and wait until they have joined."
        )
        return words % {"clusters": ", ".join(alone)}
    return ""


def forget(person: User) -> str:
    """Put a pseudonym wherever the person's name or address is kept, and return it; the row itself goes after that.

    What has been approved or sent stands as it was, under its checksum: it is the cluster's.
    """
    with translation.override(settings.LANGUAGE_CODE):
        pseudonym = _("Erased person %(mark)s") % {"mark": secrets.token_hex(3).upper()}
    names = _names_of(person)
    traces = _clusters_with_traces(person)
    for model in apps.get_models():
        columns = {field.name for field in model._meta.concrete_fields}
        for field in model._meta.concrete_fields:
            if field.related_model is User and f"{field.name}_name" in columns:
                model._base_manager.filter(**{field.name: person}).update(**{f"{field.name}_name": pseudonym})
        _forget_alone(model, columns, person, pseudonym, traces)
    # across_clusters: whatever cluster asked the person
    Scorer.across_clusters.filter(user=person).update(name=pseudonym, email="")
    _forget_in_histories(person, pseudonym, traces)
    _forget_in_logs(names, pseudonym, traces)
    address = f"{pseudonym.rpartition(' ')[2].lower()}@erased.invalid"
    # across_clusters: whatever cluster invited the address
    asked = Invitation.across_clusters.filter(email__iexact=person.email)
    for one in asked:
        Invitation.across_clusters.filter(pk=one.pk).update(
            email=f"{one.pk}-{address}", withdrawn_at=one.withdrawn_at or (None if one.accepted_at else one.created_at)
        )
    OutboxMail.objects.filter(to__iexact=person.email).delete()
    return pseudonym


def _names_of(person: User) -> list[str]:
    """Return what the person is found by in a sentence, as a word of its own."""
    return [word for word in (person.email, person.name) if len(word) >= SHORTEST_NAME]


def _clusters_with_traces(person: User) -> list[int]:
    # across_clusters: the person's own, whichever they are
    found = set(Membership.across_clusters.of_person(person).values_list("cluster_id", flat=True))
    found |= set(ActivityEntry.across_clusters.filter(by=person).order_by().values_list("cluster_id", flat=True))
    found |= set(Change.across_clusters.filter(by=person).order_by().values_list("cluster_id", flat=True))
    # And where others have written about them.
    for name in _names_of(person):
        rows = ActivityEntry.across_clusters.filter(subject__contains=name).order_by()
        found |= set(rows.values_list("cluster_id", flat=True))
    return sorted(found)


def _forget_alone(
    model: type[models.Model], columns: set[str], person: User, pseudonym: str, traces: list[int]
) -> None:
    """Put the pseudonym into columns that keep a name and no person, unless a namesake is in the cluster."""
    if not issubclass(model, ClusterOwned) or not person.name:
        return
    namesakes = User.objects.filter(name=person.name).exclude(pk=person.pk).values("pk")
    # across_clusters: those of a namesake are left alone
    theirs = set(Membership.across_clusters.filter(user__in=namesakes).values_list("cluster_id", flat=True))
    here = [pk for pk in traces if pk not in theirs]
    for name in columns:
        if name.endswith("_by_name") and name.removesuffix("_name") not in columns and name != "approved_by_name":
            rows = model._base_manager.filter(**{f"{model.cluster_path}__in": here, name: person.name})
            rows.update(**{name: pseudonym})


def _forget_in_histories(person: User, pseudonym: str, traces: list[int]) -> None:
    """Put the pseudonym where a history says who answered for something."""
    # across_clusters: those in which the person has left a trace
    rows = Change.across_clusters.filter(cluster__in=traces).exclude(names={})
    for count, line in enumerate(rows.only("pk", "thing", "values", "names").iterator(chunk_size=AT_ONCE)):
        if count % AT_ONCE == 0:
            workers.note_progress()
        named = [name for name, (label, _in_name) in piece_targets(line.thing).items() if label == USER]
        mine = [name for name in named if line.values.get(name) == person.pk and name in line.names]
        if mine:
            names = {**line.names, **dict.fromkeys(mine, pseudonym)}
            Change.across_clusters.filter(pk=line.pk).update(names=names)


def _forget_in_logs(names: list[str], pseudonym: str, traces: list[int]) -> None:
    """Put the pseudonym where a log says to whom something was done; lines are otherwise never changed."""
    for name in names:
        # across_clusters: those in which the person has left a trace
        for rows in (
            ActivityEntry.across_clusters.filter(cluster__in=traces),
            AdministrationEntry.objects.all(),
        ):
            for pk, subject in rows.filter(subject__contains=name).values_list("pk", "subject"):
                changed = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", lambda _found: pseudonym, subject)
                if changed != subject:
                    rows.filter(pk=pk).update(subject=changed[:200])
