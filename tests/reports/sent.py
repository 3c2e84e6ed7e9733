"""Documents that are finished, and that have been sent."""

from collections.abc import Sequence
from datetime import date, timedelta

from accounts.models import User
from clusters.models import Cluster
from exports import file_cache
from reports.models import Export, SentDocument
from reports.sending import send_document
from tests.days import TODAY

PDF = b"%PDF-1.7 as it was\n"
LAST_DAY = TODAY + timedelta(days=60)


def make_finished(
    cluster: Cluster, by: User, content: bytes = PDF, name: str = "Klyngen havtorn - Strategi (da)"
) -> Export:
    """Ask for a document whose file is there."""
    digest = file_cache.digest_of(f"{cluster.pk} {content!r}")
    file_cache.cached_pdf(digest, lambda: content)
    known = {"kind": Export.Kind.STRATEGY, "name": name, "language": "da", "state": Export.State.DONE}
    made, _is_new = Export.objects.of(cluster).get_or_create(
        asked_by=by, digest=digest, defaults={"cluster": cluster, "size": len(content), **known}
    )
    made.cluster = cluster
    return made


def make_sent(
    cluster: Cluster, by: User, people: Sequence[User] = (), ends_on: date | None = LAST_DAY, note: str = ""
) -> SentDocument:
    """Send a document to its sender, or to others, with a link or with the mail."""
    export = make_finished(cluster, by)
    return send_document(export=export, people=people or [by], note=note, ends_on=ends_on, by=by)
