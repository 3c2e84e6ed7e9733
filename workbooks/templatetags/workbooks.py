"""What the templates of the form draw in Python."""

from typing import Any

from django import template
from django.utils.safestring import SafeString

from clusters.models import Cluster
from core.languages import content_language
from workbooks.asking import TableForm, TableRow
from workbooks.models import Workbook
from workbooks.services.editions import newer_edition as newer_of
from workbooks.shown import table_html
from workbooks.shown.points import group_points, section_points

register = template.Library()


@register.simple_tag
def table_row(table: TableForm, row: TableRow) -> SafeString:
    """Draw a row of a table question."""
    return table_html.table_row(table, row)


register.simple_tag(section_points)
register.simple_tag(group_points)


@register.inclusion_tag("workbooks/newer.html")
def newer_edition(cluster: Cluster, workbook: Workbook) -> dict[str, Any]:
    """Say that the template has a newer edition, and lead to what it would change; one query."""
    return {"cluster": cluster, "workbook": workbook, "newer": newer_of(workbook)}


@register.simple_tag
def country_options() -> SafeString:
    """List the countries, in the language of the page, for fields that offer them."""
    return table_html.country_options(content_language())
