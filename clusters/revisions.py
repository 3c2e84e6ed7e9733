"""The one way to change what people have written: on top of the revision that they read, piece by piece.

What somebody did not touch is never written. What two people changed in different places is kept, both of it. What
both changed in one place is a conflict: nothing is overwritten, what was sent is kept as set aside, and both are shown.
Safe on both databases without a lock: the row is changed by one `UPDATE ... WHERE revision = ...`.
"""

import copy
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from clusters.activity import record
from clusters.models import Change, Membership
from clusters.revised import Pieces, Revised
from core.errors import Conflict, Side
from core.locking import held

RowT = TypeVar("RowT", bound=Revised)
# So often somebody may be quicker in one moment; then it is told.
TRIES = 5


@dataclass(frozen=True, slots=True)
class Merge:
    """What is to stand, which pieces of it are to be written, and about which two people disagree."""

    after: Pieces
    written: frozenset[str]
    disputed: frozenset[str]

    @property
    def mine(self) -> frozenset[str]:
        """What the person who sent it has changed."""
        return self.written | self.disputed

    @property
    def fields(self) -> set[str]:
        """The fields that are to be written."""
        return {piece.partition(".")[0] for piece in self.written}


def merge(before: Pieces | None, now: Pieces, sent: Pieces, asked: Collection[str]) -> Merge:
    """Put what was sent on top of what stands, as far as `asked` names its fields.

    `before` is what the page showed; where that is not known, everything that differs is in dispute.
    """
    after, written, disputed = dict(now), set(), set()
    for piece in {*now, *sent}:
        mine, theirs = sent.get(piece), now.get(piece)
        if piece.partition(".")[0] not in asked or mine == theirs:
            continue
        if before is None or theirs != before.get(piece) != mine:
            disputed.add(piece)
        elif theirs == before.get(piece):
            written.add(piece)
            after[piece] = mine
    return Merge({k: v for k, v in after.items() if v is not None}, frozenset(written), frozenset(disputed))


def change(
    row: RowT,
    fields: Mapping[str, Any],
    *,
    based_on: int | None,
    by: User | None,
    verb: str | None = None,
    then: Callable[[RowT, RowT], object] | None = None,
    kind: str = Change.Kind.SAVED,
    by_piece: bool = False,
) -> RowT:
    """Change a row on top of the revision that was read; return it as it stands then, the same where nothing changed.

    `based_on` is None where nobody read a page first: then it is what stands now. The log gets the row's own verb,
    another one, or with "" none. `then` gets the row after and before, and writes what goes with it in the same
    transaction. Raises Conflict when somebody else changed the same; with `by_piece` all that is not in dispute is
    stored first. No transaction may be open around it, or what was set aside would go with it.
    """
    given, sent = row, row.pieces_of(fields)

    def write(row: RowT, now: Pieces, merged: Merge) -> RowT | None:
        made = _filled(row, merged, fields, by)
        if based_on not in (None, row.revision):
            made.refuse_impossible()
        return _written(made, row, now, merged, kind, row.verb if verb is None else verb, then)

    for _try in range(TRIES):
        now = row.pieces()
        merged = merge(_read_at(row, based_on, now), now, sent, fields)
        if not merged.mine:
            return row
        if merged.disputed and not (by_piece and merged.written):
            break
        made = write(row, now, merged)
        if made is None:
            fresh = _again(row)
            if fresh is None:
                _set_aside(row, now, sent, merged.mine, by)
                raise Conflict(_("A colleague deleted this while you were writing. What you wrote has been kept."))
            row = fresh
        elif not merged.disputed:
            # Whoever goes on with the row that was given has it as it stands now.
            given.__dict__.update(made.__dict__)
            return made
        else:
            row, now = made, merged.after
            break
    _set_aside(row, now, sent, merged.mine, by)
    raise conflict_of(row, now, sent, merged)


