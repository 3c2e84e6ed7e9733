"""A cluster's file is hostile input: whatever is wrong in it, a sentence says so and nothing is left of it."""

import hashlib
import io
import json
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.test import Client

from accounts.models import User
from clusters.models import Cluster, Membership
from core.errors import Refusal
from library.models import Edition
from moving.reading import bring_in
from plans.models import ActivityFile
from reports.models import SentDocument
from tests.moving.samples import a_document, a_full_cluster, changed, file_of, head_of, members_of, packed

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(cluster: Cluster, alice: User, bob: User) -> io.BytesIO:
    full = a_full_cluster(cluster, alice)
    a_document(full, alice)
    return file_of(full)


def refused(file: io.BytesIO, slug: str = "ny") -> str:
    """Return why a file is refused, and see that nothing is left of it."""
    before = (Cluster.objects.count(), User.objects.count(), Edition.objects.count(), sorted(everything_kept()))
    with pytest.raises(Refusal) as fault:
        bring_in(file, slug=slug)
    after = (Cluster.objects.count(), User.objects.count(), Edition.objects.count(), sorted(everything_kept()))
    assert before == after
    return fault.value.message


def bared(file: io.BytesIO, but: str = "") -> io.BytesIO:
    """Return a file whose rows name no files, as where they were gone already."""
    members = members_of(file)
    kept = {name: content for name, content in members.items() if not name.startswith("files/") or name == but}
    found = packed(kept, head_of(file))
    for name in members.keys() - kept.keys():
        _files, table, place = name.split("/")
        line, column = place.split("-")
        found = changed(found, table, lambda row, column=column: row.update({column: ""}), int(line) - 1)
    return found


def everything_kept() -> list[str]:
    found = []
    for folder in ("plans", "evidence", "logos", "brought"):
        try:
            found += [f"{folder}/{name}" for name in default_storage.listdir(folder)[1]]
        except FileNotFoundError:
            continue
    return found


LINES: dict[str, tuple[str, Callable[[dict[str, Any]], object]]] = {
    "a goal of another cluster": ("strategy.Goal", lambda row: row.update(strategy=99)),
    "a goal by a number below nought": ("strategy.Goal", lambda row: row.update(strategy=-1)),
    "a goal by something that is no number": ("strategy.Goal", lambda row: row.update(strategy="1; DROP")),
    "true as a number": ("strategy.Goal", lambda row: row.update(strategy=True)),
    "nobody where somebody must be": ("clusters.Membership", lambda row: row.update(user=None)),
    "a person that is not in the file": ("clusters.Membership", lambda row: row.update(user=40)),
    "a role that nobody has": ("clusters.Membership", lambda row: row.update(role="administrator")),
    "a name that is too long": ("strategy.Strategy", lambda row: row.update(title="x" * 5000)),
    "a list where texts stand": ("strategy.Goal", lambda row: row.update(title=["<script>"])),
    "words where a number stands": ("strategy.Goal", lambda row: row.update(number="many")),
    "a number that no database knows": ("strategy.Goal", lambda row: row.update(number=10**30)),
    "a number below nought": ("strategy.Goal", lambda row: row.update(number=-7)),
    "no day": ("strategy.Goal", lambda row: row.update(deadline="tomorrow")),
    "a sign that ends texts": ("strategy.Goal", lambda row: row.update(title={"da": "a\0b"})),
    "half a letter": ("strategy.Goal", lambda row: row.update(title={"da": "\ud800"})),
    "a column that nobody knows": ("strategy.Goal", lambda row: row.update(is_admin=True)),
    "a password": ("reviews.Snapshot", lambda row: row.update(password="x")),
    "another place": ("strategy.Goal", lambda row: row.update(id=3)),
    "a snapshot that is not what was approved": ("reviews.Snapshot", lambda row: row["content"].update(number=7)),
    "a file that another row has": ("plans.ActivityFile", lambda row: row.update(file="files/kpis.Evidence/1-file")),
    "a file with a path": ("plans.ActivityFile", lambda row: row.update(file="../../secret_key")),
    "a file that is not what its row says": ("plans.ActivityFile", lambda row: row.update(size=1)),
    "a history of a row that is not there": ("clusters.Change", lambda row: row.update(row=4000)),
    "a history of nonsense": ("clusters.Change", lambda row: row.update(values=[1, 2])),
    "a member whose address is none": ("people", lambda row: row.update(email="nobody")),
    "a member whose address is written otherwise": ("people", lambda row: row.update(email="Alice@Example.com")),
    "a member with rights": ("people", lambda row: row.update(email=None)),
    "an edition that says something else": ("editions", lambda row: row["document"]["title"].update(da="Andet")),
    "an edition that is none": ("editions", lambda row: row.update(document={"kind": "template"})),
    "a logo that is not there": ("cluster", lambda row: row.update(logo="files/clusters.Cluster/0-logo")),
    "a colour that is a style": ("cluster", lambda row: row.update(accent="red;}")),
    "an address that leads elsewhere": ("reports.Export", lambda row: row.update(address="https://example.org/")),
    "an address without a scheme": ("reports.Export", lambda row: row.update(address="//example.org/")),
    "an address with a sign that browsers overlook": (
        "reports.Export",
        lambda row: row.update(address="/\t/example.org/"),
    ),
    "an address that is a script": ("clusters.ActivityEntry", lambda row: row.update(url="javascript:alert(1)")),
    "a document under the name of another": ("reports.Export", lambda row: row.update(digest="a" * 64)),
    "a document of another size": ("reports.Export", lambda row: row.update(size=1)),
    "a unit that cannot be read": ("kpis.KpiDefinition", lambda row: row.update(unit="own:{")),
    "a unit that nobody knows": ("kpis.KpiDefinition", lambda row: row.update(unit="parsecs")),
    "a sent document of another kind": ("reports.SentDocument", lambda row: row.update(content_type="text/html")),
    "a sent document that is another": ("reports.SentDocument", lambda row: row.update(digest="a" * 64)),
    "a document that waits": ("reports.Export", lambda row: row.update(state="queued")),
    "no name at all": ("cluster", lambda row: row.update(name_da="", name_en="")),
}


