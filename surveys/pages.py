"""Addresses of this room, and the way back from its pages."""

from django.urls import reverse
from django.utils.translation import gettext as _

from clusters.models import Cluster


def survey_url(cluster: Cluster, name: str, *args: object) -> str:
    """Return an address of this room."""
    return reverse(f"surveys:{name}", args=[cluster.slug, *args])


def crumbs_of(cluster: Cluster, *further: tuple[str, str]) -> list[tuple[str, str]]:
    """Return the way from the list of surveys to a page; the page itself has no address."""
    return [(_("Surveys"), survey_url(cluster, "index")), *further]
