"""Files out and in: the same bytes, and drafts that say what is wrong with them."""

import io
import zipfile
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from curation.models import Draft
from library.loading import STARTER_CONTENT
from library.models import Edition
from schema.writing import written
from tests import made_rows
from tests.curation.samples import WHY, form_of, page, save, strategy

pytestmark = pytest.mark.django_db
URL = "/curation/files/"


def bring_in(client: Client, content: bytes, name: str = "sample.yaml") -> HttpResponse:
    """Send a file."""
    return client.post(URL, {"file": SimpleUploadedFile(name, content)})


def zipped(files: dict[str, str]) -> bytes:
    """Pack files."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as bundle:
        for name, text in files.items():
            bundle.writestr(name, text)
    return made.getvalue()


def test_starter_content_comes_out_as_it_went_in(karen: Client) -> None:
    made_rows.starter_content()

    answer = karen.get(reverse("curation:archive"))

    with zipfile.ZipFile(io.BytesIO(answer.content)) as bundle:
        out = sorted(bundle.read(one) for one in bundle.namelist())
    assert out == sorted(path.read_bytes() for path in STARTER_CONTENT.rglob("*.yaml"))


def test_what_comes_out_and_goes_in_changes_nothing(karen: Client) -> None:
    made_rows.starter_content()
    before = karen.get(reverse("curation:archive")).content

    answer = bring_in(karen, before, "content.zip")

    assert answer.content.decode().count("what is published already") == len(list(STARTER_CONTENT.rglob("*.yaml")))
    assert not Draft.objects.exists()
    assert karen.get(reverse("curation:archive")).content == before


def test_file_becomes_the_draft_of_the_next_edition(karen: Client, draft: Draft, sign_in: Callable) -> None:
    Draft.objects.update(state=Draft.State.DISCARDED)
    text = written({**strategy(), "version": 7, "summary": {"da": "Ny", "en": "New"}}) + "# a remark\n"

    bring_in(karen, text.encode())

    made = Draft.objects.open().whole().get()
    assert (made.document["version"], made.document["summary"]["en"]) == (2, "New")
    assert made.based_on == Edition.objects.get()
    out = karen.get(reverse("curation:draft_file", args=[made.pk])).content.decode()
    assert out == text.replace("version: 7", "version: 2")


def test_file_keeps_its_lines_when_the_draft_is_changed_and_published(karen: Client) -> None:
    text = written({**strategy(), "version": 1}).replace("sections:", "# what is asked\nsections:")
    bring_in(karen, text.encode())
    draft = Draft.objects.open().whole().get()
    save(karen, draft, {**form_of(page(karen, draft, WHY)), f"f/{WHY}/label/da": "Hvorfor ud?"})
    note = {"revision": "2", "note_da": "Ny", "note_en": "New"}

    karen.post(reverse("curation:publish", args=[draft.pk]), note)

    out = karen.get(reverse("curation:edition_file", args=["strategy", "sample", 1])).content.decode()
    assert out == text.replace("da: why\n", "da: Hvorfor ud?\n", 1)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "must hold one mapping"),
        (b"\xff\xfe\x00", "not text in UTF-8"),
        (b"a: &x [*x, *x]", "alias"),
        (b"- a\n- b\n", "must hold one mapping"),
        (b"kind: nonsense\nslug: x\n", "does not say what it is"),
        (b"kind: strategy\nslug: ../../etc\n", "does not say what it is"),
        (b"kind: strategy\nslug: [1]\n", "does not say what it is"),
        (b"kind: [1]\nslug: x\n", "does not say what it is"),
        (b"[" * 5000, "nested"),
        (b"x" * 5_000_001, "larger than 5 MB"),
        (
            b"PK\x03\x04 broken",
            "not text in UTF-8|not valid YAML|cannot be read|must hold one mapping|cannot be stored|not readable",
        ),
        (zipped({"a.txt": "x"}), "no YAML file"),
        (zipped({f"{n}.yaml": "x" for n in range(201)}), "more than 200 files"),
    ],
    ids=lambda one: one[:20] if isinstance(one, str) else "",
)
def test_file_that_cannot_be_a_draft_is_named_with_a_sentence(karen: Client, content: bytes, said: str) -> None:
    answer = bring_in(karen, content)

    assert answer.status_code in (200, 422)
    shown = answer.content.decode()
    assert any(words in shown for words in said.split("|"))
    assert not Draft.objects.exists()


WILD = (
    "kind: strategy\nslug: wild\nsections: text\n",
    "kind: strategy\nslug: wild\ntitle: text\nsections:\n  - text\n  - [1, 2]\n  - key: a\n    questions: {}\n",
    "kind: strategy\nslug: wild\nsections: [{key: a, questions: [{key: q, type: [1], label: 5, show_if: 7}]}]\n",
    "kind: strategy\nslug: wild\nsections: [{key: a, questions: [{key: q, type: choice, options: {a: b}}]}]\n",
    "kind: strategy\nslug: wild\nsections:\n  - {key: a, questions: [{key: q, type: text}, {key: q, type: text}]}\n",
    "kind: strategy\nslug: wild\nsections:\n  - {key: 1/2, questions: [{key: ../x, type: nonsense}]}\n",
    "kind: checklist\nslug: wild\ngroups:\n  - items:\n      - {key: a, due_days: soon, link: {kind: 1}}\n",
    "kind: kpi-catalogue\nslug: wild\nkpis:\n  - {key: a, survey: 5, unit: [x]}\n",
    "kind: resource\nslug: wild\nterms: [5, {term: {da: 1}}]\nsources: {a: b}\nbody: [1]\n",
    "kind: example\nslug: wild\ngoals: [{key: S1}]\nkpis: [{key: a, targets: x}]\nanswers: []\n",
    "kind: document\nslug: wild\nclauses: [{key: a, paragraphs: [1, {text: {da: '{{'}}]}]\nsignatures: 4\n",
)


@pytest.mark.parametrize("text", WILD, ids=range(len(WILD)))
def test_draft_of_a_file_that_is_all_wrong_can_be_opened_and_mended(karen: Client, text: str) -> None:
    answer = bring_in(karen, text.encode())

    assert "Open the draft" in answer.content.decode()
    draft = Draft.objects.get()
    shown = page(karen, draft)
    assert shown.status_code == 200
    for path in {row.path for row in shown.context["page"].rows}:
        assert page(karen, draft, path).status_code == 200
        assert save(karen, draft, form_of(page(karen, draft, path))).status_code in (302, 409, 422)
    assert karen.get(reverse("curation:preview", args=[draft.pk])).status_code == 200
    assert karen.get(reverse("curation:publish", args=[draft.pk])).status_code == 200
    assert karen.get(reverse("curation:draft_file", args=[draft.pk])).status_code == 200


def test_second_file_of_the_same_does_not_touch_the_open_draft(karen: Client) -> None:
    text = "kind: strategy\nslug: wild\nsections: []\n"
    bring_in(karen, text.encode())

    answer = bring_in(karen, text.encode())

    assert "There is an open draft of the same" in answer.content.decode()
    assert Draft.objects.count() == 1
