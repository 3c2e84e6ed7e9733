"""Conversations about a strategy: the list, one of them, and what is done in it."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from clusters.access import ClusterRequest, cluster_view
from clusters.permissions import Permission
from comments import services
from comments.forms import CommentForm, MendForm
from comments.models import Comment, Conversation
from comments.shown import beside_of, goals_of, said_in, talks_of
from comments.topics import Topic, topic_named, topic_of, topic_url, whole
from core.acting import Act, acting, bound, done, pressed, refused
from core.errors import Refusal
from core.forms import on_top
from core.languages import content_language
from core.navigation import NavItem
from core.pages import is_fragment, page
from core.shortcuts import get_or_404
from strategy.current import opened
from strategy.models import Strategy
from strategy.selectors.phases import StrategyPage

A_PAGE = 20
# What the list shows of each conversation: how it began and how it stands.
SHOWN = 1


def _address(shown: StrategyPage, more: str = "") -> str:
    return f"{shown.url('detail')}comments/{more}"


def _context(request: ClusterRequest, shown: StrategyPage, *crumbs: tuple[str, str], **more: Any) -> dict[str, Any]:
    ways = [(shown.strategy.shown_title, shown.url("detail"))]
    return {
        "shown": shown,
        "strategy": shown.strategy,
        "cluster": request.cluster,
        "crumbs": [*ways, *crumbs],
        "list_url": _address(shown),
        **more,
    }


@cluster_view(Permission.REVIEW)
@require_GET
def index(request: ClusterRequest, number: int) -> HttpResponse:
    """List the conversations about a strategy: those that are open, the reader's own, or all."""
    shown = opened(request, number)
    goals = goals_of(shown)
    rows = Conversation.objects.of(request.cluster).filter(strategy=shown.strategy)
    about = request.GET.get("about", "")
    topic = topic_named(about, shown, {goal.number: goal for goal in goals.values()}) if about else None
    if topic is not None:
        rows = rows.filter(about=topic.about, question_key=topic.question, row=topic.row, goal=topic.goal)
    state = request.GET.get("show", "open")
    match state:
        case "mine":
            rows = rows.with_part_of(request.user)
        case "unread":
            rows = rows.unread_by(request.user)
        case "all":
            pass
        case _:
            state, rows = "open", rows.open()
    found = Paginator(rows.newest_first(), A_PAGE).get_page(request.GET.get("page"))
    query = f"&about={about}" if topic is not None else ""
    tabs = [
        ("open", pgettext("conversations", "Open")),
        ("mine", _("Mine")),
        ("unread", _("Unread")),
        ("all", _("All")),
    ]
    context = _context(
        request,
        shown,
        (_("Comments"), ""),
        page=found,
        talks=talks_of(said_in(shown, request.user, list(found.object_list)), shown, request.user, goals, most=SHOWN),
        topic=topic,
        state=state,
        tabs=[NavItem(label, f"?show={key}{query}", current=key == state) for key, label in tabs],
        add_url=_address(shown, f"add/?about={topic.param if topic else 's'}"),
        before=_before(request, shown),
    )
    return page(request, "comments/index.html", context)


def _before(request: ClusterRequest, shown: StrategyPage) -> dict[str, Any] | None:
    """Return how many conversations about the strategy that this one follows are open, and where they are."""
    if shown.strategy.previous_id is None:
        return None
    last = Strategy.objects.of(request.cluster).alive().filter(pk=shown.strategy.previous_id).first()
    count = Conversation.objects.of(request.cluster).filter(strategy=shown.strategy.previous_id).open().count()
    if last is None or not count:
        return None
    return {
        "count": count,
        "title": last.shown_title,
        "url": reverse("comments:index", args=[request.cluster.slug, last.number]),
    }


@cluster_view(Permission.REVIEW)
@require_http_methods(["GET", "POST"])
def add(request: ClusterRequest, number: int) -> HttpResponse:
    """Begin a conversation about the topic that the address names; where that has gone, about the whole strategy."""
    shown = opened(request, number)
    goals = {goal.number: goal for goal in shown.strategy.goals.all()}
    wanted = request.GET.get("about", "s")
    topic = topic_named(wanted, shown, goals)
    is_lost = topic is None
    topic = topic or whole()
    form = bound(request, CommentForm, cluster=request.cluster, by=request.user)
    act: Act[Comment]
    if is_lost and request.method == "POST":
        words = _("What you are writing about is no longer there. Send it again to write about the whole strategy.")
        form.add_error(None, words)
        act = Act(422)
    else:
        act = acting(request, form, lambda: _begin(request, shown, topic, form))
    if act.is_done:
        return _said(request, shown, act.made)
    context = _context(
        request,
        shown,
        (_("Comments"), _address(shown)),
        (_("Write a comment"), ""),
        form=form,
        topic=topic,
        is_lost=is_lost,
        action=_address(shown, f"add/?about={topic.param}"),
        back=topic_url(topic, shown),
        draft=f"{number}:{topic.param}",
    )
    return page(request, "comments/add.html", context, status=act.status)


def _begin(request: ClusterRequest, shown: StrategyPage, topic: Topic, form: CommentForm) -> Comment:
    given = form.cleaned_data
    return services.begin(shown=shown, topic=topic, text=given["text"], chosen=list(given["people"]), by=request.user)