def conflict_of(row: Revised, now: Pieces, sent: Pieces, merged: Merge) -> Conflict:
    """Return what the person is told, with both texts of every piece that is in dispute."""
    languages = row.own_cluster().languages
    names = row.related_names([now, sent])

    def words(piece: str, pieces: Pieces) -> str:
        return row.words_of(piece, pieces.get(piece), named(piece, pieces, names))

    return Conflict(
        _("A colleague changed this while you were writing. Nothing has been overwritten."),
        sides=tuple(
            Side(piece, row.label_of(piece, languages), words(piece, sent), words(piece, now))
            for piece in sorted(merged.disputed, key=row.place_of)
        ),
        who=row.changed_by.display_name if row.changed_by else "",
        at=row.changed_at,
        mine=merged.mine,
    )


def named(piece: str, pieces: Pieces, names: Mapping[tuple[str, Any], str]) -> dict[str, str]:
    """Return the name of the row that a piece points at, by the piece."""
    name, dot, key = piece.partition(".")
    found = names.get((name, int(key) if dot and key.isdecimal() else pieces.get(piece)))
    return {piece: found} if found else {}


def _read_at(row: Revised, revision: int | None, now: Pieces) -> Pieces | None:
    """Return what stood at a revision; None where nobody knows."""
    if revision in (None, row.revision):
        return now
    rows = Change.objects.of(row.own_cluster()).about(row).used().filter(revision=revision)
    return rows.values_list("values", flat=True).first()


def _filled(row: RowT, merged: Merge, fields: Mapping[str, Any], by: User | None) -> RowT:
    """Return the row as it is to stand."""
    made = copy.copy(row)
    for name, value in row.columns(merged.after, merged.fields).items():
        setattr(made, name, value)
    for name in merged.fields & fields.keys():
        # The person who was chosen is known already, and need not be asked for again.
        if isinstance(fields[name], User) and merged.after.get(name) == fields[name].pk:
            setattr(made, name, fields[name])
    made.revision, made.changed_by, made.changed_at = row.revision + 1, by, timezone.now()
    return made


def _written(
    made: RowT,
    row: RowT,
    now: Pieces,
    merged: Merge,
    kind: str,
    verb: str,
    then: Callable[[RowT, RowT], object] | None,
) -> RowT | None:
    """Write row, history and log together; None when somebody else was first, and then nothing is written."""
    stamp = {"revision": made.revision, "changed_by": made.changed_by, "changed_at": made.changed_at}
    with transaction.atomic():
        row.refuse_decided(merged.written)
        # _default_manager: this very row, which its own view found in its cluster
        rows = type(row)._default_manager.filter(pk=row.pk, revision=row.revision, **row.still_there())
        if not rows.update(**row.columns(merged.after, merged.fields), **stamp):
            return None
        made.write(merged.after, merged.fields)
        # What comes from before a history was kept, or was handed over, has no line yet for how it stood.
        before = line_of(row, now, Change.Kind.SAVED, row.changed_by)
        Change.objects.bulk_create([before, line_of(made, merged.after, kind, made.changed_by)], ignore_conflicts=True)
        if verb:
            record(cluster=made.own_cluster(), by=made.changed_by, verb=verb, subject=made.called, url=made.log_url)
        if then is not None:
            then(made, row)
    return made


def line_of(row: Revised, pieces: Pieces, kind: str, by: User | None) -> Change:
    """Return a line of the history that is not stored yet."""
    return Change(
        cluster=row.own_cluster(),
        thing=str(row._meta.model_name),
        row=row.pk,
        revision=row.revision,
        kind=kind,
        values=pieces,
        names=row.names_of(pieces),
        by=by,
        by_name=by.display_name if by else "",
        at=row.changed_at,
    )


