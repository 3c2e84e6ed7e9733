"""Uploaded files in a bucket of a real S3 server on loopback, and what happens when it is away."""

import logging
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import boto3
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db.models.fields.files import FieldFile
from django.http import Http404
from moto.server import ThreadedMotoServer

from core.uploads import attachment
from tests.days import NOW
from toolkit.env import bucket

KEY = "for-tests"


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def store(address: str, settings: Any) -> Any:
    """The bucket of this installation."""
    found = boto3.client(
        "s3", endpoint_url=address, aws_access_key_id=KEY, aws_secret_access_key=KEY, region_name="eu-north-1"
    )
    found.create_bucket(Bucket="toolkit", CreateBucketConfiguration={"LocationConstraint": "eu-north-1"})
    use(settings, address)
    yield found
    for one in found.list_objects_v2(Bucket="toolkit").get("Contents", []):
        found.delete_object(Bucket="toolkit", Key=one["Key"])
    found.delete_bucket(Bucket="toolkit")


def use(settings: Any, address: str) -> None:
    options = bucket("toolkit", address, "eu-north-1", KEY, KEY)
    settings.STORAGES = {**settings.STORAGES, "default": {"BACKEND": "core.bucket.Storage", "OPTIONS": options}}


def test_file_is_written_whole_read_and_deleted(store: Any) -> None:
    first = default_storage.save("logos/one.png", ContentFile(b"first"))
    second = default_storage.save("logos/one.png", ContentFile(b"second"))

    assert first != second
    with default_storage.open(first) as file:
        assert file.read() == b"first"
    assert sorted(default_storage.listdir("logos")[1]) == sorted(name.rpartition("/")[2] for name in (first, second))
    default_storage.delete(first)
    assert not default_storage.exists(first)


def test_nobody_reads_it_past_the_portal(store: Any) -> None:
    name = default_storage.save("logos/one.png", ContentFile(b"first"))
    grants = store.get_object_acl(Bucket="toolkit", Key=name)["Grants"]

    assert [grant["Grantee"].get("URI") for grant in grants] == [None]


def test_file_that_is_gone_is_said_so(store: Any) -> None:
    file = FieldFile(None, FileFieldStandIn(), "logos/gone.png")

    with pytest.raises(Http404):
        attachment(file, "gone.png")


class FileFieldStandIn:
    """What a file's field says of it."""

    storage = default_storage
    name = attname = "file"


def test_strays_are_found_there_too(store: Any) -> None:
    name = default_storage.save("logos/1-stray.png", ContentFile(b"x"))
    assert default_storage.get_modified_time(name) < NOW + timedelta(days=40)
    assert default_storage.listdir("logos") == ([], ["1-stray.png"])
    with pytest.raises(FileNotFoundError):
        default_storage.listdir("nothing")


@pytest.mark.django_db
def test_administrator_tries_the_store(store: Any, sign_in: Callable, admin: Any) -> None:
    page = sign_in(admin).post("/administration/state/storage/", follow=True).content.decode()

    assert "The storage works." in page
    assert "bucket toolkit" in page
    assert store.list_objects_v2(Bucket="toolkit")["KeyCount"] == 0


@pytest.mark.django_db
def test_store_that_is_away_is_said_and_nobody_waits_long(sign_in: Callable, admin: Any, settings: Any) -> None:
    use(settings, "http://127.0.0.1:9")
    answer = sign_in(admin).post("/administration/state/storage/", follow=True)

    assert answer.status_code == 200
    assert "Files cannot be kept" in answer.content.decode()
