"""What a document may read while it becomes a PDF: our own print assets, and small pictures written into the HTML.

No Django here: this runs in the child process.
"""

import hashlib
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import unquote

from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

STATIC = Path(__file__).resolve().parent.parent / "static"
SCHEME = "asset:"
FOLDERS = ("print", "brand")
_TYPES = {
    ".css": "text/css",
    ".woff2": "font/woff2",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
}
# No SVG: a drawing inside a picture can point at other things and can be made to take for ever.
_DATA_PREFIXES = ("data:image/png;base64,", "data:image/jpeg;base64,")


class AssetFault(ValueError):
    """An `asset:` address names nothing that a document may read."""


def asset_path(url: str, static: Path = STATIC) -> Path:
    """Return the file that an `asset:` address names; raise AssetFault for anything outside the print folders."""
    name = unquote(url.removeprefix(SCHEME))
    steps = name.split("/")
    if steps[0] not in FOLDERS or any(step in ("", ".", "..") for step in steps) or "\\" in name or "\0" in name:
        raise AssetFault(name)
    path = (static / name).resolve()
    if not path.is_relative_to((static / steps[0]).resolve()) or not path.is_file() or path.suffix not in _TYPES:
        raise AssetFault(name)
    return path


class AssetFetcher(URLFetcher):
    """WeasyPrint's only door to the outside: `asset:` below the print folders, and short `data:` pictures.

    What our own templates got wrong (`asset:`) stops the document. Everything else can only have come in with
    somebody's text: it is refused and counted, and the document is made without it.
    """

    def __init__(self, *, longest_data: int, static: Path = STATIC) -> None:
        super().__init__(allowed_protocols=("asset", "data"), allow_redirects=False)
        self.static = static
        self.longest_data = longest_data
        self.refused: list[str] = []

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        """Return what the address names, or raise."""
        if url.startswith(SCHEME):
            return self._asset(url)
        if len(url) <= self.longest_data and url.startswith(_DATA_PREFIXES):
            return super().fetch(url, headers)
        self.refused.append(_trace(url))
        raise ValueError("refused")

    def _asset(self, url: str) -> URLFetcherResponse:
        try:
            path = asset_path(url, self.static)
        except AssetFault as fault:
            raise FatalURLFetchingError(str(fault)) from fault
        content_type = EmailMessage()
        content_type["Content-Type"] = _TYPES[path.suffix]
        return URLFetcherResponse(url, path.read_bytes(), content_type)


def _trace(url: str) -> str:
    """Return what may stand in a log: the scheme and a digest, never the address, which may be an answer."""
    scheme = url.partition(":")[0][:12].lower()
    return f"{scheme}:{hashlib.sha256(url.encode()).hexdigest()[:12]}"
