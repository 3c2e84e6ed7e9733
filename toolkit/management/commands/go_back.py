"""Brings the tables back to how an earlier version had them, before its code serves again."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import Error
from django.db.migrations.exceptions import IrreversibleError, NodeNotFoundError

from toolkit import migrating


class Command(BaseCommand):
    """`manage.py go_back FILE`."""

    help = "Takes back the migrations that were applied since `manage.py version --tables` wrote FILE."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        try:
            to = migrating.read(file)
        except (OSError, ValueError) as fault:
            raise CommandError(f"{file} is not what `manage.py version --tables` wrote: {fault}") from fault
        try:
            gone = migrating.go_back(to)
        except (IrreversibleError, NodeNotFoundError, json.JSONDecodeError, Error) as fault:
            raise CommandError(f"There is no way back over this: {fault}. Restore the backup.") from fault
        for name in gone:
            self.stdout.write(f"Taken back: {name}")
        if not gone:
            self.stdout.write("There was nothing to take back.")
