"""The log of who did what: the verbs there are, their sentences, and the one function that writes a line.

A verb is stored, its sentence is translated when it is shown. New verbs are added here, in the service's own change.
"""

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from clusters.models import ActivityEntry, Cluster

# %(subject)s is what it was done to; the name of the person who acted stands before the sentence.
SENTENCES = {
    "made-cluster": _("created the cluster"),
    "invited": _("invited %(subject)s"),
    "invited-again": _("sent the invitation to %(subject)s again"),
    "withdrew-invitation": _("withdrew the invitation to %(subject)s"),
    "joined": _("joined the cluster"),
    "left": _("left the cluster"),
    "changed-role": _("changed the role of %(subject)s"),
    "removed-member": _("removed %(subject)s from the cluster"),
    "handed-over": _("handed over responsibilities: %(subject)s"),
    "changed-cluster": _("changed the cluster’s settings"),
    "changed-profile": _("changed the cluster’s profile"),
    "changed-logo": _("changed the cluster’s logo"),
    "required-second-factor": _("made two-step sign-in compulsory for members"),
    "freed-second-factor": _("made two-step sign-in optional for members"),
    "reset-second-factor": _("removed two-step sign-in for %(subject)s"),
    "answered": _("answered “%(subject)s”"),
    "emptied-borrowed": _("emptied answers that nobody had changed or confirmed: %(subject)s"),
    "restored-borrowed": _("brought back answers that had been emptied: %(subject)s"),
    "restored-answer": _("brought back an earlier answer to “%(subject)s”"),
    "started-strategy": _("started the strategy “%(subject)s”"),
    "made-current": _("made “%(subject)s” the current strategy"),
    "changed-strategy": _("changed the strategy “%(subject)s”"),
    "deleted-strategy": _("deleted the strategy “%(subject)s”"),
    "restored-strategy": _("brought back the strategy “%(subject)s”"),
    "added-goal": _("added the goal “%(subject)s”"),
    "changed-goal": _("changed the goal “%(subject)s”"),
    "moved-goal": _("moved the goal “%(subject)s”"),
    "deleted-goal": _("deleted the goal “%(subject)s”"),
    "restored-goal": _("brought back the goal “%(subject)s”"),
    "started-checklist": _("started the checklist “%(subject)s”"),
    "changed-checklist": _("changed the checklist “%(subject)s”"),
    "moved-checklist": _("moved the day of the checklist “%(subject)s”"),
    "shared-out-checklist": _("shared out the items of the checklist “%(subject)s”"),
    "finished-checklist": _("finished the checklist “%(subject)s”"),
    "reopened-checklist": _("opened the checklist “%(subject)s” again"),
    "deleted-checklist": _("deleted the checklist “%(subject)s”"),
    "restored-checklist": _("brought back the checklist “%(subject)s”"),
    "kept-checklist": _("saved “%(subject)s” as the cluster’s own checklist"),
    "deleted-own-checklist": _("deleted the cluster’s own checklist “%(subject)s”"),
    "restored-own-checklist": _("brought back the cluster’s own checklist “%(subject)s”"),
    "ticked-item": _("ticked off “%(subject)s”"),
    "unticked-item": _("unticked “%(subject)s”"),
    "added-item": _("added “%(subject)s” to a checklist"),
    "changed-item": _("changed “%(subject)s” in a checklist"),
    "set-aside-item": _("marked “%(subject)s” as not relevant"),
    "took-up-item": _("marked “%(subject)s” as relevant again"),
    "deleted-item": _("deleted “%(subject)s” from a checklist"),
    "restored-item": _("brought back “%(subject)s” in a checklist"),
    "adopted-kpi": _("started following the KPI “%(subject)s”"),
    "changed-kpi": _("changed the KPI “%(subject)s”"),
    "redefined-kpi": _("changed what the KPI “%(subject)s” counts"),
    "set-targets": _("set the targets of the KPI “%(subject)s”"),
    "dropped-kpi": _("stopped following the KPI “%(subject)s”"),
    "restored-kpi": _("resumed the KPI “%(subject)s”"),
    "measured": _("entered a value for “%(subject)s”"),
    "set-baseline": _("set the baseline of “%(subject)s”"),
    "corrected-value": _("corrected a value for “%(subject)s”"),
    "withdrew-value": _("withdrew a value for “%(subject)s”"),
    "imported-values": _("imported the values from “%(subject)s”"),
    "started-round": _("planned the measuring round “%(subject)s”"),
    "changed-round": _("changed the measuring round “%(subject)s”"),
    "closed-round": _("closed the measuring round “%(subject)s”"),
    "corrected-round": _("corrected the closed measuring round “%(subject)s”"),
    "deleted-round": _("deleted the measuring round “%(subject)s”"),
    "commented-round": _("wrote about the goals in the measuring round “%(subject)s”"),
    "added-activity": _("added the activity “%(subject)s”"),
    "changed-activity": _("changed the activity “%(subject)s”"),
    "noted-activity": _("wrote a status note on “%(subject)s”"),
    "reached-milestone": _("reached a milestone in “%(subject)s”"),
    "added-file": _("attached a file to an activity: %(subject)s"),
    "removed-file": _("removed a file from an activity: %(subject)s"),
    "restored-file": _("brought back a file from an activity: %(subject)s"),
    "deleted-activity": _("deleted the activity “%(subject)s”"),
    "restored-activity": _("brought back the activity “%(subject)s”"),
    "left-example": _("removed %(subject)s of the example’s activities from the action plan"),
    "imported-plan": _("imported %(subject)s activities into the action plan"),
    "added-entry": _("added “%(subject)s” to the strategy year"),
    "changed-entry": _("changed “%(subject)s” in the strategy year"),
    "deleted-entry": _("deleted “%(subject)s” from the strategy year"),
    "restored-entry": _("brought “%(subject)s” back to the strategy year"),
    "rolled-year-over": _("prepared the strategy year %(subject)s"),
    "started-report": _("started the report “%(subject)s”"),
    "changed-report": _("changed the report “%(subject)s”"),
    "deleted-report": _("deleted the report “%(subject)s”"),
    "restored-report": _("brought back the report “%(subject)s”"),
    "sent-report": _("recorded “%(subject)s” as sent to the funder"),
    "explained-figure": _("explained a figure that differs in “%(subject)s”"),
    "took-snapshot": _("kept a snapshot: %(subject)s"),
    "asked-for-review": _("asked for a review: %(subject)s"),
    "found-ready": _("found “%(subject)s” ready to be approved"),
    "asked-for-changes": _("asked for changes in “%(subject)s”"),
    "approved-strategy": _("approved the strategy: %(subject)s"),
    "waived-finding": _("set a finding of the red thread aside: %(subject)s"),
    "ended-waiver": _("took a finding of the red thread up again: %(subject)s"),
    "made-feed": _("created a calendar address"),
    "revoked-feed": _("revoked a calendar address"),
}


def record(*, cluster: Cluster, by: User | None, verb: str, subject: str = "", url: str = "") -> ActivityEntry:
    """Add a line to the cluster's log; an unknown verb is a mistake in the code and raises KeyError."""
    SENTENCES[verb]
    return ActivityEntry.objects.create(
        cluster=cluster,
        by=by,
        by_name=by.display_name if by else "",
        verb=verb,
        subject=subject[:200],
        url=url,
    )


def sentence(entry: ActivityEntry) -> str:
    """Return what was done, in the active language, without the name."""
    return str(SENTENCES.get(entry.verb, entry.verb)) % {"subject": entry.subject}
