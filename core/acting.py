"""The one way in which a view deals with a form: opened, bound, acted on, refused.

form = bound(request, GoalForm, cluster=request.cluster)
act = acting(request, form, lambda: services.add_goal(strategy=strategy, draft=form.draft, by=request.user))
if act.is_done:
    return done(request, act.made.get_absolute_url(), _("Goal added."))
return page(request, "strategy/goal.html", {"form": form, ...}, status=act.status)
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse

from core.errors import Conflict, Refusal
from core.forms import refuse
from core.pages import go

FormT = TypeVar("FormT")
MadeT = TypeVar("MadeT")


@dataclass(frozen=True, slots=True)
class Act(Generic[MadeT]):
    """What became of a form: opened (200), refused (422), in conflict with a colleague (409), or done.

    `said` is what a rule has against it, for a page that has no form at which it could stand.
    """

    status: int = 200
    result: MadeT | None = None
    conflict: Conflict | None = None
    is_done: bool = False
    said: str = ""

    @property
    def made(self) -> MadeT:
        """Return what the act has made; only for an act that is done."""
        if not self.is_done or self.result is None:
            raise ValueError("The act is not done, or makes nothing.")
        return self.result


def bound(request: HttpRequest, form: Callable[..., FormT], **given: Any) -> FormT:
    """Open a form, with what was sent when something was sent, be it nothing but an empty form."""
    if request.method == "POST":
        return form(request.POST, request.FILES, **given)
    return form(None, None, **given)


def acting(request: HttpRequest, form: forms.BaseForm | None, deed: Callable[[], MadeT]) -> Act[MadeT]:
    """Do what a form asks for when it is sent and right; what a rule says against it stands at the form.

    A page that only asks "really?" gives None for its form, and shows what the act has `said`.
    """
    if request.method != "POST":
        return Act()
    if form is not None and not form.is_valid():
        return Act(422)
    try:
        return Act(302, deed(), is_done=True)
    except Refusal as refusal:
        if form is not None:
            refuse(form, refusal)
        if isinstance(refusal, Conflict):
            return Act(409, conflict=refusal, said=refusal.message)
        return Act(422, said=refusal.message)


def done(request: HttpRequest, to: str, words: str = "") -> HttpResponse:
    """Say what was done, and go on."""
    if words:
        messages.success(request, words)
    return go(request, to)


def pressed(
    request: HttpRequest,
    deed: Callable[[], MadeT],
    *,
    to: str,
    words: str | Callable[[MadeT], str] = "",
    otherwise: str = "",
) -> HttpResponse:
    """Do what a button without a form asks for and go on; a refusal is said there, or on the page `otherwise`.

    `words` that depend on what was done (how many, for instance) are given as a function of it.
    """
    try:
        made = deed()
    except Refusal as refusal:
        return refused(request, refusal, otherwise or to)
    return done(request, to, words(made) if callable(words) else words)


def refused(request: HttpRequest, refusal: Refusal, to: str) -> HttpResponse:
    """Say at an address what a rule has against it; nothing is done, so the same button counts the next time."""
    request.is_refused = True  # type: ignore[attr-defined]
    messages.error(request, refusal.message)
    return go(request, to)
