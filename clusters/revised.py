"""What a row is that people change: it has a revision, and says of what pieces it is made.

A piece is the smallest thing that two people may change without being in each other's way: one language of a text, a
date, one of several KPIs. `clusters.revisions` compares, merges and keeps pieces; it knows no model by name.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar, Self, TypeAlias

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import CheckConstraint
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from clusters.permissions import Permission
from core.dates import format_date
from core.errors import Refusal
from core.languages import content_language, label_in
from core.numbers import format_decimal
from core.rows import Row
from core.text import LANGUAGES, is_language

# What stands in a row, by piece: `deadline`, `title.da`, `kpis.12`. What is empty is left out.
Pieces: TypeAlias = dict[str, Any]


class Revised(Row):
    """The base of every row whose words people change; `clusters.revisions.change` is the one way to change them."""

    revision = models.PositiveIntegerField(default=1)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    changed_at = models.DateTimeField(default=timezone.now)

    # The fields that people change, in the order in which they are read.
    revised: ClassVar[tuple[str, ...]] = ()
    # What the pages of changes call a field, where the field's own name is not what stands in the form.
    labels: ClassVar[Mapping[str, str | Promise]] = {}
    # The line in the log when it is changed.
    verb: ClassVar[str] = ""
    # Who may read the earlier versions, and bring one back.
    read_right: ClassVar[Permission] = Permission.READ
    change_right: ClassVar[Permission] = Permission.WRITE

    class Meta:
        abstract = True

    @property
    def called(self) -> str:
        """What the row is called, for the page of its earlier versions."""
        return str(self)

    @property
    def form_url(self) -> str:
        """Where it is changed."""
        raise NotImplementedError

    @property
    def log_url(self) -> str:
        """Where the line in the log leads to."""
        return self.form_url

    @property
    def history_url(self) -> str:
        """Where its earlier versions are."""
        return reverse("clusters:history", args=[self.own_cluster().slug, self._meta.model_name, self.pk])

    @property
    def talk_url(self) -> str:
        """Where people talk about it; empty where nobody does."""
        return ""

    def still_there(self) -> dict[str, Any]:
        """Return what is true of the row as long as it can be changed."""
        return {}

    def may_be_changed_by(self, membership: Any) -> bool:
        """Tell whether a member may change it, or bring an earlier version back."""
        return bool(membership.may(self.change_right))

    def own_cluster(self) -> Any:
        """The cluster that the row belongs to."""
        found: Any = self
        for name in getattr(self, "cluster_path", "cluster").split("__"):
            found = getattr(found, name)
        return found

    def in_cluster(self, cluster: Any) -> Self:
        """Give the row the cluster that it was found in, so that it need not be asked for again."""
        *path, last = getattr(self, "cluster_path", "cluster").split("__")
        parent: Any = self
        for name in path:
            parent = getattr(parent, name)
        setattr(parent, last, cluster)
        return self

    def pieces(self) -> Pieces:
        """Return all that stands in the row."""
        return self.pieces_of({name: self.standing(name) for name in self.revised})

    def standing(self, name: str) -> Any:
        """Return what stands in one of the fields; of several rows their keys."""
        field = self._field(name)
        if field.many_to_many:
            return list(getattr(self, name).values_list("pk", flat=True))
        return getattr(self, field.attname)

    def pieces_of(self, fields: Mapping[str, Any]) -> Pieces:
        """Return the pieces of what is to stand in these fields."""
        found: Pieces = {}
        for name, value in fields.items():
            if isinstance(value, Mapping):
                found |= {f"{name}.{key}": plain(one) for key, one in value.items()}
            elif isinstance(value, Iterable) and not isinstance(value, str):
                found |= {f"{name}.{plain(one)}": True for one in value}
            else:
                found[name] = plain(value)
        return {name: value for name, value in found.items() if value not in (None, "", False)}

    def write(self, after: Pieces, names: Collection[str]) -> None:
        """Write what does not stand in the row's own columns; the row is held until the transaction ends."""
        for name in names:
            if self._field(name).many_to_many:
                getattr(self, name).set([int(key) for key in keys_of(after, name)])

    def columns(self, after: Pieces, names: Collection[str]) -> dict[str, Any]:
        """Return what is to stand in the row's own columns."""
        found: dict[str, Any] = {}
        for name in names:
            if name not in {field.name for field in self._meta.concrete_fields}:
                continue
            field = self._field(name)
            value = after.get(name)
            if isinstance(field, models.JSONField):
                found[name] = values_of(after, name)
            elif value is not None:
                found[field.attname] = (field.target_field if field.is_relation else field).to_python(value)
            elif isinstance(field, models.BooleanField):
                found[name] = False
            else:
                found[field.attname] = None if field.null else ""
        return found

    def refuse_decided(self, pieces: Collection[str]) -> None:
        """Raise Refusal where one of these pieces has been decided and may not be changed like this.

        Asked inside the transaction that writes them, so that what it holds stays as it is until then.
        """

    def refuse_impossible(self) -> None:
        """Raise Refusal where two changes, each of them right, together make what cannot stand."""
        for constraint in self._meta.constraints:
            if isinstance(constraint, CheckConstraint):
                try:
                    constraint.validate(type(self), self)
                except ValidationError as error:
                    raise Refusal(" ".join(error.messages)) from error

    def label_of(self, piece: str, languages: Collection[Any] = LANGUAGES) -> str:
        """Return what a piece is called."""
        name, _dot, key = piece.partition(".")
        label = str(self.labels[name] if name in self.labels else self._field(name).verbose_name)
        return label_in(label, key, languages) if is_language(key) else label

    def words_of(self, piece: str, value: Any, names: Mapping[str, str]) -> str:
        """Return how a value is shown; `names` are those of the rows that are pointed at."""
        field = self._field(piece.partition(".")[0])
        if value is None:
            return ""
        if field.is_relation:
            return names.get(piece) or _("Somebody or something that is no longer there")
        if isinstance(field, models.BooleanField):
            return _("Yes")
        if getattr(field, "flatchoices", None):
            return str(dict(field.flatchoices).get(value, value))
        return words_of_plain(field, value)

    def place_of(self, piece: str) -> tuple[int, str]:
        """Return where a piece stands among the others."""
        name, _dot, key = piece.partition(".")
        return self.revised.index(name) if name in self.revised else len(self.revised), key

    def fields_of(self, pieces: Pieces) -> dict[str, Any]:
        """Return what is to stand in each field, so that these pieces do."""
        return {name: values_of(pieces, name) or pieces.get(name) for name in self.revised}

    def related_names(self, several: Iterable[Pieces]) -> dict[tuple[str, Any], str]:
        """Return the names of all rows that are pointed at, by field and key; one query for each field."""
        wanted: dict[str, set[Any]] = {}
        for pieces in several:
            for piece, value in pieces.items():
                name, dot, key = piece.partition(".")
                if self._field(name).is_relation:
                    wanted.setdefault(name, set()).add(int(key) if dot else value)
        return {
            (name, row.pk): name_of(row)
            # _default_manager: rows that this one points at, of its own cluster
            for name, keys in wanted.items()
            for row in self._field(name).related_model._default_manager.filter(pk__in=keys)
        }

    def points_nowhere(self, piece: str, value: Any, known: Mapping[tuple[str, Any], str], members: set[int]) -> bool:
        """Tell whether a piece points at a row that is gone, or at a person who is no longer a member."""
        name, dot, key = piece.partition(".")
        field = self._field(name)
        if not field.is_relation:
            return False
        found = int(key) if dot else value
        is_person = field.related_model._meta.label == settings.AUTH_USER_MODEL
        return (name, found) not in known or (is_person and found not in members)

    def names_of(self, pieces: Pieces) -> dict[str, str]:
        """Return the names of what the row points at, to be kept beside it."""
        found = {}
        for piece in pieces:
            field = next((one for one in self._meta.concrete_fields if one.name == piece), None)
            if field is not None and field.is_relation and (name := name_of(getattr(self, piece))):
                found[piece] = name
        return found

    def _field(self, name: str) -> Any:
        return self._meta.get_field(name)


