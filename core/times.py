"""Instants as people say them: 12:03 today, yesterday 12:03, 24 November 2026."""

from datetime import datetime, timedelta

from django.utils import formats, timezone
from django.utils.translation import gettext as _


def moment(instant: datetime, now: datetime | None = None) -> str:
    """Return when it was, in the active language and the installation's time zone, as short as it stays clear."""
    local, today = timezone.localtime(instant), timezone.localtime(now)
    time = formats.time_format(local, "TIME_FORMAT")
    if local.date() == today.date():
        return time
    if local.date() == today.date() - timedelta(days=1):
        return _("yesterday %(time)s") % {"time": time}
    return formats.date_format(local, "DATE_FORMAT")
