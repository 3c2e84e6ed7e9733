"""Keeping a snapshot, asking for a review, answering one, approving."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms import fields_only
from accounts.models import User
from clusters.models import Cluster, Membership
from clusters.permissions import Permission, Role, may
from core.forms import DayField, RevisionField, SeveralField
from reviews.models import Review

FORTNIGHT = timedelta(days=14)


class SnapshotForm(forms.Form):
    """A name, and why it is kept."""

    name = forms.CharField(label=_("Name"), max_length=120, error_messages={"required": _("Give the snapshot a name.")})
    note = forms.CharField(
        label=_("Why it is kept"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = fields_only()


class AskForm(forms.Form):
    """Who looks at it, until when, and what to look at."""

    until = DayField(label=_("Until when"), error_messages={"required": _("Choose a date.")})
    note = forms.CharField(
        label=_("What to look at"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, cluster: Cluster, asker: User, today: date, **kwargs: Any) -> None:
        kwargs["initial"] = {"until": today + FORTNIGHT, **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        roles = [role for role in Role if may(role, Permission.REVIEW)]
        members = Membership.objects.of(cluster).filter(role__in=roles).exclude(user=asker)
        people = User.objects.who_may_sign_in().filter(pk__in=members.values("user"))
        self.fields["reviewers"] = SeveralField(
            label=_("Who looks at it"),
            queryset=people.order_by("name", "email"),
            widget=forms.CheckboxSelectMultiple,
            error_messages={"required": _("Choose at least one person to look at it.")},
        )
        self.order_fields(["reviewers", "until", "note"])
        self.helper = fields_only()


class AnswerForm(forms.Form):
    """What a reviewer says."""

    answer = forms.ChoiceField(
        label=_("Your answer"),
        choices=Review.Answer.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Say whether it is ready.")},
    )
    reason = forms.CharField(
        label=_("Why"),
        help_text=_("Required if something needs to be changed."),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = fields_only()


class BringBackForm(forms.Form):
    """An answer, or a row of it, that is brought back from a snapshot, on top of what was read."""

    question = forms.CharField(max_length=80, widget=forms.HiddenInput)
    row = forms.CharField(max_length=80, required=False, widget=forms.HiddenInput)
    revision = RevisionField()


class ShareForm(forms.Form):
    """Who a public link is for, until when, and the password that it asks for."""

    name = forms.CharField(
        label=_("Who it is for"),
        help_text=_("For example: the members, or the municipality. Only you and your colleagues see it."),
        max_length=120,
        error_messages={"required": _("Write who the link is for, so that you can tell it apart later.")},
    )
    ends_on = DayField(label=_("Last day"), error_messages={"required": _("Choose the last day of the link.")})
    # Chosen by whoever shares and told to others: it is read while it is typed.
    password = forms.CharField(
        label=_("Password"),
        help_text=_("If you give one, visitors are asked for it. Send it another way than the link."),
        min_length=8,
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = fields_only()


class PasswordForm(forms.Form):
    """The password of a public link."""

    password = forms.CharField(
        label=_("Password"),
        max_length=100,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Enter the password.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = fields_only()


class ApproveForm(forms.Form):
    """The day of the meeting and where the minutes say so; `seen` is what the approver read."""

    seen = forms.CharField(max_length=64, widget=forms.HiddenInput)
    approved_on = DayField(
        label=_("Date of the meeting"), error_messages={"required": _("Enter the date of the meeting.")}
    )
    minute = forms.CharField(
        label=_("Where the minutes say so"),
        help_text=_("For example: Board meeting 4/2026, item 5."),
        max_length=120,
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = fields_only()
