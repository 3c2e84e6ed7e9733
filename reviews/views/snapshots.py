"""Snapshots of a strategy: the list, one to read, two compared; asking for a review, answering it, approving."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from clusters.access import ClusterRequest, cluster_view
from clusters.permissions import Permission
from comments.shown import goals_of
from core.acting import acting, bound, done, pressed, refused
from core.errors import Refusal
from core.languages import language_name
from core.pages import page
from core.shortcuts import get_or_404
from core.text import LANGUAGES
from findings.rules import Found, Severity
from findings.services import Thread, thread_of
from findings.shown.findings import rows_of
from reviews import bringing_back, services
from reviews.current import context_of, reading
from reviews.forms import AnswerForm, ApproveForm, AskForm, BringBackForm, SnapshotForm
from reviews.freezing import frozen_of, mark_of, page_of
from reviews.models import Review, Snapshot
from reviews.rules.content import FrozenStrategy
from reviews.shown.comparison import compare
from reviews.shown.frozen import ShownSnapshot
from strategy.current import opened
from strategy.models import Deviation
from strategy.selectors.phases import StrategyPage

MOST, MOST_CHOICES = 25, 200


def _crumbs(shown: StrategyPage, *more: tuple[str, str]) -> list[tuple[str, str]]:
    return [(shown.strategy.shown_title, shown.url("detail")), *more]


def _list_url(shown: StrategyPage) -> str:
    return f"{shown.url('detail')}snapshots/"


@cluster_view(Permission.READ)
@require_GET
def index(request: ClusterRequest, number: int) -> HttpResponse:
    """List the snapshots of a strategy without reading one, with the approval in force."""
    shown = opened(request, number)
    rows = Snapshot.objects.of(request.cluster).filter(strategy=shown.strategy).listed()
    first = request.GET.get("page", "1")
    place = int(first) if first.isascii() and first.isdigit() and len(first) < 6 else 1
    changes = Deviation.objects.of(request.cluster).filter(strategy=shown.strategy)
    found = list(rows[(max(place, 1) - 1) * MOST : max(place, 1) * MOST + 1])
    context = {
        "shown": shown,
        "strategy": shown.strategy,
        "cluster": request.cluster,
        "snapshots": found[:MOST],
        "next_page": max(place, 1) + 1 if len(found) > MOST else 0,
        "previous_page": max(place, 1) - 1,
        "approval": services.newest_approval(request.cluster, shown),
        "reviews": Paginator(asked_of(request, shown), MOST).get_page(request.GET.get("asked")),
        "deviations": Paginator(changes.with_answers(), MOST).get_page(request.GET.get("changes")),
        "may_write": request.membership.may(Permission.WRITE),
        "may_approve": request.membership.may(Permission.APPROVE),
        "crumbs": _crumbs(shown, (_("Snapshots"), "")),
    }
    return page(request, "reviews/index.html", context)


def asked_of(request: ClusterRequest, shown: StrategyPage) -> QuerySet[Review]:
    """Return what was asked of whom about the strategy, the newest first."""
    rows = Review.objects.of(request.cluster).filter(snapshot__strategy=shown.strategy).select_related("snapshot")
    return rows.defer("snapshot__content").order_by("-pk")


@cluster_view(Permission.WRITE)
@require_http_methods(["GET", "POST"])
def keep(request: ClusterRequest, number: int) -> HttpResponse:
    """Keep the strategy as it stands, under a name."""
    shown = opened(request, number)
    form = bound(request, SnapshotForm)
    act = acting(request, form, lambda: services.take_snapshot(shown=shown, by=request.user, **form.cleaned_data))
    if act.is_done:
        return done(request, act.made.url(request.cluster, number), _("The strategy has been saved as it is now."))
    return _form(request, shown, form, _("Keep a snapshot"), _("Keep it"), act.status)


@cluster_view(Permission.WRITE)
@require_http_methods(["GET", "POST"])
def ask(request: ClusterRequest, number: int) -> HttpResponse:
    """Ask others to look at the strategy as it stands."""
    shown = opened(request, number)
    form = bound(request, AskForm, cluster=request.cluster, asker=request.user, today=timezone.localdate())
    act = acting(
        request,
        form,
        lambda: services.ask_for_review(
            shown=shown,
            reviewers=list(form.cleaned_data["reviewers"]),
            until=form.cleaned_data["until"],
            note=form.cleaned_data["note"],
            by=request.user,
        ),
    )
    if act.is_done:
        words = _("They have been asked. It appears under their next steps, and they get an email.")
        return done(request, act.made.url(request.cluster, number), words)
    return _form(request, shown, form, _("Ask for a review"), _("Ask"), act.status)


def _form(
    request: ClusterRequest, shown: StrategyPage, form: Any, heading: str, button: str, status: int
) -> HttpResponse:
    context = {
        "shown": shown,
        "strategy": shown.strategy,
        "cluster": request.cluster,
        "form": form,
        "heading": heading,
        "button": button,
        "back": _list_url(shown),
        "crumbs": _crumbs(shown, (_("Snapshots"), _list_url(shown)), (heading, "")),
    }
    return page(request, "reviews/form.html", context, status=status)


def _snapshot(request: ClusterRequest, shown: StrategyPage, snapshot: int) -> Snapshot:
    rows = Snapshot.objects.of(request.cluster).filter(strategy=shown.strategy).whole()
    return get_or_404(rows, number=snapshot)


@cluster_view(Permission.READ)
@require_GET
def snapshot(request: ClusterRequest, number: int, snapshot: int) -> HttpResponse:
    """Show a snapshot to be read: what was frozen, and nothing else."""
    return _read(request, number, snapshot)


def _read(
    request: ClusterRequest, number: int, snapshot: int, form: AnswerForm | None = None, status: int = 200
) -> HttpResponse:
    shown = opened(request, number)
    found = _snapshot(request, shown, snapshot)
    whole = ShownSnapshot.of(found, request.cluster, shown.strategy)
    rows = Review.objects.of(request.cluster).filter(snapshot=found).told_whether_over()
    reviews = list(rows.select_related("reviewer"))
    mine = next((one for one in reviews if one.reviewer_id == request.user.pk), None)
    may_answer = mine is not None and request.membership.may(Permission.REVIEW) and not mine.is_over
    if form is None and may_answer and mine is not None:
        form = AnswerForm(initial={"answer": mine.answer, "reason": mine.reason})
    talk: dict[str, Any] = {}
    if request.membership.may(Permission.REVIEW):
        goals = goals_of(shown)
        talk = context_of(
            reading(
                request,
                live=shown,
                after=whole.then,
                content=whole.content,
                parts=whole.parts,
                goals=goals,
                saw=found.at,
            )
        )
    context = {
        "shown": shown,
        "then": whole.then,
        "strategy": shown.strategy,
        "cluster": request.cluster,
        "snapshot": found,
        "approval": getattr(found, "approval", None),
        "content": whole.content,
        "parts": whole.parts,
        # What stands in a panel was frozen with it, and is asked of no page.
        "panels": {},
        "left": whole.left,
        "parked": whole.parked,
        "document_languages": [(one, language_name(one)) for one in LANGUAGES],
        "may_share": request.membership.may(Permission.SEND_REPORTS),
        "reviews": reviews,
        "mine": mine,
        # What was sent too late is shown all the same, with why it was not taken.
        "form": form,
        "url": found.url(request.cluster, number),
        "compare_url": found.url(request.cluster, number, "compare"),
        "answer_url": found.url(request.cluster, number, "answer"),
        "crumbs": _crumbs(shown, (_("Snapshots"), _list_url(shown)), (found.name, "")),
        **talk,
    }
    return page(request, "reviews/snapshot.html", context, status=status)


@cluster_view(Permission.REVIEW)
@require_POST
def answer(request: ClusterRequest, number: int, snapshot: int) -> HttpResponse:
    """Store what a reviewer says about a snapshot that they were asked to look at."""
    shown = opened(request, number)
    found = _snapshot(request, shown, snapshot)
    rows = Review.objects.of(request.cluster).filter(snapshot=found).select_related("snapshot__strategy__cluster")
    mine = get_or_404(rows, reviewer=request.user)
    form = bound(request, AnswerForm)
    act = acting(request, form, lambda: services.answer_review(review=mine, by=request.user, **form.cleaned_data))
    if act.is_done:
        words = _("Your answer has been saved. You can change it until the strategy is approved.")
        return done(request, found.url(request.cluster, number), words)
    return _read(request, number, snapshot, form, act.status)


@cluster_view(Permission.WRITE)
@require_POST
def bring_back(request: ClusterRequest, number: int, snapshot: int) -> HttpResponse:
    """Let an answer, or one row of a table, be again what a snapshot says."""
    shown = opened(request, number)
    found = _snapshot(request, shown, snapshot)
    form = BringBackForm(request.POST)
    to = found.url(request.cluster, number, "compare")
    if not form.is_valid():
        return refused(request, Refusal(_("Choose what is to be brought back.")), to)
    given = form.cleaned_data
    return pressed(
        request,
        lambda: bringing_back.bring_back(
            shown=shown,
            snapshot=found,
            key=given["question"],
            row=given["row"],
            based_on=given["revision"] or 0,
            by=request.user,
        ),
        to=to,
        words=_("It is again as it was. The text that stood there is under Earlier answers."),
    )


@cluster_view(Permission.READ)
@require_GET
def compare_page(request: ClusterRequest, number: int, snapshot: int) -> HttpResponse:
    """Show what differs between a snapshot and another one, or the strategy as it stands now."""
    shown = opened(request, number)
    found = _snapshot(request, shown, snapshot)
    rows = Snapshot.objects.of(request.cluster).filter(strategy=shown.strategy).listed()
    listed, wanted = list(rows[:MOST_CHOICES]), request.GET.get("with", "")
    other = get_or_404(rows, number=wanted) if wanted and wanted != str(found.number) else None
    if other is not None and other not in listed:
        listed.append(other)
    before = page_of(request.cluster, shown.strategy, found.edition, found.frozen)
    after, now = _other(request, shown, other)
    context = {
        "shown": shown,
        "strategy": shown.strategy,
        "cluster": request.cluster,
        "snapshot": found,
        "other": other,
        "listed": [one for one in listed if one.number != found.number],
        "found": compare(before, after, found.frozen, now),
        "may_bring_back": other is None and request.membership.may(Permission.WRITE),
        "bring_back_url": found.url(request.cluster, number, "bring_back"),
        "revisions": {key: one.revision for key, one in shown.answers.items()},
        "document_languages": [(one, language_name(one)) for one in LANGUAGES],
        "url": found.url(request.cluster, number),
        "crumbs": _crumbs(
            shown,
            (_("Snapshots"), _list_url(shown)),
            (found.name, found.url(request.cluster, number)),
            (_("What has changed?"), ""),
        ),
    }
    return page(request, "reviews/compare.html", context)


def _other(request: ClusterRequest, shown: StrategyPage, other: Snapshot | None) -> tuple[StrategyPage, FrozenStrategy]:
    """Return the later state: another snapshot, or the strategy as it stands."""
    if other is None:
        return shown, frozen_of(request.cluster, shown, timezone.localdate())
    whole = _snapshot(request, shown, other.number)
    return page_of(request.cluster, shown.strategy, whole.edition, whole.frozen), whole.frozen


def _errors_of(thread: Thread) -> list[Found]:
    """Return the open errors of the strategy at hand; what hangs on the goals of another one is not its matter."""
    goals = {goal.pk for goal in thread.loaded.goals}
    return [
        one for one in thread.open if one.severity is Severity.ERROR and (one.hit.goal is None or one.hit.goal in goals)
    ]


@cluster_view(Permission.APPROVE)
@require_http_methods(["GET", "POST"])
def approve(request: ClusterRequest, number: int) -> HttpResponse:
    """Show what would be approved, with what is open, and approve it as it was seen."""
    shown = opened(request, number)
    today = timezone.localdate()
    mark = mark_of(frozen_of(request.cluster, shown, today))
    thread = thread_of(request.cluster, shown, today)
    errors = _errors_of(thread)
    form = bound(request, ApproveForm, initial={"seen": mark, "approved_on": today})
    act = acting(
        request,
        form,
        lambda: services.approve(shown=shown, open_errors=len(errors), by=request.user, **form.cleaned_data),
    )
    if act.is_done:
        words = _("The strategy is approved, and kept as it was approved.")
        return done(request, act.made.snapshot.url(request.cluster, number), words)
    if act.conflict is not None:
        # What was typed stays; what is approved next time is what stands on the page now.
        form.data = {**form.data.dict(), "seen": mark}  # type: ignore[attr-defined]
    before = services.newest_approval(request.cluster, shown)
    deviations = Deviation.objects.of(request.cluster).filter(strategy=shown.strategy)
    missing = shown.sheet.progress()
    reviews = Review.objects.of(request.cluster).standing().filter(snapshot__strategy=shown.strategy)
    context = {
        "shown": shown,
        "strategy": shown.strategy,
        "cluster": request.cluster,
        "form": form,
        "before": before,
        "deviations": deviations.since(before.at if before else None).with_answers()[:MOST],
        "errors": rows_of(request.cluster, thread, errors),
        "thread": thread,
        "missing": missing.missing,
        "reviews": list(reviews.select_related("reviewer")),
        "back": _list_url(shown),
        "crumbs": _crumbs(shown, (_("Snapshots"), _list_url(shown)), (_("Approve"), "")),
    }
    return page(request, "reviews/approve.html", context, status=act.status)
