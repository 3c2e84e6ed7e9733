"""`{% url %}` by addresses that are made once in a process; built in, in the place of Django's own."""

from html import escape

from django import template
from django.template.base import Parser, Token
from django.template.context import Context
from django.template.defaulttags import URLNode
from django.template.defaulttags import url as parsed
from django.urls import NoReverseMatch
from django.utils.safestring import SafeString

from core.addresses import reverse

register = template.Library()


class AddressNode(URLNode):
    """An address whose parts stand in their order; no address of the portal depends on where it is asked for."""

    def render(self, context: Context) -> str:
        """Give the address, or put it under the name that it is to have."""
        try:
            address = reverse(self.view_name.resolve(context), [part.resolve(context) for part in self.args])
        except NoReverseMatch:
            if self.asvar is None:
                raise
            address = ""
        if self.asvar:
            context[self.asvar] = address
            return ""
        return SafeString(escape(address)) if context.autoescape else address


@register.tag("url")
def url(parser: Parser, token: Token) -> URLNode:
    """Give the address of a page by its name: `{% url "kpis:detail" cluster.slug kpi.number %}`."""
    node: URLNode = parsed(parser, token)
    return node if node.kwargs else AddressNode(node.view_name, node.args, node.kwargs, node.asvar)
