"""Forms of checklists and their items."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from accounts.models import User
from checklists.models import Checklist, Item, OwnChecklist
from checklists.services.items import OWN_GROUP, ItemDraft
from checklists.services.running import YEARS_AHEAD, YEARS_BACK, role_key
from checklists.services.sources import Source, of_own, of_published
from checklists.shown.items import SHOW, own_group
from clusters.fields import MemberField, PersonField
from clusters.models import Cluster, Membership
from core.forms import LARGEST_INTEGER, DayField, RevisionField
from core.languages import content_language, label_in
from core.text import LANGUAGES, Text
from library.models import Edition
from plans.models import Activity
from schema.checklists import Checklist as Published

LONGEST_LABEL, LONGEST_NOTE, LONGEST_REASON = 300, 4_000, 300


def members_of(cluster: Cluster) -> Any:
    """Return the people of the cluster."""
    return User.objects.filter(pk__in=Membership.objects.of(cluster).values("user")).in_order()


HAS_LEFT = {"invalid_choice": gettext_lazy("This person is no longer a member of the cluster. Choose somebody else.")}


def assignee_field(cluster: Cluster, label: str) -> forms.ModelChoiceField:
    """Return a choice among the members; somebody who has left is refused with a sentence."""
    return PersonField(
        label=label,
        people=members_of(cluster),
        cluster=cluster,
        required=False,
        empty_label=_("Nobody yet"),
        error_messages=HAS_LEFT,
    )


class ActivityField(forms.ModelChoiceField):
    """A choice among the activities of the plan."""

    def label_from_instance(self, obj: Any) -> str:
        """Return key and title."""
        title = obj.title_text.resolve(content_language())
        return title.within(f"{obj.key} {title.text}")


def activity_field(cluster: Cluster) -> ActivityField:
    """Return the choice for a cluster's plan."""
    return ActivityField(
        label=_("Activity it belongs to"),
        queryset=Activity.objects.of(cluster).filter(deleted_at=None).order_by("number"),
        required=False,
        empty_label=pgettext("activity", "None"),
    )


class ShowForm(forms.Form):
    """Which items of a checklist to look at."""

    show = forms.ChoiceField(choices=[(name, name) for name in SHOW], required=False)

    @property
    def chosen(self) -> str:
        """The filter; anything unknown shows everything."""
        return self.cleaned_data.get("show") or "all" if self.is_valid() else "all"


class WhoForm(forms.Form):
    """Whose items to list: the cluster's or one's own."""

    who = forms.ChoiceField(choices=[("all", "all"), ("mine", "mine")], required=False)

    @property
    def is_mine(self) -> bool:
        """Whether only one's own items are asked for."""
        return self.is_valid() and self.cleaned_data["who"] == "mine"


