"""Asking for a self-assessment: whom, until when; personal links; opening the answers and asking again."""

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from assessments import services
from assessments.forms import EditForm, GuestForm, PeopleForm, ReopenForm, StartForm
from assessments.models import Assessment, Scorer
from assessments.statements import form_of
from assessments.views.loading import crumbs, found
from clusters.access import ClusterRequest, cluster_view
from clusters.permissions import Permission
from core.acting import acting, bound, done, pressed
from core.forms import on_top
from core.pages import page
from core.shortcuts import get_or_404
from library.models import Edition, Kind


@cluster_view(Permission.WRITE)
@require_http_methods(["GET", "POST"])
def new(request: ClusterRequest) -> HttpResponse:
    """Ask for a self-assessment."""
    published = Edition.objects.offered_to(request.cluster).of_kind(Kind.ASSESSMENT)
    editions = [one for one in published if form_of(one.parsed).statements]
    today = timezone.localdate()
    title = _("Self-assessment %(year)s") % {"year": today.year}
    if not editions:
        return page(request, "assessments/none.html", {"crumbs": crumbs(request, (title, ""))})
    form = bound(request, StartForm, cluster=request.cluster, editions=editions, today=today, title=title)
    act = acting(
        request,
        form,
        lambda: services.start_assessment(
            cluster=request.cluster,
            edition=form.edition,
            by=request.user,
            **{name: form.cleaned_data[name] for name in ("name", "until", "note", "is_anonymous", "people")},
        ),
    )
    if act.is_done:
        words = _("They have been asked. It appears under their next steps. People without an account get a link here.")
        return done(request, act.made.url(), words)
    return _form(request, form, _("Ask for a self-assessment"), _("Ask"), act.status)


@cluster_view(Permission.WRITE)
@require_http_methods(["GET", "POST"])
def edit(request: ClusterRequest, number: int) -> HttpResponse:
    """Change its name, last day and message."""
    assessment = found(request, number)
    form = EditForm(request.POST) if request.method == "POST" else EditForm.of(assessment)
    act = acting(
        request,
        form,
        lambda: services.change_assessment(
            assessment=assessment,
            name=form.cleaned_data["name"],
            until=form.cleaned_data["until"],
            note=form.cleaned_data["note"],
            based_on=form.cleaned_data["revision"],
            by=request.user,
        ),
    )
    if act.is_done:
        return done(request, assessment.url(), _("Your changes have been saved."))
    if act.conflict is not None:
        fresh = get_or_404(Assessment.objects.of(request.cluster), pk=assessment.pk)
        fresh.cluster = request.cluster
        form = on_top(EditForm.of(fresh), form, act.conflict)
    more = {"conflict": act.conflict, "thing": assessment, "history_url": assessment.history_url}
    return _form(request, form, _("Change the self-assessment"), _("Save"), act.status, assessment, **more)


def _form(
    request: ClusterRequest,
    form: object,
    heading: str,
    button: str,
    status: int,
    assessment: Assessment | None = None,
    **more: object,
) -> HttpResponse:
    here = [(assessment.name, assessment.url())] if assessment else []
    context = {
        "form": form,
        "heading": heading,
        "button": button,
        "back": assessment.url() if assessment else reverse("assessments:index", args=[request.cluster.slug]),
        "crumbs": crumbs(request, *here, (heading, "")),
        **more,
    }
    return page(request, "assessments/form.html", context, status=status)


@cluster_view(Permission.WRITE)
@require_http_methods(["GET", "POST"])
def ask(request: ClusterRequest, number: int) -> HttpResponse:
    """Ask more members."""
    assessment = found(request, number)
    taken = list(assessment.scorers.filter(user__isnull=False).values_list("user", flat=True))
    form = bound(request, PeopleForm, cluster=request.cluster, taken=taken)
    act = acting(
        request,
        form,
        lambda: (services.ask(assessment=assessment, people=form.cleaned_data["people"], by=request.user), True),
    )
    if act.is_done:
        return done(request, assessment.url(), _("They have been asked. It appears under their next steps."))
    return _form(request, form, _("Ask more members"), _("Ask"), act.status, assessment)


