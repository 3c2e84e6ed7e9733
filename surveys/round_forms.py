"""What people type about a round."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clusters.fields import MemberField
from clusters.models import Cluster
from core.forms import DayField, RevisionField
from core.languages import content_language, label_in
from core.text import LANGUAGES
from library.models import Edition
from surveys.models import SurveyRound
from surveys.models.companies import Region, Size
from surveys.models.rounds import MOST_ANSWERS, MOST_OWN, OwnKind

LONGEST_WORDS, LONGEST_QUESTION = 2_000, 300
FEWEST_OPTIONS, MOST_OPTIONS = 2, 12
DAYS_OPEN = timedelta(days=21)
# An open round keeps its questions and whom it asks; its days can still be moved.
WHILE_OPEN = ("closes_on", "first_reminder", "second_reminder", "owner")


@dataclass(frozen=True, slots=True)
class OwnPart:
    """The fields of one of the cluster's own questions, and whether they are shown at once."""

    number: int
    fields: list[forms.BoundField]
    is_shown: bool


class RoundForm(forms.Form):
    """A round: its days, what is written to the companies, who is asked, and the cluster's own questions."""

    revision = RevisionField()
    closes_on = DayField(label=gettext_lazy("Last day to answer"))
    sender = forms.CharField(label=gettext_lazy("Sender"), max_length=120)
    first_reminder = DayField(label=gettext_lazy("First reminder"), required=False)
    second_reminder = DayField(label=gettext_lazy("Second reminder"), required=False)

    def __init__(self, *args: Any, cluster: Cluster, round: SurveyRound | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"] = MemberField(
            cluster=cluster,
            kept=round.owner_id if round else None,
            label=_("Owner"),
            help_text=_("Is reminded to send the survey and to close it."),
        )
        self.is_open = round is not None and round.is_open
        self.fields["first_reminder"].help_text = _("Goes only to those who have not answered.")
        if self.is_open:
            self.fields = {name: self.fields[name] for name in ("revision", *WHILE_OPEN)}
            return
        self.fields["way"] = forms.ChoiceField(
            label=_("How it is answered"),
            choices=SurveyRound.Way.choices,
            widget=forms.RadioSelect,
            help_text=_("With an open link you do not see who has answered, and nobody is reminded."),
        )
        self.fields["most_answers"] = forms.IntegerField(
            label=_("At most so many answers"),
            min_value=5,
            max_value=5_000,
            help_text=_("For an open link: a limit, in case somebody keeps answering."),
        )
        any_size, any_region = ("", _("Every size")), ("", _("Every region"))
        self.fields["size"] = forms.ChoiceField(
            label=_("Only companies of the size"), required=False, choices=[any_size, *Size.choices]
        )
        self.fields["region"] = forms.ChoiceField(
            label=_("Only companies in the region"), required=False, choices=[any_region, *Region.choices]
        )
        self.fields["sample"] = forms.IntegerField(
            label=_("At most so many companies, drawn by lot"), required=False, min_value=5, max_value=5_000
        )
        words = (("introduction", _("Introduction")), ("thanks", _("Thanks")))
        for name, label in words:
            for language in LANGUAGES:
                self.fields[f"{name}_{language}"] = _words(label_in(label, language, LANGUAGES), LONGEST_WORDS)
        for number in range(1, MOST_OWN + 1):
            for language in LANGUAGES:
                label = label_in(_("Your own question %(number)s") % {"number": number}, language, LANGUAGES)
                self.fields[f"own_{number}_{language}"] = _words(label, LONGEST_QUESTION)
            self._ask_how(number)

    def _ask_how(self, number: int) -> None:
        """Ask how one's own question is answered, and what can be chosen."""
        named = {"number": number}
        self.fields[f"own_{number}_type"] = forms.ChoiceField(
            label=_("How question %(number)s is answered") % named, choices=OwnKind.choices, required=False
        )
        for language in LANGUAGES:
            label = label_in(_("Options of question %(number)s, a line each") % named, language, LANGUAGES)
            self.fields[f"own_{number}_options_{language}"] = _words(label, LONGEST_WORDS)

    def clean(self) -> dict[str, Any]:
        """Refuse a question that is asked in one language only: every company reads in its own."""
        cleaned = super().clean() or {}
        for number in range(1, MOST_OWN + 1) if not self.is_open else ():
            da, en = cleaned.get(f"own_{number}_da"), cleaned.get(f"own_{number}_en")
            if bool(da) != bool(en):
                missing = f"own_{number}_{'en' if da else 'da'}"
                self.add_error(missing, _("Write the question in both languages."))
            self._clean_options(cleaned, number)
        return cleaned

    def _clean_options(self, cleaned: dict[str, Any], number: int) -> None:
        """Refuse options that do not match in the two languages."""
        names = [f"own_{number}_options_{language}" for language in LANGUAGES]
        lines = [[line.strip() for line in (cleaned.get(name) or "").splitlines() if line.strip()] for name in names]
        for name, found in zip(names, lines, strict=True):
            cleaned[name] = "\n".join(found)
        chosen, asked = cleaned.get(f"own_{number}_type"), cleaned.get(f"own_{number}_da")
        if not asked or chosen not in (OwnKind.CHOICE, OwnKind.SEVERAL):
            return
        if not FEWEST_OPTIONS <= len(lines[0]) <= MOST_OPTIONS:
            words = _("Write %(fewest)s to %(most)s options, a line each.")
            self.add_error(names[0], words % {"fewest": FEWEST_OPTIONS, "most": MOST_OPTIONS})
        elif len(lines[0]) != len(lines[1]):
            self.add_error(names[1], _("Write as many options in this language as in the other, in the same order."))

    @property
    def parts(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The form in short parts: when and by whom, who is asked, and what they read."""
        found = [
            (_("When, and by whom"), ("edition", "kind", *WHILE_OPEN[:1], "sender", *WHILE_OPEN[1:])),
            (_("Who is asked"), ("way", "most_answers", "size", "region", "sample")),
            (_("What they read"), tuple(f"{name}_{lang}" for name in ("introduction", "thanks") for lang in LANGUAGES)),
        ]
        named = [(title, [self[name] for name in names if name in self.fields]) for title, names in found]
        return [(title, fields) for title, fields in named if fields]

    @property
    def own(self) -> list["OwnPart"]:
        """The cluster's own questions, each folded until something is written in it."""
        return [] if self.is_open else [self._own(number) for number in range(1, MOST_OWN + 1)]

    def _own(self, number: int) -> "OwnPart":
        fields = [field for field in self if field.name.startswith(f"own_{number}_")]
        has_words = any(field.value() for field in fields if not field.name.endswith("_type"))
        return OwnPart(number, fields, has_words or any(field.errors for field in fields))

    @property
    def values(self) -> dict[str, Any]:
        """What was typed, by field of the round."""
        data = self.cleaned_data
        if self.is_open:
            return {name: data[name] for name in WHILE_OPEN}
        texts = {
            name: {lang: data[f"{name}_{lang}"] for lang in LANGUAGES if data[f"{name}_{lang}"]}
            for name in ("introduction", "thanks")
        }
        own: dict[str, str] = {}
        for n in range(1, MOST_OWN + 1):
            if not data[f"own_{n}_da"]:
                continue
            kind = data[f"own_{n}_type"]
            more = [f"{n}_options_{lang}" for lang in LANGUAGES] if kind in (OwnKind.CHOICE, OwnKind.SEVERAL) else []
            names = [*(f"{n}_{lang}" for lang in LANGUAGES), *more]
            own |= {name: data[f"own_{name}"] for name in names}
            if kind and kind != OwnKind.WORDS:
                own[f"{n}_type"] = kind
        days = ("closes_on", "sender", "first_reminder", "second_reminder", "owner")
        plain = (*days, "way", "most_answers", "size", "region", "sample")
        return {**{name: data[name] for name in plain}, **texts, "own": own}


def _words(label: str, longest: int) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        max_length=longest,
        widget=forms.Textarea(attrs={"rows": 3 if longest > 500 else 2}),
    )


