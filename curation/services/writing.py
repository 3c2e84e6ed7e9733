"""The one way to change a manuscript: operations on top of the revision that somebody read.

Who writes elsewhere is in nobody's way. What two people wrote in one place is not overwritten: what came later is set
aside, and told. Safe on both databases without a lock: the row is changed by one `UPDATE ... WHERE revision = ...`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core.errors import Refusal
from curation.models import Manuscript, WritingStep
from curation.rules.operations import Impossible, Insert, Move, Operation, Remove, Set, in_its_format, revived
from curation.rules.paths import Gone, find, is_within, join, split, touches
from curation.selectors import as_it_was
from schema.plain import MOST_VALUES, plain_faults

# So often somebody may be quicker in one moment; then it is told.
TRIES = 5
LARGEST = 5_000_000


@dataclass(frozen=True, slots=True)
class Clash:
    """What could not be written: somebody has written in the same place, or taken it away (`is_gone`)."""

    path: str
    mine: Any
    theirs: Any
    who: str
    at: datetime | None = None
    is_gone: bool = False


@dataclass(frozen=True, slots=True)
class Written:
    """A manuscript as it is now, what was written, and what was set aside."""

    manuscript: Manuscript
    change: WritingStep | None = None
    clashes: tuple[Clash, ...] = field(default=())


def write(manuscript: Manuscript, operations: Sequence[Operation], *, based_on: int, by: User) -> Written:
    """Do the operations on top of the revision that was read; those that clash are set aside. Raises Refusal."""
    return _write(manuscript, in_its_format(manuscript.document, list(operations)), based_on, by)


def undo(manuscript: Manuscript, *, by: User) -> Written:
    """Take back the person's own last step. Raises Refusal where somebody has written in the same place since."""
    change = manuscript.changes.last_done_by(by.pk)
    if change is None:
        raise Refusal(_("There is nothing to undo."))
    return _step(manuscript, change, change.back, WritingStep.How.UNDONE, by)


def redo(manuscript: Manuscript, *, by: User) -> Written:
    """Do again what the person took back last."""
    change = manuscript.changes.next_to_redo(by.pk)
    if change is None:
        raise Refusal(_("There is nothing to do again."))
    return _step(manuscript, change, change.operations, WritingStep.How.REDONE, by)


def go_back(manuscript: Manuscript, *, to: int, based_on: int, by: User) -> Written:
    """Write the document as it was at an earlier revision; one step, which can be undone. Raises Refusal."""
    if manuscript.revision != based_on:
        raise Refusal(_("The draft has been changed since this page was opened. Look at it again, then go back."))
    document, was = manuscript.document, as_it_was(manuscript, max(1, to))
    names = dict.fromkeys((*was, *document))
    changed: list[Operation] = [Set(one, was.get(one)) for one in names if was.get(one) != document.get(one)]
    if not changed:
        raise Refusal(_("The draft says the same as it did then."))
    return _write(manuscript, changed, manuscript.revision, by)


def _step(manuscript: Manuscript, change: WritingStep, stored: list[dict[str, Any]], kind: str, by: User) -> Written:
    operations = [revived(one) for one in stored]
    others = [one for one in manuscript.changes.since(change.revision) if one.by_id != by.pk]
    for operation in operations:
        if other := _clashing(operation, others):
            raise Refusal(
                _("%(name)s has changed the same place since, so this step cannot be undone or done again.")
                % {"name": _name(other.by)}
            )
    with transaction.atomic():
        written = _write(manuscript, operations, manuscript.revision, by, kind)
        if written.clashes:
            raise Refusal(_("What it was about is no longer there, so this step cannot be undone or done again."))
        WritingStep.objects.filter(pk=change.pk).update(is_undone=kind == WritingStep.How.UNDONE)
    return written


