"""Finished files: equal content is never rendered twice, and the folder does not grow for ever."""

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from django.conf import LazySettings

from exports import file_cache
from exports.pdf import PdfFailed

HTML = '<!doctype html><html lang="da"><head><title>Prøve</title></head><body><p>{}</p></body></html>'
DIGEST = "ab" * 32


@pytest.fixture(autouse=True)
def folder(settings: LazySettings, tmp_path: Path) -> Path:
    settings.EXPORT_DIR = tmp_path / "exports"
    return settings.EXPORT_DIR


class Maker:
    def __init__(self, content: bytes = b"%PDF") -> None:
        self.content, self.times = content, 0

    def __call__(self) -> bytes:
        self.times += 1
        return self.content


def test_equal_content_is_made_once():
    maker = Maker()

    first, second = file_cache.cached_pdf(DIGEST, maker), file_cache.cached_pdf(DIGEST, maker)

    assert (first, second, maker.times) == (b"%PDF", b"%PDF", 1)


def test_two_who_ask_at_once_get_one_rendering():
    maker, together = Maker(), Barrier(4)

    def ask(_n: int) -> bytes:
        together.wait()
        return file_cache.cached_pdf(DIGEST, maker)

    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(ask, range(4)))

    assert (found, maker.times) == ([b"%PDF"] * 4, 1)


def test_html_is_rendered_and_kept_under_its_digest(folder: Path):
    html = HTML.format("Æble")

    pdf = file_cache.pdf_of(html)

    assert [path.name for path in folder.glob("*.pdf")] == [f"{file_cache.digest_of(html)}.pdf"]
    assert (folder / f"{file_cache.digest_of(html)}.pdf").read_bytes() == pdf


def test_failure_is_not_kept(folder: Path):
    def fail() -> bytes:
        raise PdfFailed("no", "broken")

    with pytest.raises(PdfFailed):
        file_cache.cached_pdf(DIGEST, fail)

    assert list(folder.glob("*.p*")) == []


def test_digest_follows_the_content_and_the_assets(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    before = file_cache.digest_of(HTML.format(1))
    other = file_cache.digest_of(HTML.format(2))
    (tmp_path / "print").mkdir()
    (tmp_path / "print" / "print.css").write_text("p { color: red }")

    monkeypatch.setattr(file_cache, "STATIC", tmp_path)
    after = file_cache.digest_of(HTML.format(1))

    assert len({before, other, after}) == 3
    assert after == file_cache.digest_of(HTML.format(1))


def test_files_asked_for_longest_ago_go_first(folder: Path):
    for age, digest in enumerate(("aa" * 32, "bb" * 32, "cc" * 32)):
        file_cache.cached_pdf(digest, Maker(b"x" * 100))
        os.utime(folder / f"{digest}.pdf", (1000 + age, 1000 + age))
    file_cache.cached_pdf("aa" * 32, Maker())

    file_cache.prune(largest=200)

    assert sorted(path.name[:2] for path in folder.glob("*.pdf")) == ["aa", "cc"]


def test_files_are_for_the_service_alone(folder: Path):
    file_cache.cached_pdf(DIGEST, Maker())

    assert ((folder / f"{DIGEST}.pdf").stat().st_mode & 0o777, folder.stat().st_mode & 0o777) == (0o600, 0o700)


def test_source_waits_until_the_document_is_made(folder: Path):
    digest = file_cache.digest_of(HTML.format("Ærø"))

    file_cache.keep_source(digest, HTML.format("Ærø"))
    kept = file_cache.source_of(digest)
    modes = {path.stat().st_mode & 0o777 for path in folder.glob("*.html")}
    file_cache.drop_source(digest)

    assert (kept, modes, file_cache.source_of(digest)) == (HTML.format("Ærø"), {0o600}, None)


def test_who_waits_for_another_process_is_told_so(folder: Path):
    told = Barrier(2, timeout=10)
    maker = Maker()

    def slow() -> bytes:
        told.wait()
        return b"%PDF slow"

    def waiting() -> None:
        if not told.broken and told.n_waiting:
            told.wait()

    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(file_cache.cached_pdf, DIGEST, slow)
        while not told.n_waiting:
            pass
        second = file_cache.cached_pdf(DIGEST, maker, waiting)

    assert (first.result(), second, maker.times) == (b"%PDF slow", b"%PDF slow", 0)
