"""Form fields that choose among a cluster's people."""

from typing import Any

from django import forms
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from accounts.querysets import UserSet
from clusters.models import Cluster, Membership


def told_apart(people: UserSet, cluster: Cluster) -> UserSet:
    """Return the people in the order of their names; who has a namesake in the cluster is marked."""
    others = Membership.objects.of(cluster).filter(user__name__iexact=OuterRef("name")).exclude(user=OuterRef("pk"))
    marked: UserSet = people.annotate(has_namesake=Exists(others)).in_order()
    return marked


def name_in_choice(person: User) -> str:
    """Return the name, with the e-mail where somebody else in the cluster has the same name."""
    return f"{person.display_name} ({person.email})" if getattr(person, "has_namesake", False) else person.display_name


class PersonField(forms.ModelChoiceField):
    """A choice among people; two of one name are told apart by their e-mails."""

    def __init__(self, *, people: UserSet, cluster: Cluster, **kwargs: Any) -> None:
        super().__init__(queryset=told_apart(people, cluster), **kwargs)

    def label_from_instance(self, obj: User) -> str:
        """Give the person's name."""
        return name_in_choice(obj)


class MemberField(PersonField):
    """A member of the cluster; `kept` is who stands there already, and stays in the choice after they have left."""

    default_error_messages = {
        "invalid_choice": gettext_lazy("This person is not a member of the cluster. Choose somebody else.")
    }

    def __init__(self, *, cluster: Cluster, kept: int | None = None, **kwargs: Any) -> None:
        members = Membership.objects.of(cluster).filter(user=OuterRef("pk"))
        people = User.objects.annotate(is_member=Exists(members)).filter(Q(is_member=True) | Q(pk=kept))
        kwargs.setdefault("empty_label", _("Nobody yet"))
        super().__init__(people=people, cluster=cluster, required=False, **kwargs)

    def label_from_instance(self, obj: User) -> str:
        """Give the person's name, and say of somebody who has left that they have."""
        is_member: bool = getattr(obj, "is_member", True)
        name = super().label_from_instance(obj)
        return name if is_member else _("%(name)s (has left)") % {"name": name}
