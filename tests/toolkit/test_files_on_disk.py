"""What is deleted from the disk for good, and when: a removed file after three months, and what no row points at."""

import os
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from clusters.models import Cluster
from kpis.services import MeasurementDraft, correct_measurement
from plans.models import ActivityFile
from plans.services import remove_file
from tests import pages
from tests.days import NOW
from tests.kpis.samples import a_kpi, proof
from tests.plans.samples import keep_file, make_activity
from toolkit.worker import prune

SignIn = Callable[..., Client]


@pytest.fixture
def folder(tmp_path: Path, settings: Any) -> Path:
    """Return the folder of uploaded files, empty."""
    backend = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = {**settings.STORAGES, "default": backend}
    return tmp_path


def age(folder: Path, days: int) -> None:
    """Have every file be so old."""
    for file in folder.rglob("*"):
        then = (NOW - timedelta(days=days)).timestamp()
        os.utime(file, (then, then))


def kept(folder: Path) -> set[str]:
    return {str(file.relative_to(folder)) for file in folder.rglob("*") if file.is_file()}


def removed(file: ActivityFile, by: User, days: int) -> ActivityFile:
    """Remove a file so many days ago."""
    remove_file(file=file, by=by)
    ActivityFile.across_clusters.filter(pk=file.pk).update(removed_at=NOW - timedelta(days=days))
    return file


def test_a_removed_file_can_be_brought_back_for_three_months_and_is_gone_after(
    folder: Path, cluster: Cluster, alice: User
) -> None:
    activity = make_activity(cluster, alice)
    used, recent, old = (keep_file(activity, alice, f"{n}.txt", b"%d" % n) for n in range(3))
    removed(recent, alice, 89)
    removed(old, alice, 91)
    age(folder, 100)

    prune()

    assert set(ActivityFile.objects.of(cluster)) == {used, recent}
    assert kept(folder) == {used.file.name, recent.file.name}


def test_the_page_says_until_when_a_removed_file_can_be_brought_back(
    folder: Path, cluster: Cluster, alice: User, sign_in: SignIn
) -> None:
    activity = make_activity(cluster, alice)
    file = keep_file(activity, alice)
    remove_file(file=file, by=alice)
    day = datetime(2026, 11, 23, 12, tzinfo=UTC)
    ActivityFile.objects.of(cluster).update(removed_at=day)

    page = sign_in(alice).get(reverse("plans:activity", args=[cluster.slug, 1]))

    (words,) = pages.tree(page).xpath("//section[@id='files']//del/following-sibling::span")
    assert pages.words(words) == "can be brought back until 21 February 2027"


def test_what_no_row_points_at_goes_when_it_is_two_weeks_old(folder: Path, cluster: Cluster, alice: User) -> None:
    used = keep_file(make_activity(cluster, alice), alice)
    for name in ("plans", "evidence"):
        (folder / name).mkdir(exist_ok=True)
        (folder / name / "stray").write_bytes(b"?")
    age(folder, 15)
    fresh = folder / "plans" / "fresh"
    fresh.write_bytes(b"A change that has not ended yet")
    # The disk has the machine's clock.
    os.utime(fresh, (NOW.timestamp(), NOW.timestamp()))
    (folder / "other").write_bytes(b"Nobody's business here")

    prune()

    assert kept(folder) == {used.file.name, "plans/fresh", "other"}


def test_the_proof_of_a_corrected_number_stays_as_long_as_the_number_is_shown(
    folder: Path, cluster: Cluster, alice: User
) -> None:
    evidence = proof(a_kpi(cluster, alice), alice)
    draft = MeasurementDraft(date(2024, 1, 2), evidence.measurement.value)
    correct_measurement(measurement=evidence.measurement, draft=draft, reason="Date", by=alice)
    age(folder, 400)

    prune()

    assert kept(folder) == {evidence.file.name}


def test_without_any_file_there_is_nothing_to_delete(folder: Path, cluster: Cluster) -> None:
    prune()

    assert kept(folder) == set()
