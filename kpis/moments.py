"""Moments of which rooms above keep something: each is told inside the transaction that makes it."""

from django.dispatch import Signal

# Sends `round`, which has been closed, and `by`.
round_closed = Signal()
