"""The sandbox: what a document may read, and what it may cost."""

from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from pypdf import PdfReader
from structlog.testing import capture_logs

from exports.assets import AssetFault, asset_path
from exports.pdf import Limits, PdfFailed, Progress, render_document, render_pdf

SECRET = "the planted secret"
PIXEL = (
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5E"
    "rkJggg=="
)


def page(body: str, head: str = "") -> str:
    return (
        f'<!doctype html><html lang="da"><head><title>Prøve</title>{head}</head><body><p>Æble</p>{body}</body></html>'
    )


def words(pdf: bytes) -> str:
    return " ".join(" ".join(one.extract_text() for one in PdfReader(BytesIO(pdf)).pages).split())


def everything(content: bytes) -> bytes:
    """All that is in the file, unpacked: text, pictures, attachments."""
    with pikepdf.open(BytesIO(content)) as pdf:
        streams = [
            thing.read_bytes() for thing in pdf.objects if isinstance(thing, pikepdf.Stream) and _is_plain(thing)
        ]
    return b"".join([content, *streams])


def _is_plain(stream: pikepdf.Stream) -> bool:
    return stream.get("/Subtype") != pikepdf.Name.Image


def attachments(content: bytes) -> list[str]:
    with pikepdf.open(BytesIO(content)) as pdf:
        return list(pdf.attachments)


@pytest.fixture
def secret(tmp_path: Path) -> str:
    file = tmp_path / "secret.css"
    file.write_text(f"/* {SECRET} */ p::after {{ content: '{SECRET}' }}")
    (tmp_path / "secret.svg").write_text(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><text>{SECRET}</text></svg>'
    )
    (tmp_path / "secret.txt").write_text(SECRET)
    return f"file://{tmp_path}/secret"


def test_words_come_out_as_they_went_in():
    pdf = render_pdf(page("<p>Ærø, Øland, Åbo: č ł ş – “ja” • €</p>"))

    assert words(pdf) == "Æble Ærø, Øland, Åbo: č ł ş – “ja” • €"


def test_same_page_gives_the_same_file():
    assert render_pdf(page("<p>To</p>")) == render_pdf(page("<p>To</p>"))


@pytest.mark.parametrize(
    ("head", "body"),
    [
        ('<link rel="attachment" href="FILE.txt">', ""),
        ('<link rel="stylesheet" href="FILE.css">', ""),
        ('<style>@import url("FILE.css");</style>', ""),
        ('<style>p { background: url("FILE.svg"); content: url("FILE.svg") }</style>', ""),
        ('<style>@font-face { font-family: x; src: url("FILE.txt") } p { font-family: x }</style>', ""),
        ("", '<img alt="x" src="FILE.svg">'),
        ("", '<object data="FILE.svg"></object><embed src="FILE.svg">'),
        ("", '<a rel="attachment" href="FILE.txt">x</a>'),
        ("", '<svg viewBox="0 0 9 9"><title>x</title><image href="FILE.svg" width="9" height="9"/></svg>'),
        ('<base href="file:///"><link rel="attachment" href="FILE.txt">', ""),
    ],
)
def test_local_file_is_refused(secret: str, head: str, body: str):
    result = render_document(page(*(part.replace("FILE", secret) for part in (body, head))))

    assert {trace.split(":")[0] for trace in result.refused} == {"file"}
    assert SECRET.encode() not in everything(result.pdf)
    assert attachments(result.pdf) == []
    assert words(result.pdf).startswith("Æble")


def test_drawing_that_uses_a_local_file_is_empty(secret: str):
    drawing = f'<svg viewBox="0 0 9 9"><title>x</title><use href="{secret}.svg#a"/><use href="{secret}.svg"/></svg>'

    result = render_document(page(drawing))

    assert SECRET.encode() not in everything(result.pdf)


@pytest.mark.parametrize(
    ("address", "scheme"),
    [
        ("http://127.0.0.1:9/x.png", "http"),
        ("https://example.org/x.png", "https"),
        ("ftp://example.org/x.png", "ftp"),
        ("FILE:///etc/hostname", "file"),
        ("data:text/css,p{}", "data"),
        ("data:image/svg+xml,<svg/>", "data"),
    ],
)
def test_other_addresses_are_refused(address: str, scheme: str):
    result = render_document(page(f'<img alt="x" src="{address}"><link rel="attachment" href="{address}">'))

    assert {trace.split(":")[0] for trace in result.refused} == {scheme}
    assert attachments(result.pdf) == []


def test_redirecting_base_cannot_turn_a_relative_address_into_a_file():
    result = render_document(page('<img alt="x" src="../../../etc/hostname">', '<base href="file:///srv/a/b/">'))

    assert {trace.split(":")[0] for trace in result.refused} == {"file"}


