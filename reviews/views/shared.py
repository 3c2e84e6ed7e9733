"""A snapshot for whoever has its address: nothing of the portal around it, and nobody is followed."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone, translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from core.access import public_view
from core.errors import Refusal
from core.forms import refuse
from core.languages import content_language, interface_language
from core.text import is_language
from reviews import sharing
from reviews.answering import HALF_A_DAY, PROOF, answer, has_given_password, sealed, why_ended
from reviews.forms import PasswordForm
from reviews.models import PublicLink
from reviews.shown.frozen import ShownSnapshot


# A page that passes its address on to nobody has the browser send no origin either, which Django takes for another's.
# Nothing is done in anybody's name: the password alone opens the page.
@csrf_exempt
@public_view
@require_http_methods(["GET", "HEAD", "POST"])
def snapshot(request: HttpRequest, token: str) -> HttpResponse:
    """Show the snapshot of a public link; one that has ended, was revoked or never was explains itself."""
    wanted = request.GET.get("language", "")
    with translation.override(interface_language(wanted) if is_language(wanted) else translation.get_language()):
        link = sharing.link_at(token)
        ended = why_ended(link)
        if link is None or ended:
            status = 404 if link is None else 410
            return answer(request, "reviews/shared_ended.html", {"link": link, "why": ended}, status)
        if not has_given_password(request, link):
            return ask_for_password(request, link)
        if request.method == "POST":
            return redirect(request.get_full_path())
        # Whoever asks with HEAD wants to know whether it is there, and opens nothing.
        if request.META["REQUEST_METHOD"] == "GET":
            sharing.note_visit(link, timezone.localdate())
        return answer(request, "reviews/shared.html", {"token": token, **context_of(link)})


def ask_for_password(request: HttpRequest, link: PublicLink) -> HttpResponse:
    """Ask for the password, and look at what is sent; who guesses is slowed down."""
    form = PasswordForm(request.POST if request.method == "POST" else None)
    now, status = timezone.now(), 200
    try:
        sharing.refuse_while_closed(link, now)
        if form.is_valid():
            if sharing.try_password(link, form.cleaned_data["password"], now):
                response = redirect(request.get_full_path())
                response.set_cookie(
                    PROOF,
                    sharing.proof_of(link),
                    max_age=HALF_A_DAY,
                    path=request.path,
                    httponly=True,
                    samesite="Lax",
                    secure=request.is_secure(),
                )
                return sealed(response)
            sharing.refuse_while_closed(link, now)
            form.add_error("password", sharing.wrong_words())
        if form.is_bound:
            status = 422
    except Refusal as refusal:
        form = PasswordForm({})
        form.is_valid()
        form.errors.clear()
        refuse(form, refusal)
        status = 429
    return answer(request, "reviews/shared_password.html", {"form": form, "is_closed": status == 429}, status)


def context_of(link: PublicLink) -> dict[str, Any]:
    """Return what the page shows: the frozen content, and who shows it."""
    strategy = link.snapshot.strategy
    shown = ShownSnapshot.of(link.snapshot, strategy.cluster, strategy)
    return {
        "link": link,
        "snapshot": link.snapshot,
        "content": shown.content,
        "parts": shown.parts,
        "left": shown.left,
        "here": content_language(),
        "approval": getattr(link.snapshot, "approval", None),
    }
