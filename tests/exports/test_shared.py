"""Finished documents lie in the installation's bucket, so that any machine gives what another has made."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from exports import file_cache, shared
from tests.core.test_bucket import KEY, address, store
from tests.days import NOW
from tests.exports.test_store import DIGEST, Maker
from toolkit.env import bucket, documents_in

__all__ = ["address", "store"]


@pytest.fixture(autouse=True)
def documents(request: pytest.FixtureRequest, address: str, settings: Any, tmp_path: Path) -> None:
    use(settings, address, tmp_path / "one")


def use(settings: Any, address: str, folder: Path) -> None:
    """Be a machine with a folder of its own."""
    settings.EXPORT_DIR = folder
    options = documents_in(bucket("toolkit", address, "eu-north-1", KEY, KEY))
    settings.STORAGES = {**settings.STORAGES, "exports": {"BACKEND": "core.bucket.Storage", "OPTIONS": options}}


def test_what_one_machine_has_made_another_gives_without_making_it(
    store: Any, address: str, settings: Any, tmp_path: Path
) -> None:
    use(settings, address, tmp_path / "one")
    file_cache.cached_pdf(DIGEST, Maker(b"%PDF one"))
    file_cache.keep_source(DIGEST, "<p>Æ</p>")

    use(settings, address, tmp_path / "two")
    maker = Maker()

    assert file_cache.cached_pdf(DIGEST, maker) == b"%PDF one"
    assert (maker.times, file_cache.source_of(DIGEST)) == (0, "<p>Æ</p>")
    assert sorted(path.name for path in (tmp_path / "two").glob(f"{DIGEST}*")) == [f"{DIGEST}.html", f"{DIGEST}.pdf"]
    file_cache.drop_source(DIGEST)
    use(settings, address, tmp_path / "three")
    assert file_cache.source_of(DIGEST) is None


def test_they_lie_apart_from_what_people_upload_and_go_when_they_are_old(store: Any) -> None:
    file_cache.cached_pdf(DIGEST, Maker())
    keys = [one["Key"] for one in store.list_objects_v2(Bucket="toolkit")["Contents"]]
    assert keys == [f"exports/{DIGEST}.pdf"]

    assert shared.prune(before=NOW - timedelta(days=9000)) == 0
    assert shared.prune(before=NOW + timedelta(days=9000)) == 1
    assert store.list_objects_v2(Bucket="toolkit")["KeyCount"] == 0


def test_store_that_is_away_costs_a_rendering_and_no_answer(settings: Any, tmp_path: Path) -> None:
    use(settings, "http://127.0.0.1:9", tmp_path / "one")
    maker = Maker()

    assert file_cache.cached_pdf(DIGEST, maker) == b"%PDF"
    assert file_cache.cached_pdf(DIGEST, maker) == b"%PDF"
    assert maker.times == 1
