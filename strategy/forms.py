"""Forms of strategies and goals."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clusters.fields import MemberField
from clusters.models import Cluster
from core.forms import DayField, RevisionField
from core.languages import content_language, label_in
from core.text import LANGUAGES, Text
from library.models import Edition
from strategy.models import Goal, Strategy
from strategy.services import GoalDraft
from workbooks.asking.base import clean
from workbooks.titles import LONGEST_TITLE

LONGEST_GOAL, LONGEST_RATIONALE = 300, 5_000


class WordsField(forms.CharField):
    """A text without the characters that no document can hold; in one line where the field is one."""

    def to_python(self, value: Any) -> str:
        """Return the text as it is stored."""
        words = clean(super().to_python(value) or "")
        return words if isinstance(self.widget, forms.Textarea) else " ".join(words.split("\n")).strip()


class TitleForm(forms.Form):
    """What a strategy or a report is called, in the languages that the cluster writes; the first is required."""

    cluster: Cluster
    # What it is called already.
    known = Text()

    def ask_for_title(self, cluster: Cluster, known: Text, suggested: Text | None = None) -> None:
        """Put the fields of the title first, with what it is called already, or what it might be called."""
        offered = suggested or known
        self.cluster, self.known = cluster, known
        self.named_for = {
            f"title.{language}": "title" if language == cluster.language else "other_title"
            for language in cluster.languages
        }
        fields: dict[str, forms.Field] = {}
        for language in cluster.languages:
            is_first = language == cluster.language
            named = _("Title in Danish") if language == "da" else _("Title in English")
            fields["title" if is_first else "other_title"] = WordsField(
                label=named if len(cluster.languages) > 1 else _("Title"),
                max_length=LONGEST_TITLE,
                required=is_first,
                initial=offered.get(language) or (offered.resolve(language).text if is_first else ""),
                widget=forms.TextInput(attrs={"lang": language}),
            )
        self.fields = fields | self.fields

    @property
    def title_text(self) -> Text:
        """The title that was written, on top of a language that the form does not ask for."""
        title = self.known
        for language in self.cluster.languages:
            name = "title" if language == self.cluster.language else "other_title"
            title = title.with_language(language, self.cleaned_data[name])
        return title


class RenameForm(TitleForm):
    """What a strategy is to be called, on top of the title that was read."""

    revision = RevisionField()

    def __init__(self, *args: Any, strategy: Strategy, **kwargs: Any) -> None:
        kwargs["initial"] = {"revision": strategy.revision, **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        self.ask_for_title(strategy.cluster, strategy.title_text)


class StartForm(TitleForm):
    """Which template to begin with, empty or from an example, and what to call it."""

    source = forms.ChoiceField(label=gettext_lazy("Start from"), widget=forms.RadioSelect)

    def __init__(
        self,
        *args: Any,
        cluster: Cluster,
        title: Text,
        templates: list[Edition],
        examples: list[Edition],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.ask_for_title(cluster, Text(), title)
        self.fields["title"].help_text = _(
            "It appears on the cover, for example “Internationalisation strategy 2027–2030”."
        )
        self.sources: dict[str, tuple[Edition, Edition | None]] = {}
        choices = []
        by_slug = {edition.publication.slug: edition for edition in templates}
        for edition in templates:
            self.sources[f"template:{edition.publication.slug}"] = (edition, None)
        for example in examples:
            template = by_slug.get(getattr(example.parsed, "template", ""))
            if template:
                self.sources[f"example:{example.publication.slug}"] = (template, example)
        language = content_language()
        for value, (edition, example_edition) in self.sources.items():
            named = (example_edition or edition).title_text.resolve(language).words
            choices.append((value, named))
        field = self.fields["source"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 -- declared above
        field.choices = choices
        if choices:
            self.fields["source"].initial = choices[0][0]

    @property
    def chosen(self) -> tuple[Edition, Edition | None]:
        """The template, and the example if that was chosen."""
        return self.sources[self.cleaned_data["source"]]


def reason_field() -> forms.CharField:
    """Return the field in which one says why something changes that has been approved."""
    return forms.CharField(
        label=_("Why it changes"),
        help_text=_("The strategy has been approved, so the change and the reason are shown to the board."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write why this changes. The board sees the reason.")},
    )


class ReasonForm(forms.Form):
    """Why something changes that has been approved, beside a form that asks for the rest."""

    def __init__(self, *args: Any, is_required: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"] = reason_field()
        if not is_required:
            self.fields["reason"].required = False
            self.fields["reason"].help_text = _(
                "Required where a target changes that has been approved: the board is shown the reason. A target after "
                "the last approved one needs none."
            )


class GoalForm(forms.Form):
    """A goal: what, why, who and when, in the languages that the cluster writes."""

    named_for = {"owner_role": "role"}

    revision = RevisionField()

    def __init__(
        self, *args: Any, cluster: Cluster, goal: Goal | None = None, is_decided: bool = False, **kwargs: Any
    ) -> None:
        self.cluster, self.goal = cluster, goal
        kwargs["initial"] = {**self._initial(goal), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        for language in cluster.languages:
            lang = {"lang": language}
            self.fields[f"title_{language}"] = WordsField(
                label=label_in(_("Goal"), language, cluster.languages),
                max_length=LONGEST_GOAL,
                required=language == cluster.language,
                widget=forms.Textarea(attrs={"rows": 2, **lang}),
                error_messages={"required": _("Write what you want to reach.")},
            )
        for language in cluster.languages:
            self.fields[f"rationale_{language}"] = WordsField(
                label=label_in(_("Why this goal"), language, cluster.languages),
                max_length=LONGEST_RATIONALE,
                required=False,
                widget=forms.Textarea(attrs={"rows": 3, "lang": language}),
            )
        self.fields["owner"] = MemberField(cluster=cluster, kept=goal.owner_id if goal else None, label=_("Owner"))
        for language in cluster.languages:
            self.fields[f"role_{language}"] = WordsField(
                label=label_in(_("or a role"), language, cluster.languages),
                max_length=120,
                required=False,
                help_text=_("For somebody who does not sign in, for example “Head of membership”.")
                if language == cluster.language
                else "",
            )
        self.fields["deadline"] = DayField(label=_("Deadline"), required=False)
        if is_decided:
            self.fields["reason"] = reason_field()

    @staticmethod
    def _initial(goal: Goal | None) -> dict[str, Any]:
        if goal is None:
            return {}
        texts = {"title": goal.title_text, "rationale": goal.rationale_text, "role": goal.role_text}
        initial: dict[str, Any] = {
            f"{name}_{language}": text.get(language) for name, text in texts.items() for language in LANGUAGES
        }
        return {**initial, "owner": goal.owner_id, "deadline": goal.deadline, "revision": goal.revision}

    def _text(self, name: str, before: Text) -> Text:
        for language in self.cluster.languages:
            before = before.with_language(language, self.cleaned_data[f"{name}_{language}"].strip())
        return before

    @property
    def draft(self) -> GoalDraft:
        """What was written, on top of what the goal says in a language that the form does not ask for."""
        goal = self.goal
        return GoalDraft(
            title=self._text("title", goal.title_text if goal else Text()),
            rationale=self._text("rationale", goal.rationale_text if goal else Text()),
            owner=self.cleaned_data["owner"],
            role=self._text("role", goal.role_text if goal else Text()),
            deadline=self.cleaned_data["deadline"],
        )
