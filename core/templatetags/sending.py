"""`{% csrf_token %}` with the key of the form beside it; built in, in the place of Django's own."""

from html import escape
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

FIELD = "csrfmiddlewaretoken"
# What Django's context processor says where a request has no token.
NONE = "NOTPROVIDED"


class SendingNode(CsrfTokenNode):
    """The hidden fields of a form that is posted."""

    def render(self, context: Context) -> SafeString:
        """Write the token, and for a person who is signed in the key of this rendering of this form."""
        if (place := leave_open(context, self)) is not None:
            return SafeString(place)
        request: Any = getattr(context, "request", None) or context.get("request")
        if request is None:
            return SafeString(super().render(context))
        # An include with “only” leaves the token behind, and a browser without scripts has no other.
        token = str(context.get("csrf_token") or get_token(request))
        if token == NONE:
            return SafeString("")
        # A page has some forty forms: put together here, which Django's own way of it does in ten times as long.
        return SafeString(f'<input type="hidden" name="{FIELD}" value="{escape(token)}">{keys.field(request)}')


@register.tag("csrf_token")
def csrf_token(parser: Parser, token: Token) -> SendingNode:
    """Give the hidden fields of a form that is posted."""
    return SendingNode()
