"""A ZIP of a stranger is opened only as far as it may have members, whatever it says of them."""

import io
import struct
import zipfile

import pytest
from django.utils import translation

from core import uploads
from core.archives.zips import ArchiveError, Reading
from core.errors import Refusal
from core.sheets.bounds import Unreadable
from core.sheets.parts import Package
from core.zips import MOST_SAID, TooManyError, opened
from curation.services import files
from tests.core.zips import many_members


def test_as_many_members_as_may_be_are_opened_and_one_more_is_not() -> None:
    assert len(opened(io.BytesIO(many_members(50)), 50).infolist()) == 50

    with pytest.raises(TooManyError):
        opened(io.BytesIO(many_members(51)), 50)


def test_names_without_end_are_not_read() -> None:
    long = many_members(3, b"n" * 60_000)

    with pytest.raises(TooManyError):
        opened(io.BytesIO(long), 3 * 60_000 // MOST_SAID)


def test_what_is_read_of_a_member_is_not_counted() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as made:
        made.writestr("list", b"PK\x01\x02" * 9000)

    assert len(opened(packed, 1).read("list")) == 36_000


def test_a_list_that_is_longer_than_the_file_is_no_zip() -> None:
    content = many_members(2)
    lying = content.replace(struct.pack("<Q", 2 * 46), struct.pack("<Q", 2**40), 1)

    with pytest.raises(zipfile.BadZipFile):
        opened(io.BytesIO(lying), 50)


def test_ten_megabytes_of_members_are_refused_wherever_a_zip_is_taken() -> None:
    content = many_members(220_000)

    assert len(content) < uploads.LARGEST
    assert uploads.type_of(content) is None
    with pytest.raises(Unreadable) as sheet:
        Package(content)
    with pytest.raises(ArchiveError) as archive:
        Reading(io.BytesIO(content), largest=10**9)
    with translation.override("en-gb"), pytest.raises(Refusal) as content_files:
        files.bring_in(name="content.zip", content=content, by=None)  # type: ignore[arg-type]
    assert sheet.value.kind == "unpacked"
    assert "more members" in archive.value.message
    assert "more than 200 files" in content_files.value.message
