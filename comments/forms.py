"""What is said, and to whom."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms import fields_only
from accounts.models import User
from clusters.fields import name_in_choice, told_apart
from clusters.models import Cluster
from comments.models import LONGEST
from comments.services import people_in
from core.forms import RevisionField, SeveralField

EMPTY = _("Write something before you send it.")
LONG = _("A comment can have %(limit_value)s characters at most. This one has %(show_value)s.")


class PeopleField(SeveralField):
    """Members who are told of a comment; two of one name are told apart by their e-mails."""

    def label_from_instance(self, obj: User) -> str:
        """Give the person's name."""
        return name_in_choice(obj)


def text_field(rows: int = 3) -> forms.CharField:
    """Return the field for what is said."""
    return forms.CharField(
        label=_("Comment"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": rows, "data-comment": ""}),
        error_messages={"required": EMPTY, "max_length": LONG},
    )


class CommentForm(forms.Form):
    """A comment; `people` are those whom the reader may mention."""

    text = text_field()

    def __init__(self, *args: Any, cluster: Cluster, by: User, people: Sequence[User] | None = None, **kw: Any) -> None:
        super().__init__(*args, **kw)
        known = [one.pk for one in (people if people is not None else people_in(cluster)) if one.pk != by.pk]
        self.fields["people"] = PeopleField(
            label=_("Mention somebody"),
            queryset=told_apart(User.objects.filter(pk__in=known), cluster),
            widget=forms.CheckboxSelectMultiple,
            required=False,
            error_messages={"invalid_choice": _("One of those you mention can no longer comment here. Choose again.")},
        )
        self.helper = fields_only()


class MendForm(forms.Form):
    """What one said oneself, to be mended."""

    text = text_field(rows=5)
    revision = RevisionField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = fields_only()
