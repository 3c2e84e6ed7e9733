"""The gate of everything that belongs to a cluster: `@cluster_view(Permission.X)`.

A stranger to the cluster gets 404, as if it did not exist; a member without the right gets 403; a visitor is sent to
sign in and back to where they were going. Where the cluster requires two-step sign-in, a member without it sees no page
of the cluster, but one that says how to set it up.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

import structlog
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase

from accounts.models import User
from clusters import second_factor
from clusters.entrance import membership_of
from clusters.models import Cluster, Membership
from clusters.permissions import Permission
from core.access import Access, declare, to_sign_in
from core.submissions.once import View, sent_once


class ClusterRequest(HttpRequest):
    """A request that has passed the gate; for the type checker."""

    cluster: Cluster
    membership: Membership
    user: User  # type: ignore[assignment]
    htmx: Any


def cluster_view(permission: Permission) -> Callable[[Callable[..., HttpResponseBase]], View]:
    """Let in the members who have the right; the view gets `request.cluster` and `request.membership`."""

    def decorator(view: Callable[..., HttpResponseBase]) -> View:
        view = sent_once(view)

        @wraps(view)
        def inner(request: HttpRequest, cluster: str, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not isinstance(request.user, User):
                return to_sign_in(request)
            membership = membership_of(request, cluster)
            if membership is None:
                raise Http404
            if second_factor.is_missing(request, membership):
                return second_factor.lead_to_set_up(request, membership)
            structlog.contextvars.bind_contextvars(cluster=membership.cluster.pk)
            request.cluster = membership.cluster  # type: ignore[attr-defined]
            request.membership = membership  # type: ignore[attr-defined]
            if not membership.may(permission):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        inner.permission = permission  # type: ignore[attr-defined]
        return declare(inner, Access.CLUSTER)

    return decorator
