"""What administrators do, written down as it is done: the verbs there are, their sentences, and who writes a line."""

from django.utils.translation import gettext_lazy as _

from accounts.models import AdministrationEntry, User

# %(subject)s is the person or cluster that it was done to; the administrator's name stands before the sentence.
SENTENCES = {
    "added-person": _("added %(subject)s"),
    "changed-rights": _("changed the permissions of %(subject)s"),
    "sent-sign-in": _("sent %(subject)s an email to choose a new password"),
    "reset-second-factor": _("removed two-step sign-in for %(subject)s"),
    "announced": _("announced to everybody: %(subject)s"),
    "took-down-announcement": _("took down what was announced: %(subject)s"),
    "imported-cluster": _("imported the cluster %(subject)s"),
    "made-cluster": _("created the cluster %(subject)s"),
    "invited-owner": _("invited an owner: %(subject)s"),
    "withdrew-invitation": _("withdrew the invitation to %(subject)s"),
    "renamed-person": _("changed the name of %(subject)s"),
    "renamed-cluster": _("changed the name of the cluster %(subject)s"),
    "archived-cluster": _("archived the cluster %(subject)s"),
    "reopened-cluster": _("reopened the cluster %(subject)s"),
    "closed-cluster": _("decided to delete the cluster %(subject)s"),
    "deleted-cluster": _("deleted the cluster %(subject)s, as decided"),
    "closed-account": _("decided to delete the account of %(subject)s"),
    "kept-account": _("kept the account of %(subject)s"),
    "tried-installation": _("tried a part of the installation: %(subject)s"),
    "ran-task-again": _("ran a failed task again: %(subject)s"),
    "deleted-account": _("deleted the account of %(subject)s, as decided"),
}


def record(*, by: User | None, verb: str, subject: str) -> AdministrationEntry:
    """Add a line to the log of administration; an unknown verb is a mistake in the code and raises KeyError.

    What the portal does by itself, on a day that an administrator has set, is by nobody.
    """
    SENTENCES[verb]
    name = by.display_name[:120] if by else ""
    return AdministrationEntry.objects.create(by=by, by_name=name, verb=verb, subject=subject[:300])


def sentence(entry: AdministrationEntry) -> str:
    """Return what was done, in the active language, without the name."""
    return str(SENTENCES.get(entry.verb, entry.verb)) % {"subject": entry.subject}
