"""Files that people upload: judged by their content, under a name that does no harm."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation
from django.utils.datastructures import MultiValueDict

from core import uploads
from core.errors import Refusal

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 20


def packed(*names: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return made.getvalue()


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"%PDF-1.7 x", "application/pdf"),
        (PNG, "image/png"),
        (b"\xff\xd8\xff\xe0", "image/jpeg"),
        ("Målt på mødet".encode(), "text/plain; charset=utf-8"),
        (packed("xl/workbook.xml"), uploads.OFFICE["xl/workbook.xml"]),
        (packed("word/document.xml"), uploads.OFFICE["word/document.xml"]),
        (packed("word/document.xml", "word/vbaProject.bin"), None),
        (packed("setup.exe"), None),
        (b"<html><script>alert(1)</script>", None),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", None),
        (b"MZ\x90\x00\x03", None),
        (b"PK\x03\x04 damaged", None),
    ],
)
def test_a_file_is_judged_by_its_content(content: bytes, kind: str | None) -> None:
    assert uploads.type_of(content) == kind


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\x\\måling.pdf", "måling.pdf"),
        ('a"\r\nb.pdf', "ab.pdf"),
        ("regning\u202efdp.exe", "regningfdp.exe"),
        ("...", "file"),
        ("n" * 300 + ".pdf", "n" * 116 + ".pdf"),
    ],
)
def test_the_name_of_a_file_is_made_harmless(sent: str, kept: str) -> None:
    assert uploads.safe_name(sent) == kept


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "The file is empty."),
        (b"x" * (uploads.LARGEST + 1), "The file is larger than 10 MB. Choose a smaller one."),
        (b"GIF89a\x00", "This type of file cannot be saved here. Use PDF, PNG, JPEG, Excel, Word or plain text."),
    ],
)
def test_what_may_not_be_kept_is_refused_in_a_sentence(content: bytes, words: str) -> None:
    with translation.override("en-gb"), pytest.raises(Refusal) as refusal:
        uploads.checked("a.pdf", content)

    assert refusal.value.message == words


def cleaned(*sent: tuple[str, bytes]) -> object:
    """Send files to a field that takes several, as a form does."""
    files = MultiValueDict({"files": [SimpleUploadedFile(name, content) for name, content in sent]})
    field = uploads.UploadsField()
    return field.clean(field.widget.value_from_datadict({}, files, "files"))


def test_several_files_are_taken_at_once() -> None:
    found = cleaned(("a.txt", b"A"), ("b.png", PNG))

    assert found == [
        uploads.Upload("a.txt", "text/plain; charset=utf-8", b"A"),
        uploads.Upload("b.png", "image/png", PNG),
    ]


def test_one_that_is_refused_is_named_and_none_is_kept() -> None:
    with translation.override("en-gb"), pytest.raises(uploads.forms.ValidationError) as fault:
        cleaned(("a.txt", b"A"), ("tom.txt", b""))

    assert fault.value.messages == ["tom.txt: The file is empty."]


def test_there_is_an_end_to_how_many_are_sent_at_once() -> None:
    with translation.override("en-gb"), pytest.raises(uploads.forms.ValidationError) as fault:
        cleaned(*[(f"{n}.txt", b"x") for n in range(11)])

    assert fault.value.messages == ["Upload at most 10 files at a time."]
