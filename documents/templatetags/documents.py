"""What the pages of documents ask of their context."""

from collections.abc import Mapping
from typing import Any

from django import template

register = template.Library()


@register.filter
def of(found: Mapping[str, Any], key: str) -> Any:
    """Give what a mapping has under a key that the template knows only by name."""
    return found.get(key) or ()
