"""`manage.py load_content`: publishes content from YAML files, all of it or none."""

from argparse import ArgumentParser
from collections import Counter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from library.loading import STARTER_CONTENT, LoadError, Outcome, load
from library.words import lack_words

EXPLAINED = {
    Outcome.LOADED: "loaded",
    Outcome.UNCHANGED: "unchanged",
    Outcome.KEPT: "left out, since another content is published with this version or a higher one",
}


class Command(BaseCommand):
    help = (
        "Publishes content (templates, surveys, checklists, KPIs, resources, examples) from YAML files. "
        "Every file is checked before anything is stored; one fault in one file, and nothing is. "
        "A file whose content is published already changes nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("paths", nargs="*", type=Path, metavar="PATH", help="a file, or a folder with files")
        parser.add_argument(
            "--starter",
            action="store_true",
            help="the content that comes with the portal; what a curator has published instead is left as it is",
        )

    def handle(self, *args: Any, paths: list[Path], starter: bool, verbosity: int, **options: Any) -> None:
        if starter == bool(paths):
            raise CommandError("Name the files or folders to load, or give --starter; not both.")
        try:
            files = load([STARTER_CONTENT] if starter else paths, keep_curated=starter)
        except LoadError as error:
            for fault in error.faults:
                self.stderr.write(str(fault))
            number = len({fault.file for fault in error.faults})
            what = f"{_count(len(error.faults), 'fault')} in {_count(number, 'file')}"
            raise CommandError(f"Nothing was loaded: {what}.") from error
        for file in files:
            if file.outcome != Outcome.UNCHANGED or verbosity > 1:
                self.stdout.write(f"{file.file}: {EXPLAINED[file.outcome]} ({file.kind} {file.slug} {file.version})")
                with translation.override("en-gb"):
                    for lack in file.lacks:
                        self.stdout.write(f"  {lack_words(lack, file.first_language)}")
        counts = Counter(file.outcome for file in files)
        self.stdout.write(", ".join(f"{counts[outcome]} {outcome}" for outcome in Outcome if counts[outcome]))


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
