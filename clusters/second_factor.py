"""Two-step sign-in where a cluster requires it: nobody takes it away from themselves, and who lacks it is led to it."""

from typing import Any

from allauth.mfa.models import Authenticator
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from accounts.models import User
from accounts.second_factor import GOING_TO, SecondFactorAdapter, has_second_factor, ways_of
from clusters.models import Cluster, Membership
from core.pages import is_fragment, page


class ClusterSecondFactorAdapter(SecondFactorAdapter):
    """Adds what clusters require."""

    def can_delete_authenticator(self, authenticator: Any) -> bool:
        """Keep a person's last way while one of their clusters requires it."""
        if authenticator.type == Authenticator.Type.RECOVERY_CODES:
            return True
        others = ways_of(authenticator.user).exclude(pk=authenticator.pk)
        return others.exists() or not is_required_of(authenticator.user)


def is_required_of(user: User) -> bool:
    """Tell whether one of the person's clusters requires two-step sign-in."""
    return Cluster.objects.with_member(user).filter(requires_second_factor=True).exists()


def is_missing(request: HttpRequest, membership: Membership) -> bool:
    """Tell whether the cluster requires what the person does not have; no query where it requires nothing."""
    if not membership.cluster.requires_second_factor:
        return False
    if not has_second_factor(membership.user):
        return True
    request.session.pop(GOING_TO, None)
    return False


def lead_to_set_up(request: HttpRequest, membership: Membership) -> HttpResponse:
    """Say what is missing, where it is set up, and which of the person's other clusters do not ask for it."""
    # A page and not a part of one, a picture or what a script asks for: nobody wants to go on to these.
    is_page = request.headers.get("Sec-Fetch-Dest", "document") == "document" and not is_fragment(request)
    if request.method == "GET" and is_page:
        request.session[GOING_TO] = request.get_full_path()
    # across_clusters: the person's own memberships, whichever clusters they are in
    others = Membership.across_clusters.of_person(membership.user).filter(cluster__requires_second_factor=False)
    context = {"cluster": membership.cluster, "others": others, "set_up": reverse("mfa_index")}
    return page(request, "clusters/second_factor_missing.html", context, status=403)
