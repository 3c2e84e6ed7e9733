"""The settings of what holds a workbook: its title and what it belongs to, saved on top of a colleague's change."""

from collections.abc import Callable
from typing import Protocol, TypeVar

from django import forms
from django.http import HttpResponse
from django.utils.translation import gettext as _

from clusters.access import ClusterRequest
from core.acting import acting, bound, done
from core.forms import on_top
from core.pages import page


class HolderPage(Protocol):
    """What the page of a holder knows of it, whichever room it is of."""

    @property
    def title(self) -> str: ...

    @property
    def detail_url(self) -> str: ...

    @property
    def settings_url(self) -> str: ...


PageT = TypeVar("PageT", bound=HolderPage)
FormT = TypeVar("FormT", bound=forms.BaseForm)


def settings_page(
    request: ClusterRequest,
    template: str,
    *,
    opened: Callable[[], PageT],
    form_of: Callable[[PageT], Callable[..., FormT]],
    change: Callable[[PageT, FormT], object],
) -> HttpResponse:
    """Show the form of what `opened` reads, and save it with `change`, which raises Conflict and Refusal.

    After a colleague's change the page is read anew: it shows both texts, and the form has one's own in it.
    """
    shown = opened()
    form = bound(request, form_of(shown))
    act = acting(request, form, lambda: change(shown, form))
    if act.is_done:
        return done(request, shown.settings_url, _("Everything saved."))
    if act.conflict is not None:
        shown = opened()
        form = on_top(form_of(shown)(), form, act.conflict)
    context = {
        "conflict": act.conflict,
        "form": form,
        "shown": shown,
        "cluster": request.cluster,
        "crumbs": [(shown.title, shown.detail_url), (_("Settings"), "")],
    }
    return page(request, template, context, status=act.status)
