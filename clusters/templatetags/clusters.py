"""The log's lines as sentences."""

from django import template

from clusters import activity
from clusters.models import ActivityEntry

register = template.Library()


@register.filter
def sentence(entry: ActivityEntry) -> str:
    """Give what was done, in the language of the page, without the name."""
    return activity.sentence(entry)
