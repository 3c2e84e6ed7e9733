"""Answers to whoever comes with the address of a snapshot: may they see it, and in which page."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from core.languages import content_language
from reviews import sharing
from reviews.models import PublicLink

PROOF, HALF_A_DAY = "shared-proof", 12 * 3600


def why_ended(link: PublicLink | None) -> str:
    """Return why a link leads nowhere, or nothing when it works."""
    if link is None:
        return "unknown"
    strategy = link.snapshot.strategy
    if link.revoked_at is not None or strategy.deleted_at is not None or strategy.cluster.archived_at is not None:
        return "revoked"
    return "ended" if link.has_ended(timezone.localdate()) else ""


def has_given_password(request: HttpRequest, link: PublicLink) -> bool:
    """Tell whether this browser may see the snapshot."""
    return sharing.is_proof(link, request.COOKIES.get(PROOF, ""))


def answer(request: HttpRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """Return a page for visitors."""
    return sealed(render(request, template, {"here": content_language(), **context}, status=status))


def sealed(response: HttpResponse) -> HttpResponse:
    """Have nobody keep what a secret address shows."""
    response["Cache-Control"] = "private, no-store"
    return response
