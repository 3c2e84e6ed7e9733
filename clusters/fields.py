"""Form fields that choose among a cluster's people."""

from typing import Any

from django import forms
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from clusters.models import Cluster, Membership


class MemberField(forms.ModelChoiceField):
    """A member of the cluster; `kept` is who stands there already, and stays in the choice after they have left."""

    default_error_messages = {
        "invalid_choice": gettext_lazy("This person is not a member of the cluster. Choose another.")
    }

    def __init__(self, *, cluster: Cluster, kept: int | None = None, **kwargs: Any) -> None:
        members = Membership.objects.of(cluster).filter(user=OuterRef("pk"))
        people = User.objects.annotate(is_member=Exists(members)).filter(Q(is_member=True) | Q(pk=kept))
        kwargs.setdefault("empty_label", _("Nobody yet"))
        super().__init__(queryset=people.order_by("name", "email"), required=False, **kwargs)

    def label_from_instance(self, obj: User) -> str:
        """Give the person's name, and say of somebody who has left that they have."""
        is_member: bool = getattr(obj, "is_member", True)
        return obj.display_name if is_member else _("%(name)s (has left)") % {"name": obj.display_name}
