"""A sheet from sending to storing, for every room that reads one in: kept, chosen how to read, sealed, stored once.

headings -> rows -> fates -> preview -> sealed -> confirmed. The room gives the fates; what is sealed is the whole of
what the preview showed, so that nothing is stored that nobody has seen.
"""

from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from accounts.models import User
from clusters.locking import lock, newest_number
from clusters.models import Cluster, SheetImport
from core.errors import Conflict
from core.locking import hold
from core.sheets.table import Choices
from core.uploads import safe_name

MOST_WAITING = 5
KEPT_FOR = timedelta(days=1)


@transaction.atomic
def keep_sheet(*, cluster: Cluster, room: str, name: str, content: bytes, by: User) -> SheetImport:
    """Keep a sheet until somebody has looked at what it would do; the oldest that wait make room."""
    lock(cluster)
    imports = SheetImport.objects.of(cluster).read_as(room)
    made: SheetImport = SheetImport.objects.create(
        cluster=cluster,
        room=room,
        number=newest_number(imports) + 1,
        file_name=safe_name(name),
        content=content,
        created_by=by,
    )
    old = imports.waiting().order_by("-number").values_list("pk", flat=True)[MOST_WAITING:]
    imports.filter(pk__in=list(old)).delete()
    SheetImport.objects.of(cluster).waiting().filter(created_at__lt=timezone.now() - KEPT_FOR).delete()
    return made


def choose(*, import_: SheetImport, choices: Choices) -> None:
    """Keep how the sheet is to be read."""
    import_.choices = choices.to_value()
    import_.save(update_fields=["choices"])


def choices_of(import_: SheetImport) -> Choices:
    """Return how the sheet is to be read."""
    return Choices.from_value(import_.choices)


def forget_sheet(*, import_: SheetImport) -> None:
    """Forget a sheet that was not confirmed."""
    SheetImport.objects.of(import_.cluster).waiting().filter(pk=import_.pk).delete()


def seal_of(import_: SheetImport, shown: Iterable[object]) -> str:
    """Return the seal of what a preview shows of this sheet, and of what it was judged against."""
    said = "\n".join(map(repr, shown))
    return salted_hmac(
        "clusters.sheet_import.staging", f"{import_.cluster_id} {import_.room} {import_.number}\n{said}"
    ).hexdigest()


def opened_for_storing(import_: SheetImport) -> SheetImport:
    """Return the sheet locked for storing it, with its cluster's turn; raises Conflict when it is stored already."""
    lock(import_.cluster)
    found: SheetImport = hold(SheetImport.objects.of(import_.cluster), import_)
    if found.confirmed_at is not None:
        raise Conflict(_("The file has already been imported."))
    found.cluster = import_.cluster
    return found


def check_seal(seal: str, now: str) -> None:
    """Raise Conflict when what would be stored now is not what was shown."""
    if not constant_time_compare(seal, now):
        raise Conflict(
            _("Something has changed since you looked at the rows, so nothing has been saved yet. Check them again.")
        )


def stored(import_: SheetImport) -> None:
    """Note that the sheet is read in, and forget its file."""
    import_.confirmed_at, import_.content = timezone.now(), b""
    import_.save(update_fields=["confirmed_at", "content"])
