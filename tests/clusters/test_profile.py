"""The cluster's profile: mission, vision, colour and logo."""

import io
import struct
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image, PngImagePlugin

from accounts.models import User
from clusters import logos
from clusters.models import Cluster
from core.errors import Refusal
from tests.pages import faults, notes, tree, value

PROFILE = "/c/havtorn/profile/"
UPLOAD = "/c/havtorn/profile/logo/"
REMOVE = "/c/havtorn/profile/logo/remove/"
LOGO = "/c/havtorn/logo/"
FORM = {
    "mission_da": "Vi samler",
    "mission_en": "",
    "vision_da": "",
    "vision_en": "In ten years",
    "accent": "#005275",
    "revision": "1",
}


@pytest.fixture
def owner(sign_in: Callable, alice: User) -> Client:
    return sign_in(alice)


def picture(kind: str = "PNG", size: tuple[int, int] = (300, 100), mode: str = "RGB", **options: object) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size, (200, 16, 46, 128)[: len(mode)] if mode != "L" else 90).save(out, kind, **options)
    return out.getvalue()


def upload(client: Client, content: bytes, name: str = "logo.png") -> object:
    return client.post(UPLOAD, {"logo": SimpleUploadedFile(name, content, "image/png")})


def test_owner_changes_the_profile(owner: Client, cluster: Cluster) -> None:
    response = owner.post(PROFILE, FORM, follow=True)

    cluster.refresh_from_db()
    assert notes(response) == ["Cluster profile saved."]
    assert (cluster.mission, cluster.vision, cluster.accent) == (
        {"da": "Vi samler"},
        {"en": "In ten years"},
        "#005275",
    )
    assert value(response, "vision_en") == "In ten years"
    assert cluster.activity.values_list("verb", "by_name").get() == ("changed-profile", "Alice")


@pytest.mark.parametrize(
    ("field", "wrong", "fault"),
    [
        ("accent", "blue", "“blue” is not a colour. Enter six characters from 0 to 9 and a to f, for example #005275."),
        (
            "accent",
            "FFCC00",
            "#ffcc00 is too light: text in it cannot be read on white (contrast 1.51, at least 4.5 is needed). The "
            "nearest readable shade is #917300.",
        ),
        ("accent", "#" * 41, "Ensure this value has at most 40 characters (it has 41)."),
        ("mission_da", "x" * 4001, "Ensure this value has at most 4000 characters (it has 4001)."),
        ("vision_en", "\x00", "Null characters are not allowed."),
    ],
)
def test_bad_profile_is_refused(owner: Client, cluster: Cluster, field: str, wrong: str, fault: str) -> None:
    response = owner.post(PROFILE, {**FORM, field: wrong})

    cluster.refresh_from_db()
    assert (response.status_code, faults(response)) == (422, [fault])
    assert (cluster.mission, cluster.accent) == ({}, "")
    assert value(response, field) == wrong.replace("\x00", "\ufffd")


def test_shade_that_is_suggested_is_taken(owner: Client, cluster: Cluster) -> None:
    owner.post(PROFILE, {**FORM, "accent": "#917300"})

    cluster.refresh_from_db()
    assert cluster.accent == "#917300"


def test_logo_is_kept_small_and_shown_to_members(
    owner: Client, sign_in: Callable, cluster: Cluster, bob: User, charlie: User
) -> None:
    upload(owner, picture(size=(2400, 600)))
    (src,) = tree(owner.get(PROFILE)).xpath("//main//img/@src")

    response = sign_in(bob).get(src)

    cluster.refresh_from_db()
    kept = Image.open(io.BytesIO(response.content))
    assert (src, kept.size, kept.format) == (cluster.logo_url, (800, 200), "PNG")
    assert {name: response[name] for name in ("Content-Type", "X-Content-Type-Options", "Cache-Control")} == {
        "Content-Type": "image/png",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, max-age=604800, immutable",
    }
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["Content-Disposition"] == f'attachment; filename="{cluster.logo_name}"'
    assert [client.get(src).status_code for client in (sign_in(charlie), sign_in(None))] == [404, 302]
    assert cluster.activity.values_list("verb", flat=True).get() == "changed-logo"


def test_another_logo_has_another_address_and_the_old_file_goes(
    owner: Client, cluster: Cluster, django_capture_on_commit_callbacks: Callable
) -> None:
    upload(owner, picture(size=(100, 100)))
    cluster.refresh_from_db()
    storage, first, address = cluster.logo.storage, cluster.logo.name, cluster.logo_url

    with django_capture_on_commit_callbacks(execute=True):
        upload(owner, picture(size=(200, 100)))

    cluster.refresh_from_db()
    assert (cluster.logo_url != address, storage.exists(first), storage.exists(cluster.logo.name)) == (
        True,
        False,
        True,
    )


def test_logo_is_removed(owner: Client, cluster: Cluster, django_capture_on_commit_callbacks: Callable) -> None:
    upload(owner, picture())
    owner.get(PROFILE)
    cluster.refresh_from_db()
    storage, name = cluster.logo.storage, cluster.logo.name

    with django_capture_on_commit_callbacks(execute=True):
        response = owner.post(REMOVE, follow=True)

    assert notes(response) == ["Logo removed."]
    assert (storage.exists(name), owner.get(LOGO).status_code) == (False, 404)


def test_two_clusters_may_have_the_same_logo(
    owner: Client, sign_in: Callable, charlie: User, cluster: Cluster, django_capture_on_commit_callbacks: Callable
) -> None:
    upload(owner, picture())
    sign_in(charlie).post("/c/nabo/profile/logo/", {"logo": SimpleUploadedFile("x.png", picture())})

    with django_capture_on_commit_callbacks(execute=True):
        owner.post(REMOVE)

    assert sign_in(charlie).get("/c/nabo/logo/").status_code == 200


