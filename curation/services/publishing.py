"""Publishing: what was a draft becomes an edition, which never changes."""

from collections.abc import Sequence
from datetime import date, datetime, time

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from core.errors import Refusal
from core.text import LANGUAGES, Text
from curation.models import Draft
from curation.selectors import faults_in
from curation.services import own
from curation.services.drafts import is_changed
from library.models import Edition
from library.services import publish_edition
from schema.writing import written


def schedule(*, draft: Draft, revision: int, note: Text, on: date, by: User) -> Draft:
    """Have a draft published by itself on a day, at six; until then it can be changed. Raises Refusal."""
    if on <= timezone.localdate():
        raise Refusal(_("Choose a day that is still to come, or publish now."), field="on")
    _refuse_unready(draft, revision, note, by)
    _refuse_unfit(draft, [])
    moment = timezone.make_aware(datetime.combine(on, time(6)))
    Draft.objects.open().filter(pk=draft.pk).update(
        publish_at=moment, publish_by=by, note=note.to_value(), is_held_up=False
    )
    return draft


def keep_back(*, draft: Draft) -> None:
    """Take the day back on which a draft was to be published."""
    Draft.objects.open().filter(pk=draft.pk).update(publish_at=None, publish_by=None, is_held_up=False)


def publish_due(now: datetime) -> int:
    """Publish what was to be published by now; what cannot be is held up, and the desk says so."""
    published = 0
    for draft in Draft.objects.due(now).whole().select_related("publish_by", "based_on"):
        by = draft.publish_by
        try:
            if by is None or not by.is_active or not by.is_curator:
                raise Refusal(_("Whoever decided it is no longer a curator."))
            publish(draft=draft, revision=draft.manuscript.revision, note=draft.note_text, by=by)
            published += 1
        except Refusal:
            Draft.objects.open().filter(pk=draft.pk).update(publish_at=None, is_held_up=True)
    return published


def approve(*, draft: Draft, revision: int, by: User) -> None:
    """Note that a curator approves a draft as it is. Raises Refusal where it has been changed since it was read."""
    if draft.manuscript.revision != revision:
        raise Refusal(_("The draft has been changed since this page was opened. Look at the changes, then approve."))
    Draft.objects.open().filter(pk=draft.pk).update(approved_revision=revision, approved_by=by)


def needs_approval(draft: Draft, by: User) -> bool:
    """Tell whether somebody else has to approve the draft before this curator may publish it."""
    is_approved = draft.approved_revision == draft.manuscript.revision and draft.approved_by_id not in (None, by.pk)
    return bool(settings.SECOND_CURATOR) and not is_approved


def _refuse_unready(draft: Draft, revision: int, note: Text, by: User) -> None:
    if draft.manuscript.revision != revision:
        raise Refusal(
            _("The draft has been changed since this page was opened. Look at the changes and publish again.")
        )
    if draft.based_on_id and any(not note.get(language).strip() for language in LANGUAGES):
        raise Refusal(_("Write in both languages what is new, for the clusters."), field="note")
    if needs_approval(draft, by):
        raise Refusal(_("A second curator has to approve the draft as it is now, before it is published."))


def publish(*, draft: Draft, revision: int, note: Text, by: User, beside: Sequence[Draft] = ()) -> Edition:
    """Publish a draft as it was when its page was read, and with it the drafts beside it. Raises Refusal.

    What others have published since, or written in it since, is never published over or along unseen.
    """
    _refuse_unready(draft, revision, note, by)
    for one in (draft, *beside):
        _refuse_unfit(one, [other.document for other in (draft, *beside) if other is not one])
    with transaction.atomic():
        for one in beside:
            _publish(one, note, by)
        return _publish(draft, note, by)


def _refuse_unfit(draft: Draft, beside: list[dict]) -> None:
    faults = faults_in(draft.document, beside)
    if faults:
        raise Refusal(
            ngettext(
                "There is %(number)s fault in the draft. Correct it, then publish.",
                "There are %(number)s faults in the draft. Correct them, then publish.",
                len(faults),
            )
            % {"number": len(faults)}
        )
    if not is_changed(draft):
        raise Refusal(_("The draft says the same as the edition that is published, so there is nothing to publish."))


def _publish(draft: Draft, note: Text, by: User) -> Edition:
    if not Draft.objects.open().filter(pk=draft.pk).update(state=Draft.State.PUBLISHED, publish_at=None):
        raise Refusal(_("The draft has already been published, or discarded."))
    newest = None
    if draft.publication:
        of = Edition.objects.without_document().of(draft.publication.kind, draft.publication.slug)
        newest = of.first()
    if newest and draft.based_on_id != newest.pk:
        raise Refusal(
            _("Edition %(version)s has been published since this draft was begun. Look at it before you publish.")
            % {"version": newest.version}
        )
    data = {**draft.document, "version": newest.version + 1 if newest else 1}
    source = draft.manuscript.source
    edition = publish_edition(data=data, by=by, note=note.to_value(), source=written(data, source) if source else "")
    Draft.objects.filter(pk=draft.pk).update(published=edition, note=note.to_value(), publication=edition.publication)
    own.tell_followers(edition)
    return edition
