"""What an approval locks, the next round that opens it again, and what deviates from what was approved."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from clusters.activity import record
from clusters.locking import lock
from clusters.models import Change
from clusters.revised import Pieces, Revised
from clusters.revisions import named
from core.dates import format_date
from core.errors import Conflict, Refusal
from core.languages import both, content_language
from core.locking import hold
from core.text import Text
from strategy.models import BoardAnswer, Deviation, Strategy, state_held
from workbooks.models import Workbook
from workbooks.services.workbooks import lock_workbook, unlock_workbook


@dataclass(frozen=True, slots=True)
class Opened:
    """A new round: the questions that got what had been written meanwhile, and those where a colleague was first."""

    strategy: Strategy
    taken: tuple[str, ...]
    aside: tuple[str, ...]


def hold_strategy(strategy: Strategy) -> Strategy:
    """Have everybody wait who changes the strategy's title or goals; its answers, until it is locked or let go."""
    held: Strategy = hold(Strategy.objects.of(strategy.cluster), strategy)
    held.cluster = strategy.cluster
    return held


def lock_answers(strategy: Strategy) -> None:
    """Let no answer be changed from now on, before what is approved is read; in the caller's transaction."""
    lock_workbook(strategy.cluster_id, strategy.workbook_id)


def close_round(*, strategy: Strategy, approved_on: date, minute: str, by: User) -> None:
    """Say that the strategy has been approved; the caller holds it, has locked its answers and keeps what was approved.

    What it replaces is replaced from this day.
    """
    strategy.state = Strategy.State.APPROVED
    strategy.approved_on, strategy.approved_by_name, strategy.minute = approved_on, by.display_name, minute
    strategy.save(update_fields=["state", "approved_on", "approved_by_name", "minute"])


@transaction.atomic
def open_round(*, strategy: Strategy, by: User) -> Opened:
    """Open an approved strategy to be written again; the approved one stays in force until the next is approved.

    What colleagues wrote after the approval becomes the answer. Raises Conflict when somebody has opened it already.
    """
    lock(strategy.cluster)
    held = hold_strategy(strategy)
    if held.state == Strategy.State.REPLACED:
        raise Refusal(_("This strategy has been replaced by the next one. Write in that one."))
    if not held.is_decided:
        raise Conflict(_("Somebody has already opened a new round. You can go on writing."))
    held.state, held.round = Strategy.State.DRAFT, held.round + 1
    held.save(update_fields=["state", "round"])
    workbook = Workbook.objects.of(strategy.cluster).select_related("edition__publication").get(pk=held.workbook_id)
    workbook.cluster = strategy.cluster
    taken, aside = unlock_workbook(workbook, by)
    record(cluster=held.cluster, by=by, verb="opened-round", subject=held.title, url=held.get_absolute_url())
    return Opened(held, tuple(taken), tuple(aside))


def refuse_decided(strategy: Strategy, words: str) -> None:
    """Raise Refusal with these words where the strategy has been approved; it stays as it is until the end."""
    if state_held(strategy).is_decided:
        raise Refusal(words)


def note_deviation(
    strategy: Strategy,
    made: Revised,
    *,
    key: str,
    subject: Text,
    reason: str,
    by: User | None,
    decided: Callable[[Collection[str]], Collection[str]] = set,
) -> None:
    """Keep why a goal or a target changed under an approved strategy, and what; inside the change's own transaction.

    `decided` says which pieces of it an approval decides. Nothing is kept where none of them changed, and where no
    approval is in force.
    """
    changes = _what_changed(made, decided) if state_held(strategy).is_decided else []
    if not changes:
        return
    Deviation.objects.create(
        strategy=strategy,
        key=key,
        subject=subject.to_value(),
        changes=changes,
        reason=reason.strip(),
        by=by,
        by_name=by.display_name if by else "",
    )
    called = f"{key} {subject.resolve(strategy.cluster.language).text}"
    record(cluster=strategy.cluster, by=by, verb="deviated", subject=called, url=strategy.get_absolute_url())


