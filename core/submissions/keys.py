"""The hidden field that every form carries: a key of its own, whose it is, and the page that it stands on.

`{% csrf_token %}` writes it, since no form can be posted without that tag: nobody can forget it.
"""

import secrets
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import urlencode

from django.core.exceptions import BadRequest, SuspiciousOperation
from django.core.signing import BadSignature, Signer
from django.http import HttpRequest, QueryDict
from django.http.multipartparser import MultiPartParserError
from django.utils.safestring import SafeString

FIELD = "form_key"
# In an address and in a form: the words that are kept and belong there.
KEPT = "kept"
# What a request raises whose form is broken, too large or ends in the midst.
UNREADABLE = (MultiPartParserError, SuspiciousOperation, BadRequest, OSError)
# No address of the portal is this long; a search in it may be.
LONGEST_PAGE = 1000


@dataclass(frozen=True, slots=True)
class FormKey:
    """One rendering of one form: a key, the person it was made for, and the page it stands on."""

    value: str
    person: int
    page: str


def field(request: HttpRequest) -> SafeString:
    """Return the hidden field of one form; nothing for a visitor, who is nobody to give words back to."""
    signed = page_of(request)
    if not signed:
        return SafeString("")
    value = f"{secrets.token_urlsafe(9)}.{signed}"
    # Letters, digits and signs of our own making: nothing in it has to be escaped.
    return SafeString(f'<input type="hidden" name="{FIELD}" value="{value}">')


def page_of(request: HttpRequest) -> str:
    """Return who and where, signed, made once for all forms of an answer."""
    person = getattr(getattr(request, "user", None), "pk", None)
    if person is None:
        return ""
    known: tuple[int, str] | None = getattr(request, "_form_page", None)
    if known is None or known[0] != person:
        known = (person, signer().sign_object([person, own_page(request)]))
        request._form_page = known  # type: ignore[attr-defined]
    return known[1]


def own_page(request: HttpRequest) -> str:
    """Return the address of the page that an answer shows: after a form was sent, the page that it came from."""
    if request.method not in {"GET", "HEAD"}:
        # The page that says what is wrong is the first to read the form where no view has; it must not fail by it.
        with suppress(*UNREADABLE):
            if sent := key_of(request):
                return sent.page
    query = QueryDict(request.META.get("QUERY_STRING", ""), mutable=True)
    query.pop(KEPT, None)
    address = f"{request.path}?{query.urlencode()}" if query else request.path
    return address if len(address) <= LONGEST_PAGE else request.path


def key_of(request: HttpRequest) -> FormKey | None:
    """Return the key of the form that was sent, or None when it carries none of ours."""
    value = request.POST.get(FIELD, "")
    key, _, signed = value.partition(".")
    if not key or not signed or len(value) > 4 * LONGEST_PAGE:
        return None
    try:
        person, page = signer().unsign_object(signed)
    except (BadSignature, ValueError):
        return None
    return FormKey(key[:40], person, page)


def with_kept(page: str, kept: str) -> str:
    """Return the address of a page with the words that belong there."""
    return f"{page}{'&' if '?' in page else '?'}{urlencode({KEPT: kept})}"


def signer() -> Signer:
    """Return what signs and checks."""
    return Signer(salt="core.submissions.keys")
