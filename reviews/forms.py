"""Keeping a snapshot, asking for a review, answering one, approving."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.forms import fields_only
from accounts.models import User
from clusters.models import Cluster, Membership
from clusters.permissions import Permission, Role, may
from core.dates import format_date
from core.forms import DayField, RevisionField, SeveralField
from core.languages import content_language
from reviews.models import Review
from strategy.models import BoardAnswer, Deviation
from strategy.querysets import DeviationSet

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


class BoardForm(forms.Form):
    """What the board said at a meeting of changes that were made under the approved strategy."""

    answer = forms.ChoiceField(
        label=_("What the board said"),
        choices=BoardAnswer.Answer.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Say what the board said.")},
    )
    reason = forms.CharField(
        label=_("Why"),
        help_text=_("Required if it is to be changed back."),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    said_on = DayField(label=_("Date of the meeting"), error_messages={"required": _("Enter the date of the meeting.")})
    minute = forms.CharField(
        label=_("Where the minutes say so"),
        help_text=_("For example: Board meeting 4/2026, item 5."),
        max_length=120,
        required=False,
    )
    # The newest answer that stands on the page.
    seen = RevisionField()

    def __init__(self, *args: Any, rows: DeviationSet, today: date, **kwargs: Any) -> None:
        self.rows = list(rows)
        answers = [one.board_answer for one in self.rows]
        first = {
            "deviations": [one.pk for one, said in zip(self.rows, answers, strict=True) if said is None],
            "said_on": today,
            "seen": max((said.pk for said in answers if said is not None), default=0),
        }
        kwargs["initial"] = {**first, **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        field = DeviationsField(
            label=_("Changes that the board spoke of"),
            queryset=rows,
            widget=forms.CheckboxSelectMultiple,
            error_messages={"required": _("Choose at least one change that the board spoke of.")},
        )
        self.fields["deviations"] = field
        self.order_fields(["deviations", "answer", "reason", "said_on", "minute"])
        self.helper = fields_only()


class DeviationsField(SeveralField):
    """Deviations, each by key, name, day and what the board has said of it already."""

    def label_from_instance(self, obj: Deviation) -> str:
        """Return the line beside its box."""
        language = content_language()
        words = {
            "key": obj.key,
            "name": obj.subject_text.resolve(language).text,
            "day": format_date(timezone.localdate(obj.at), language),
        }
        said = obj.board_answer
        if said is None:
            return gettext("%(key)s %(name)s, changed on %(day)s") % words
        words["said"] = said.get_answer_display()
        return gettext("%(key)s %(name)s, changed on %(day)s (until now: %(said)s)") % words


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
