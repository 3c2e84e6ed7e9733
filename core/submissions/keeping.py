"""What was typed survives: a form that cannot be taken is kept, and given back to the person who wrote it.

Signed out, or with a token that has become old, one is led to the page of the form, and there it stands with the words,
filled in and not saved. Where there is no such page any more, and where the server is at fault, the answer itself shows
what was typed. Nothing is ever sent in somebody's place.
"""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.db import Error, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import Resolver404, resolve
from django.utils import timezone

from core.models import KeptForm
from core.submissions import labels, refill
from core.submissions.keys import FIELD, KEPT, UNREADABLE, FormKey, key_of, with_kept
from core.submissions.sealing import seal, unseal

LARGEST = 256 * 1024
MOST = 20
AGE = timedelta(days=1)
# What is secret is neither kept nor shown; a house test compares it with every field of that kind.
SECRET = ("password", "csrfmiddlewaretoken", "code", "token", "credential", "secret")
LOST = {400, 403, 404, 405, 410, 500, 502, 503}


@dataclass(frozen=True, slots=True)
class Typed:
    """What was sent with a form: where to, from which page, the words and the names of the files."""

    action: str
    page: str
    fields: dict[str, list[str]]
    files: dict[str, list[str]]

    @property
    def words(self) -> list[tuple[str, str]]:
        """Return label and text of everything that has been typed."""
        return labelled(self.action, self.fields)

    @property
    def chosen_files(self) -> list[tuple[str, str]]:
        """Return label and name of the files, which a browser does not let anybody fill in."""
        return labelled(self.action, self.files)


def labelled(action: str, values: Mapping[str, list[str]]) -> list[tuple[str, str]]:
    """Return label and text of each value that says something."""
    shown = {name: texts for name, texts in values.items() if not refill.OF_THE_PAGE.fullmatch(name)}
    return labels.labelled(action, shown)


def typed_in(request: HttpRequest) -> Typed | None:
    """Return what was sent, without what is secret, or None when it cannot be read."""
    try:
        key, post, files = key_of(request), request.POST, request.FILES
    except UNREADABLE:
        return None
    if key is None:
        return None
    fields = {name: values for name, values in post.lists() if not is_secret(name)}
    names = {name: [str(file.name) for file in sent] for name, sent in files.lists()}
    return Typed(request.path, key.page, {name: list(values) for name, values in fields.items()}, names)


def is_secret(name: str) -> bool:
    """Tell whether a field's value must not be written down."""
    return name == FIELD or any(word in name.lower() for word in SECRET)


def keep(person: int, typed: Typed) -> str:
    """Keep what was typed and return its key; empty when it is too much, or the database does not take it."""
    sealed = seal([typed.action, typed.page, typed.fields, typed.files])
    if len(sealed) > 2 * LARGEST:
        return ""
    key = secrets.token_urlsafe(32)
    try:
        with transaction.atomic():
            KeptForm.objects.create(person_id=person, key=key, sealed=sealed)
            mine = KeptForm.objects.filter(person=person)
            too_many = list(mine.order_by("-kept_at", "-pk").values_list("pk", flat=True)[MOST:])
            mine.filter(pk__in=too_many).delete()
    except Error:
        return ""
    return key


def kept_for(person: Any, key: str) -> tuple[Typed, datetime] | None:
    """Return what a person typed and when, if it is theirs and not older than a day."""
    mine = KeptForm.objects.filter(person=person, key=key[:43], kept_at__gt=timezone.now() - AGE).first()
    value = unseal(mine.sealed) if mine else None
    return (Typed(*value), mine.kept_at) if mine and value else None


def prune(before: datetime) -> None:
    """Forget the forms that were kept before this instant."""
    KeptForm.objects.filter(kept_at__lt=before).delete()


class KeepingMiddleware:
    """Keeps what could not be taken, and puts it back; stands outside the check of the token."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if request.method == "POST":
            return after_post(request, response)
        if request.method == "GET":
            return after_get(request, response)
        return response


def after_post(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """Give a person whose form was not taken the words back. A fragment's page has them still."""
    is_stopped = getattr(response, "leads_to_sign_in", False)
    is_asked_again = getattr(response, "leads_to_confirm", False)
    if not (is_stopped or is_asked_again or response.status_code in LOST) or getattr(request, "htmx", False):
        return response
    typed, key = typed_in(request), None
    if typed is not None:
        key = key_of(request)
    if typed is None or key is None:
        return response
    person = getattr(getattr(request, "user", None), "pk", None)
    if response.status_code >= 500 and not hasattr(request, "user"):
        # Nobody can say who it is while the database is away. What came is shown to whoever sent it, and kept nowhere.
        return show(request, response, typed)
    is_old = getattr(request, "is_token_old", False)
    if person is None and (is_stopped or is_old):
        if kept := keep(key.person, typed):
            return redirect_to_login(with_kept(key.page, kept))
        return show(
            request, HttpResponse(render_to_string("submissions/signed_out.html", {}, request), status=403), typed
        )
    if person != key.person:
        return somebody_else(request, key, typed)
    if is_asked_again and (kept := keep(key.person, typed)):
        return redirect_to_login(with_kept(key.page, kept), response["Location"].partition("?")[0])
    if is_old and (kept := keep(key.person, typed)):
        return redirect(with_kept(key.page, kept))
    return show(request, response, typed)


