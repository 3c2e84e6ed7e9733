"""`{% csrf_token %}` with the key of the form beside it; built in, in the place of Django's own."""

from typing import Any

from django import template
from django.middleware.csrf import get_token
from django.template.base import Parser, Token
from django.template.context import Context
from django.template.defaulttags import CsrfTokenNode
from django.utils.safestring import SafeString

from core.submissions import keys
from core.templatetags.parts import leave_open

register = template.Library()


class SendingNode(CsrfTokenNode):
    """The hidden fields of a form that is posted."""

    def render(self, context: Context) -> SafeString:
        """Write the token, and for a person who is signed in the key of this rendering of this form."""
        if (place := leave_open(context, self)) is not None:
            return SafeString(place)
        request: Any = getattr(context, "request", None) or context.get("request")
        token = self._token(context, request)
        return SafeString(token + keys.field(request) if token and request is not None else token)

    def _token(self, context: Context, request: Any) -> SafeString:
        # An include with “only” leaves the token behind, and a browser without scripts has no other.
        if request is None or context.get("csrf_token"):
            return SafeString(super().render(context))
        with context.push(csrf_token=get_token(request)):
            return SafeString(super().render(context))


@register.tag("csrf_token")
def csrf_token(parser: Parser, token: Token) -> SendingNode:
    """Give the hidden fields of a form that is posted."""
    return SendingNode()
