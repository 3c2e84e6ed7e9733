"""What a document says of itself on its cover: version, status, from when; and the page on which it is signed."""

from django.utils import timezone
from django.utils.translation import gettext as _

from core.dates import format_date
from core.text import Language
from exports.document import Appendix, Column, Fact, Layout, Mark, TableBlock
from kpis.models import MeasuringRound
from reviews.models import Review, Snapshot
from strategy.models import Strategy

ROOM_TO_SIGN = 5


def mark_of(strategy: Strategy) -> tuple[Mark, str]:
    """Return how far a strategy is from being final, as a mark and in words; nothing of one that is approved."""
    if strategy.is_decided:
        return "", ""
    asked = Review.objects.of(strategy.cluster).open().standing().filter(snapshot__strategy=strategy)
    if asked.filter(until__gte=timezone.localdate()).exists():
        return "review", _("In review")
    return "draft", _("Draft")


def control_of(strategy: Strategy, words: str, language: Language) -> tuple[Fact, ...]:
    """Return version, status, from when it is in force, and when it is looked at next."""
    approved = strategy.approved_on if strategy.is_decided else None
    status = _("Approved on %(day)s") % {"day": format_date(approved, language)} if approved else words
    facts = [Fact(label=_("Version"), value=version_of(strategy)), Fact(label=_("Status"), value=status)]
    if approved:
        facts.append(Fact(label=_("In force from"), value=format_date(approved, language)))
    today = timezone.localdate()
    rounds = MeasuringRound.objects.of(strategy.cluster).filter(strategy=strategy, date__gte=today)
    coming = rounds.order_by("date").values_list("date", flat=True).first()
    if coming:
        facts.append(Fact(label=_("Next review"), value=format_date(coming, language)))
    return tuple(facts)


def version_of(strategy: Strategy) -> str:
    """Return the number of the approval, and of the versions that were kept since."""
    if strategy.is_decided:
        return f"{strategy.round}.0"
    kept = Snapshot.objects.of(strategy.cluster).filter(strategy=strategy).count()
    return f"{strategy.round - 1}.{kept + 1}"


def signature_page() -> tuple[Appendix, ...]:
    """Return the page on which a strategy is signed by hand."""
    columns = (Column(_("Name")), Column(_("Role")), Column(_("Date")), Column(_("Signature")))
    table = TableBlock(
        label=_("Adopted by the board"),
        columns=columns,
        rows=(("\u2009\n\n\u2009", "", "", ""),) * ROOM_TO_SIGN,
        layout=Layout.FULL,
    )
    return (Appendix(title=_("Signatures"), blocks=(table,)),)