def somebody_else(request: HttpRequest, key: FormKey, typed: Typed) -> HttpResponseBase:
    """Say that the page was another person's, for whom the words are kept; they are not shown."""
    keep(key.person, typed)
    return HttpResponse(render_to_string("submissions/somebody_else.html", {}, request), status=403)


def after_get(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """Fill in what is kept for this page. An address that takes only forms leads to the page above it."""
    kept = request.GET.get(KEPT, "")
    is_visit = "text/html" in request.headers.get("Accept", "")
    if response.status_code == 405 and is_visit and (above := page_above(request.path)):
        return redirect(with_kept(above, kept) if kept else above)
    person = getattr(getattr(request, "user", None), "pk", None)
    if not kept or person is None:
        return response
    if response.status_code in {301, 302} and is_elsewhere(request, response["Location"]):
        response["Location"] = with_kept(response["Location"], kept)
        return response
    found = kept_for(person, kept)
    if found is None:
        return response
    response["Cache-Control"] = "no-store"
    typed, at = found
    if response.status_code == 200:
        return put_back(request, response, typed, at, kept)
    return show(request, response, typed)


def page_above(path: str) -> str:
    """Return the nearest address above this one that leads somewhere."""
    while path := path.rstrip("/").rpartition("/")[0]:
        try:
            resolve(f"{path}/")
        except Resolver404:
            continue
        return f"{path}/"
    return "/"


def is_elsewhere(request: HttpRequest, location: str) -> bool:
    """Tell whether an address is another page of our own, and not the sign-in."""
    path = location.partition("?")[0]
    return location.startswith("/") and not location.startswith("//") and path != request.path and KEPT not in location


def page_text(response: HttpResponseBase) -> str | None:
    """Return the page that an answer holds, or None when it is no page."""
    if not isinstance(response, HttpResponse) or not response.get("Content-Type", "").startswith("text/html"):
        return None
    return response.content.decode(response.charset or "utf-8")


def put_back(
    request: HttpRequest, response: HttpResponseBase, typed: Typed, at: datetime, kept: str
) -> HttpResponseBase:
    """Fill the form of the page with what was typed, and say that it is not saved."""
    html = page_text(response)
    if html is None or not isinstance(response, HttpResponse):
        return response
    reader = refill.Reader(html)
    form = refill.form_of(reader, page=request.path, action=typed.action, fields=typed.fields)
    if form is None:
        return show(request, response, typed, at)
    done = refill.refill(form, typed.fields)
    context = {
        "at": at,
        "kept": kept,
        "page": typed.page,
        "words": labelled(typed.action, done.left),
        "files": typed.chosen_files,
    }
    note = render_to_string("submissions/put_back.html", context)
    response.content = refill.edited(html, [*done.edits, (form.start, form.start, note)])
    return response


def show(
    request: HttpRequest, response: HttpResponseBase, typed: Typed, at: datetime | None = None
) -> HttpResponseBase:
    """Show on the page what was typed, labelled, to be copied; after a fault of the server, to be sent once more."""
    html = page_text(response)
    main = refill.Reader(html).main if html is not None else None
    if html is None or main is None or not isinstance(response, HttpResponse):
        return response
    is_gone = response.status_code in {404, 410}
    may_repeat = response.status_code >= 500 and request.method == "POST" and not typed.files
    context = {
        "words": typed.words,
        "files": typed.chosen_files,
        "page": page_above(typed.page.partition("?")[0]) if is_gone else typed.page,
        "is_gone": is_gone,
        "may_repeat": may_repeat,
        "address": request.get_full_path(),
        "fields": [(name, value) for name, values in typed.fields.items() for value in values],
        "key": request.POST.get(FIELD, ""),
        "token": get_token(request),
    }
    if not context["words"] and not context["files"]:
        return response
    words = render_to_string("submissions/words.html", context)
    place = main[1] if at is None else main[0]
    response.content = refill.edited(html, [(place, place, words)])
    return response
