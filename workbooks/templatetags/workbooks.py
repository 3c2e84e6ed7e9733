"""What the templates of the form draw in Python."""

from collections.abc import Sequence

from django import template
from django.utils.safestring import SafeString

from core.languages import content_language
from workbooks import drawing
from workbooks.cards import Card, Column
from workbooks.questions.tables import TableRow

register = template.Library()


@register.simple_tag
def table_row(card: Card, row: TableRow, columns: Sequence[Column]) -> SafeString:
    """Draw a row of a table question."""
    return drawing.table_row(card, row, columns)


@register.simple_tag
def country_options() -> SafeString:
    """List the countries, in the language of the page, for fields that offer them."""
    return drawing.country_options(content_language())
