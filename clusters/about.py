"""What a workbook of a cluster says of itself on its first sheet."""

from django.utils import timezone
from django.utils.translation import gettext as _

from clusters.models import Cluster
from core.dates import format_date
from core.languages import content_language
from exports.sheets import About


def about_sheet(cluster: Cluster, title: str) -> About:
    """Return title, whose it is, and of which day the figures are."""
    language = content_language()
    day = format_date(timezone.localdate(), language)
    words = _("As it stood on %(day)s. The sheets that follow are tables that can be filtered.") % {"day": day}
    return About(title, cluster.name.resolve(language).text, words, _("About this file"))
