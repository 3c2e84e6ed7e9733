"""WeasyPrint's way to what a document may read: our own print assets, and small pictures written into the HTML.

No Django here: this runs in the child process.
"""

import hashlib
from email.message import EmailMessage
from pathlib import Path

from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from exports.assets import SCHEME, STATIC, TYPES, AssetFault, asset_path
from exports.fonts import unpacked

# No SVG: a drawing inside a picture can point at other things and can be made to take for ever.
_DATA_PREFIXES = ("data:image/png;base64,", "data:image/jpeg;base64,")


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
        content_type["Content-Type"] = TYPES[path.suffix]
        content = unpacked(path, path.stat().st_mtime_ns) if path.suffix == ".woff2" else path.read_bytes()
        return URLFetcherResponse(url, content, content_type)


def _trace(url: str) -> str:
    """Return what may stand in a log: the scheme and a digest, never the address, which may be an answer."""
    scheme = url.partition(":")[0][:12].lower()
    return f"{scheme}:{hashlib.sha256(url.encode()).hexdigest()[:12]}"
