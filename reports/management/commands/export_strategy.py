"""Writes a cluster's strategy as PDF, as the portal gives it."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from clusters.models import Cluster
from core.text import LANGUAGES
from exports.file_cache import pdf_of
from exports.html import print_html
from exports.pdf import PdfFailed
from reports.exports.strategy import strategy_document
from strategy.models import Strategy
from strategy.selectors.phases import answered


class Command(BaseCommand):
    help = "Write the current strategy of a cluster, or another by its number, as PDF."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("cluster", help="the cluster's address, for instance demo")
        parser.add_argument("--language", choices=LANGUAGES, default="da")
        parser.add_argument("--strategy", type=int, help="the strategy's number; without it the current one")
        parser.add_argument("--output", type=Path, required=True, help="the file to write")

    def handle(self, *args: Any, **options: Any) -> None:
        cluster = Cluster.objects.filter(slug=options["cluster"]).first()
        if cluster is None:
            raise CommandError(f"There is no cluster {options['cluster']!r}.")
        strategies = Strategy.objects.of(cluster).alive().with_workbook()
        number = options["strategy"]
        strategy = (strategies.current() if number is None else strategies.filter(number=number)).first()
        if strategy is None:
            raise CommandError(
                f"{cluster.slug} has no current strategy."
                if number is None
                else f"{cluster.slug} has no strategy {number}."
            )
        shown = answered(cluster, strategy, with_people=True)
        document = strategy_document(cluster, shown, list(strategy.goals.alive()), options["language"])
        try:
            pdf = pdf_of(print_html(document), name=f"strategy-{strategy.pk}")
        except PdfFailed as failure:
            raise CommandError(failure.message) from failure
        output: Path = options["output"]
        try:
            output.write_bytes(pdf)
        except OSError as error:
            raise CommandError(f"{output} cannot be written: {error.strerror}.") from error
        self.stdout.write(f"{output}: {len(pdf):,} bytes")
