"""Links for the keys of things, wherever they stand."""

from typing import Any

from django import template
from django.template import Context
from django.urls import reverse
from django.utils.safestring import SafeString

from clusters.keyed import anchor, linked

register = template.Library()


@register.simple_tag(takes_context=True)
def keyed(context: Context, text: Any) -> SafeString:
    """Give a text with its keys as links: `{% keyed note.text %}`, `{% keyed answer|markdown %}`."""
    return linked("" if text is None else text, getattr(context, "request", None) or context.get("request"))


@register.simple_tag(takes_context=True)
def key_of(context: Context, key: str) -> SafeString:
    """Give the key of a thing that is there as a link, without asking for it."""
    cluster = context.request.cluster  # type: ignore[attr-defined]
    return anchor(cluster, key, reverse("clusters:key", args=[cluster.slug, key]))
