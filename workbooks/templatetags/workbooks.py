"""What the templates of the form draw in Python."""

from django import template
from django.utils.safestring import SafeString

from core.languages import content_language
from workbooks.asking import TableForm, TableRow
from workbooks.shown import table_html

register = template.Library()


@register.simple_tag
def table_row(table: TableForm, row: TableRow) -> SafeString:
    """Draw a row of a table question."""
    return table_html.table_row(table, row)


@register.simple_tag
def country_options() -> SafeString:
    """List the countries, in the language of the page, for fields that offer them."""
    return table_html.country_options(content_language())
