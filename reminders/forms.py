"""Which mails a person wants, and who takes over when somebody leaves."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.forms import fields_only
from accounts.models import User
from clusters.fields import PersonField
from clusters.models import Cluster, Membership
from reminders.handover import Owned
from reminders.models import Preference


class PreferenceForm(forms.Form):
    """Which mails a person wants."""

    weekly = forms.BooleanField(
        label=_("A weekly email with what is due and overdue"),
        required=False,
        help_text=_("Nothing due, no email."),
    )
    weekday = forms.TypedChoiceField(label=_("Day of the week"), choices=Preference.Weekday.choices, coerce=int)
    on_the_day = forms.BooleanField(
        label=_("An email when something of yours is due soon"),
        required=False,
        help_text=_(
            "A week before, on the day, and once when it is overdue. Everything for one day comes in one email."
        ),
    )
    at_once = forms.BooleanField(label=_("An email when somebody gives you a task"), required=False)
    comments = forms.ChoiceField(
        label=_("An email about comments that concern you"),
        choices=Preference.Telling.choices,
        required=False,
        help_text=_(
            "When somebody mentions you, replies to you, or comments on what you have written or are responsible for."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = fields_only()

    def clean_comments(self) -> str:
        """Return the choice; a page from before there was one leaves what holds."""
        return str(self.cleaned_data["comments"] or self.initial.get("comments", Preference.Telling.AT_ONCE))


class SuccessorField(PersonField):
    """Another member of the cluster, one who can sign in."""

    default_error_messages = {
        "required": _("Choose who takes over. Nothing may be left without an owner."),
        "invalid_choice": _("This person cannot take over. Choose another member of the cluster, one who can sign in."),
    }

    def __init__(self, *, cluster: Cluster, leaver: User, **kwargs: Any) -> None:
        # across_clusters is not needed: the memberships start from the cluster, and the people from them
        members = Membership.objects.of(cluster).exclude(user=leaver).values("user")
        people = User.objects.who_may_sign_in().filter(pk__in=members)
        super().__init__(people=people, cluster=cluster, **kwargs)


class HandoverForm(forms.Form):
    """Who takes over: one for all, or for some kinds another."""

    def __init__(self, *args: Any, cluster: Cluster, leaver: User, owned: Sequence[Owned], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kinds = [one.kind for one in owned]
        self.fields["successor"] = SuccessorField(
            cluster=cluster, leaver=leaver, label=_("Who takes over"), empty_label=_("Choose somebody")
        )
        if len(owned) > 1:
            for one in owned:
                self.fields[one.kind] = SuccessorField(
                    cluster=cluster,
                    leaver=leaver,
                    label=format_lazy("{}: {}", _("Somebody else for"), one.label),
                    required=False,
                    empty_label=_("The same person"),
                )
        self.helper = fields_only()

    @property
    def successors(self) -> dict[str, User]:
        """Who takes over which kind."""
        given = self.cleaned_data
        return {kind: given.get(kind) or given["successor"] for kind in self.kinds}