def _write(
    manuscript: Manuscript, operations: list[Operation], based_on: int, by: User, kind: str = WritingStep.How.DONE
) -> Written:
    for _try in range(TRIES):
        since = list(manuscript.changes.since(based_on)) if manuscript.revision > based_on else []
        document, done, back, clashes = _applied(manuscript.document, operations, since)
        if not done:
            return _aside(manuscript, clashes, operations, by)
        refuse_too_large(document)
        # No point to go back to: what fails here fails as a whole, and nothing else is in this transaction.
        with transaction.atomic(savepoint=False):
            now = {
                "document": document,
                "title": document.get("title") if isinstance(document.get("title"), dict) else {},
                "revision": manuscript.revision + 1,
                "changed_at": timezone.now(),
                "changed_by": by,
            }
            rows = Manuscript.objects.filter(pk=manuscript.pk, revision=manuscript.revision)
            if rows.update(**now):
                for name, value in now.items():
                    setattr(manuscript, name, value)
                change = WritingStep.objects.create(
                    manuscript=manuscript,
                    revision=manuscript.revision,
                    by=by,
                    kind=kind,
                    operations=[one.stored() for one in done],
                    back=[one.stored() for one in back],
                )
                aside = _aside(manuscript, clashes, operations, by)
                return Written(manuscript, change, aside.clashes)
        manuscript.refresh_from_db()
    raise Refusal(_("So many people are writing in this draft at once that this was not saved. Try again in a moment."))


def _applied(
    document: dict[str, Any], operations: list[Operation], since: list[WritingStep]
) -> tuple[dict[str, Any], list[Operation], list[Operation], list[Clash]]:
    done: list[Operation] = []
    back: list[Operation] = []
    clashes: list[Clash] = []
    for operation in operations:
        mine = getattr(operation, "value", None)
        if isinstance(operation, Set) and find(document, operation.path) == mine:
            continue
        if other := _clashing(operation, since):
            theirs = find(document, operation.path)
            clashes.append(Clash(operation.path, mine, theirs, _name(other.by), other.at, theirs is None))
            continue
        try:
            document, inverse = operation.apply(document)
        except Gone:
            clashes.append(Clash(operation.path, mine, None, _name(since[-1].by) if since else "", is_gone=True))
            continue
        except (Impossible, TypeError, KeyError) as error:
            raise Refusal(_("This cannot be done here. Open the draft again, then try again.")) from error
        done.append(operation)
        back.insert(0, inverse)
    return document, done, back, clashes


def _aside(manuscript: Manuscript, clashes: list[Clash], operations: list[Operation], by: User) -> Written:
    """Keep what could not be written, so that its words are found in the history."""
    paths = {clash.path for clash in clashes}
    kept = [one.stored() for one in operations if one.path in paths]
    if kept:
        WritingStep.objects.create(
            manuscript=manuscript, revision=manuscript.revision, by=by, kind=WritingStep.How.ASIDE, operations=kept
        )
    return Written(manuscript, None, tuple(clashes))


def _clashing(operation: Operation, since: Sequence[WritingStep]) -> WritingStep | None:
    return next((change for change in since if any(_clash(operation, revived(one)) for one in change.operations)), None)


def _clash(mine: Operation, theirs: Operation) -> bool:
    if isinstance(mine, Move) and isinstance(theirs, Move):
        return False
    if isinstance(theirs, Set):
        return any(touches(path, theirs.path) for path in mine.touched)
    if isinstance(theirs, Remove) and isinstance(mine, Remove):
        return False
    if isinstance(theirs, Insert | Remove | Move):
        list_path = theirs.path if isinstance(theirs, Insert) else join(*split(theirs.path)[:-1])
        return any(_goes_through(path, list_path) for path in mine.touched)
    return False


def _goes_through(path: str, list_path: str) -> bool:
    """Tell whether a path names an entry of a list by its place, which may be another's by now."""
    if not is_within(path, list_path) or path == list_path:
        return False
    return split(path)[len(split(list_path))].isdecimal()


def _name(person: User | None) -> str:
    return person.display_name if person else _("Somebody who is no longer here")


def refuse_too_large(document: dict[str, Any]) -> None:
    """Raise Refusal where a draft has grown beyond what can be stored."""
    if plain_faults(document):
        raise Refusal(_("The draft would hold more than %(number)s pieces. Split it in two.") % {"number": MOST_VALUES})
    if sum(map(len, _texts(document))) > LARGEST:
        raise Refusal(_("The draft would be larger than 5 MB, the largest that can be published. Split it in two."))


def _texts(value: Any) -> list[str]:
    level, found = [value], []
    while level:
        below: list[Any] = []
        for one in level:
            if isinstance(one, str):
                found.append(one)
            elif isinstance(one, dict):
                below += one.values()
            elif isinstance(one, list):
                below += one
        level = below
    return found
