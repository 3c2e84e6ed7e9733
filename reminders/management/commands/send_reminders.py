"""Looks for what people are to be reminded of, and writes to them."""

from typing import Any

from django.core.management.base import BaseCommand

from accounts import outbox
from core import workers
from reminders import services


class Command(BaseCommand):
    """`manage.py send_reminders`."""

    help = "Writes reminders of what is due. A worker does so by itself; without one, run this once a day or oftener."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"Letters written: {services.look()}")
        if not workers.is_anybody_at_work():
            outbox.deliver()