@transaction.atomic
def answer_deviations(
    *,
    strategy: Strategy,
    deviations: Collection[Deviation],
    answer: str,
    said_on: date,
    seen: int,
    minute: str = "",
    reason: str = "",
    by: User,
) -> list[BoardAnswer]:
    """Enter what the board said of deviations at a meeting; what it said before stays on record.

    `seen` is the newest answer that stood on the page. Raises Conflict when a colleague has entered another since,
    and Refusal for a day that cannot be, for none of them, and without a reason where the board wants it back.
    """
    lock(strategy.cluster)
    if not deviations:
        raise Refusal(_("Choose at least one change that the board spoke of."), "deviations")
    if answer not in BoardAnswer.Answer.values:
        raise Refusal(_("Say what the board said."), "answer")
    if answer == BoardAnswer.Answer.BACK and not reason.strip():
        raise Refusal(_("Write why the board wants it changed back."), "reason")
    _refuse_meeting(deviations, said_on)
    rows = BoardAnswer.objects.of(strategy.cluster).filter(deviation__in=deviations, pk__gt=seen)
    other = rows.select_related("deviation").last()
    if other is not None:
        words = _("%(who)s has just entered what the board said of %(key)s: %(answer)s. Look at it before you save.")
        said = {"who": other.by_name, "key": other.deviation.key, "answer": other.get_answer_display()}
        raise Conflict(words % said)
    told = {"answer": answer, "said_on": said_on, "minute": minute, "reason": reason.strip(), "by": by}
    made = [
        BoardAnswer(deviation=one, by_name=by.display_name, **told)
        for one in sorted(deviations, key=lambda one: one.pk)
    ]
    BoardAnswer.objects.bulk_create(made)
    called = ", ".join(dict.fromkeys(one.deviation.key for one in made))
    record(cluster=strategy.cluster, by=by, verb="board-answered", subject=called, url=strategy.get_absolute_url())
    return made


def _refuse_meeting(deviations: Collection[Deviation], day: date) -> None:
    """Raise Refusal for a meeting that has not been held, or that was held before the change was made."""
    language = content_language()
    if day > timezone.localdate():
        words = _("%(day)s is in the future. Enter the date of the meeting at which the board said it.")
        raise Refusal(words % {"day": format_date(day, language)}, "said_on")
    late = next((one for one in deviations if timezone.localdate(one.at) > day), None)
    if late is not None:
        words = _(
            "%(key)s was changed on %(changed)s, after the meeting of %(day)s. Choose another day, or leave it out."
        )
        changed = format_date(timezone.localdate(late.at), language)
        raise Refusal(words % {"key": late.key, "changed": changed, "day": format_date(day, language)}, "said_on")


def _what_changed(made: Revised, decided: Callable[[Collection[str]], Collection[str]]) -> list[list[dict[str, str]]]:
    """Return label, former and new words of each decided piece that changed last; two lines of the history.

    In each of the languages, since whoever reads it may read another than who changed it.
    """
    cluster = made.own_cluster()
    rows = Change.objects.of(cluster).about(made).used().filter(revision__gte=made.revision - 1).order_by("revision")
    lines = list(rows)
    before: Pieces = lines[0].values if len(lines) > 1 else {}
    after: Pieces = lines[-1].values

    def words(piece: str, pieces: Pieces) -> dict[str, str]:
        def said() -> str:
            names = made.related_names([before, after])
            return made.words_of(piece, pieces.get(piece), named(piece, pieces, names)) or ""

        return both(said).to_value()

    def label(piece: str) -> dict[str, str]:
        return both(lambda: made.label_of(piece, cluster.languages)).to_value()

    changed = decided([piece for piece in {**before, **after} if before.get(piece) != after.get(piece)])
    return [[label(piece), words(piece, before), words(piece, after)] for piece in sorted(changed, key=made.place_of)]


def approved_words(strategy: Strategy) -> str:
    """Say when the strategy was approved, who entered it, and where the minutes say so."""
    if strategy.approved_on is None:
        return ""
    day = format_date(strategy.approved_on, content_language())
    said = _("Approved on %(day)s, entered by %(who)s.") % {"day": day, "who": strategy.approved_by_name}
    return f"{said} {strategy.minute}." if strategy.minute else said
