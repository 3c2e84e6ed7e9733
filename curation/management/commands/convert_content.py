"""`manage.py convert_content`: writes a catalogue that others made as a file of the content format."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from core.text import WRITTEN_LANGUAGES
from curation.converting import FORMATS, as_file, convert
from curation.rules.converting.made import Unconvertible
from schema.outlines import questions_of
from schema.vocabulary import TEMPLATE_KINDS, DocumentKind

KINDS = sorted(map(str, TEMPLATE_KINDS | {DocumentKind.SURVEY}))


class Command(BaseCommand):
    help = (
        "Writes a catalogue of questions as a file that load_content takes: an RDMO catalogue (XML), a framework of "
        "CISO Assistant (YAML), or a plain sheet with a question in each row (XLSX, CSV). The file goes to the "
        "standard output, or where --to says; what the format cannot say is listed on the standard error, with why."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("format", choices=FORMATS, help="what the file is")
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--kind", choices=KINDS, default="", help="what it becomes; a template that is filled in")
        parser.add_argument("--slug", default="", help="its name in addresses; without it, the file's own")
        parser.add_argument("--title", default="", help="of a sheet, which has none; without it, the name of the file")
        parser.add_argument(
            "--language", choices=WRITTEN_LANGUAGES, default="", help="the first of its languages; of a sheet, the one"
        )
        parser.add_argument("--to", type=Path, metavar="FILE", help="where it is written, instead of the output")

    def handle(self, *args: Any, **options: Any) -> None:
        given = {name: options[name] for name in ("kind", "slug", "title", "language")}
        try:
            with translation.override("en-gb"):
                found = convert(options["format"], options["file"], **given)
        except Unconvertible as error:
            raise CommandError(str(error)) from error
        if options["to"]:
            try:
                options["to"].write_text(as_file(found), encoding="utf-8")
            except OSError as error:
                raise CommandError(f"{options['to']} cannot be written: {error.strerror or error}.") from error
        else:
            self.stdout.write(as_file(found), ending="")
        for one in found.dropped:
            self.stderr.write(f"left out: {one}", self.style.WARNING)
        asked = sum(1 for section in found.document["sections"] for _question in questions_of(section))
        self.stderr.write(
            f"{asked} questions in {len(found.document['sections'])} sections; {len(found.dropped)} left out"
        )
