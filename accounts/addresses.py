"""From which address a request comes, where proxies stand in between."""

import ipaddress

from django.conf import settings
from django.http import HttpRequest

UNKNOWN = "0.0.0.0"  # noqa: S104 -- stands for no address; nothing listens there


def client_address(request: HttpRequest) -> str:
    """Return the address of the visitor: what the outermost of the trusted proxies saw, or the one that is connected.

    What a visitor writes into the header themselves stands further left and is not believed.
    """
    proxies: int = settings.ALLAUTH_TRUSTED_PROXY_COUNT
    told = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
    candidates = [request.META.get("REMOTE_ADDR", "")]
    if proxies and told:
        candidates.insert(0, told[-min(proxies, len(told))])
    return next((address for text in candidates if (address := without_port(text))), UNKNOWN)


def without_port(text: str) -> str:
    """Return an address as it is usually written, or nothing when the text is none."""
    bare = text
    if text.startswith("["):
        bare = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        bare = text.partition(":")[0]
    try:
        address = ipaddress.ip_address(bare)
    except ValueError:
        return ""
    mapped = getattr(address, "ipv4_mapped", None)
    return str(mapped or address).partition("%")[0]