@cluster_view(Permission.WRITE)
@require_http_methods(["GET", "POST"])
def guest_add(request: ClusterRequest, number: int) -> HttpResponse:
    """Ask somebody without an account; their link is shown this once."""
    assessment = found(request, number)
    form = bound(request, GuestForm, initial={"language": request.user.language})
    act = acting(request, form, lambda: services.add_guest(assessment=assessment, guest=form.guest, by=request.user))
    if act.is_done:
        scorer, token = act.made
        return _link(request, assessment, scorer, token)
    return _form(request, form, _("Ask somebody without an account"), _("Make a link"), act.status, assessment)


@cluster_view(Permission.WRITE)
@require_POST
def link_renew(request: ClusterRequest, number: int, pk: int) -> HttpResponse:
    """Give a guest a new link; the old one stops working."""
    assessment = found(request, number)
    scorer = _guest(request, assessment, pk)
    made: list[str] = []

    def renew() -> None:
        made.append(services.renew_link(assessment=assessment, scorer=scorer, by=request.user))

    answer = pressed(request, renew, to=assessment.url())
    return _link(request, assessment, scorer, made[0]) if made else answer


@cluster_view(Permission.WRITE)
@require_POST
def link_revoke(request: ClusterRequest, number: int, pk: int) -> HttpResponse:
    """Let a guest's link stop working."""
    assessment = found(request, number)
    scorer = _guest(request, assessment, pk)
    return pressed(
        request,
        lambda: services.revoke_link(assessment=assessment, scorer=scorer, by=request.user),
        to=assessment.url(),
        words=_("The link no longer works. Answers already given through it still count."),
    )


def _guest(request: ClusterRequest, assessment: Assessment, pk: int) -> Scorer:
    guests = Scorer.objects.of(request.cluster).filter(assessment=assessment, user=None)
    scorer: Scorer = get_or_404(guests, pk=pk)
    return scorer


def _link(request: ClusterRequest, assessment: Assessment, scorer: Scorer, token: str) -> HttpResponse:
    context = {
        "assessment": assessment,
        "scorer": scorer,
        "address": settings.BASE_URL + reverse("scoring:start", args=[token]),
        "crumbs": crumbs(request, (assessment.name, assessment.url()), (_("Personal link"), "")),
    }
    return page(request, "assessments/link.html", context)


@cluster_view(Permission.WRITE)
@require_POST
def close(request: ClusterRequest, number: int) -> HttpResponse:
    """Open the answers for everybody; nobody scores any more."""
    assessment = found(request, number)
    return pressed(
        request,
        lambda: services.close(assessment=assessment, by=request.user),
        to=assessment.url(),
        words=_("The answers are open. Talk first about what you disagree on most."),
    )


@cluster_view(Permission.WRITE)
@require_http_methods(["GET", "POST"])
def reopen(request: ClusterRequest, number: int) -> HttpResponse:
    """Let people answer again until a day."""
    assessment = found(request, number)
    form = bound(request, ReopenForm)
    act = acting(
        request,
        form,
        lambda: services.reopen(assessment=assessment, until=form.cleaned_data["until"], by=request.user),
    )
    if act.is_done:
        return done(request, assessment.url(), _("People can answer again."))
    words = _(
        "What you have seen stays as it is until at least three people have answered or changed a statement. "
        "Otherwise one could tell what a single person answered."
    )
    return _form(request, form, _("Let people answer again"), _("Let them answer"), act.status, assessment, lead=words)


@cluster_view(Permission.WRITE)
@require_POST
def delete(request: ClusterRequest, number: int) -> HttpResponse:
    """Put it away; the list offers to bring it back."""
    assessment = found(request, number)
    return pressed(
        request,
        lambda: services.delete_assessment(assessment=assessment, by=request.user),
        to=reverse("assessments:index", args=[request.cluster.slug]),
        words=_("“%(name)s” has been deleted. You can bring it back below.") % {"name": assessment.name},
    )


@cluster_view(Permission.WRITE)
@require_POST
def restore(request: ClusterRequest, number: int) -> HttpResponse:
    """Bring it back whole."""
    assessment: Assessment = get_or_404(Assessment.objects.of(request.cluster), number=number)
    assessment.cluster = request.cluster
    return pressed(
        request,
        lambda: services.restore_assessment(assessment=assessment, by=request.user),
        to=assessment.url(),
        words=_("“%(name)s” is back.") % {"name": assessment.name},
    )
