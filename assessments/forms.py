"""Asking for a self-assessment, answering a statement, agreeing."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from accounts import emails
from accounts.forms import LANGUAGES, fields_only
from accounts.models import User
from assessments.models import Assessment
from assessments.services import Given, Guest
from assessments.statements import StatementText
from clusters.models import Cluster, Membership
from core.forms import DayField, RevisionField, SeveralField
from core.languages import content_language
from core.uploads import UploadField
from library.models import Edition

PROPOSED = timedelta(days=14)
UNSURE = "unsure"


class PeopleForm(forms.Form):
    """Whom to ask among the members."""

    def __init__(self, *args: Any, cluster: Cluster, taken: Sequence[int] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        members = Membership.objects.of(cluster).exclude(user__in=taken)
        people = User.objects.who_may_sign_in().filter(pk__in=members.values("user"))
        self.fields["people"] = SeveralField(
            label=_("Members who are asked"),
            queryset=people.order_by("name", "email"),
            widget=forms.CheckboxSelectMultiple,
            required=False,
        )
        self.helper = fields_only()


class AssessmentForm(forms.Form):
    """Name, last day and message."""

    name = forms.CharField(label=_("Name"), max_length=120, error_messages={"required": _("Give it a name.")})
    until = DayField(
        label=_("Last day to answer"),
        help_text=_("The answers open automatically the day after. You can open them sooner."),
        error_messages={"required": _("Choose a date.")},
    )
    note = forms.CharField(
        label=_("Message to those who are asked"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = fields_only()


class StartForm(AssessmentForm):
    """Which statements are scored, by whom, and how notes are shown."""

    is_anonymous = forms.TypedChoiceField(
        label=_("Notes at the meeting"),
        choices=[
            ("yes", _("Without names")),
            ("no", _("With the writer’s name, where at least three have scored the statement")),
        ],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        initial="yes",
        help_text=_("This cannot be changed later. Scores never carry a name."),
    )

    def __init__(
        self, *args: Any, cluster: Cluster, editions: Sequence[Edition], today: date, title: str, **kwargs: Any
    ) -> None:
        kwargs["initial"] = {"until": today + PROPOSED, "name": title, **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        self.fields.update(PeopleForm(cluster=cluster).fields)
        self.editions = {str(one.pk): one for one in editions}
        if len(editions) > 1:
            self.fields["edition"] = forms.ChoiceField(
                label=_("What is scored"),
                choices=[(str(one.pk), one.title_text.resolve(content_language()).words) for one in editions],
                widget=forms.RadioSelect,
                initial=str(editions[0].pk),
            )
        order = ["edition", "name", "people", "until", "is_anonymous", "note"]
        self.order_fields(order)

    @property
    def edition(self) -> Edition:
        """The edition that was chosen, or the only one."""
        chosen = self.cleaned_data.get("edition") or next(iter(self.editions))
        return self.editions[chosen]


class EditForm(AssessmentForm):
    """What can be changed while people answer."""

    revision = RevisionField()

    @classmethod
    def of(cls, assessment: Assessment, **given: Any) -> "EditForm":
        """Return the form of what stands now."""
        initial = {"name": assessment.name, "until": assessment.until, "note": assessment.note}
        return cls(initial={**initial, "revision": assessment.revision}, **given)


class GuestForm(forms.Form):
    """Somebody without an account."""

    name = forms.CharField(label=_("Name"), max_length=120, error_messages={"required": _("Enter a name.")})
    email = forms.CharField(
        label=_("Email address"),
        max_length=254,
        required=False,
        help_text=_("With an address we send the link. Without one you get it here, to pass on yourself."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    language = forms.ChoiceField(label=_("Language of the emails"), choices=LANGUAGES)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = fields_only()

    def clean_email(self) -> str:
        """Return the address in its one form, or nothing."""
        typed = self.cleaned_data["email"].strip()
        if typed and (fault := emails.fault_of(typed)):
            raise ValidationError(fault)
        return emails.normal(typed) if typed else ""

    @property
    def guest(self) -> Guest:
        """Who is to be asked."""
        return Guest(**self.cleaned_data)


class ReopenForm(forms.Form):
    """Until when people may answer again."""

    until = DayField(label=_("Last day to answer"), error_messages={"required": _("Choose a date.")})

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = fields_only()


class ScoreForm(forms.Form):
    """One person's answer to one statement; `page` tells one opened page from another."""

    level = forms.CharField(max_length=10, required=False)
    note = forms.CharField(
        max_length=2000,
        required=False,
        error_messages={"max_length": _("Shorten the note to 2,000 characters.")},
    )
    link = forms.CharField(
        max_length=500,
        required=False,
        validators=[
            URLValidator(["http", "https"], message=_("This is not a link. A link begins with https:// or http://."))
        ],
        error_messages={"max_length": _("The link is too long. Use one of at most 500 characters.")},
    )
    file = UploadField(required=False)
    revision = RevisionField()
    page = forms.CharField(max_length=16, required=False)

    def __init__(self, *args: Any, statement: StatementText, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.statement = statement

    def clean_level(self) -> int | str | None:
        """Return a level of the statement, that one does not know, or nothing."""
        typed = self.cleaned_data["level"]
        if not typed or not self.statement.levels:
            return None
        if typed == UNSURE:
            return UNSURE
        if typed not in {str(number) for number in self.statement.numbers}:
            raise ValidationError(_("Choose one of the levels."))
        return int(typed)

    @property
    def given(self) -> Given:
        """What is to be stored."""
        level = self.cleaned_data["level"]
        number = level if isinstance(level, int) else None
        return Given(number, level == UNSURE, self.cleaned_data["note"].strip(), self.cleaned_data["link"].strip())


class AgreeForm(forms.Form):
    """The level that was agreed, or that there is none, and why."""

    level = forms.IntegerField(required=False, min_value=0, max_value=100)
    reason = forms.CharField(
        label=_("Because"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "class": "form-control"}),
        error_messages={"max_length": _("Shorten the reason to 2,000 characters.")},
    )
    revision = RevisionField()
