"""A cluster with something in many rooms, its file, and that file with something wrong in it."""

import io
import json
import zipfile
from collections.abc import Callable
from typing import Any

from accounts.models import User
from clusters.activity import record
from clusters.models import Cluster
from clusters.revisions import change
from core.archives.zips import Writing
from moving.writing import content_of, write_cluster
from reports.models import Export
from reports.services import Wanted, request_export
from tests import factories
from tests.days import NOW
from tests.kpis import samples
from tests.plans.samples import keep_file, make_activity
from tests.reports.sent import make_sent
from tests.reviews.samples import snapshot_of
from tests.surveys.samples import a_company


def a_full_cluster(cluster: Cluster, owner: User) -> Cluster:
    """Fill many rooms of a cluster, with histories, a file, a snapshot and people who have left."""
    strategy = factories.make_strategy(cluster, owner)
    goals = [factories.make_goal(strategy, owner, title) for title in ("Flere medlemmer", "Nye markeder", "Bort")]
    gone = factories.make_user("Gerda")
    change(goals[0], {"owner": gone}, based_on=None, by=owner)
    change(goals[1], {"owner": owner}, based_on=None, by=owner)
    gone.delete()
    kpi = samples.measured_kpi(cluster, owner)
    samples.a_round(strategy, owner, [kpi])
    factories.make_checklist(cluster, owner)
    factories.make_invitation(cluster, "dana@example.com", token=cluster.slug, invited_by=owner)
    activity = make_activity(cluster, owner)
    keep_file(activity, owner, content=b"program")
    snapshot_of(strategy, owner)
    factories.make_supporter(cluster, owner)
    make_sent(cluster, owner)
    Export.objects.of(cluster).all().delete()
    a_company(cluster, owner, email="post@example.com")
    # Somebody who has left, and stands in the log.
    left = User.objects.filter(name="Lone").first() or factories.make_user("Lone")
    record(cluster=cluster, by=left, verb="changed-profile", url=f"/c/{cluster.slug}/settings/")
    return cluster


def a_document(cluster: Cluster, owner: User, words: str = "Ærø", **values: Any) -> Export:
    """Have a finished document of the cluster."""
    said = {"name": f"Strategi {words}", "language": "da", "address": f"/c/{cluster.slug}/documents/?p={len(words)}"}
    html = f"<!doctype html><html lang='da'><head><title>x</title></head><body>{words}</body></html>"
    wanted = Wanted(kind=Export.Kind.STRATEGY, html=html, **said)
    made = request_export(cluster=cluster, wanted=wanted, by=owner)
    Export.objects.of(cluster).filter(pk=made.pk).update(**values)
    return Export.objects.of(cluster).get(pk=made.pk)


def file_of(cluster: Cluster) -> io.BytesIO:
    """Return the cluster's file."""
    into = io.BytesIO()
    write_cluster(cluster, into, at=NOW)
    into.seek(0)
    return into


def members_of(file: io.BytesIO) -> dict[str, bytes]:
    """Return what is in a file, but for its list."""
    archive = zipfile.ZipFile(file)
    return {name: archive.read(name) for name in archive.namelist() if name != "manifest.json"}


def head_of(file: io.BytesIO) -> dict[str, Any]:
    """Return the list of a file."""
    return json.loads(zipfile.ZipFile(file).read("manifest.json"))


def packed(members: dict[str, bytes], head: dict[str, Any]) -> io.BytesIO:
    """Pack a file again whose sums are all right, as somebody does who means harm."""
    into = io.BytesIO()
    archive = Writing(into)
    for name, content in members.items():
        with archive.member(name) as member:
            member.write(content)
    said = {name: told for name, told in head.items() if name != "members"}
    archive.finish({**said, "content": content_of(archive.members)})
    into.seek(0)
    return into


def changed(file: io.BytesIO, table: str, change: Callable[[dict[str, Any]], object], line: int = 0) -> io.BytesIO:
    """Change one line of a table, and make every sum right again."""
    members, name = members_of(file), f"data/{table}.jsonl" if table != "cluster" else "data/cluster.json"
    lines = members[name].splitlines()
    row = json.loads(lines[line])
    change(row)
    lines[line] = json.dumps(row).encode()
    members[name] = b"\n".join(lines) + b"\n"
    return packed(members, head_of(file))
