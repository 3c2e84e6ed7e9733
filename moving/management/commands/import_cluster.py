"""Makes a cluster of a file that was written in another installation."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core.errors import Refusal
from moving.services import import_cluster


class Command(BaseCommand):
    """`manage.py import_cluster`."""

    help = "Makes a cluster of a file that `export_cluster` or an owner has taken elsewhere: all of it or nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="the ZIP file")
        parser.add_argument("--slug", default="", help="its address here; without it the one that it had")

    def handle(self, *args: Any, file: Path, slug: str, **options: Any) -> None:
        try:
            with file.open("rb") as source:
                cluster = import_cluster(source=source, slug=slug, by=None, tell=self.tell)
        except OSError as fault:
            raise CommandError(f"{file} cannot be read: {fault.strerror}.") from None
        except Refusal as refusal:
            raise CommandError(refusal.message) from None
        sys.stdout.write(f"{cluster} is here, under /c/{cluster.slug}/.\n")

    def tell(self, done: int, total: int) -> None:
        if done % 10 == 0 or done == total:
            self.stderr.write(f"{done} of {total} tables", style_func=str)