class EventForm(forms.Form):
    """What the event is called, where it is and what it belongs to."""

    title = forms.CharField(
        label=gettext_lazy("Title"),
        max_length=160,
        help_text=gettext_lazy("What you call the event, for example “Innovation tour to Hamburg, May 2027”."),
        error_messages={"required": gettext_lazy("Write what you call the event.")},
    )
    place = forms.CharField(label=gettext_lazy("Place"), max_length=160, required=False)

    def __init__(self, *args: Any, cluster: Cluster, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["activity"] = activity_field(cluster)


class SettingsForm(EventForm):
    """The same of a checklist that runs, on top of the revision that was read."""

    revision = RevisionField()

    def __init__(self, *args: Any, checklist: Checklist, **kwargs: Any) -> None:
        names = ("title", "place", "revision")
        initial = {"activity": checklist.activity_id, **{name: getattr(checklist, name) for name in names}}
        super().__init__(*args, cluster=checklist.cluster, initial=initial, **kwargs)


class StartForm(EventForm):
    """Which list to begin from, what the event is called, when and where it is."""

    source = forms.ChoiceField(label=gettext_lazy("Start from"), widget=forms.RadioSelect)
    day = DayField(
        label=gettext_lazy("Day 0"),
        help_text=gettext_lazy("The day that all dates are counted from. You can move it later."),
        error_messages={"required": gettext_lazy("Enter the date of the event.")},
    )

    def __init__(self, *args: Any, editions: list[Edition], owns: list[OwnChecklist], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.editions = {f"published:{edition.publication.slug}": edition for edition in editions}
        self.owns = {f"own:{own.number}": own for own in owns}
        language = content_language()
        choices = [(key, own.title) for key, own in self.owns.items()]
        choices += [(key, e.title_text.resolve(language).words) for key, e in self.editions.items()]
        source = self.fields["source"]
        assert isinstance(source, forms.ChoiceField)  # noqa: S101 -- declared above
        source.choices = choices
        source.error_messages["required"] = _("Choose the list to start from.")
        self.order_fields(["source", "title", "day", "place", "activity"])

    @property
    def edition(self) -> Edition | None:
        """The published checklist that was chosen."""
        return self.editions.get(self.cleaned_data["source"])

    @property
    def own(self) -> OwnChecklist | None:
        """The checklist of the cluster's own that was chosen."""
        return self.owns.get(self.cleaned_data["source"])

    @property
    def chosen(self) -> Source:
        """What the list is started from."""
        if self.own is not None:
            return of_own(self.own.document)
        assert self.edition is not None  # noqa: S101 -- the field accepts nothing else
        document = self.edition.parsed
        assert isinstance(document, Published)  # noqa: S101 -- of this kind by the query
        return of_published(document)


class DayForm(forms.Form):
    """Another day 0."""

    day = DayField(label=gettext_lazy("New day 0"), error_messages={"required": gettext_lazy("Enter the new date.")})

    def clean_day(self) -> Any:
        """Refuse a day out of reach before anything is previewed."""
        day, today = self.cleaned_data["day"], timezone.localdate()
        first, last = today.year - YEARS_BACK, today.year + YEARS_AHEAD
        if not first <= day.year <= last:
            raise forms.ValidationError(
                _("Day 0 is in the year %(year)s. Enter a date in the years %(first)s to %(last)s.")
                % {"year": day.year, "first": first, "last": last}
            )
        return day


class MoveForm(DayForm):
    """The new day 0, and the one that the preview was made for."""

    based_on = forms.DateField(widget=forms.HiddenInput)


class KeepForm(forms.Form):
    """What to call a checklist of the cluster's own."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=160)


class AsideForm(forms.Form):
    """Why an item is not relevant."""

    reason = forms.CharField(
        label=gettext_lazy("Why is it not relevant this time?"),
        max_length=LONGEST_REASON,
        error_messages={"required": gettext_lazy("Say briefly why, so that others do not need to ask.")},
    )


class TickForm(forms.Form):
    """A tick: done or not, the name that makes it count once, and when it was made."""

    done = forms.BooleanField(required=False)
    client_id = forms.UUIDField()
    at = forms.DateTimeField(required=False, input_formats=["%Y-%m-%dT%H:%M:%S.%fZ", "%Y-%m-%dT%H:%M:%SZ"])

    def clean_at(self) -> Any:
        """Read the browser's time, which is universal time; Django has read it as local."""
        at = self.cleaned_data["at"]
        return at.replace(tzinfo=timezone.get_fixed_timezone(0)) if at else None


class PlaceForm(forms.Form):
    """Before which other item an item is put; last without one."""

    before = forms.IntegerField(required=False, min_value=1, max_value=LARGEST_INTEGER)


class ItemForm(forms.Form):
    """An item: what, when, who and a note."""

    revision = RevisionField()

    def __init__(
        self,
        *args: Any,
        checklist: Checklist,
        item: Item | None = None,
        groups: list[tuple[str, str]] | None = None,
        wholes: list[Item] | None = None,
        **kwargs: Any,
    ) -> None:
        self.checklist, self.item, cluster = checklist, item, checklist.cluster
        self.wholes = {str(one.number): one for one in wholes or ()}
        kwargs["initial"] = {**self._initial(item), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        for language in cluster.languages:
            self.fields[f"label_{language}"] = forms.CharField(
                label=label_in(_("What needs to be done"), language, cluster.languages),
                max_length=LONGEST_LABEL,
                required=language == cluster.language,
                widget=forms.TextInput(attrs={"lang": language}),
                error_messages={"required": _("Write what needs to be done.")},
            )
        if groups is not None:
            self.fields["group"] = forms.ChoiceField(
                label=_("Which part it belongs to"), choices=groups, required=False
            )
        if self.wholes:
            names = [(key, one.label_text.resolve(content_language()).words) for key, one in self.wholes.items()]
            self.fields["around"] = forms.ChoiceField(
                label=_("Part of another item"),
                choices=[("", pgettext("item", "No, it stands by itself")), *names],
                required=False,
                help_text=_("An item with parts is ticked off together with the last of them."),
            )
        self.fields["due"] = DayField(label=_("Due"), required=False, help_text=self._due_help(item))
        self.fields["has_no_day"] = forms.BooleanField(label=_("It has no date"), required=False)
        self.fields["assignee"] = MemberField(
            cluster=cluster, kept=item.assignee_id if item else None, label=_("Who does it"), error_messages=HAS_LEFT
        )
        self.fields["note"] = forms.CharField(
            label=_("Note"), max_length=LONGEST_NOTE, required=False, widget=forms.Textarea(attrs={"rows": 3})
        )

    @staticmethod
    def _due_help(item: Item | None) -> str:
        if item is None:
            return _("Without a date it is due on day 0.")
        if item.follows is not None:
            return _("A date you choose yourself stays. Clear the field to count from the other item again.")
        return _("A date you choose yourself stays when day 0 is moved. Clear the field to follow day 0 again.")

    @staticmethod
    def _initial(item: Item | None) -> dict[str, Any]:
        if item is None:
            return {}
        initial: dict[str, Any] = {f"label_{language}": item.label_text.get(language) for language in LANGUAGES}
        return {
            **initial,
            "due": item.due,
            "has_no_day": item.due is None,
            "assignee": item.assignee_id,
            "note": item.note,
            "revision": item.revision,
        }

    def clean_due(self) -> Any:
        """Refuse a date that cannot belong to the event."""
        due, day = self.cleaned_data["due"], self.checklist.day
        if due and abs((due - day).days) > 3660:
            raise forms.ValidationError(
                _("The date is more than ten years from day 0. Enter a date closer to the event.")
            )
        return due

    def clean(self) -> dict[str, Any]:
        """Let the newer of the two count where a date is given to what has none, or taken from what has one."""
        found: dict[str, Any] = super().clean() or {}
        due = found.get("due")
        if due and found.get("has_no_day"):
            found["has_no_day"] = self.item is None or due == self.item.due
        return found

    @property
    def around(self) -> Item | None:
        """The item that a new one is a part of."""
        return self.wholes.get(self.cleaned_data.get("around") or "")

    @property
    def group(self) -> str:
        """The group that a new item belongs to: a part stands with what it is a part of."""
        return self.around.group_key if self.around else self.cleaned_data.get("group") or OWN_GROUP

    @property
    def draft(self) -> ItemDraft:
        """What was written, on top of what the item says in a language that the form does not ask for."""
        label = self.item.label_text if self.item else Text()
        for language in self.checklist.cluster.languages:
            label = label.with_language(language, " ".join(self.cleaned_data[f"label_{language}"].split()))
        return ItemDraft(
            label=label,
            due=self.cleaned_data["due"],
            has_no_day=self.cleaned_data["has_no_day"],
            assignee=self.cleaned_data["assignee"],
            note=self.cleaned_data["note"].replace("\r\n", "\n").strip(),
        )


class ShareForm(forms.Form):
    """Who takes the items of each role that nobody has yet."""

    def __init__(self, *args: Any, cluster: Cluster, items: list[Item], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.roles: dict[str, str] = {}
        counts: dict[str, int] = {}
        names: dict[str, str] = {}
        for item in items:
            key = role_key(item)
            counts[key] = counts.get(key, 0) + 1
            names.setdefault(key, item.role_text.resolve(content_language()).text or _("No role"))
        for number, key in enumerate(counts):
            self.roles[f"role_{number}"] = key
            self.fields[f"role_{number}"] = assignee_field(cluster, f"{names[key]} ({counts[key]})")

    @property
    def people(self) -> dict[str, User]:
        """The person chosen for each role."""
        return {key: self.cleaned_data[name] for name, key in self.roles.items() if self.cleaned_data.get(name)}


def group_choices(items: list[Item]) -> list[tuple[str, str]]:
    """Return the groups of a list to choose from, the cluster's own last."""
    language = content_language()
    found = {item.group_key: item.group_text.resolve(language).words for item in items if item.group_title}
    return [*found.items(), (OWN_GROUP, own_group().resolve(language).text)]
