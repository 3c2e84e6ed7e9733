"""Django's way in, for requests that name a codec in which nobody writes."""

from typing import Any

from django.core.exceptions import SuspiciousOperation
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest


class Request(WSGIRequest):
    """A request that can be made whatever codec it names; what cannot be read is refused by the first middleware."""

    def _set_content_type_params(self, meta: Any) -> None:
        try:
            super()._set_content_type_params(meta)  # type: ignore[misc]  # the stubs leave it out
        except (LookupError, ValueError, SuspiciousOperation):
            # Django reads the address with the codec as soon as it knows it, before anybody can refuse it.
            return


class Handler(WSGIHandler):
    """Django's handler with these requests."""

    request_class = Request
