"""Files that are made for the person who asks: given under a name, to be saved or to be shown by the browser."""

from urllib.parse import quote

from django.http import HttpResponse
from django.utils.text import slugify


def file_answer(content: bytes, content_type: str, name: str, *, is_shown: bool = False) -> HttpResponse:
    """Return a file under its name, whatever letters that has; the name ends in a dot and the ending."""
    stem, _dot, ending = name.replace("/", "-").rpartition(".")
    # Old browsers read the first name, in letters that any of them can read; the others the second.
    simple = slugify(stem) or "document"
    named = f'{"inline" if is_shown else "attachment"}; filename="{simple}.{ending}"'
    if stem != simple:
        named += f"; filename*=UTF-8''{quote(stem)}.{ending}"
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = named
    return response