@pytest.mark.parametrize("case", LINES)
def test_a_line_that_cannot_be(file: io.BytesIO, case: str) -> None:
    table, change = LINES[case]

    assert refused(changed(file, table, change)).startswith(("Filen er beskadiget eller ændret", "Denne portal har"))


def test_the_same_row_twice(file: io.BytesIO) -> None:
    members = members_of(file)
    rows = [json.loads(line) for line in members["data/clusters.Membership.jsonl"].splitlines()]
    rows.append({**rows[0], "id": len(rows) + 1})
    members["data/clusters.Membership.jsonl"] = b"".join(json.dumps(row).encode() + b"\n" for row in rows)

    assert "clusters.Membership" in refused(packed(members, head_of(file)))


def test_more_logos_than_documents_can_bear(file: io.BytesIO, monkeypatch: pytest.MonkeyPatch) -> None:
    members = members_of(file)
    (row,) = [json.loads(line) for line in members["data/clusters.Supporter.jsonl"].splitlines()]
    rows = [{**row, "id": place, "logo": ""} for place in range(1, 14)]
    many = b"".join(json.dumps(one).encode() + b"\n" for one in rows)
    (logo,) = [name for name in members if name.startswith("files/clusters.Supporter")]
    without = {name: content for name, content in members.items() if name != logo}

    assert "clusters.Supporter" in refused(packed({**without, "data/clusters.Supporter.jsonl": many}, head_of(file)))
    # Every snapshot keeps each of them.
    monkeypatch.setattr("moving.reading.SUPPORTER_BYTES", 20)
    assert "clusters.Supporter" in refused(file)


def test_what_is_not_json_and_what_has_no_end(file: io.BytesIO) -> None:
    for content in (
        b"[" * 100_000,
        b"{",
        b"7\n",
        b'{"id": NaN}\n',
        b'{"id": 1, "title": ' + b"[" * 60 + b"]" * 60 + b"}\n",
    ):
        members = {**members_of(file), "data/strategy.Goal.jsonl": content}
        assert "strategy.Goal" in refused(packed(members, head_of(file)))


