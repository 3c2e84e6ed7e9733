"""`manage.py restore FILE`: a backup becomes an installation again, on whichever database."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from toolkit.backup.faults import BackupError
from toolkit.backup.restoring import check, restore


class Command(BaseCommand):
    help = (
        "Restores a backup into an empty installation, on SQLite or PostgreSQL, whichever it was made on; one that "
        "has people or clusters is refused. All of it is restored and compared with the backup, or nothing."
    )
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE", help="the backup")
        parser.add_argument("--identity", type=Path, metavar="FILE", help="the private key of an encrypted backup")
        parser.add_argument("--check", action="store_true", help="read all of it and compare, and change nothing")

    def handle(self, *args: Any, file: Path, identity: Path | None, check: bool, **options: Any) -> None:
        act = check_only if check else restore
        try:
            head = act(file.absolute(), identity=identity, tell=self.tell)
        except BackupError as fault:
            raise CommandError(fault.message) from fault
        rows = sum(told["rows"] for told in head["tables"].values())
        what = "is whole" if check else "has been restored and compared"
        self.stdout.write(
            f"The backup of {head['made_at']} {what}: {len(head['tables'])} tables, {rows} rows, "
            f"{len(head['files'])} files, version {head['version']}."
        )
        if head["missing"]:
            self.tell(f"{len(head['missing'])} files were missing when it was made: {', '.join(head['missing'][:10])}")
        if not check:
            self.tell("Now: .venv/bin/python manage.py prepare, and start the portal.")

    def tell(self, words: str) -> None:
        self.stderr.write(words, style_func=str)


check_only = check
