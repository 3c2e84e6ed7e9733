"""Filters of the print templates."""

import re

from django import template
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst

from core import languages
from core.text import Resolved
from exports import html as printed
from exports.columns import Prose
from exports.document import TextBlock, Words

register = template.Library()

YEARS = re.compile(r"\b\d{4}[–-]\d{4}\b")


@register.filter
def years_whole(title: str) -> SafeString:
    """Give a title in which a period such as 2025–2028 stays on one line."""
    escaped = conditional_escape(title)
    return mark_safe(YEARS.sub(lambda years: f'<span class="fixed">{years[0]}</span>', escaped))  # escaped just above


@register.filter
def words(value: Words) -> str:
    """Give the words; those from the other language carry `lang` and say in brackets which it is."""
    if not isinstance(value, Resolved):
        return value
    if not value.is_fallback:
        return value.text
    return format_html(
        '<span lang="{}">{}</span> <span class="other">({})</span>',
        languages.html_language(value.language),
        value.text,
        languages.in_language(value.language),
    )


@register.filter
def in_cell(value: Words) -> str:
    """Give what stands in a cell of a table: words, or paragraphs, which say above them which language they are in."""
    if not isinstance(value, Prose):
        return words(value)
    if not value.is_fallback:
        return format_html('<div class="in-cell">{}</div>', value.html)
    return format_html(
        '<div class="in-cell"><p class="other">{}</p><div lang="{}">{}</div></div>',
        capfirst(languages.in_language(value.language)),
        languages.html_language(value.language),
        value.html,
    )


@register.filter
def said(value: Words) -> str:
    """Give the words without marks, for a link, in which nothing may stand but text."""
    if isinstance(value, Resolved) and value.is_fallback:
        return f"{value.text} ({languages.in_language(value.language)})"
    return value.text if isinstance(value, Resolved) else value


register.filter("in_language", languages.in_language)
register.filter("html_language", languages.html_language)


@register.filter
def below(block: TextBlock, level: int) -> SafeString:
    """Give a text answer with its headings below the question's own level."""
    return printed.headings_below(block.html, level)
