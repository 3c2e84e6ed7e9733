"""Forms of documents."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from clusters.fields import MemberField
from clusters.models import Cluster
from core.forms import DayField, RevisionField
from core.languages import content_language, label_in
from core.text import Text
from core.uploads import UploadsField
from documents.models import ClusterDocument, DocumentClause
from documents.services.clauses import LONGEST_TEXT, LONGEST_TITLE
from documents.services.documents import Tied
from library.models import Edition
from plans.models import Activity
from strategy.forms import TitleForm, WordsField
from strategy.models import Strategy


class ActivityField(forms.ModelChoiceField):
    """An activity of the plan."""

    def label_from_instance(self, obj: Activity) -> str:
        """Give key and title."""
        title = obj.title_text.resolve(content_language())
        return title.within(f"{obj.key} {title.text}")


class TiedForm(TitleForm):
    """Title, what the document belongs to, who answers for it and by when."""

    def ask_for_ties(self, cluster: Cluster, owner: int | None = None) -> None:
        """Add the fields."""
        self.fields["strategy"] = forms.ModelChoiceField(
            label=_("Strategy it belongs to"),
            queryset=Strategy.objects.of(cluster).alive(),
            required=False,
            empty_label=pgettext("strategy", "None"),
        )
        self.fields["activity"] = ActivityField(
            label=_("Activity it belongs to"),
            queryset=Activity.objects.of(cluster).filter(deleted_at=None).order_by("number"),
            required=False,
            empty_label=pgettext("activity", "None"),
            help_text=_("The portal fills in what it knows about the two."),
        )
        self.fields["owner"] = MemberField(cluster=cluster, kept=owner, label=_("Owner"))
        self.fields["due_on"] = DayField(label=_("To be finished by"), required=False)

    @property
    def tied(self) -> Tied:
        """What was chosen."""
        return Tied(**{name: self.cleaned_data[name] for name in ("strategy", "activity", "owner", "due_on")})


class StartForm(TiedForm):
    """Which template to begin with, and what to call it."""

    source = forms.ChoiceField(label=gettext_lazy("Template"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, editions: list[Edition], cluster: Cluster, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ask_for_title(cluster, Text())
        for name in ("title", "other_title"):
            if name in self.fields:
                self.fields[name].required = False
        self.fields["title"].help_text = _("Leave it empty to use the name of the template.")
        self.editions = {edition.publication.slug: edition for edition in editions}
        source = self.fields["source"]
        assert isinstance(source, forms.ChoiceField)  # noqa: S101 -- declared above
        language = content_language()
        source.choices = [(slug, one.title_text.resolve(language).words) for slug, one in self.editions.items()]
        source.initial = next(iter(self.editions), None)
        self.ask_for_ties(cluster)

    @property
    def edition(self) -> Edition:
        """The template that was chosen."""
        return self.editions[self.cleaned_data["source"]]

    @property
    def chosen_title(self) -> Text:
        """The title that was written, or the name of the template."""
        return self.title_text or Text.of({one: self.edition.title_text.get(one) for one in self.cluster.languages})


class SettingsForm(TiedForm):
    """The same of a document that is there."""

    revision = RevisionField()

    def __init__(self, *args: Any, document: ClusterDocument, **kwargs: Any) -> None:
        first = {name: getattr(document, name) for name in ("strategy", "activity", "due_on", "revision")}
        kwargs["initial"] = {**first, "owner": document.owner_id, **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        self.ask_for_title(document.cluster, document.title_text)
        self.ask_for_ties(document.cluster, document.owner_id)


class CopyForm(TitleForm):
    """What the copy is called."""

    def __init__(self, *args: Any, cluster: Cluster, title: Text, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ask_for_title(cluster, Text(), title)


class ClauseForm(forms.Form):
    """The words of a clause in the languages of the cluster, and why they are others than the template's."""

    revision = RevisionField()

    def __init__(
        self, *args: Any, cluster: Cluster, title: Text, text: Text, reason: str = "", revision: int = 0, **kwargs: Any
    ) -> None:
        self.cluster, self.known = cluster, (title, text)
        initial: dict[str, Any] = {"reason": reason, "revision": revision}
        for language in cluster.languages:
            initial |= {f"title_{language}": title.get(language), f"text_{language}": text.get(language)}
        kwargs["initial"] = {**initial, **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        for language in cluster.languages:
            lang, is_first = {"lang": language}, language == cluster.language
            self.fields[f"title_{language}"] = WordsField(
                label=label_in(_("Heading"), language, cluster.languages),
                max_length=LONGEST_TITLE,
                required=is_first,
                widget=forms.TextInput(attrs=lang),
            )
            self.fields[f"text_{language}"] = WordsField(
                label=label_in(_("Text"), language, cluster.languages),
                max_length=LONGEST_TEXT,
                required=is_first,
                help_text=_(
                    "An empty line begins a new paragraph, a dash a point (a), (b), (c). Numbers come by themselves."
                )
                if is_first
                else "",
                widget=forms.Textarea(attrs={"rows": 10, **lang}),
            )
        self.fields["reason"] = WordsField(
            label=_("Why it differs from the template"),
            max_length=2000,
            required=False,
            help_text=_("Shown beside the clause and to whoever reviews the document; it is not printed."),
            widget=forms.Textarea(attrs={"rows": 2}),
        )

    def focus(self, field: str) -> str:
        """Return the field in the cluster's own language that a rule means by this name."""
        return f"{field}_{self.cluster.language}" if field in ("title", "text") else field

    def _text(self, name: str, before: Text) -> Text:
        for language in self.cluster.languages:
            before = before.with_language(language, self.cleaned_data[f"{name}_{language}"].strip())
        return before

    @property
    def title_text(self) -> Text:
        """The heading that was written."""
        return self._text("title", self.known[0])

    @property
    def text_text(self) -> Text:
        """The text that was written."""
        return self._text("text", self.known[1])


class FinalForm(forms.Form):
    """From which day the text is final, and which version the person read."""

    final_on = DayField(label=gettext_lazy("Final from"))
    version = RevisionField()


class SignForm(forms.Form):
    """The signed copies, and the day on which the last party signed."""

    chosen = UploadsField(
        label=gettext_lazy("Signed copies"), error_messages={"required": gettext_lazy("Choose one or more files.")}
    )
    signed_on = DayField(label=gettext_lazy("Signed on"))


def clause_row(clause: DocumentClause | None) -> tuple[Text, Text, str, int]:
    """Return the words of a clause that somebody has changed, why, and its revision."""
    if clause is None:
        return Text(), Text(), "", 0
    return Text.from_value(clause.title), Text.from_value(clause.text), clause.reason, clause.revision
