"""A document sent to members: the file is kept as it was, and goes along with the mails or waits behind a link."""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import date, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts import mail
from accounts.models import User
from clusters.activity import record
from clusters.locking import lock, newest_number
from clusters.models import Cluster
from clusters.quota import refuse_beyond
from core.dates import format_date
from core.errors import Refusal
from core.languages import content_language
from core.locking import hold
from core.uploads import put_away, safe_name
from exports.file_cache import file_of
from reports.models import Export, SentDocument
from reports.sendable import Ready

# What most mail servers still take, written as mail writes it.
LARGEST_ATTACHED = 7 * 1024**2
USUAL_LIFE, LONGEST_LIFE = timedelta(days=90), timedelta(days=366)
LONGEST_TOKEN = 100
PDF_TYPE = "application/pdf"


def digest_of(token: str) -> str:
    """Return what is kept of a link."""
    return hashlib.sha256(token.encode()).hexdigest()


def send_document(*, export: Export, people: Sequence[User], note: str, ends_on: date | None, by: User) -> SentDocument:
    """Send a finished PDF as it is, as `send_file` does; raises Refusal where its file is no longer there."""
    pdf = _content(export)
    if pdf is None:
        raise Refusal(_("The document has to be created again first. Open it, then send it."))
    ready = Ready(export.kind, f"{export.name}.pdf", export.language, pdf, PDF_TYPE)
    return send_file(cluster=export.cluster, ready=ready, people=people, note=note, ends_on=ends_on, by=by)


@transaction.atomic
def send_file(
    *, cluster: Cluster, ready: Ready, people: Sequence[User], note: str, ends_on: date | None, by: User
) -> SentDocument:
    """Keep a file as it is and mail it to members, each in their language; once for each form.

    With `ends_on` the mails hold a link that works until then, without a sign-in; else the file goes along. Raises
    Refusal for a file that is too large to go along or beyond the cluster's room, for a day that has passed or is over
    a year away, and for who is no member any more.
    """
    if ends_on is None and len(ready.content) > LARGEST_ATTACHED:
        raise Refusal(_("The document is too large for a mail. Send a link instead."), "way")
    _refuse_day(ends_on)
    lock(cluster)
    members = set(cluster.memberships.values_list("user", flat=True))
    # Who sends it has come through the gate.
    gone = [one.display_name for one in people if one != by and one.pk not in members]
    if gone:
        raise Refusal(_("%(who)s is no longer a member. Choose again.") % {"who": ", ".join(gone)}, "people")
    refuse_beyond(cluster, len(ready.content))
    token = secrets.token_urlsafe(32)
    made = SentDocument(
        cluster=cluster,
        number=newest_number(SentDocument.objects.of(cluster)) + 1,
        kind=ready.kind,
        name=_short(ready.name),
        language=ready.language,
        content_type=ready.content_type,
        size=len(ready.content),
        digest=hashlib.sha256(ready.content).hexdigest(),
        note=note,
        ends_on=ends_on,
        token_digest=digest_of(token),
        by=by,
        by_name=by.display_name,
    )
    put_away(made.file, ready.content, cluster.pk)
    made.save()
    made.people.set(people)
    for person in people:
        _mail(made, person, token, by)
    names = ", ".join(one.display_name for one in people)
    subject = f"{made.title}: {names}"[:200]
    record(cluster=cluster, by=by, verb="sent-document", subject=subject, url=made.get_absolute_url())
    return made


def _short(name: str) -> str:
    """Return the name of a file as it is kept: what it is stands at its end, and is what stays of a long one."""
    stem, _dot, ending = name.rpartition(".")
    return f"{safe_name(stem)[-112:].strip()}.{ending}"


def _content(export: Export) -> bytes | None:
    """Return the finished file: among those that were made here, or as it was brought from another installation."""
    if not export.is_done:
        return None
    if not export.brought:
        return file_of(export.digest)
    try:
        with export.brought.open("rb") as kept:
            content: bytes = kept.read()
    except FileNotFoundError:
        return None
    return content


def _refuse_day(ends_on: date | None) -> None:
    today = timezone.localdate()
    if ends_on is not None and ends_on < today:
        raise Refusal(_("Choose a date in the future."), "ends_on")
    if ends_on is not None and ends_on > today + LONGEST_LIFE:
        day = format_date(today + LONGEST_LIFE, content_language())
        raise Refusal(_("Choose a date before %(day)s. You can send it again then.") % {"day": day}, "ends_on")


def _mail(made: SentDocument, person: User, token: str, by: User) -> None:
    with translation.override(person.language):
        language = content_language()
        context = {
            "name": person.display_name,
            "who": by.display_name,
            "document": made.title,
            "organisation": made.cluster.name.resolve(language).text,
            "note": made.note,
            "until": format_date(made.ends_on, language) if made.ends_on else "",
            "url": mail.absolute(reverse("shared_files:sent", args=[token])),
        }
    files = [{"file": str(made.file.name), "name": made.name, "type": made.content_type}] if made.is_attached else []
    mail.send(
        to=person.email, template="document", language=person.language, context=context, reply_to=by.email, files=files
    )


@transaction.atomic
def revoke(*, sent: SentDocument, by: User) -> SentDocument:
    """Have the link in the mails lead nowhere any more; raises Refusal when that has been done."""
    cluster: Cluster = sent.cluster
    held: SentDocument = hold(SentDocument.objects.of(cluster), sent)
    if held.revoked_at is not None:
        raise Refusal(_("%(who)s already revoked this link.") % {"who": held.revoked_by_name})
    if held.is_elsewhere:
        raise Refusal(_("The link leads to the portal that the cluster came from. It can only be revoked there."))
    held.revoked_at, held.revoked_by_name = timezone.now(), by.display_name
    held.save(update_fields=["revoked_at", "revoked_by_name"])
    record(cluster=cluster, by=by, verb="revoked-document", subject=sent.title, url=sent.get_absolute_url())
    return held


def sent_at(token: str) -> SentDocument | None:
    """Return what a link leads to, whatever has become of it; None where there never was one."""
    if len(token) > LONGEST_TOKEN:
        return None
    # across_clusters: the row is found by its secret, and the cluster is taken from the row
    found: SentDocument | None = SentDocument.across_clusters.at(digest_of(token)).first()
    return found