def _said(request: ClusterRequest, shown: StrategyPage, comment: Comment) -> HttpResponse:
    """Lead to what was just said; the address tells the browser whose draft it need not keep any longer."""
    url = comment.conversation.url(shown.cluster, shown.strategy.number)
    draft = request.POST.get("draft", "")[:120]
    known = f"?sent={draft}" if draft.replace(":", "").replace("-", "").replace("_", "").isalnum() else ""
    return done(request, f"{url}{known}#{comment.anchor}", _("Your comment has been sent."))


def _talk(request: ClusterRequest, shown: StrategyPage, number: int) -> Conversation:
    rows = Conversation.objects.of(request.cluster).filter(strategy=shown.strategy)
    found: Conversation = get_or_404(rows.select_related("goal"), number=number)
    return found


@cluster_view(Permission.REVIEW)
@require_http_methods(["GET", "POST"])
def conversation(request: ClusterRequest, number: int, talk: int) -> HttpResponse:
    """Show a conversation, which is read with it, and take an answer."""
    shown = opened(request, number)
    row = _talk(request, shown, talk)
    form = bound(request, CommentForm, cluster=request.cluster, by=request.user)
    act = acting(
        request,
        form,
        lambda: services.reply(
            talk=row,
            shown=shown,
            text=form.cleaned_data["text"],
            chosen=list(form.cleaned_data["people"]),
            by=request.user,
        ),
    )
    if act.is_done:
        return _said(request, shown, act.made)
    goals = {row.goal.pk: row.goal} if row.goal else {}
    (found,) = talks_of(said_in(shown, request.user, [row]), shown, request.user, goals)
    if found.unread:
        # As it was loaded with what is shown, so that nothing counts as read which is not on the page.
        services.mark_read(talks=[found.row], by=request.user)
    context = _context(
        request,
        shown,
        (_("Comments"), _address(shown)),
        (_label(found.topic), ""),
        talk=found,
        form=form,
        draft=f"{number}-{row.number}",
    )
    return page(request, "comments/conversation.html", context, status=act.status)


@cluster_view(Permission.REVIEW)
@require_http_methods(["GET", "POST"])
def edit(request: ClusterRequest, number: int, talk: int, pk: int) -> HttpResponse:
    """Mend what one said oneself, while that is still possible."""
    shown = opened(request, number)
    row = _talk(request, shown, talk)
    row.strategy = shown.strategy
    comment = get_or_404(Comment.objects.of(request.cluster).filter(conversation=row), pk=pk)
    comment.conversation = row
    url = row.url(request.cluster, number)
    if comment.by_id != request.user.pk:
        return refused(request, Refusal(services.not_yours()), url)
    form = bound(request, MendForm, initial={"text": comment.text, "revision": comment.revision})
    act = acting(
        request,
        form,
        lambda: services.mend(
            comment=comment,
            text=form.cleaned_data["text"],
            based_on=form.cleaned_data["revision"] or 0,
            by=request.user,
        ),
    )
    if act.is_done:
        return done(request, f"{url}#{comment.anchor}", _("Your comment has been changed."))
    if act.conflict:
        comment.refresh_from_db()
        form = on_top(MendForm(initial={"text": comment.text, "revision": comment.revision}), form, act.conflict)
    topic = topic_of(row, shown, {row.goal.pk: row.goal} if row.goal else {})
    context = _context(
        request,
        shown,
        (_("Comments"), _address(shown)),
        (_label(topic), url),
        (_("Change your comment"), ""),
        form=form,
        conflict=act.conflict,
        back=f"{url}#{comment.anchor}",
    )
    return page(request, "comments/edit.html", context, status=act.status)


@cluster_view(Permission.REVIEW)
@require_GET
def beside(request: ClusterRequest, number: int) -> HttpResponse:
    """Give the page of a phase what is said about its questions; without a script there is a link to the list."""
    shown = opened(request, number)
    section = shown.sheet.document.section(request.GET.get("section", ""))
    if not is_fragment(request) or section is None:
        return redirect(_address(shown))
    context = {
        "questions": section.questions,
        "beside": beside_of(shown, request.user, goals_of(shown)),
        "cluster": request.cluster,
        "strategy": shown.strategy,
    }
    return page(request, "comments/beside_section.html", context)


@cluster_view(Permission.REVIEW)
@require_POST
def resolve(request: ClusterRequest, number: int, talk: int) -> HttpResponse:
    """Bring a conversation to an end."""
    shown = opened(request, number)
    row = _talk(request, shown, talk)
    return pressed(
        request,
        lambda: services.resolve(talk=row, shown=shown, by=request.user),
        to=row.url(request.cluster, number),
        words=_("The conversation is resolved. It stays in the list, and you can open it again."),
    )


@cluster_view(Permission.REVIEW)
@require_POST
def reopen(request: ClusterRequest, number: int, talk: int) -> HttpResponse:
    """Open a conversation again."""
    shown = opened(request, number)
    row = _talk(request, shown, talk)
    return pressed(
        request,
        lambda: services.reopen(talk=row, shown=shown, by=request.user),
        to=row.url(request.cluster, number),
        words=_("The conversation is open again."),
    )


@cluster_view(Permission.REVIEW)
@require_POST
def read_all(request: ClusterRequest, number: int) -> HttpResponse:
    """Note that the reader has read all conversations about a strategy."""
    shown = opened(request, number)
    rows = Conversation.objects.of(request.cluster).filter(strategy=shown.strategy)
    unread = rows.unread_by(request.user)
    return pressed(
        request,
        lambda: services.mark_read(talks=list(unread), by=request.user),
        to=_address(shown),
        words=_("All conversations are marked as read."),
    )


def _label(topic: Topic) -> str:
    return topic.label.resolve(content_language()).text
