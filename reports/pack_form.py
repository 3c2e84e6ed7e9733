"""The forms of the board's pack: the day of the meeting, what the board is asked to decide, and who is mailed it."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from accounts.forms import fields_only
from accounts.models import User
from clusters.models import Cluster, Membership
from core.forms import DayField, RevisionField, SeveralField
from core.languages import label_in
from core.text import LANGUAGES, Text
from reports.models import BoardPack
from strategy.forms import WordsField

# Two pages have room for no more.
LONGEST_ASKED, MOST_LINES = 600, 8


class PackMailForm(forms.Form):
    """Who is mailed a pack, and what is said with it."""

    def __init__(self, *args: Any, cluster: Cluster, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        members = Membership.objects.of(cluster).values("user")
        self.fields["people"] = SeveralField(
            label=_("Who gets it"),
            queryset=User.objects.who_may_sign_in().filter(pk__in=members).order_by("name", "email"),
            widget=forms.CheckboxSelectMultiple,
            error_messages={"required": _("Choose at least one person.")},
        )
        self.fields["note"] = WordsField(
            label=_("Note"),
            help_text=_("Stands below the link. Answers come to you."),
            max_length=1000,
            required=False,
            widget=forms.Textarea(attrs={"rows": 4}),
        )
        self.helper = fields_only()


class PackForm(forms.Form):
    """When the board meets, and what it is asked."""

    revision = RevisionField()

    def __init__(self, *args: Any, cluster: Cluster, pack: BoardPack | None = None, **kwargs: Any) -> None:
        self.cluster, self.pack = cluster, pack
        if pack is not None:
            asked = {f"asked_{language}": pack.asked_text.get(language) for language in LANGUAGES}
            first = {"meeting_on": pack.meeting_on, "revision": pack.revision, **asked}
            kwargs["initial"] = {**first, **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        wrong = {"required": _("Enter the date of the meeting.")}
        self.fields["meeting_on"] = DayField(label=_("Date of the meeting"), error_messages=wrong)
        for language in cluster.languages:
            self.fields[f"asked_{language}"] = WordsField(
                label=label_in(_("What we ask you to decide"), language, cluster.languages),
                help_text=_("One decision a line. They come first on the first page."),
                max_length=LONGEST_ASKED,
                required=False,
                widget=forms.Textarea(attrs={"rows": 5, "lang": language}),
            )

    def clean(self) -> dict[str, Any]:
        """More lines than these push the KPIs off the first page."""
        cleaned = super().clean() or self.cleaned_data
        for language in self.cluster.languages:
            if len([line for line in (cleaned.get(f"asked_{language}") or "").splitlines() if line]) > MOST_LINES:
                words = _("Write at most %(count)s decisions, one a line: the pack has two pages.")
                self.add_error(f"asked_{language}", words % {"count": MOST_LINES})
        return cleaned

    @property
    def asked(self) -> Text:
        """What was written, on top of a language that the form does not ask for."""
        found = self.pack.asked_text if self.pack else Text()
        for language in self.cluster.languages:
            found = found.with_language(language, self.cleaned_data[f"asked_{language}"].strip())
        return found
