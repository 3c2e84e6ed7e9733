"""What people type about companies, and about how often they are asked."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import emails
from accounts.fields import EmailField
from clusters.forms.rows import ClusterModelForm
from core.forms import DayField, RevisionField
from core.plain import one_line
from surveys.models import Company, SurveyRules
from surveys.reading import registration_of


class CompanyForm(ClusterModelForm):
    """A member company."""

    revision = RevisionField()
    email = EmailField(label=gettext_lazy("Email address"), required=False)
    agreed_on = DayField(
        label=gettext_lazy("Agreed to be asked on"),
        required=False,
        help_text=gettext_lazy("If the company has agreed to receive surveys, write when."),
    )

    class Meta:
        model = Company
        fields = Company.revised
        help_texts: ClassVar[dict[str, Any]] = {
            "registration": gettext_lazy("The CVR number. It keeps a company from being entered twice."),
            "do_not_ask": gettext_lazy("The company has said no. It is left out of every survey and every reminder."),
        }

    def clean_name(self) -> str:
        """Take the name as one line."""
        return one_line(self.cleaned_data["name"])

    def clean_registration(self) -> str:
        """Take the number in its one form."""
        return registration_of(self.cleaned_data["registration"])[:20]

    def clean_email(self) -> str:
        """Refuse what no mail can be sent to."""
        email: str = self.cleaned_data["email"]
        if email and (fault := emails.fault_of(email)):
            raise forms.ValidationError(fault)
        return email

    def validate_constraints(self) -> None:
        """Leave it to the service, which knows the company that has the number."""

    @property
    def values(self) -> dict[str, Any]:
        """What was typed, by field."""
        return {name: self.cleaned_data[name] for name in Company.revised}


class RulesForm(forms.ModelForm):  # noqa: TID251 -- it chooses among no rows
    """How often one company is asked, and how long its contact is kept."""

    revision = RevisionField()
    most_a_year = forms.IntegerField(
        label=SurveyRules._meta.get_field("most_a_year").verbose_name,
        min_value=1,
        max_value=52,
        help_text=gettext_lazy("A company that has been asked so often is left out of the next survey."),
    )
    months_kept = forms.IntegerField(
        label=SurveyRules._meta.get_field("months_kept").verbose_name,
        min_value=1,
        max_value=120,
        help_text=gettext_lazy("Then name and email address are erased. What the company answered is tied to nobody."),
    )

    least_rate = forms.IntegerField(
        label=SurveyRules._meta.get_field("least_rate").verbose_name,
        min_value=0,
        max_value=100,
        help_text=gettext_lazy("When fewer of those who were asked have answered, the red thread says so."),
    )

    class Meta:
        model = SurveyRules
        fields = SurveyRules.revised

    @property
    def values(self) -> dict[str, Any]:
        """What was typed, by field."""
        return {name: self.cleaned_data[name] for name in SurveyRules.revised}


class MergeForm(forms.Form):
    """Which company another is the same as."""

    def __init__(self, *args: Any, company: Company, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["into"] = forms.ModelChoiceField(
            label=_("The same as"),
            queryset=Company.objects.of(company.cluster).alive().exclude(pk=company.pk),
            empty_label=_("Choose a company"),
            error_messages={"invalid_choice": _("That company is no longer in the register. Choose another one.")},
        )