def test_logo_whose_file_was_not_restored_is_not_there(owner: Client, cluster: Cluster) -> None:
    upload(owner, picture())
    cluster.refresh_from_db()
    cluster.logo.storage.delete(cluster.logo.name)

    assert (owner.get(LOGO).status_code, logos.data_uri(cluster)) == (404, "")


NEITHER = "This is neither PNG nor JPEG. Save the logo in one of those formats; SVG and PDF cannot be used."
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def gif() -> bytes:
    return picture("GIF", mode="L")


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (SVG, NEITHER),
        (b"<!doctype html><script>alert(1)</script>", NEITHER),
        (b"%PDF-1.7", NEITHER),
        (gif(), NEITHER),
        (picture("WEBP"), NEITHER),
        (b"x", NEITHER),
        (b"\x89PNG\r\n\x1a\n", NEITHER),
        (picture()[:120], "The picture is damaged. Save it again as PNG or JPEG, then try again."),
        (picture("JPEG")[:400], "The picture is damaged. Save it again as PNG or JPEG, then try again."),
        (picture(size=(15, 400)), "The picture is too small to print. It must be at least 16 pixels wide and high."),
        (b"", "The submitted file is empty."),
    ],
)
def test_what_is_no_logo_is_refused(owner: Client, cluster: Cluster, content: bytes, fault: str) -> None:
    response = upload(owner, content)

    cluster.refresh_from_db()
    assert (response.status_code, faults(response), cluster.logo.name) == (422, [fault], "")


def test_form_without_a_file_is_refused(owner: Client) -> None:
    response = owner.post(UPLOAD)

    assert (response.status_code, faults(response)) == (422, ["This field is required."])


def bomb(side: int) -> bytes:
    """Return a PNG of a few kilobytes that says it is `side` points wide and high."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    head = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 5000)) + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("side", [6400, 10_000, 20_000, 60_000])
def test_picture_that_would_fill_the_memory_is_refused(owner: Client, side: int) -> None:
    response = upload(owner, bomb(side))

    assert faults(response) == ["The picture has more than 25 million pixels. Save a smaller version, then try again."]


def test_file_that_is_too_large_is_refused(owner: Client) -> None:
    response = upload(owner, picture() + b"\0" * logos.MOST_BYTES)

    assert faults(response) == ["The file is larger than 5 MB. Save a smaller version of the logo, then try again."]


def test_places_and_words_in_the_file_are_dropped() -> None:
    exif = Image.Exif()
    exif[0x010E] = "secret place"
    exif[0x0112] = 6  # to be turned by a quarter
    jpeg = picture("JPEG", size=(300, 100), exif=exif)
    said = PngImagePlugin.PngInfo()
    said.add_text("Comment", "secret words")
    png = picture(pnginfo=said)

    turned, plain = (logos.cleaned(io.BytesIO(content), len(content)) for content in (jpeg, png))

    assert (b"secret" in jpeg, b"secret" in png) == (True, True)
    assert (b"secret" in turned.content, b"secret" in plain.content) == (False, False)
    assert (Image.open(io.BytesIO(turned.content)).size, turned.suffix) == ((100, 300), "jpg")
    assert dict(Image.open(io.BytesIO(turned.content)).getexif()) == {}


@pytest.mark.parametrize(
    ("kind", "mode", "kept"),
    [
        ("PNG", "RGBA", "RGBA"),
        ("PNG", "LA", "RGBA"),
        ("PNG", "L", "RGB"),
        ("PNG", "P", "RGB"),
        ("PNG", "1", "RGB"),
        ("JPEG", "CMYK", "RGB"),
        ("JPEG", "L", "RGB"),
    ],
)
def test_every_usual_kind_of_picture_is_taken(kind: str, mode: str, kept: str) -> None:
    out = io.BytesIO()
    Image.new(mode, (40, 40)).save(out, kind)

    logo = logos.cleaned(io.BytesIO(out.getvalue()), len(out.getvalue()))

    assert Image.open(io.BytesIO(logo.content)).mode == kept


def test_picture_that_does_not_pack_is_made_smaller_still() -> None:
    noise = Image.effect_noise((1600, 1600), 200).convert("RGB")
    out = io.BytesIO()
    noise.save(out, "PNG")

    logo = logos.cleaned(io.BytesIO(out.getvalue()), len(out.getvalue()))

    assert len(logo.content) <= logos.KEPT_BYTES


def test_file_that_lies_about_its_kind_is_read_for_what_it_is(owner: Client, cluster: Cluster) -> None:
    upload(owner, picture("JPEG"), name="logo.svg")

    cluster.refresh_from_db()
    assert cluster.logo_name.endswith(".jpg")
    assert owner.get(LOGO)["Content-Type"] == "image/jpeg"


def test_refusal_names_its_field() -> None:
    with pytest.raises(Refusal) as refused:
        logos.cleaned(io.BytesIO(SVG), len(SVG))

    assert refused.value.field == "logo"


def test_editor_may_not_change_it(sign_in: Callable, cluster: Cluster, editor: User) -> None:
    client = sign_in(editor)

    answers = [client.post(PROFILE, FORM), upload(client, picture()), client.post(REMOVE)]

    cluster.refresh_from_db()
    assert ([answer.status_code for answer in answers], cluster.accent, cluster.logo.name) == ([403] * 3, "", "")


def test_logo_of_a_document_is_written_into_it(cluster: Cluster) -> None:
    cluster.logo.save("logo-x.png", ContentFile(b"png"))

    assert logos.data_uri(cluster) == "data:image/png;base64,cG5n"
    assert Path(cluster.logo.name).parts[0] == "logos"
