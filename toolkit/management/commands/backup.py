"""`manage.py backup FILE`: everything of the installation in one file, while it runs."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from toolkit import env
from toolkit.backup.faults import BackupError
from toolkit.backup.keeping import make


class Command(BaseCommand):
    help = (
        "Writes everything of the installation into one file, while the portal runs, and reads it back. Where "
        "TOOLKIT_BACKUP_KEY is set the file is encrypted to that key. `manage.py restore FILE` takes it back."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE", help="the file to write; one that is there is refused")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        try:
            made = make(file.absolute(), key=env.BACKUP_KEY, tell=self.tell)
        except BackupError as fault:
            raise CommandError(fault.message) from fault
        if made.missing:
            self.tell(f"{made.missing} files that rows point at were not on the disk; the list names them.")
        how = "Encrypted, and" if made.is_encrypted else "Not encrypted;"
        self.stdout.write(f"{made.file}: {made.rows} rows, {made.files} files, {made.size} bytes. {how} read back.")
        if not made.is_encrypted and not env.SECRET_KEY:
            self.tell("Keep the file secret_key of the data folder, too: it is not in a backup that is not encrypted.")

    def tell(self, words: str) -> None:
        self.stderr.write(words, style_func=str)
