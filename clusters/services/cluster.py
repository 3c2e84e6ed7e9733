"""What can be done to a cluster itself."""

import itertools

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _

from accounts import acts
from accounts.models import User
from accounts.second_factor import has_second_factor
from clusters import activity
from clusters.logos import Logo
from clusters.models import Cluster
from clusters.permissions import Role
from clusters.revisions import change
from clusters.services.invitations import invite
from core.errors import Refusal
from core.plain import one_line
from core.text import Language, Text

DANISH_LETTERS = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa"})


def create_cluster(
    *, slug: str, name_da: str = "", name_en: str = "", main_language: Language = "da", by: User | None
) -> Cluster:
    """Make a cluster without people; an address that is taken is refused."""
    try:
        with transaction.atomic():
            cluster = Cluster.objects.create(
                slug=slug, name_da=one_line(name_da), name_en=one_line(name_en), main_language=main_language
            )
            activity.record(cluster=cluster, by=by, verb="made-cluster")
    except IntegrityError as error:
        raise Refusal(_("Another cluster has this address. Choose another one."), "slug") from error
    return cluster


def suggest_slug(name: str) -> str:
    """Return an address for a cluster of this name that no other cluster has."""
    written = name.lower().translate(DANISH_LETTERS)
    base = slugify(written)[:34].strip("-") or "cluster"
    taken = set(Cluster.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return next(
        slug for slug in itertools.chain([base], (f"{base}-{n}" for n in itertools.count(2))) if slug not in taken
    )


def found_cluster(
    *, slug: str, name_da: str, name_en: str, main_language: Language, owner: str, language: str, by: User
) -> Cluster:
    """Make a cluster and invite the person who is to lead it."""
    with transaction.atomic():
        cluster = create_cluster(slug=slug, name_da=name_da, name_en=name_en, main_language=main_language, by=by)
        invite(cluster=cluster, emails=[owner], role=Role.OWNER, language=language, by=by)
        acts.record(by=by, verb="made-cluster", subject=f"{cluster.shown_name} ({cluster.slug})")
    return cluster


def change_cluster(
    *,
    cluster: Cluster,
    name_da: str,
    name_en: str,
    description: Text,
    main_language: Language,
    has_second_language: bool,
    requires_second_factor: bool,
    based_on: int,
    by: User,
    most_duties: int | None = None,
) -> Cluster:
    """Change what the cluster is called, the languages it writes in, and whether its people sign in in two steps.

    Nothing written in a language is lost. Only who signs in in two steps may require it, or they would be shut out.
    """
    if requires_second_factor and not cluster.requires_second_factor and not has_second_factor(by):
        raise Refusal(_("Set up two-step sign-in for yourself first, from your profile."), "requires_second_factor")

    def note_requirement(now: Cluster, before: Cluster) -> None:
        if now.requires_second_factor != before.requires_second_factor:
            verb = "required-second-factor" if now.requires_second_factor else "freed-second-factor"
            activity.record(cluster=now, by=by, verb=verb, url=now.form_url)

    fields = {
        "name_da": one_line(name_da),
        "name_en": one_line(name_en),
        "description": description.to_value(),
        "main_language": main_language,
        "has_second_language": has_second_language,
        "requires_second_factor": requires_second_factor,
        "most_duties": most_duties or cluster.most_duties,
    }
    return change(cluster, fields, based_on=based_on, by=by, then=note_requirement)


def change_profile(
    *,
    cluster: Cluster,
    mission: Text,
    vision: Text,
    accent: str,
    by: User,
    postal_address: str | None = None,
    based_on: int | None = None,
) -> Cluster:
    """Change what the cluster says of itself, where it is, and the colour of its documents."""
    fields = {"mission": mission.to_value(), "vision": vision.to_value(), "accent": accent}
    if postal_address is not None:
        fields["postal_address"] = "\n".join(filter(None, map(one_line, postal_address.splitlines())))
    return change(cluster, fields, based_on=based_on, by=by, verb="changed-profile")


def change_logo(*, cluster: Cluster, logo: Logo | None, by: User) -> Cluster:
    """Keep a new logo, or none; the file of the old one goes when the change stands."""
    storage, old = cluster.logo.storage, cluster.logo.name
    with transaction.atomic():
        if logo is None:
            cluster.logo = ""
        else:
            cluster.logo.save(logo.name, ContentFile(logo.content), save=False)
        cluster.save(update_fields=["logo"])
        activity.record(cluster=cluster, by=by, verb="changed-logo", url=_profile(cluster))
        if old and old != cluster.logo.name:
            transaction.on_commit(lambda: storage.delete(old))
    return cluster


def _profile(cluster: Cluster) -> str:
    return reverse("clusters:profile", args=[cluster.slug])