def test_short_picture_is_shown_and_a_long_one_refused():
    short = render_document(page(f'<img alt="x" src="{PIXEL}">'))
    long = render_document(page(f'<img alt="x" src="{PIXEL}">'), limits=Limits(data_characters=100))

    assert short.refused == ()
    assert [trace.split(":")[0] for trace in long.refused] == ["data"]


def test_refusal_is_logged_without_the_address():
    with capture_logs() as lines:
        render_pdf(page('<img alt="x" src="file:///home/mette/secret-plan.png">'), name="strategy-7")

    assert [(line["event"], line["document"], line["refused"]) for line in lines] == [
        ("pdf_asset_refused", "strategy-7", ["file:530d4dd5f3cc"])
    ]


@pytest.mark.parametrize(
    "address",
    [
        "asset:../toolkit/settings.py",
        "asset:print/../../toolkit/settings.py",
        "asset:print/%2e%2e/%2e%2e/pyproject.toml",
        "asset:print//print.css",
        "asset:/etc/hostname",
        "asset:css/app.css",
        "asset:print/fonts/README.md",
        "asset:print\\..\\x.css",
        "asset:print",
        "asset:",
    ],
)
def test_asset_outside_the_print_folders_stops_the_document(address: str):
    with pytest.raises(PdfFailed) as failure:
        render_pdf(page(f'<img alt="x" src="{address}">'))

    assert failure.value.fault == "asset"


def test_asset_is_read_from_the_print_and_brand_folders():
    assert asset_path("asset:print/print.css").name == "print.css"
    assert asset_path("asset:brand/mark.svg").name == "mark.svg"


def test_link_out_of_the_print_folder_is_not_followed(tmp_path: Path):
    (tmp_path / "static" / "print").mkdir(parents=True)
    (tmp_path / "outside.css").write_text("p { color: red }")
    (tmp_path / "static" / "print" / "inside.css").symlink_to(tmp_path / "outside.css")

    with pytest.raises(AssetFault):
        asset_path("asset:print/inside.css", tmp_path / "static")


@pytest.mark.parametrize(
    ("html", "limits", "fault"),
    [
        (page("<p>Et langt dokument.</p>" * 30_000), Limits(seconds=0.5), "time"),
        (page("<p>Et langt dokument.</p>" * 30_000), Limits(memory=220 * 1024**2), "memory"),
        (page("<p>Et langt dokument.</p>" * 30_000), Limits(patience=0.2), "busy"),
        (page("<div>" * 1500), Limits(), "nesting"),
        (page("<p>x</p>"), Limits(characters=20), "size"),
    ],
)
def test_document_that_costs_too_much_is_stopped(html: str, limits: Limits, fault: str):
    with pytest.raises(PdfFailed) as failure:
        render_pdf(html, limits=limits)

    assert failure.value.fault == fault


def test_drawing_that_multiplies_itself_is_stopped():
    copies = "".join(f'<g id="a{i}">{f"<use href={chr(34)}#a{i - 1}{chr(34)}/>" * 10}</g>' for i in range(1, 9))
    bomb = f'<svg viewBox="0 0 9 9"><title>x</title><g id="a0"><path d="M0 0h1"/></g>{copies}<use href="#a8"/></svg>'

    with pytest.raises(PdfFailed) as failure:
        render_pdf(page(bomb), limits=Limits(seconds=1))

    assert failure.value.fault == "time"


def test_after_a_failure_the_next_document_is_made():
    with pytest.raises(PdfFailed):
        render_pdf(page("<div>" * 1500))

    assert words(render_pdf(page(""))) == "Æble"


def test_failure_says_nothing_of_the_document_in_the_log():
    with capture_logs() as lines, pytest.raises(PdfFailed):
        render_pdf(page(f"<p>{SECRET}</p>" + "<div>" * 1500), name="strategy-7")

    assert lines == [
        {"event": "pdf_failed", "document": "strategy-7", "fault": "nesting", "where": "", "log_level": "error"}
    ]


def test_progress_is_told_page_by_page():
    heard: list[tuple[str, int]] = []

    def watch(said: Progress | None) -> None:
        if said:
            heard.append((said.step, said.pages))

    rendered = render_document(page('<p style="break-before: page">Side</p>' * 3), watch=watch)

    assert rendered.pages == 4
    assert heard == [
        ("laying-out", 1),
        ("laying-out", 2),
        ("laying-out", 3),
        ("laying-out", 4),
        ("writing", 4),
    ]


def test_fonts_are_handed_out_unpacked_and_unpacked_once() -> None:
    # Here and not above: the renderer is the child's, and this process has no other need of it.
    from exports.fonts import unpacked
    from exports.renderer.fetching import AssetFetcher

    fetcher = AssetFetcher(longest_data=0)
    unpacked.cache_clear()

    fonts = [fetcher.fetch("asset:print/fonts/toolkit-figures-400.woff2").read() for _time in range(2)]

    assert fonts[0] == fonts[1]
    assert fonts[0].startswith((b"\x00\x01\x00\x00", b"OTTO"))
    assert unpacked.cache_info().misses == 1
