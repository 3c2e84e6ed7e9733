"""Which version this is."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from toolkit import migrating
from toolkit.version import VERSION


class Command(BaseCommand):
    """`manage.py version`."""

    help = "Prints the version; with --tables what of the database's tables is applied, for `manage.py go_back`."

    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--tables", action="store_true", help="the newest applied migration of each room, as JSON")
        parser.add_argument("--code", action="store_true", help="the same of the code, applied or not")

    def handle(self, *args: Any, tables: bool, code: bool, **options: Any) -> None:
        if tables or code:
            found = migrating.applied() if tables else migrating.all_there_are()
            self.stdout.write(json.dumps(found, indent=1, sort_keys=True))
        else:
            self.stdout.write(VERSION)