def plain(value: Any) -> Any:
    """Return a value as it is kept and compared: 12.50 and 12.5 are one."""
    if isinstance(value, models.Model):
        return value.pk
    if isinstance(value, Decimal):
        return format(value.normalize() + 0, "f")
    if isinstance(value, date):
        return value.isoformat()
    return value.replace("\r\n", "\n") if isinstance(value, str) else value


def keys_of(pieces: Pieces, name: str) -> list[str]:
    """Return the keys of the pieces of one field."""
    return [piece.partition(".")[2] for piece in pieces if piece.startswith(f"{name}.")]


def values_of(pieces: Pieces, name: str) -> dict[str, Any]:
    """Return the pieces of one field, by key."""
    return {key: pieces[f"{name}.{key}"] for key in keys_of(pieces, name)}


def name_of(row: Any) -> str:
    """Return what people call a person, or another row that is pointed at."""
    if row is None:
        return ""
    return str(getattr(row, "display_name", "") or getattr(row, "shown_title", "") or row)


def words_of_plain(field: Any, value: Any) -> str:
    """Return a day, a number or a text as people read it."""
    if isinstance(field, models.DateField):
        return format_date(date.fromisoformat(value), content_language())
    if isinstance(field, models.DecimalField):
        return format_decimal(Decimal(value), content_language())
    return str(value)
