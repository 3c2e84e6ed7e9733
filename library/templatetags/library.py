"""Terms explained in the templates of the library and of the rooms above it."""

from typing import Any

from django import template
from django.utils.safestring import SafeString

from core.templatetags.toolkit import markdown
from core.text import Text
from library import words
from library.models import Edition
from library.selectors import guidance_and_glossary, guidance_for, guidance_for_kpi
from library.shown.terms import SectionExplainer, terms_of
from schema.documents import Section

register = template.Library()


@register.filter
def explained(value: Text | str | None, by: SectionExplainer | None) -> SafeString:
    """Give Markdown as HTML with the terms of the glossary explained; nothing explains them where there is nobody."""
    return by.html(value) if by else markdown(value)


@register.filter
def icon_of(edition: Edition) -> str:
    """Give the name of the icon of a publication's kind."""
    return words.ICONS[edition.publication.kind]


@register.filter
def extent_of(edition: Edition) -> str:
    """Say how large an edition is, minutes of reading or so many questions."""
    return words.extent(edition.publication.kind, edition.extent)


@register.simple_tag
def guidance_at(kind: str, slug: str, part: str = "") -> list[Edition]:
    """Give the guidance that is of help at a published thing, or at a part of it: one query."""
    return guidance_for(kind, slug, part) if slug else []


@register.simple_tag
def guidance_at_kpi(key: str) -> list[Edition]:
    """Give the guidance that says how a KPI of the catalogue is measured and used: one query."""
    return guidance_for_kpi(key) if key else []


@register.simple_tag
def beside(kind: str, slug: str, section: Section) -> dict[str, Any]:
    """Give what helps with a section while one fills it in: guidance, and terms where they stand; one query."""
    editions, known = guidance_and_glossary(kind, slug, section.key)
    return {"editions": editions, "terms": terms_of(section, known)}


@register.filter
def times(number: int) -> range:
    """Give something to loop over so many times."""
    return range(number)
