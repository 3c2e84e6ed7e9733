"""`manage.py maintenance on|off`: closes the portal to everybody but administrators, with a page that says so."""

from argparse import ArgumentParser
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from core import notices


class Command(BaseCommand):
    help = (
        "Closes the portal while something is done to it. Everybody but administrators gets a page that says so and "
        "keeps what they typed; /healthz and /readyz answer as ever. Run it on each machine that serves the portal, "
        "unless they share the data folder."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("what", choices=("on", "off"))
        parser.add_argument(
            "--until", default="", metavar="TIME", help='for example "2026-12-01 22:30"; said on the page'
        )
        parser.add_argument("--da", default="", help="what is done, in a Danish sentence")
        parser.add_argument("--en", default="", help="what is done, in an English sentence")

    def handle(self, *args: Any, what: str, until: str, da: str, en: str, **options: Any) -> None:
        if what == "off":
            notices.reopen()
            self.stdout.write("The portal is open.")
            return
        try:
            notices.close(notices.Notice(da[: notices.LONGEST], en[: notices.LONGEST], moment_of(until)))
        except OSError as fault:
            raise CommandError(f"It could not be written down: {fault.strerror}.") from None
        self.stdout.write("The portal is closed. Open it again with: manage.py maintenance off")


def moment_of(written: str) -> str:
    """Return the moment in ISO form; raises CommandError for what is none."""
    if not written:
        return ""
    try:
        found = datetime.fromisoformat(written)
    except ValueError:
        raise CommandError(f'{written} is no time. Write it as "2026-12-01 22:30".') from None
    return (found if found.tzinfo else timezone.make_aware(found)).isoformat()