def test_a_table_that_is_missing_and_a_member_too_many(file: io.BytesIO) -> None:
    members = members_of(file)
    extra = {**members, "files/plans.ActivityFile/9-file": b"x"}
    lacking = {name: content for name, content in members.items() if "strategy.Goal" not in name}

    assert "9-file" in refused(packed(extra, head_of(file)))
    assert "strategy.Goal" in refused(packed(lacking, head_of(file)))


def test_a_file_that_a_browser_would_run(file: io.BytesIO) -> None:
    members = members_of(file)
    (name,) = [name for name in members if name.startswith("files/plans")]

    assert name in refused(packed({**members, name: b"<html><script>alert(1)</script>"}, head_of(file)))


def test_a_document_that_is_no_pdf_or_endless(file: io.BytesIO, monkeypatch: pytest.MonkeyPatch) -> None:
    members = members_of(file)
    (name,) = [name for name in members if name.startswith("files/reports.Export")]
    page = b"<html>" + b" " * (len(members[name]) - 6)

    assert name in refused(packed({**members, name: page}, head_of(file)))
    monkeypatch.setattr("moving.reading.LARGEST_DOCUMENT", 100)
    assert name in refused(file)


def test_a_sent_file_is_what_it_says_it_is(file: io.BytesIO, monkeypatch: pytest.MonkeyPatch) -> None:
    members = members_of(file)
    (name,) = [name for name in members if name.startswith("files/reports.SentDocument")]
    words = b"Words that are no PDF.\n"
    told = {
        "size": len(words),
        "digest": hashlib.sha256(words).hexdigest(),
        "content_type": "text/plain; charset=utf-8",
    }

    other = changed(
        packed({**members, name: words}, head_of(file)), "reports.SentDocument", lambda row: row.update(told)
    )
    assert name in refused(other)

    # Links lead to documents that are larger than what people upload.
    monkeypatch.setattr("moving.reading.LARGEST", 10)
    (sent,) = SentDocument.objects.of(bring_in(bared(file, but=name), slug="ny"))
    assert sent.file.size == sent.size > 10


def test_what_was_gone_already_is_not_there_and_ends_no_page(
    file: io.BytesIO, alice: User, sign_in: Callable[[User], Client]
) -> None:
    made = bring_in(bared(file), slug="ny")

    client = sign_in(alice)
    (sent,) = SentDocument.objects.of(made)
    assert client.get(f"/c/ny/documents/sent/{sent.number}/file/").status_code == 404
    (kept,) = ActivityFile.objects.of(made)
    assert client.get(f"/c/ny/plan/{kept.activity.number}/files/{kept.pk}/").status_code == 404


def test_what_unpacks_to_more_than_anything_may(file: io.BytesIO, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("moving.reading.LARGEST_FILE", 10_000)

    assert "Filen er beskadiget" in refused(file)


def test_a_newer_format_and_another_kind_of_file(file: io.BytesIO) -> None:
    members, head = members_of(file), head_of(file)

    assert "nyere version" in refused(packed(members, {**head, "number": 2}))
    assert "ikke en kopi af en klynge" in refused(packed(members, {**head, "format": "toolkit-backup"}))


def test_a_path_that_leads_elsewhere() -> None:
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w") as archive:
        archive.writestr("../../x", b"x")

    assert "Filen er beskadiget" in refused(into)


@pytest.mark.parametrize("slug", ["Nye Tider", "../x", "x" * 41, "havtorn"])
def test_an_address_that_cannot_be(file: io.BytesIO, slug: str) -> None:
    assert refused(file, slug)


def test_a_cut_file(file: io.BytesIO) -> None:
    assert "Filen er beskadiget" in refused(io.BytesIO(file.getvalue()[:-200]))


def test_nobody_gets_rights_by_a_file(file: io.BytesIO, charlie: User) -> None:
    made = bring_in(
        changed(file, "people", lambda row: row.update(email="charlie@example.com", name="Root")), slug="ny"
    )

    charlie.refresh_from_db()
    assert (charlie.name, charlie.is_superuser, charlie.is_curator) == ("Charlie", False, False)
    # The person whom the file names is a member of the new cluster, and of no other.
    assert set(Membership.objects.of(made).values_list("cluster__slug", flat=True)) == {"ny"}
