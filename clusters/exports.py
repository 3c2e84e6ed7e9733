"""The log of who did what as a table."""

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from clusters.activity import sentence
from clusters.querysets import ActivityEntrySet
from exports.sheets import Sheet


def activity_sheet(entries: ActivityEntrySet) -> Sheet:
    """Return the lines as a table, the newest first, in the language of the page."""
    rows = [
        (
            timezone.localtime(entry.at).strftime("%Y-%m-%d %H:%M:%S"),
            entry.by_name or _("The portal"),
            sentence(entry),
            f"{settings.BASE_URL}{entry.url}" if entry.url else "",
        )
        for entry in entries.order_by("-at", "-pk").iterator(chunk_size=2000)
    ]
    return Sheet(_("Who did what"), (_("Time"), _("Person"), _("What"), _("Address")), rows)
