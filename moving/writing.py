"""Writing a cluster's file (docs/cluster-file.md): rows as lines of JSON, files, a list with a sum for each.

The same cluster gives the same bytes in every installation, but for the list's head, which says where and when.
"""

import hashlib
import io
from collections.abc import Callable
from datetime import UTC, datetime
from typing import IO, Any

from django.apps import apps
from django.conf import settings
from django.core.files.storage import default_storage
from django.db import models

from accounts.models import User
from clusters.models import Cluster
from core import workers
from core.archives.rows import AT_ONCE, json_of, plain
from core.archives.snapshot import snapshot
from core.archives.zips import PIECE, Writing
from exports.file_cache import file_of as document_of
from library.models import Edition
from moving import tables
from moving.references import HERE, USER, Places, names_rows, translated
from reports.models import Export

FORMAT, NUMBER = "toolkit-cluster", 1
# The largest PDF that goes along: more than any that the portal makes.
LARGEST_DOCUMENT = 64 * 1024**2
CLUSTER, PEOPLE, EDITIONS = "data/cluster.json", "data/people.jsonl", "data/editions.jsonl"
Tell = Callable[[int, int], None]


def silent(_done: int, _all: int) -> None:
    """Tell nobody how far it is."""


def member_of(label: str) -> str:
    """Return where a table lies in the archive."""
    return f"data/{label}.jsonl"


def write_cluster(cluster: Cluster, into: IO[bytes], *, at: datetime, tell: Tell = silent) -> dict[str, Any]:
    """Write everything that the cluster has, as it stands at one moment; return what the list says."""
    with snapshot() as using:
        return _Writer(cluster, into, using, tell).write(at)