def _set_aside(row: Revised, now: Pieces, sent: Pieces, mine: Collection[str], by: User | None) -> None:
    """Keep what came too late, as it would stand if it had come first; the same sent again is kept once."""
    wanted = {**now, **{piece: sent.get(piece) for piece in mine}}
    values = {piece: value for piece, value in wanted.items() if value is not None}
    kept = Change.objects.of(row.own_cluster()).about(row).filter(kind=Change.Kind.SET_ASIDE, by=by)
    if any(one.values == values for one in kept.filter(revision=row.revision)):
        return
    line = line_of(row, values, Change.Kind.SET_ASIDE, by)
    line.at = timezone.now()
    line.save(force_insert=True)


def _again(row: RowT) -> RowT | None:
    """Read the row again, or None when it has been put away."""
    # _default_manager: this very row, which its own view found in its cluster
    fresh: RowT | None = type(row)._default_manager.filter(pk=row.pk, **row.still_there()).first()
    parent = getattr(row, "cluster_path", "cluster").partition("__")[0]
    if fresh is not None and parent in row._state.fields_cache:
        setattr(fresh, parent, getattr(row, parent))
    return fresh


def bring_back(row: RowT, line: Change, *, based_on: int, by: User) -> RowT:
    """Let a row be again what a line of its history says; raises Conflict when a colleague changed it meanwhile.

    Somebody who is no longer a member answers for nothing: then nobody does, until one is chosen.
    """
    if based_on != row.revision:
        raise Conflict(_("A colleague changed this while you were reading. Look at the newest version first."))
    known = row.related_names([line.values])
    members = set(Membership.objects.of(row.own_cluster()).values_list("user", flat=True))
    pieces = {
        piece: value for piece, value in line.values.items() if not row.points_nowhere(piece, value, known, members)
    }
    return change(row, row.fields_of(pieces), based_on=based_on, by=by, kind=Change.Kind.RESTORED)


def mark(row: RowT, before: Pieces, *, by: User | None) -> None:
    """Keep a change of the row's parts that was made under a lock, in the transaction that made it."""
    made = copy.copy(row)
    made.revision, made.changed_by, made.changed_at = row.revision + 1, by, timezone.now()
    stamp = {"revision": made.revision, "changed_by": by, "changed_at": made.changed_at}
    # _default_manager: this very row, which its own view found in its cluster
    type(row)._default_manager.filter(pk=row.pk).update(**stamp)
    lines = [line_of(row, before, Change.Kind.SAVED, row.changed_by)]
    lines.append(line_of(made, made.pieces(), Change.Kind.SAVED, by))
    Change.objects.bulk_create(lines, ignore_conflicts=True)


def change_together(rows: Sequence[Revised], fields: Callable[[Any], dict[str, Any]], *, by: User | None) -> int:
    """Change several rows on top of what stands now, each with its history; return how many changed.

    For what one act changes in many rows: the caller holds them, or what they belong to, in its transaction.
    """
    lines, changed, names = [], [], set[str]()
    for row in rows:
        now, wanted = row.pieces(), fields(row)
        merged = merge(now, now, row.pieces_of(wanted), wanted)
        if not merged.written:
            continue
        before = line_of(row, now, Change.Kind.SAVED, row.changed_by)
        made = _filled(row, merged, wanted, by)
        row.__dict__.update(made.__dict__)
        lines += [before, line_of(row, merged.after, Change.Kind.SAVED, by)]
        changed.append(row)
        names |= set(row.columns(merged.after, merged.fields))
    if changed:
        columns = {field.name for field in changed[0]._meta.concrete_fields if {field.name, field.attname} & names}
        # _default_manager: rows that the caller found in their cluster
        rows_of_all = type(changed[0])._default_manager
        rows_of_all.bulk_update(changed, [*columns, "revision", "changed_by", "changed_at"])
        Change.objects.bulk_create(lines, ignore_conflicts=True)
    return len(changed)


def hand_over(rows: QuerySet[Any], field: str, *, to: User, by: User) -> int:
    """Give what somebody answers for to another person; return how many."""
    return change_together(list(held(rows)), lambda _row: {field: to}, by=by)
