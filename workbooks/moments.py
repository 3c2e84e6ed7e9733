"""Moments of which rooms above keep something, or follow it: each is told inside the transaction that makes it."""

from django.dispatch import Signal

# Sends `workbook`, which is about to be taken to another edition, `edition`, the one that it is taken to, and `by`.
# A receiver raises Refusal where the workbook may not be moved, and keeps what stands.
moving = Signal()
# Sends `workbook`, which has been taken to another edition, `renamed`, its questions' keys from the earlier to the
# later, and `by`; undoing sends the same with the keys turned round.
moved = Signal()
