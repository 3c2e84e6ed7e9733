"""How much of the disk a cluster's files may take."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.models import User
from clusters.models import Cluster
from clusters.quota import refuse_beyond, used
from core.errors import Refusal
from plans.models import ActivityFile
from tests.kpis.samples import a_kpi, proof
from tests.pages import faults
from tests.plans.samples import keep_file, make_activity

pytestmark = pytest.mark.django_db


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
