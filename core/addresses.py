"""Addresses of pages, each made once in a process: a plan has hundreds, and Django makes each from a pattern."""

from collections.abc import Sequence
from functools import lru_cache

from django import urls
from django.urls import get_script_prefix


def reverse(name: str, args: Sequence[object] = ()) -> str:
    """Return the address of the page with this name, as Django's own does."""
    return _made(get_script_prefix(), name, tuple(map(str, args)))


@lru_cache(20_000)
def _made(prefix: str, name: str, args: tuple[str, ...]) -> str:
    return urls.reverse(name, args=args)
