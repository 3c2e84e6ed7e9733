"""Links for the keys of things, wherever they stand."""

from typing import Any

from django import template
from django.template import Context
from django.urls import reverse
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from clusters.keyed import KEY, Addresses, addresses_of, anchor, linked
from core.templatetags.parts import asked_of

register = template.Library()


@register.simple_tag(takes_context=True)
def keyed(context: Context, text: Any) -> SafeString:
    """Give a text with its keys as links: `{% keyed note.text %}`, `{% keyed answer|markdown %}`."""
    html = conditional_escape("" if text is None else text)
    return linked(html, _addresses(context)) if KEY.search(html) else html


@register.simple_tag(takes_context=True)
def keyed_cell(context: Context, text: Any) -> SafeString:
    """Give a text like `keyed`, in one element where links stand in it: a phone lays out each piece of a cell."""
    html = keyed(context, text)
    return mark_safe(f"<div>{html}</div>") if "<a " in html else html


@register.simple_tag(takes_context=True)
def key_of(context: Context, key: str) -> SafeString:
    """Give the key of a thing that is there as a link, without asking for it."""
    cluster = _addresses(context).cluster  # type: ignore[union-attr]
    return anchor(cluster, key, reverse("clusters:key", args=[cluster.slug, key]))


@register.simple_tag(takes_context=True)
def addresses(context: Context, letters: str) -> Addresses | None:
    """Give where the keys of these kinds lead, for a part of the page that is kept: `{% addresses "S" as keys %}`."""
    found = _addresses(context)
    return found and found.with_kind(letters)


def _addresses(context: Context) -> Addresses | None:
    given: Addresses | None = context.get("keys")
    return given or addresses_of(asked_of(context))
