"""How much of the disk a cluster's files may take."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.models import User
from clusters.models import Cluster
from clusters.quota import refuse_beyond, room_of, uploads, used
from core.errors import Refusal
from plans.models import ActivityFile
from tests.kpis.samples import a_kpi, proof
from tests.pages import faults
from tests.plans.samples import keep_file, make_activity

pytestmark = pytest.mark.django_db
KINDS = {
    *("assessments.ScoreFile", "documents.SignedCopy", "kpis.Evidence"),
    *("plans.ActivityFile", "reports.SentDocument", "workbooks.AnswerFile"),
}


def test_files_of_every_kind_count_and_those_of_others_do_not(
    cluster: Cluster, alice: User, other_cluster: Cluster, charlie: User
) -> None:
    keep_file(make_activity(cluster, alice), alice, content=b"x" * 100)
    evidence = proof(a_kpi(cluster, alice), alice)
    keep_file(make_activity(other_cluster, charlie), charlie, content=b"x" * 1000)

    assert used(cluster) == 100 + evidence.size


def test_one_file_too_many_is_refused_at_its_field_and_nothing_is_kept(
    cluster: Cluster, alice: User, sign_in: Callable, settings: Any
) -> None:
    settings.FILES_PER_CLUSTER = 1024**2
    activity = make_activity(cluster, alice)
    keep_file(activity, alice, content=b"x" * 1024**2)
    address = reverse("plans:files_add", args=["havtorn", activity.number])

    answer = sign_in(alice).post(address, {"chosen": SimpleUploadedFile("a.txt", b"et ord til")})

    assert answer.status_code == 422
    assert faults(answer)[0].startswith("The cluster’s files may take 1 MB in all, and with this one")
    assert ActivityFile.objects.of(cluster).count() == 1


def test_without_a_limit_nothing_is_refused(cluster: Cluster, alice: User, settings: Any) -> None:
    settings.FILES_PER_CLUSTER = 0

    refuse_beyond(cluster, 10**15)


def test_evidence_counts_too(cluster: Cluster, alice: User, settings: Any) -> None:
    settings.FILES_PER_CLUSTER = 1

    with pytest.raises(Refusal, match="MB"):
        proof(a_kpi(cluster, alice), alice)


def test_settings_say_what_takes_the_room_and_how_much_there_is(
    cluster: Cluster, alice: User, other_cluster: Cluster, charlie: User, sign_in: Callable, settings: Any
) -> None:
    settings.FILES_PER_CLUSTER = 2 * 1024**2
    activity = make_activity(cluster, alice)
    for size in (1024**2, 1024):
        keep_file(activity, alice, content=b"x" * size)
    keep_file(make_activity(other_cluster, charlie), charlie, content=b"x" * 1024)

    page = " ".join(sign_in(alice).get(reverse("clusters:settings", args=["havtorn"])).content.decode().split())

    assert "take 1.0 MB of 2.0 MB" in page
    assert re.search(r"Files of activities</th> ?<td[^>]*>2</td>", page)
    assert "Files behind measurements" not in page
    room = room_of(cluster)
    assert [one.size for one in room.largest] == [1024**2, 1024]
    assert (room.is_nearly_full, used(cluster)) == (False, 1024**2 + 1024)


def test_what_is_asked_for_room_does_not_grow_with_the_files(
    cluster: Cluster, alice: User, django_assert_num_queries: Any
) -> None:
    activity = make_activity(cluster, alice)
    for number in range(12):
        keep_file(activity, alice, content=b"x" * (number + 1))

    with django_assert_num_queries(2 * len(KINDS) - 1):
        assert len(room_of(cluster).largest) == 10


def test_every_kind_of_upload_has_a_name_for_people() -> None:
    kinds = {model._meta.label: str(model.FILES) for model in uploads()}

    assert kinds.keys() == KINDS
    assert len(set(kinds.values())) == len(KINDS)