class _Writer:
    def __init__(self, cluster: Cluster, into: IO[bytes], using: str, tell: Tell) -> None:
        self.cluster = Cluster.objects.using(using).get(pk=cluster.pk)
        self.archive, self.using, self.tell = Writing(into), using, tell
        self.tables = tables.tables()
        self.places = Places()
        self.people: dict[int, int] = {}
        self.editions: dict[int, int] = {}
        # The files that are in the archive: a row names no other, whatever is deleted meanwhile.
        self.kept: set[str] = set()

    def write(self, at: datetime) -> dict[str, Any]:
        """Write table by table, then the list."""
        self._find_places()
        self._write_people()
        self._write_editions()
        self._write_files(self.cluster, 0)
        with self.archive.member(CLUSTER) as member:
            member.write(self._line(self.cluster, 0))
        counts = {}
        for done, model in enumerate(self.tables, start=1):
            counts[model._meta.label] = self._write_table(model)
            self.tell(done, len(self.tables))
        return self.archive.finish(
            {
                "format": FORMAT,
                "number": NUMBER,
                "version": settings.VERSION,
                "made_at": at.astimezone(UTC).isoformat(),
                "address": settings.BASE_URL,
                "cluster": self.cluster.slug,
                "name": {"da": self.cluster.name_da, "en": self.cluster.name_en},
                "rows": counts,
                "left_out": self._left_out(),
                "content": content_of(self.archive.members),
            }
        )

    def _rows(self, model: type[models.Model]) -> "models.QuerySet[Any]":
        return tables.rows(model, self.cluster, self.using)

    def _find_places(self) -> None:
        """Give each row its place, each person and edition too, and find which rows are named and gone."""
        own = Cluster.objects.using(self.using).filter(pk=self.cluster.pk)
        people, editions = self._pointed(Cluster, own, tables.is_person), set()
        self.places.known["clusters.Cluster"] = {self.cluster.pk: 1}
        for model in self.tables:
            rows = self._rows(model)
            keys = enumerate(rows.values_list("pk", flat=True).iterator(chunk_size=2000), start=1)
            self.places.known[model._meta.label] = {pk: place for place, pk in keys}
            people |= self._pointed(model, rows, tables.is_person)
            editions |= self._pointed(model, rows, tables.is_edition)
        for model in self.tables:
            if names_rows(model):
                for row in self._rows(model).iterator(chunk_size=AT_ONCE):
                    translated(row, _values(row), self.places.note, HERE)
        people |= self.places.unknown(USER)
        # Named by their addresses, which are the same everywhere; the order of numbers is not.
        found = User.objects.using(self.using).filter(pk__in=people).values_list("email", "pk")
        self.people = {pk: place for place, (_email, pk) in enumerate(sorted(found), start=1)}
        self.places.known[USER] = self.people
        known = _editions(self.using).filter(pk__in=editions).select_related("publication").defer("document")
        named = sorted((one.publication.kind, one.publication.slug, one.version, one.pk) for one in known)
        self.editions = {one[3]: place for place, one in enumerate(named, start=1)}

    def _pointed(self, model: type[models.Model], rows: "models.QuerySet[Any]", asked: Callable[..., bool]) -> set[int]:
        found: set[int] = set()
        for field in model._meta.concrete_fields:
            if asked(field):
                found |= set(rows.order_by().values_list(field.attname, flat=True).distinct())
        return found - {None}  # type: ignore[arg-type]

    def _write_people(self) -> None:
        rows = User.objects.using(self.using).in_bulk(list(self.people))
        with self.archive.member(PEOPLE) as member:
            for pk in self.people:
                one = rows[pk]
                member.write(_bytes({"email": one.email, "name": one.name, "language": one.language}))

    def _write_editions(self) -> None:
        with self.archive.member(EDITIONS) as member:
            for pk in self.editions:
                one = _editions(self.using).select_related("publication").get(pk=pk)
                told = {"kind": one.publication.kind, "slug": one.publication.slug, "version": one.version}
                own = {"own": True} if one.is_own else {}
                member.write(_bytes({**told, **own, "digest": one.digest, "document": one.document}))

    def _write_table(self, model: type[models.Model]) -> int:
        label = model._meta.label
        rows, count = self._rows(model), 0
        lines: list[bytes] = []
        if any(isinstance(field, models.FileField) for field in model._meta.concrete_fields):
            for place, row in enumerate(rows.iterator(chunk_size=AT_ONCE), start=1):
                self._write_files(row, place)
        with self.archive.member(member_of(label)) as member:
            for count, row in enumerate(rows.iterator(chunk_size=AT_ONCE), start=1):
                line = self._line(row, count)
                if label in tables.UNORDERED:
                    lines.append(line)
                else:
                    member.write(line)
                if count % AT_ONCE == 0:
                    workers.note_progress()
            for line in sorted(lines):
                member.write(line)
        return count

    def _line(self, row: models.Model, place: int) -> bytes:
        values = _values(row)
        translated(row, values, self.places.place_of, HERE)
        label = row._meta.label
        told: dict[str, Any] = {} if label in tables.UNORDERED or not place else {"id": place}
        for field in tables.columns(type(row)):
            value = values[field.attname]
            if tables.is_person(field):
                told[field.name] = self.people.get(value)
            elif tables.is_edition(field):
                told[field.name] = self.editions.get(value)
            elif isinstance(field, models.ForeignKey):
                target = field.related_model._meta.label
                told[field.name] = None if value is None else self.places.known[target].get(value)
            elif isinstance(field, models.FileField):
                where = file_of(label, place, field.name)
                told[field.name] = where if where in self.kept else ""
            else:
                told[field.name] = plain(value)
        return _bytes(told)

    def _write_files(self, row: models.Model, place: int) -> None:
        for field in row._meta.concrete_fields:
            if not isinstance(field, models.FileField):
                continue
            source = _content_of(row, field)
            if source is None:
                continue
            workers.note_progress()
            where = file_of(row._meta.label, place, field.name)
            with source, self.archive.member(where) as member:
                while piece := source.read(PIECE):
                    member.write(piece)
            self.kept.add(where)

    def _left_out(self) -> dict[str, Any]:
        """Return which tables are not in the file, how many rows of them there are, and why."""
        told: dict[str, Any] = {}
        for label, why in tables.LEFT_OUT.items():
            count = tables.rows(apps.get_model(label), self.cluster, self.using).count()
            told[label] = {"rows": count, "why": why}
        return told


def _editions(using: str) -> "models.QuerySet[Edition]":
    """Return all editions: the cluster's rows say which of them go along."""
    return Edition.across_clusters.using(using)  # across_clusters: narrowed to what the cluster's rows point at


def _content_of(row: models.Model, field: models.FileField) -> IO[bytes] | None:
    """Return a file of a row, open; a finished document's own lies among those that can be made again."""
    name = field.value_from_object(row).name
    if name:
        return default_storage.open(name) if default_storage.exists(name) else None
    made = document_of(row.digest) if isinstance(row, Export) else None
    return None if made is None or len(made) > LARGEST_DOCUMENT else io.BytesIO(made)


def file_of(label: str, place: int, column: str) -> str:
    """Return where a file of a row lies in the archive."""
    return f"files/{label}/{place}-{column}"


def content_of(members: dict[str, dict[str, Any]]) -> str:
    """Return one sum over all members: equal where the content is, wherever and whenever it was written."""
    words = "".join(f"{told['sha256']}  {name}\n" for name, told in sorted(members.items()))
    return hashlib.sha256(words.encode()).hexdigest()


def _values(row: models.Model) -> dict[str, Any]:
    return {field.attname: field.value_from_object(row) for field in row._meta.concrete_fields}


def _bytes(value: dict[str, Any]) -> bytes:
    return json_of(value).encode() + b"\n"