def initial_of(round: SurveyRound) -> dict[str, Any]:
    """Return what stands in a round, by field of the form."""
    days = ("revision", "closes_on", "sender", "first_reminder", "second_reminder")
    plain = (*days, "way", "most_answers", "size", "region", "sample")
    found: dict[str, Any] = {"owner": round.owner_id, **{name: getattr(round, name) for name in plain}}
    for name in ("introduction", "thanks"):
        found |= {f"{name}_{language}": text for language, text in getattr(round, name).items()}
    return {**found, **{f"own_{key}": text for key, text in round.own.items()}}


def proposed(today: date, sender: str) -> dict[str, Any]:
    """Return what a new round may begin with: three weeks, a reminder after one and one after two."""
    return {
        "closes_on": today + DAYS_OPEN,
        "first_reminder": today + DAYS_OPEN / 3,
        "second_reminder": today + DAYS_OPEN * 2 / 3,
        "sender": sender,
        "way": SurveyRound.Way.PERSONAL,
        "most_answers": MOST_ANSWERS,
    }


class NewRoundForm(RoundForm):
    """A new round, of one of the published surveys."""

    def __init__(self, *args: Any, editions: list[Edition], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = content_language()
        self.editions = {str(edition.pk): edition for edition in editions}
        edition = forms.ChoiceField(
            label=_("Survey"),
            choices=[(pk, one.title_text.resolve(language).words) for pk, one in self.editions.items()],
            widget=forms.RadioSelect,
        )
        kind = forms.ChoiceField(label=_("Round"), choices=SurveyRound.Kind.choices)
        self.fields = {"edition": edition, "kind": kind, **self.fields}
        del self.fields["revision"]

    @property
    def edition(self) -> Edition:
        """The survey that was chosen."""
        return self.editions[self.cleaned_data["edition"]]


class ReopenForm(forms.Form):
    """Why a closed round is opened again, and until when."""

    reason = forms.CharField(label=gettext_lazy("Why is it opened again?"), max_length=500)
    closes_on = DayField(label=gettext_lazy("Last day to answer"))
