"""What is sent twice counts once.

A form carries a key (`keys`). It is noted in the transaction of the act, with what was answered; the same form, sent
again with the same words, does nothing and gets the same answer. Two at the same moment wait for each other at the
unique key. A form that was refused spends nothing, and neither does one that was sent with other words.
"""

import hashlib
from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any, cast

from django.contrib.messages import get_messages
from django.contrib.messages.storage.base import Message
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.crypto import salted_hmac

from core import ahead
from core.models import KeptForm, SentForm
from core.submissions.keys import FIELD, KEPT, FormKey, key_of
from core.submissions.sealing import seal, unseal

View = Callable[..., HttpResponseBase]
LONGEST_ANSWER = 256 * 1024
# What HTMX reads from an answer.
TOLD = ("Location", "HX-Redirect", "HX-Refresh", "HX-Retarget", "HX-Reswap", "HX-Trigger", "HX-Push-Url")


def sent_once(view: View) -> View:
    """Have the view act once on one form of a person who is signed in."""

    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        key = key_of(request) if request.method == "POST" else None
        if key is None:
            return view(request, *args, **kwargs)
        if key.person != request.user.pk:
            raise PermissionDenied("The form was made for somebody else.")
        digest = digest_of(request, key)
        # Who comes second goes on from what the first has left.
        ahead.forget(request)
        with transaction.atomic():
            noted = note(request, digest)
            if noted is not None:
                response = view(request, *args, **kwargs)
                if response.status_code < 400 and not getattr(request, "is_refused", False):
                    noted.answer = seal(told(request, response))
                    noted.save(update_fields=["answer"])
                    KeptForm.objects.filter(person=key.person, key=request.POST.get(KEPT, "")).delete()
                else:
                    noted.delete()
                return response
        return again(request, SentForm.objects.filter(digest=digest).first())

    return inner


def note(request: HttpRequest, digest: str) -> SentForm | None:
    """Note a form, or return None when it has been noted; who comes second waits until the first has ended."""
    try:
        with transaction.atomic():
            return SentForm.objects.create(digest=digest, person=cast(Any, request.user))
    except IntegrityError:
        return None


def digest_of(request: HttpRequest, key: FormKey) -> str:
    """Return what tells two sendings apart: the form, the address, and every word and file."""
    parts = [key.value, str(key.person), request.get_full_path()]
    for name, values in sorted(request.POST.lists()):
        if name not in {FIELD, KEPT, "csrfmiddlewaretoken"}:
            parts += [name, str(len(values)), *values]
    for name, files in sorted(request.FILES.lists()):
        for file in files:
            content = hashlib.sha256()
            for chunk in file.chunks():
                content.update(chunk)
            file.seek(0)
            parts += [name, str(file.name), content.hexdigest()]
    whole = "".join(f"{len(part)}:{part}" for part in parts)
    return salted_hmac("core.submissions.once", whole, algorithm="sha256").hexdigest()


def told(request: HttpRequest, response: HttpResponseBase) -> dict[str, Any]:
    """Return an answer so that it can be given again."""
    body = ""
    if isinstance(response, HttpResponse) and not isinstance(response, StreamingHttpResponse):
        if callable(getattr(response, "render", None)) and not getattr(response, "is_rendered", True):
            body = ""
        elif len(response.content) <= LONGEST_ANSWER and response.get("Content-Type", "").startswith("text/html"):
            body = response.content.decode(response.charset or "utf-8")
    said = [[message.level, str(message.message), message.extra_tags] for message in queued(request)]
    headers = {name: response[name] for name in TOLD if name in response}
    return {"status": response.status_code, "headers": headers, "body": body, "messages": said}


def queued(request: HttpRequest) -> list[Message]:
    """Return the messages that this request has added."""
    storage: Any = get_messages(request)
    return list(getattr(storage, "_queued_messages", []))


def again(request: HttpRequest, noted: SentForm | None) -> HttpResponseBase:
    """Give the answer that the first sending got; without one, the page that the form stands on."""
    known = unseal(noted.answer) if noted else None
    key = key_of(request)
    if known is None or not (known["body"] or known["headers"]):
        known = {"status": 302, "headers": {"Location": key.page if key else "/"}, "body": "", "messages": []}
    storage: Any = get_messages(request)
    if hasattr(storage, "_queued_messages"):
        waiting = {str(message.message) for message in [*storage._loaded_messages, *storage._queued_messages]}
        for level, words, tags in known["messages"]:
            if words not in waiting:
                storage.add(level, words, tags or "")
    response = HttpResponse(known["body"], status=known["status"])
    for name, value in known["headers"].items():
        response[name] = value
    return response


def prune(before: datetime) -> None:
    """Forget the forms that were sent before this instant."""
    SentForm.objects.filter(sent_at__lt=before).delete()
