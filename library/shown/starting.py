"""Where a publication is put to use: rooms above the library offer it by the name of an address."""

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.http import urlencode

from accounts.models import User
from clusters.models import Cluster, Membership
from clusters.permissions import Permission
from library.models import Kind, Publication

# The address takes the cluster's slug; the publication's follows as `?template=`. A name that no room offers is no
# button, so that the library stands without the rooms above it.
START_ROUTES: dict[str, str] = {Kind.STRATEGY: "strategy:start", Kind.CHECKLIST: "checklists:start"}


def start_url(request: HttpRequest, publication: Publication) -> str:
    """Return where the person begins to work with the publication, or nothing when there is no place for them to.

    It is the cluster that they work in now, or their only one, and they must have the right to write there.
    """
    route = START_ROUTES.get(publication.kind)
    cluster = _writable_cluster(request) if route else None
    if route is None or cluster is None:
        return ""
    try:
        address = reverse(route, args=[cluster.slug])
    except NoReverseMatch:
        return ""
    return f"{address}?{urlencode({'template': publication.slug})}"


def _writable_cluster(request: HttpRequest) -> Cluster | None:
    if not isinstance(request.user, User):
        return None
    # across_clusters: a page of the library belongs to no cluster; these are the person's own memberships
    memberships = list(Membership.across_clusters.of_person(request.user))
    current = request.session.get("cluster")
    chosen = [one for one in memberships if one.cluster.slug == current] or memberships
    if len(chosen) != 1 or not chosen[0].may(Permission.WRITE):
        return None
    return chosen[0].cluster
