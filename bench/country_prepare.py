"""Fills a place with a country: clusters that have what the demo has, each with people of its own.

.venv/bin/python -m bench.country_prepare 50 2000; prints the sessions of the people by cluster, as JSON.
"""

import io
import json
import sys

import django

django.setup()

from django.core.management import call_command  # noqa: E402 -- the apps must be ready
from django.utils import timezone  # noqa: E402 -- the apps must be ready

from accounts.models import User  # noqa: E402 -- the apps must be ready
from accounts.services import create_person  # noqa: E402 -- the apps must be ready
from bench.prepare import session  # noqa: E402 -- the apps must be ready
from clusters.models import Cluster, Membership  # noqa: E402 -- the apps must be ready
from clusters.permissions import Role  # noqa: E402 -- the apps must be ready
from moving.reading import bring_in  # noqa: E402 -- the apps must be ready
from moving.writing import write_cluster  # noqa: E402 -- the apps must be ready


def main(clusters: int, people: int) -> None:
    """Make the demo, bring it in as often as asked, and let people join."""
    call_command("prepare", "--starter", stdout=io.StringIO())
    file = io.BytesIO()
    write_cluster(Cluster.objects.get(slug="demo"), file, at=timezone.now())
    sessions: dict[str, list[str]] = {}
    each = max(1, people // clusters)
    for number in range(clusters):
        file.seek(0)
        cluster = bring_in(file, slug=f"k{number}")
        members = [person(number, one) for one in range(each)]
        Membership.objects.bulk_create(
            Membership(cluster=cluster, user=member, role=Role.EDITOR if one else Role.OWNER)
            for one, member in enumerate(members)
        )
        sessions[cluster.slug] = [session(member) for member in members]
        print(f"{number + 1} of {clusters}", file=sys.stderr, flush=True)
    print(json.dumps(sessions))


def person(cluster: int, number: int) -> User:
    """Make somebody who has signed in before."""
    return create_person(email=f"p{number}@k{cluster}.example.org", name=f"Person {number}", language="da")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:3]))
