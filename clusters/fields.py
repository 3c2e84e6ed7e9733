"""Form fields that choose among a cluster's people."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
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


@dataclass(frozen=True, slots=True)
class Who:
    """Who answers for something: a member, or a role in words; neither is nobody."""

    member: User | None = None
    role: str = ""


class Answerable:
    """Who may be named in a cluster's tables: its members by name or e-mail, and any role in words."""

    def __init__(self, cluster: Cluster) -> None:
        self.cluster = cluster

    @cached_property
    def members(self) -> list[User]:
        """The members, by name; asked for once, and only where a name has been changed."""
        members = Membership.objects.of(self.cluster).values("user")
        return list(told_apart(User.objects.filter(pk__in=members), self.cluster))

    def named(self, words: str, before: User | None = None) -> Who:
        """Return who is meant; raise ValidationError where two members bear the name."""
        plain = " ".join(words.split()).casefold()
        if not plain:
            return Who()
        if before is not None and plain in (before.display_name.casefold(), name_in_choice(before).casefold()):
            return Who(before)
        ways = [(one, {one.email.casefold(), name_in_choice(one).casefold()}) for one in self.members]
        exact = [one for one, names in ways if plain in names]
        same = exact or [one for one in self.members if one.display_name.casefold() == plain]
        if len(same) > 1:
            raise ValidationError(
                _("Two members are called “%(name)s”. Write the email address instead.") % {"name": words.strip()[:80]}
            )
        if "@" in plain and not same:
            raise ValidationError(
                _("“%(email)s” is not a member of the cluster. Invite the person first, or enter a role instead.")
                % {"email": words.strip()[:80]}
            )
        return Who(same[0]) if same else Who(role=" ".join(words.split()))

    def known(self, person: User) -> User:
        """Return a person as the choice names them, where the members have been asked for."""
        return next((one for one in self.__dict__.get("members", ()) if one.pk == person.pk), person)

    @property
    def names(self) -> list[str]:
        """What can be chosen from."""
        return [name_in_choice(one) for one in self.members]


class WhoField(forms.CharField):
    """Who answers, typed or chosen from a list: a member's name or e-mail, or a role."""

    def __init__(self, *, people: Answerable, before: User | None = None, **kwargs: Any) -> None:
        super().__init__(max_length=120, required=False, **kwargs)
        self.people, self.before = people, before

    def clean(self, value: Any) -> Any:
        """Return who is meant."""
        return self.people.named(super().clean(value), self.before)
