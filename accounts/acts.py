"""What administrators do, written down as it is done: the verbs there are, their sentences, and who writes a line."""

from django.utils.translation import gettext_lazy as _

from accounts.models import AdministrationEntry, User

# %(subject)s is the person or cluster that it was done to; the administrator's name stands before the sentence.
SENTENCES = {
    "added-person": _("added %(subject)s"),
    "changed-rights": _("changed the permissions of %(subject)s"),
    "sent-sign-in": _("sent %(subject)s an email to choose a new password"),
    "reset-second-factor": _("removed two-step sign-in for %(subject)s"),
    "made-cluster": _("created the cluster %(subject)s"),
    "invited-owner": _("invited an owner: %(subject)s"),
    "withdrew-invitation": _("withdrew the invitation to %(subject)s"),
}


def record(*, by: User, verb: str, subject: str) -> AdministrationEntry:
    """Add a line to the log of administration; an unknown verb is a mistake in the code and raises KeyError."""
    SENTENCES[verb]
    return AdministrationEntry.objects.create(by=by, by_name=by.display_name[:120], verb=verb, subject=subject[:300])


def sentence(entry: AdministrationEntry) -> str:
    """Return what was done, in the active language, without the name."""
    return str(SENTENCES.get(entry.verb, entry.verb)) % {"subject": entry.subject}
